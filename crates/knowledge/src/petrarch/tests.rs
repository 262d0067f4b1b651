//! Dictionaries as a whole: what names and nouns stand for, and what real files hold.

use super::DictionaryFile;
use crate::actors::{ActorKnowledge, Coded, Letters, Sense};
use crate::{Files, Knowledge};
use demarche_story::{Problem, Severity};
use jiff::civil::Date;
use std::io::Read;
use std::path::Path;

/// The embedded knowledge with dictionaries laid over it, called `a.txt`, `b.txt` and so on.
fn laid(dictionaries: &[&str]) -> (Knowledge, Vec<Problem>) {
    let files: Vec<DictionaryFile> = ('a'..)
        .zip(dictionaries)
        .map(|(letter, text)| DictionaryFile {
            place: format!("{letter}.txt"),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    laid_files(&files)
}

fn laid_files(dictionaries: &[DictionaryFile]) -> (Knowledge, Vec<Problem>) {
    let files = Files::embedded();
    let (mut knowledge, _) = Knowledge::load(&files);
    let problems = knowledge.lay_dictionaries(&files, dictionaries);
    (knowledge, problems)
}

/// The node of a phrase.
fn node(known: &ActorKnowledge, phrase: &str) -> Option<u32> {
    let phrases = known.dictionary.phrases();
    let mut node = 0;
    for atom in crate::actors::normal::atoms(phrase) {
        node = phrases.step(node, phrases.word(&atom))?;
    }
    Some(node)
}

fn shown(coded: &Coded) -> String {
    if coded.null {
        return "no actor".to_owned();
    }
    let mut parts = vec![coded.country.as_deref().unwrap_or("-")];
    parts.extend(coded.sectors.iter().map(|sector| &**sector));
    parts.extend(coded.home.as_deref().map(|_| "of"));
    parts.extend(coded.home.as_deref());
    parts.join(" ")
}

/// Checks what a name stands for on a day, and where that is written.
fn check(known: &ActorKnowledge, name: &str, day: &str, expected: &str) {
    let day = (!day.is_empty()).then(|| day.parse::<Date>().expect("a date"));
    let meaning = node(known, name)
        .and_then(|node| known.dictionary.meanings(node, day).next())
        .filter(|meaning| meaning.sense == Sense::Dictionary);
    let found = meaning.map_or_else(
        || "nothing".to_owned(),
        |meaning| {
            let entered = known.dictionary.entered(meaning.id);
            let (place, line) = (entered.place, entered.line);
            format!("{} {place}:{line}", shown(entered.coded))
        },
    );
    assert_eq!(found, expected, "{name} on {day:?}");
}

/// Checks the role that a noun is.
fn check_role(known: &ActorKnowledge, noun: &str, expected: &str) {
    let meaning = node(known, noun)
        .and_then(|node| known.dictionary.meanings(node, None).next())
        .filter(|meaning| meaning.sense == Sense::Role);
    let found = meaning.map_or_else(
        || "nothing".to_owned(),
        |meaning| {
            let role = &known.roles[meaning.id as usize];
            let coded = Coded {
                country: role.code.clone(),
                sectors: role.sectors.clone(),
                ..Coded::default()
            };
            let number = if meaning.plural { " plural" } else { "" };
            let class = role.class;
            let source = role.source.as_deref().unwrap_or_default();
            format!("{}, {class:?}{number} {source}", shown(&coded))
        },
    );
    assert_eq!(found, expected, "{noun}");
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

const ACTORS: &str = "\
ASTA_NORDBY_  # invented
+A._NORDBY
	[NORGOV 970101-061231]
	[IGOUNOREF >20070101]
	[NORELI]
LUNDIA [SWE]
+LUNDIAN
MÅRTEN'S_FRONT_(MF)_ [IMGMOSALQ]
NORTHERN_KING
	[DNKGOV 19470420-720114]
	[DNKELI <470420]
PEOPLE'S_PAPER [MNCUSAMED]
BROMIR [---]
";

#[test]
fn names_have_codes_as_of_the_day() {
    let (knowledge, problems) = laid(&[ACTORS]);
    assert!(problems.is_empty(), "{:#?}", told(&problems));
    let known = &knowledge.actors;
    assert_eq!(known.dictionary.counts(), (6, 0));
    check(known, "Asta Nordby", "1996-12-31", "NOR ELI a.txt:5");
    check(known, "Asta Nordby", "1997-01-01", "NOR GOV a.txt:3");
    check(known, "A. Nordby", "2006-12-31", "NOR GOV a.txt:3");
    check(known, "Asta Nordby", "2007-01-01", "UNO REF a.txt:4");
    check(known, "Asta Nordby", "", "NOR ELI a.txt:5");
    check(known, "Lundian", "2001-01-01", "SWE a.txt:6");
    check(known, "the Northern King", "1950-01-01", "DNK GOV a.txt:10");
    check(known, "Northern King", "1972-01-15", "nothing");
    check(known, "Northern King", "1947-04-19", "DNK ELI a.txt:11");
    check(known, "Northern King", "", "DNK GOV a.txt:10");
    check(known, "Bromir", "2001-01-01", "no actor a.txt:13");
    check(known, "Asta", "2001-01-01", "nothing");
}

#[test]
fn names_are_compared_as_those_of_knowledge_are() {
    let (knowledge, _) = laid(&[ACTORS]);
    let known = &knowledge.actors;
    check(known, "Mårten's Front", "", "IMG REB a.txt:8");
    check(known, "Marten’s  front", "", "IMG REB a.txt:8");
    check(known, "Maarten's Front", "", "IMG REB a.txt:8");
    check(known, "The People’s Paper", "", "MNC JRN of USA a.txt:12");
    let (knowledge, _) = laid(&["MOAMMAR_AL-GADDAFI [LBYGOV]\n"]);
    check(&knowledge.actors, "Muammar Qaddafi", "", "LBY GOV a.txt:1");
}

#[test]
fn codes_are_countries_and_sectors() {
    let (knowledge, _) = laid(&[]);
    let codes = super::Codes::load(
        &Files::embedded(),
        &knowledge.actors,
        &knowledge.ontology,
        &mut Vec::new(),
    );
    for (code, expected) in [
        ("USA", "USA"),
        ("IRQGOVMIL", "IRQ GOV MIL"),
        ("ELI", "- ELI"),
        ("GBRMED", "GBR JRN"),
        ("GBRHLH", "GBR MED"),
        ("GBRENV", "GBR CVL"),
        ("GBRGOVENV", "GBR GOV"),
        ("IRNMOS", "IRN REL"),
        ("IRQKRD", "IRQ CVL"),
        ("IRNMOSREB", "IRN REB"),
        ("IGO", "IGO"),
        ("IGOUNOHCR", "UNO"),
        ("IGOEUREEC", "EUR"),
        ("IGOWSTNAT", "IGO"),
        ("NGO", "NGO"),
        ("NGOCANHRI", "NGO of CAN"),
        ("NGOTZACHRPRODEV", "NGO of TZA"),
        ("MNCUSA", "MNC BUS of USA"),
        ("MNCUSAAGR", "MNC AGR of USA"),
        ("IMGMOSALQ", "IMG REB"),
        ("IMGSEAMIL", "IMG MIL"),
        ("INTREB", "- REB"),
        ("KENNGO", "KEN SOC"),
        ("ROMGOV", "ROU GOV"),
        ("BMUGOV", "GBR GOV"),
        ("USAASMGOV", "USA GOV"),
        ("ESHREB", "MAR PRE REB"),
        ("SUN", "SUN"),
        ("SYRINSMUS", "SYR REB"),
        ("MUSGOV", "MUS GOV"),
        ("---", "no actor"),
        // What is not known.
        ("KKLREB", "- REB, not KKL"),
        ("HOBCIV", "-, not HOB"),
        ("IRQGOVV", "IRQ GOV, not V"),
        ("INS", "-, not INS"),
        ("ÉIRE", "-, not ÉIR and E"),
        ("ELR/NOR/SWE", "NOR, not ELR and /SWE"),
    ] {
        let (coded, unknown) = codes.actor(code, &knowledge.actors);
        let mut found = shown(&coded);
        if !unknown.is_empty() {
            found.push_str(&format!(", not {}", unknown.join(" and ")));
        }
        assert_eq!(found, expected, "{code}");
    }
}

#[test]
fn agents_are_role_nouns() {
    let (knowledge, problems) = laid(&[
        "!PERSON! = MAN, MEN\nTIDE!PERSON! [~REBMUS]\nLIGHTHOUSE_POLICE {} [~MED]\nTIDE_BODY [NGO~]\nFJORD_WARDEN [~GOVENV]\nKRAKEN {} [~KKL]\nSOLDIER [~MILNAV]\n",
    ]);
    assert_eq!(
        told(&problems),
        [
            "a.txt:6: [~KKL] says nothing: `KKL` is not known (the code is left out: there is nothing like it in PLOVER)"
        ]
    );
    let known = &knowledge.actors;
    assert_eq!(known.dictionary.counts(), (0, 5));
    check_role(known, "tideman", "- REB, Person [~REBMUS] (a.txt:2)");
    check_role(known, "tidemen", "- REB, Person [~REBMUS] (a.txt:2)");
    check_role(known, "tidemens", "nothing");
    // Knowledge says that police are an organisation.
    check_role(
        known,
        "lighthouse police",
        "- JRN, Organization [~MED] (a.txt:3)",
    );
    check_role(known, "tide bodies", "NGO, Person plural [NGO~] (a.txt:4)");
    check_role(
        known,
        "fjord wardens",
        "- GOV, Person plural [~GOVENV] (a.txt:5)",
    );
    check_role(
        known,
        "soldiers",
        "- MIL, Person plural [~MILNAV] (a.txt:7)",
    );
    check_role(known, "kraken", "nothing");
}

#[test]
fn later_files_come_before_earlier_ones() {
    let (knowledge, problems) = laid(&[
        "LUNDIA [SWE]\nASTA_NORDBY [NORGOV >20000101] [NORELI]\n",
        "POLICE {} [~COP]\n",
        "LUNDIA [FIN]\nASTA_NORDBY [NORJUD 20050101-20051231]\n",
        "POLICE {} [~SPY]\n",
    ]);
    assert!(problems.is_empty(), "{:#?}", told(&problems));
    let known = &knowledge.actors;
    check(known, "Lundia", "2001-01-01", "FIN c.txt:1");
    check(known, "Asta Nordby", "2001-01-01", "NOR GOV a.txt:2");
    check(known, "Asta Nordby", "2005-06-01", "NOR JUD c.txt:2");
    check_role(known, "police", "- SPY, Organization [~SPY] (d.txt:1)");
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    let (knowledge, problems) = laid(&[
        "ASTA_NORDBY [NOR]\n\t[NORGOV 2004017-20061201]\n\t[KNT 010101-021231]\n\t[NORKKL >030101]\nLUND [SWE]\nLUND_ [FIN]\nLUND [SWE]\nU.N.\n",
        "POLICE {} [~COP]\nGUARD [~MIL]\nGUARD [~UAF]\nGUARD [~MIL]\n",
    ]);
    let whats: Vec<String> = problems
        .iter()
        .map(|p| format!("{}:{}: {}", p.place, p.line.unwrap_or(0), p.what))
        .collect();
    assert_eq!(
        whats,
        [
            "a.txt:1: [NOR] has no date and stands before codes that do",
            "a.txt:2: in [NORGOV 2004017-20061201], `2004017-20061201` is no dated restriction",
            "a.txt:3: [KNT 010101-021231] says nothing: `KNT` is not known",
            "a.txt:4: in [NORKKL >030101], `KKL` is not known",
            "a.txt:6: `lund` is [SWE] on line 5 and [FIN] here",
            "a.txt:8: `u.n.` has no code",
            "b.txt:3: `guard` is [~MIL] on line 2 and [~UAF] here",
        ]
    );
    assert!(
        problems
            .iter()
            .all(|p| p.severity == Severity::Warning && p.help.is_some())
    );
    // The documented order: the undated code is only the fallback.
    check(
        &knowledge.actors,
        "Asta Nordby",
        "2010-01-01",
        "NOR a.txt:4",
    );
    check(
        &knowledge.actors,
        "Asta Nordby",
        "2001-06-01",
        "NOR a.txt:1",
    );
    check(&knowledge.actors, "Lund", "", "SWE a.txt:5");
}

#[test]
fn other_dictionaries_are_refused() {
    let (knowledge, problems) = laid(&[
        "--- AID [070] ---\nHELP {HELPS} [070]\n- * FOOD [073]\n",
        "LUNDIA [SWE]\n",
        "BASEBALL\n+WORLD CUP\n",
    ]);
    assert_eq!(
        told(&problems),
        [
            "a.txt: is a verbs dictionary (only actor and agent dictionaries can be loaded)",
            "c.txt: has no codes in brackets: it is a discards list or no dictionary at all (only actor and agent dictionaries can be loaded)",
        ]
    );
    assert!(problems.iter().all(|p| p.severity == Severity::Error));
    check(&knowledge.actors, "Lundia", "", "SWE b.txt:1");
}

#[test]
fn acronyms_must_be_in_capitals() {
    let (knowledge, _) = laid(&[
        "UN_ [IGOUNO]\nANSF [AFGMIL]\nFSLN [NICPTY]\nUNESCO [IGOUNO]\nIRAN [IRN]\nCHIAPAN [MEX]\nKIM_IL_SUNG [PRK]\n",
    ]);
    let known = &knowledge.actors;
    for (name, letters) in [
        ("UN", Letters::AllCapitals),
        ("ANSF", Letters::AllCapitals),
        ("Chiapan", Letters::Capital),
        ("FSLN", Letters::AllCapitals),
        ("UNESCO", Letters::AllCapitals),
        ("Iran", Letters::Capital),
        ("Kim Il Sung", Letters::Capital),
    ] {
        let meanings = known.dictionary.phrases().get(name);
        assert_eq!(meanings.first().map(|m| m.letters), Some(letters), "{name}");
    }
}

#[test]
fn the_hash_stands_for_the_dictionaries() {
    let hash = |dictionaries: &[&str]| laid(dictionaries).0.hash;
    let (one, two) = ("LUNDIA [SWE]\n", "POLICE [~COP]\n");
    let all = [
        hash(&[]),
        hash(&[one]),
        hash(&[two]),
        hash(&[one, two]),
        hash(&[two, one]),
    ];
    for (at, hash) in all.iter().enumerate() {
        assert_eq!(hash.len(), 12);
        assert!(!all[..at].contains(hash), "{all:?}");
    }
    assert_eq!(all[0], Knowledge::embedded().0.hash);
}

#[test]
fn knowledge_of_codes_is_sound() {
    let (knowledge, _) = Knowledge::embedded();
    let mut problems = Vec::new();
    let (actors, ontology) = (&knowledge.actors, &knowledge.ontology);
    super::Codes::load(&Files::embedded(), actors, ontology, &mut problems);
    assert!(problems.is_empty(), "{:#?}", told(&problems));
    let mut files = Files::default();
    files.insert(
        "dictionaries/a.toml",
        "[[group]]\ncodes = [\"AAA\"]\nsector = [\"MUD\"]\n\n[[group]]\ncodes = [\"AAA\"]\ncountry = \"ATL\"\n",
    );
    super::Codes::load(&files, actors, ontology, &mut problems);
    let whats: Vec<String> = problems
        .iter()
        .map(|p| format!("{}: {}", p.line.unwrap_or(0), p.what))
        .collect();
    assert_eq!(
        whats,
        [
            "2: `MUD` is not a PLOVER sector",
            "6: `ATL` is no country or other actor code",
            "6: `AAA` stands in two tables",
        ]
    );
}

/// A shared dictionary, or `None` with a message where there is none.
fn shared(name: &str) -> Option<DictionaryFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/dictionaries");
    let path = folder.join(format!("{name}.txt.gz"));
    let Ok(packed) = std::fs::read(&path) else {
        println!("skipped: there is no {}", path.display());
        return None;
    };
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut bytes)
        .expect("it can be unpacked");
    Some(DictionaryFile {
        place: format!("{name}.txt"),
        bytes,
    })
}

/// Lays shared dictionaries; `None` where one is absent.
fn laid_shared(names: &[&str]) -> Option<(Knowledge, Vec<Problem>)> {
    let files: Option<Vec<DictionaryFile>> = names.iter().map(|name| shared(name)).collect();
    Some(laid_files(&files?))
}

/// How many problems say this, and the first of them.
fn among<'p>(problems: &'p [Problem], what: &str) -> (usize, Option<&'p Problem>) {
    let mut found = problems.iter().filter(|p| p.what.contains(what));
    let first = found.next();
    (found.count() + usize::from(first.is_some()), first)
}

#[test]
fn dictionaries_in_use_are_read_whole() {
    let names = [
        "Phoenix.Countries.actors",
        "Phoenix.International.actors",
        "Phoenix.MilNonState.actors",
        "Phoenix.agents",
    ];
    let files: Option<Vec<DictionaryFile>> = names.iter().map(|name| shared(name)).collect();
    let Some(dictionaries) = files else { return };
    let files = Files::embedded();
    let (mut knowledge, _) = Knowledge::load(&files);
    let started = std::time::Instant::now();
    let problems = knowledge.lay_dictionaries(&files, &dictionaries);
    let taken = started.elapsed();
    let known = &knowledge.actors;
    println!(
        "{:?} actors and agents, {} problems in {taken:?}",
        known.dictionary.counts(),
        problems.len()
    );
    // Two hundred milliseconds are asked of an optimised build; this bound is for a slow machine.
    assert!(taken.as_millis() < 4000, "{taken:?}");
    assert_eq!(known.dictionary.counts(), (27207, 2239));
    assert!(
        problems
            .iter()
            .all(|p| p.severity == Severity::Warning && p.line.is_some())
    );
    for (what, count, place, line) in [
        ("dated restriction", 8, names[0], 2039),
        ("ends before it begins", 1, names[0], 14190),
        ("stands before codes that do", 11, names[0], 5795),
        ("has no code", 41, names[0], 11939),
        ("`KKL` is not known", 20, names[2], 36),
        ("stands behind the code", 3, names[1], 3696),
        ("[~ENV}", 1, names[3], 544),
        ("`+FAEROYENE]_`", 1, names[0], 15346),
    ] {
        let (found, first) = among(&problems, what);
        assert_eq!(found, count, "{what}");
        let first = first.map(|p| (p.place.clone(), p.line));
        assert_eq!(first, Some((format!("{place}.txt"), Some(line))), "{what}");
    }
    check(
        known,
        "Kofi Annan",
        "2003-03-20",
        "UNO Phoenix.International.actors.txt:48",
    );
    check(
        known,
        "Kofi Annan",
        "2008-01-01",
        "- ELI Phoenix.International.actors.txt:49",
    );
    // Its code for that time is malformed; an earlier file has one.
    check(
        known,
        "Ban Ki-moon",
        "2005-01-01",
        "KOR GOV BUS Phoenix.Countries.actors.txt:43201",
    );
    check(
        known,
        "Ban Ki-moon",
        "2010-01-01",
        "UNO Phoenix.International.actors.txt:39",
    );
    check(
        known,
        "Mohammad Zahir Shah",
        "1960-01-01",
        "AFG GOV Phoenix.Countries.actors.txt:107",
    );
    check(
        known,
        "Accolta Nazinuale Corsa",
        "",
        "FRA REB Phoenix.MilNonState.actors.txt:22",
    );
    check_role(
        known,
        "congresswomen",
        "- LEG, Person [~LEG] (Phoenix.agents.txt:1495)",
    );
}

#[test]
fn the_validation_suite_is_read_whole() {
    let names = ["PETR.Validate.actors", "PETR.Validate.agents"];
    let Some((knowledge, problems)) = laid_shared(&names) else {
        return;
    };
    let known = &knowledge.actors;
    // Most of its countries are not of this world: their letters are warned of, and what they say
    // beside is used.
    assert_eq!(known.dictionary.counts(), (74, 86));
    assert!(
        problems
            .iter()
            .all(|p| p.severity == Severity::Warning && p.line.is_some())
    );
    for (what, count, line) in [
        ("is no well-formed comment", 1, 220),
        ("has no date and stands before codes that do", 2, 224),
        ("[ORCHOB 20100109-20100112] says nothing", 1, 226),
        ("[INS] says nothing", 1, 104),
        ("`/BIL` and `/SAM` are not known", 1, 188),
    ] {
        let (found, first) = among(&problems, what);
        assert_eq!(
            (found, first.and_then(|p| p.line)),
            (count, Some(line)),
            "{what}"
        );
    }
    let place = |line: u64| format!("PETR.Validate.actors.txt:{line}");
    for (name, day, expected, line) in [
        ("Australian", "2001-01-01", "AUS", 47),
        ("Pyongyang", "2001-01-01", "PRK", 142),
        ("Interpol", "2001-01-01", "IGO COP", 108),
        ("U.S.S.R.", "1991-12-25", "SUN", 199),
        ("Gollum", "1995-06-01", "- GOV", 91),
        ("Smeagol", "1999-08-16", "- REB", 94),
        ("Sam Gamgee", "2012-11-08", "- MIL", 227),
        ("Sam Gamgee", "2012-11-09", "- MIL", 227),
        ("Sam Gamgee", "2012-11-10", "- GOV", 228),
        ("Boromir", "2001-01-01", "no actor", 50),
        ("Prince of Dol Amroth", "1995-06-29", "no actor", 164),
    ] {
        check(known, name, day, &format!("{expected} {}", place(line)));
    }
    check(known, "U.S.S.R.", "1991-12-26", "nothing");
    check(known, "Prince of Dol Amroth", "1995-06-30", "nothing");
    check(
        known,
        "Gollum",
        "1999-08-15",
        &format!("- GOV {}", place(91)),
    );
    check_role(
        known,
        "congresses",
        "- LEG, Organization plural [~LEG] (PETR.Validate.agents.txt:18)",
    );
    check_role(
        known,
        "congresswomen",
        "- LEG, Person [~LEG] (PETR.Validate.agents.txt:19)",
    );
    check_role(
        known,
        "ministry of silly walks",
        "- GOV, Organization [~GOV] (PETR.Validate.agents.txt:20)",
    );
    check_role(
        known,
        "attorneys general",
        "- GOV, Person plural [~GOV] (PETR.Validate.agents.txt:14)",
    );
    check_role(
        known,
        "human rights organizations",
        "NGO, Organization plural [NGO~] (PETR.Validate.agents.txt:87)",
    );
}

#[test]
fn other_dictionaries_in_use_are_refused() {
    for (name, what) in [
        ("CAMEO.2.0", "is a verbs dictionary"),
        ("PETR.Validate.verbs", "is a verbs dictionary"),
        ("Phoenix.IssueCoding", "is an issues list"),
        (
            "Phoenix.discards",
            "has no codes in brackets: it is a discards list or no dictionary at all",
        ),
        (
            "PETR.Validate.discards",
            "has no codes in brackets: it is a discards list or no dictionary at all",
        ),
    ] {
        let Some((knowledge, problems)) = laid_shared(&[name]) else {
            return;
        };
        assert!(knowledge.actors.dictionary.is_empty());
        let errors = problems.iter().filter(|p| p.severity == Severity::Error);
        let errors: Vec<&str> = errors.map(|p| p.what.as_str()).collect();
        assert_eq!(errors, [what], "{name}");
    }
}
