//! Knowledge is data: a folder laid over the embedded one teaches a verb without a rebuild, and
//! what is wrong in it is named by file and line.

mod common;

use common::{demarche, folder, stderr, stdout};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

const FRAME: &str = r#"# A verb that the embedded lexicon has no use for.

[[frame]]
id = "support/serenade"
verbs = ["serenade"]
event = "SUPPORT"
cameo = "051"
recipient = ["obj"]
fires = [
  { text = "Norway serenaded Sweden on Monday.", actor = "Norway", recipient = "Sweden" },
]
silent = ["Norway praised Sweden on Monday."]
"#;

fn run(command: &str, path: Option<&Path>, knowledge: &Path) -> std::process::Output {
    let mut args: Vec<&OsStr> = vec![command.as_ref()];
    args.extend(path.map(Path::as_os_str));
    args.extend(["--knowledge".as_ref(), knowledge.as_os_str()]);
    demarche(&args)
}

#[test]
fn a_folder_teaches_a_verb() {
    let folder = folder("teach");
    let story = folder.join("story.txt");
    fs::write(&story, "Norway serenaded Sweden on Monday.\n").expect("written");
    let knowledge = folder.join("mine");
    fs::create_dir_all(knowledge.join("events")).expect("made");
    let before = run("code", Some(&story), &knowledge);
    assert_eq!(stdout(&before), "", "the verb is known already");

    fs::write(knowledge.join("events/mine.toml"), FRAME).expect("written");
    let output = run("code", Some(&story), &knowledge);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let event = stdout(&output);
    assert!(event.contains("\"rule\":\"support/serenade\""), "{event}");
    assert!(event.contains("\"goldstein\":3.4"), "{event}");
}

#[test]
fn what_is_wrong_is_named_by_file_and_line() {
    let folder = folder("wrong");
    fs::create_dir_all(folder.join("events")).expect("made");
    let wrong = FRAME.replace(
        "actor = \"Norway\", recipient = \"Sweden\"",
        "actor = \"Sweden\"",
    );
    fs::write(folder.join("events/mine.toml"), &wrong).expect("written");
    let output = run("check", None, &folder);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    let line = told
        .lines()
        .find(|line| line.contains("`support/serenade`"));
    let line = line.unwrap_or_else(|| panic!("the example is not named:\n{told}"));
    assert!(
        line.starts_with("error: knowledge/events/mine.toml:10: "),
        "{line}"
    );

    fs::write(
        folder.join("events/mine.toml"),
        FRAME.replace("SUPPORT", "HUG"),
    )
    .expect("written");
    let output = run("check", None, &folder);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    let line = told.lines().find(|line| line.contains("HUG"));
    let line = line.unwrap_or_else(|| panic!("the event is not named:\n{told}"));
    assert!(
        line.starts_with("error: knowledge/events/mine.toml:"),
        "{line}"
    );
}
