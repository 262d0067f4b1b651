//! A user's PETRARCH dictionaries, from the files to the actors of a report and its events.

use demarche::{Actor, Coded, Engine, EngineOptions, Problem, Severity, Span, Story};
use std::fs;
use std::path::PathBuf;

const ACTORS: &str = "\
# invented names
ASTA_NORDBY_
+A._NORDBY
	[NORGOV 970101-061231]
	[IGOUNOREF >20070101]
LUNDIA [SWE]
+LUNDIAN
TIDE_FRONT_(TF)_ [DNKREB]
KABUL [AFGMIL]
OLD_TIMES [---]
ANGELA_MERKEL [DEUELI <20051122] [DEUJUD 20051122-20211208] [DEUSPY]
";

const AGENTS: &str = "\
!PERSON! = MAN, MEN
TIDE!PERSON! [~REBMUS]
PROTESTER [~CRM]
WATCHDOG_BODY [NGO~]
";

/// An engine with the two dictionaries, in a folder of this test's own.
fn engine(test: &str) -> (Engine, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let paths = [("my.actors.txt", ACTORS), ("my.agents.txt", AGENTS)];
    let dictionaries = paths.map(|(name, text)| {
        let path = folder.join(name);
        fs::write(&path, text).expect("the file can be written");
        path
    });
    let engine = Engine::open(&EngineOptions {
        dictionaries: dictionaries.to_vec(),
        ..EngineOptions::default()
    });
    (engine.expect("the engine opens"), folder)
}

fn story(text: &str, day: &str) -> Story {
    Story {
        id: "t".to_owned(),
        language: Some("en".to_owned()),
        published: (!day.is_empty()).then(|| day.parse().expect("a date")),
        text: text.to_owned(),
        paragraphs: vec![Span::new(0, text.len())],
        ..Story::default()
    }
}

fn shown(actor: &Actor) -> String {
    let mut parts = vec![actor.country.as_deref().unwrap_or("-")];
    parts.extend(actor.sector.as_deref());
    parts.extend(actor.other_sectors.iter().map(String::as_str));
    parts.join(" ")
}

/// The actor of the last mention that is these words.
fn actor<'c>(story: &Story, coded: &'c Coded, words: &str) -> &'c Actor {
    let found = coded.coding.mentions.iter().zip(&coded.coding.actors);
    let mut found = found.filter(|(mention, _)| mention.span.of(&story.text) == words);
    let (_, actor) = found
        .next_back()
        .unwrap_or_else(|| panic!("{words} is no mention"));
    actor
}

/// Checks who some words of a text are, and that the evidence names file and line (0: no dictionary).
fn check(engine: &Engine, day: &str, text: &str, words: &str, expected: &str, line: u64) {
    let story = story(text, day);
    let coded = engine.code(&story);
    let actor = actor(&story, &coded, words);
    let evidence = actor.evidence.join("\n");
    assert_eq!(
        shown(actor),
        expected,
        "{words} in {text:?} on {day:?}:\n{evidence}"
    );
    let named = match line {
        0 => !evidence.contains("dictionary"),
        line => evidence.contains(&format!(".txt:{line})")),
    };
    assert!(
        named,
        "{words} in {text:?} on {day:?}, line {line}:\n{evidence}"
    );
}

#[test]
fn names_stand_for_their_code_of_the_day() {
    let (engine, _) = engine("day");
    let text = "Asta Nordby criticised the army of Chile.";
    check(&engine, "1996-12-31", text, "Asta Nordby", "-", 0);
    check(&engine, "1997-01-01", text, "Asta Nordby", "NOR GOV", 4);
    check(&engine, "2006-12-31", text, "Asta Nordby", "NOR GOV", 4);
    check(&engine, "2007-01-01", text, "Asta Nordby", "UNO REF", 5);
    check(&engine, "", text, "Asta Nordby", "UNO REF", 5);
}

#[test]
fn names_come_before_those_of_knowledge() {
    let (engine, _) = engine("before");
    let text = "Angela Merkel met soldiers from Kabul in Oslo.";
    check(&engine, "2010-05-01", text, "Angela Merkel", "DEU JUD", 11);
    check(&engine, "2001-05-01", text, "Angela Merkel", "DEU ELI", 11);
    check(&engine, "2022-05-01", text, "Angela Merkel", "DEU SPY", 11);
    check(&engine, "2010-05-01", text, "Kabul", "AFG MIL", 9);
    check(&engine, "2010-05-01", text, "Oslo", "NOR GOV", 0);
    // A longer name is not theirs.
    let text = "Kabul University accused the Old Times of lying.";
    check(&engine, "2010-05-01", text, "the Old Times", "-", 10);
}

#[test]
fn what_the_story_says_of_a_person_comes_first() {
    let (engine, _) = engine("story");
    let text = "Chilean Defence Minister Asta Nordby left. Nordby denied it.";
    let day = "2001-05-01";
    check(
        &engine,
        day,
        text,
        "Chilean Defence Minister Asta Nordby",
        "CHL GOV MIL",
        4,
    );
    check(&engine, day, text, "Nordby", "CHL GOV MIL", 4);
    let text = "Asta Nordby arrived on Monday. Nordby denied the reports, and she left.";
    check(&engine, day, text, "Nordby", "NOR GOV", 4);
    check(&engine, day, text, "she", "NOR GOV", 4);
    let text = "Former Foreign Minister Asta Nordby denied the reports.";
    check(
        &engine,
        day,
        text,
        "Former Foreign Minister Asta Nordby",
        "NOR ELI GOV",
        4,
    );
}

#[test]
fn names_before_a_noun_say_whose_it_is() {
    let (engine, _) = engine("modifiers");
    let day = "2001-05-01";
    let text = "Lundian police arrested three Tide Front gunmen.";
    check(&engine, day, text, "Lundian police", "SWE COP", 6);
    check(&engine, day, text, "three Tide Front gunmen", "DNK REB", 8);
    let text = "Lundian-backed tidemen left, and students in Lundia cheered.";
    check(&engine, day, text, "students in Lundia", "SWE EDU", 6);
}

#[test]
fn what_comes_from_a_dictionary_in_a_roundabout_way_says_so() {
    let (engine, _) = engine("roundabout");
    let day = "2001-05-01";
    // From the sentence, from an owner, from who speaks, from the group that fighters are of.
    let text = "Soldiers fired at students in Lundia.";
    check(&engine, day, text, "Soldiers", "SWE MIL", 6);
    let text = "Lundia withdrew its ambassador from Oslo.";
    check(&engine, day, text, "its ambassador", "SWE GOV", 6);
    let text = "\"We will attack Kenya,\" Asta Nordby said on Monday.";
    check(&engine, day, text, "We", "NOR GOV", 4);
    let text = "Chilean fighters of the Tide Front attacked Kenya.";
    check(
        &engine,
        day,
        text,
        "Chilean fighters of the Tide Front",
        "CHL REB",
        8,
    );
}

#[test]
fn agents_replace_the_role_nouns_of_knowledge() {
    let (engine, _) = engine("agents");
    let day = "2001-05-01";
    let text = "Two Turkish tidemen attacked protesters in Cairo.";
    check(&engine, day, text, "Two Turkish tidemen", "TUR REB", 2);
    check(&engine, day, text, "protesters", "EGY CRM", 3);
    let text = "The Norwegian watchdog bodies and a watchdog body of Lundia objected.";
    check(
        &engine,
        day,
        text,
        "The Norwegian watchdog bodies",
        "NGO",
        4,
    );
    check(&engine, day, text, "a watchdog body of Lundia", "NGO", 4);
}

#[test]
fn a_name_known_to_the_dictionary_alone_is_a_party_of_an_event() {
    let (engine, _) = engine("events");
    let text = "The Tide Front attacked Lundian troops on Monday.";
    let told = |engine: &Engine, day: &str| {
        let story = story(text, day);
        let records = engine.records(&story, &engine.code(&story));
        let [record] = &records[..] else {
            panic!("one event, not {records:#?}");
        };
        let side = |entities: &[demarche::store::EntityRecord]| -> Vec<String> {
            let code = |code: &Option<String>| code.clone().unwrap_or_default();
            entities
                .iter()
                .map(|e| format!("{} {}", code(&e.code), code(&e.sector)))
                .collect()
        };
        (
            record.event.clone(),
            side(&record.actor),
            side(&record.recipient),
            record.knowledge.clone(),
        )
    };
    let plain = Engine::open(&EngineOptions::default()).expect("the engine opens");
    let (event, actor, recipient, hash) = told(&engine, "2001-05-01");
    assert_eq!(
        (event.as_str(), &actor[..], &recipient[..]),
        (
            "ASSAULT",
            &["DNK REB".to_owned()][..],
            &["SWE MIL".to_owned()][..]
        )
    );
    // What made the record is named in it.
    assert_ne!(hash, plain.knowledge().hash);
    assert_eq!(hash, engine.knowledge().hash);
}

#[test]
fn faults_are_told_and_bad_files_are_refused() {
    let (engine, folder) = engine("faults");
    assert_eq!(engine.dictionary_problems(), &[]);
    let broken = folder.join("broken.txt");
    fs::write(&broken, "LUNDIA [SWE 2004017-20061201]\nLUND [SWE]\n").expect("written");
    let verbs = folder.join("verbs.txt");
    fs::write(&verbs, "--- AID [070] ---\nHELP {HELPS} [070]\n").expect("written");
    let open = |paths: &[&PathBuf]| {
        Engine::open(&EngineOptions {
            dictionaries: paths.iter().map(|path| path.to_path_buf()).collect(),
            ..EngineOptions::default()
        })
    };
    let engine = open(&[&broken, &verbs]).expect("the engine opens");
    let severities: Vec<(Severity, Option<u64>)> = engine
        .dictionary_problems()
        .iter()
        .map(|problem: &Problem| (problem.severity, problem.line))
        .collect();
    assert_eq!(
        severities,
        [(Severity::Warning, Some(1)), (Severity::Error, None)]
    );
    check(&engine, "", "Lund attacked Norway.", "Lund", "SWE", 2);
    let error = open(&[&folder.join("absent.txt")]).expect_err("there is no such file");
    assert!(error.to_string().contains("absent.txt"), "{error}");
}
