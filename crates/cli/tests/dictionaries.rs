//! `--dictionary`: names of a PETRARCH dictionary in the results, its faults on standard error.

mod common;

use common::{demarche, folder, stderr, stdout};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;

const ACTORS: &str = "LUNDIA [SWE]\n+LUNDIAN\nTIDE_FRONT [DNKREB 010101-041231] [DNKPTY >050101]\n";

#[test]
fn a_dictionary_is_laid_over_knowledge() {
    let folder = folder("dictionary");
    let path = folder.join("my.actors.txt.gz");
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(ACTORS.as_bytes()).expect("written");
    fs::write(&path, writer.finish().expect("packed")).expect("written");
    let agents = folder.join("my.agents.txt");
    fs::write(&agents, "TIDE_WARDEN [~COP]\n").expect("written");
    let dictionaries = [
        "--dictionary".as_ref(),
        path.as_os_str(),
        "--dictionary".as_ref(),
        agents.as_os_str(),
    ];

    for (date, code) in [("2004-12-31", "DNK REB"), ("2005-01-01", "DNK PTY")] {
        let mut args = [
            "actors",
            "Lundian tide wardens met the Tide Front",
            "--date",
            date,
        ]
        .map(AsRef::as_ref)
        .to_vec();
        args.extend(dictionaries);
        let output = demarche(&args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(stderr(&output), "");
        let told = stdout(&output);
        assert!(told.contains(code), "{told}");
        assert!(told.contains("SWE COP"), "{told}");
        for source in [
            "my.actors.txt.gz:3)",
            "my.actors.txt.gz:1)",
            "my.agents.txt:1)",
        ] {
            assert!(told.contains(source), "{source}: {told}");
        }
    }

    let story = folder.join("story.txt");
    fs::write(&story, "The Tide Front attacked Lundia on Monday.\n").expect("written");
    let coded = |more: &[&OsStr]| {
        let published: [&OsStr; 2] = ["--published".as_ref(), "2003-05-07".as_ref()];
        let mut args = ["code".as_ref(), story.as_os_str()].to_vec();
        args.extend(published);
        args.extend(more);
        let output = demarche(&args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let with = coded(&dictionaries);
    assert!(
        with.contains("\"code\":\"DNK\",\"sector\":\"REB\""),
        "{with}"
    );
    assert!(with.contains("\"code\":\"SWE\",\"sector\":null"), "{with}");
    let hash = |line: &str| {
        let rest = line.split("\"knowledge\":\"").nth(1);
        rest.and_then(|rest| rest.get(..12)).map(str::to_owned)
    };
    let samples = common::samples();
    let plain = demarche(&["code".as_ref(), samples.as_os_str()]);
    assert!(hash(&with).is_some());
    assert_ne!(hash(&with), hash(&stdout(&plain)));

    let mut args = [
        "explain".as_ref(),
        story.as_os_str(),
        "--event".as_ref(),
        "1".as_ref(),
    ]
    .to_vec();
    args.extend(dictionaries);
    let told = stdout(&demarche(&args));
    assert!(told.contains("dictionary: Lundia -> [SWE] ("), "{told}");
}

#[test]
fn many_faults_are_summed_up_and_check_tells_them_all() {
    let folder = folder("faults");
    let path = folder.join("my.actors.txt");
    let mut text = String::from("LUNDIA [SWE]\n");
    for number in 0..20 {
        text.push_str(&format!("NAME_{number} [SWE 99999{number}]\n"));
    }
    fs::write(&path, text).expect("written");
    let run = |args: &[&str]| {
        let mut args: Vec<&OsStr> = args.iter().map(AsRef::as_ref).collect();
        args.extend(["--dictionary".as_ref(), path.as_os_str()]);
        demarche(&args)
    };
    let output = run(&["actors", "Lundia"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("SWE"));
    let told = stderr(&output);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    assert!(
        lines.iter().all(|line| line.starts_with("warning: ")),
        "{told}"
    );
    assert!(
        lines[0].contains("my.actors.txt:2: in [SWE 999990]"),
        "{told}"
    );
    assert!(
        lines[3].contains("my.actors.txt:5: 17 more of this kind"),
        "{told}"
    );
    let told = stderr(&run(&["check", "--known", "no-such-list"]));
    assert!(told.contains("no-such-list"), "{told}");
    let told = stderr(&run(&["check"]));
    let faults = told
        .lines()
        .filter(|line| line.contains("is no dated restriction"));
    assert_eq!(faults.count(), 20, "{told}");
}

#[test]
fn what_is_no_actor_dictionary_is_refused() {
    let folder = folder("refused");
    let path = folder.join("my.verbs.txt");
    fs::write(
        &path,
        "--- AID [070] ---\nHELP {HELPS} [070]\n- * FOOD [073]\n",
    )
    .expect("written");
    let args = [
        "actors".as_ref(),
        "Norway".as_ref(),
        "--dictionary".as_ref(),
        path.as_os_str(),
    ];
    let output = demarche(&args);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.starts_with("error: "), "{told}");
    assert!(
        told.contains("is a verbs dictionary (only actor and agent dictionaries can be loaded)"),
        "{told}"
    );
    assert!(stdout(&output).contains("NOR"), "all else is done");
    let output = demarche(&["actors", "Norway", "--dictionary", "no-such-file"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no-such-file cannot be read"),
        "{}",
        stderr(&output)
    );
}
