//! Why-not: each way in which a proposition can fall out is told, with a lexicon made for it.

mod common;

use demarche::Engine;
use demarche::coding::explain::{Dyad, WhyNot, why_not};

/// Two countries, and frames of every sort.
const KNOWLEDGE: &[(&str, &str)] = &[
    ("countries/test.toml", common::COUNTRIES),
    (
        "events/test.toml",
        r#"
[[frame]]
id = "assault/attack"
verbs = ["attack", "bomb"]
nouns = ["attack"]
event = "ASSAULT"
recipient = ["obj", "on"]

[[frame]]
id = "aid/supply"
verbs = ["supply"]
event = "AID"
recipient = ["obj"]
when = { with = "@weapons" }

[[frame]]
id = "guard/beat-at-sport"
verbs = ["beat"]
guard = true

[[frame]]
id = "agree/promise"
verbs = ["promise"]
event = "AGREE"
class = "promise"

[[frame]]
id = "discuss/discuss"
verbs = ["discuss"]
event = "CONSULT"
recipient = ["with"]
class = "discuss"

[[frame]]
id = "report/say"
verbs = ["say"]
class = "report"

[[frame]]
id = "accuse/accuse"
verbs = ["accuse"]
event = "ACCUSE"
class = "accuse"
recipient = ["obj"]
content = ["of"]
when = { obj = "person" }

[[frame]]
id = "sanction/punish"
verbs = ["punish"]
event = "SANCTION"
recipient = ["obj"]

[[frame]]
id = "consult/talks"
verbs = ["talk with"]
event = "CONSULT"
recipient = ["with"]
"#,
    ),
    (
        "words/test.toml",
        "[[set]]\nname = \"weapons\"\nwords = [\"tank\"]\n",
    ),
    (
        "composition/test.toml",
        r#"
[[row]]
outer = "promise"
inner = ["*"]
event = "THREATEN"
recipient = ["inner.recipient"]

[[row]]
outer = "future"
inner = ["SANCTION"]
event = "none"
"#,
    ),
    ("cues/test.toml", "verbs = [\"say\"]\n"),
];

struct Bench(Engine);

impl Bench {
    fn new() -> Bench {
        Bench(common::engine(KNOWLEDGE))
    }

    fn ask(&self, text: &str, dyad: &str) -> WhyNot {
        let story = common::story(text);
        let coded = self.0.code(&story);
        let dyad: Dyad = dyad.parse().expect("a dyad");
        let knowledge = self.0.knowledge();
        why_not(&story, &coded.sentences, &coded.coding, knowledge, &dyad)
    }
}

/// What is told of the findings: `outcome: step; step`, one a line.
fn told(answer: &WhyNot) -> String {
    let mut lines = String::new();
    for finding in &answer.findings {
        let steps: Vec<&str> = finding.steps.iter().map(|s| s.what.as_str()).collect();
        lines.push_str(&format!("{}: {}\n", finding.outcome, steps.join("; ")));
    }
    lines
}

#[test]
fn every_way_out_is_told() {
    let bench = Bench::new();
    for (text, outcome, reason) in [
        (
            "Norway attacked Chile on Monday.",
            "coded",
            "event 1 is ASSAULT: NOR > CHL",
        ),
        (
            "Norway admired Chile on Monday.",
            "unknown predicate",
            "the lexicon has no verb “admire”",
        ),
        (
            "Norway talked about Chile on Monday.",
            "unknown wording",
            "talk with",
        ),
        (
            "Norway supplied Chile with songs.",
            "no frame fits",
            "aid/supply wants with = @weapons; “songs” stands there",
        ),
        (
            "Norway supplied Chile on Monday.",
            "no frame fits",
            "nothing stands there",
        ),
        (
            "Norway beat Chile on Monday.",
            "silenced by a guard",
            "guard/beat-at-sport says that this use is no event",
        ),
        (
            "Norway promised to attack Chile.",
            "composed into another",
            "event 1 is THREATEN: NOR > CHL",
        ),
        (
            "Norway discussed an attack on Chile.",
            "swallowed by composition",
            "no row of composition says what its class “discuss” and this give",
        ),
        (
            "Norway will punish Chile.",
            "silenced by grammar",
            "composition codes nothing of what is future",
        ),
        (
            "Norway was punished by Chile.",
            "coded with other parties",
            "“Norway” NOR is on the other side of the event",
        ),
        (
            "Norway slept while Chile waited.",
            "no common predicate",
            "no proposition of the sentence has both",
        ),
    ] {
        let answer = bench.ask(text, "NOR>CHL");
        let lines = told(&answer);
        assert!(
            lines
                .lines()
                .any(|line| line.starts_with(outcome) && line.contains(reason)),
            "{text}\nshould be told as {outcome}: … {reason} …, and is told as\n{lines}"
        );
        let coded = matches!(outcome, "coded" | "composed into another");
        assert_eq!(!answer.events.is_empty(), coded, "{text}");
    }
}

#[test]
fn knowledge_that_decides_is_named_by_file_and_line() {
    let answer = Bench::new().ask("Norway supplied Chile with songs.", "NOR>CHL");
    let steps: Vec<_> = answer.findings.iter().flat_map(|f| &f.steps).collect();
    let (file, line) = steps
        .iter()
        .find_map(|step| step.knowledge.clone())
        .expect("a frame is named");
    assert_eq!(file, "events/test.toml");
    let (_, text) = KNOWLEDGE[1];
    assert_eq!(text.lines().nth(line as usize - 1), Some("[[frame]]"));
    assert_eq!(text.lines().nth(line as usize), Some("id = \"aid/supply\""));
}

#[test]
fn sides_may_be_anybody_and_either_way_round() {
    let bench = Bench::new();
    let text = "Norway attacked Chile on Monday.";
    assert_eq!(bench.ask(text, "NOR>").events, [0]);
    assert_eq!(bench.ask(text, ">CHL").events, [0]);
    assert_eq!(bench.ask(text, "CHL<>NOR").events, [0]);
    assert_eq!(bench.ask(text, "CHL>NOR").events, [0; 0]);
    // The other side need not be there at all.
    let answer = bench.ask("Norway attacked on Monday.", "NOR>");
    assert_eq!(answer.events, [0]);
    assert_eq!(answer.findings.len(), 1, "{}", told(&answer));
}

#[test]
fn one_side_alone_is_found_too() {
    let answer = Bench::new().ask("Norway attacked the harbour.", "NOR>CHL");
    assert!(answer.events.is_empty());
    let [finding] = &answer.findings[..] else {
        panic!("one finding: {}", told(&answer));
    };
    assert!(!finding.has_both());
    assert_eq!(finding.outcome, "coded with other parties");
    assert_eq!(answer.nobody.len(), 1);
    assert_eq!(answer.nobody[0].side.codes(), ["CHL"]);
}

#[test]
fn sectors_that_are_lacking_are_named() {
    let answer = Bench::new().ask("Norway attacked Chile on Monday.", "NOR MIL>CHL");
    assert!(answer.events.is_empty());
    assert_eq!(answer.nobody.len(), 1);
    assert_eq!(answer.nobody[0].near.len(), 1);
    assert_eq!(answer.nobody[0].near[0].1, ["MIL"]);
}
