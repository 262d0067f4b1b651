//! Every subcommand run on small gold of our own: the figures that the contract names are printed, one a line.
//!
//! What the figures are is for the unit tests; here it counts that gold goes in and figures come out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TREEBANK: &str = "\
# newdoc id = d1
# sent_id = d1-1
# text = President Ruiz didn't visit Lima.
1\tPresident\tPresident\tPROPN\tNNP\t_\t5\tnsubj\t_\tEntity=(1-person-new-cf1-2-coref
2\tRuiz\tRuiz\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tvisit\tvisit\tVERB\tVB\t_\t0\troot\t_\t_
6\tLima\tLima\tPROPN\tNNP\t_\t5\tobj\t_\tEntity=(2-place-new-cf2-1-coref)|SpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = d1-2
# text = He stayed at home.
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv-cf1-1-ana)
2\tstayed\tstay\tVERB\tVBD\t_\t0\troot\t_\t_
3\tat\tat\tADP\tIN\t_\t4\tcase\t_\t_
4\thome\thome\tNOUN\tNN\t_\t2\tobl\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
";

const RELATIONS: &str = "id\troot\tmarked_sentence\n\
    1\tASSAULT\t<s>Rebels</s> attacked <t>the army</t> on Monday.\n\
    2\tCONCEDE\t<s>The minister</s> apologised.\n";

const ATTRIBUTION: &str = r#"{"id":"a","text":"“It rained”, the mayor said on Monday.","attributions":[{"source":[[13,22]],"cue":[[23,27]],"content":[[0,11]]}]}"#;

const ACTORS: &str = r#"{"actor":"French police","context":"French police closed the road.","date":"2012-05-01","expect":{"country":"FRA","code_1":"COP","code_2":""}}
{"actor":"rain","context":"","date":"","expect":{"country":"","code_1":""}}"#;

const PLACES: &str = r#"<?xml version="1.0"?><articles><article docid="1"><title>t</title><dltime>2016-01-02</dltime>
<text><![CDATA[Thousands marched in Lima on Monday.]]></text><toponyms><toponym><phrase>Lima</phrase><start>21</start><end>25</end>
<gaztag geonameid="1"><name>Lima</name><fclass>P</fclass><fcode>PPLC</fcode><lat>-12.04</lat><lon>-77.03</lon><country geonameid="2">Peru</country></gaztag>
</toponym></toponyms></article></articles>"#;

const STORY: &str =
    "LIMA, March 3 (Reuters) - Rebels attacked an army post near Lima on Monday, police said.\n";

const GOLD: &str = r#"{"required":[{"sentence":"Rebels attacked","event":"ASSAULT","attribution":"PER COP"}],"optional":[],
"forbidden":[{"event":"AID"}],"statements":[{"content_contains":"attacked an army post","source":"police","kind":"indirect"}],
"story_fields":{"dateline_place":"Lima"}}"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        for (file, text) in [
            ("t.conllu", TREEBANK),
            ("r.tsv", RELATIONS),
            ("a.jsonl", ATTRIBUTION),
            ("actors.jsonl", ACTORS),
            ("p.xml", PLACES),
            ("s.txt", STORY),
            ("s.gold.json", GOLD),
        ] {
            std::fs::write(path.join(file), text).expect("written");
        }
        Folder(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_demarche-eval"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("it runs")
    }
}

/// The figures of the first block: name and value.
fn figures(output: &Output) -> Vec<(String, f64)> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .take_while(|line| !line.is_empty())
        .map(|line| {
            let (name, value) = line.split_once(' ').expect("a name and a value");
            (name.to_string(), value.trim().parse().expect("a number"))
        })
        .collect()
}

/// Runs a subcommand and demands these figures.
fn check(folder: &Folder, arguments: &[&str], names: &[&str]) -> Vec<(String, f64)> {
    let output = folder.run(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    let figures = figures(&output);
    for name in names {
        assert!(
            figures.iter().any(|(figure, _)| figure == name),
            "{arguments:?} prints no {name}: {figures:?}"
        );
    }
    figures
}

#[test]
fn every_subcommand_prints_its_figures() {
    let folder = Folder::new("figures");
    let all = |name: &str, figures: &[(String, f64)]| {
        figures
            .iter()
            .find(|(figure, _)| figure == name)
            .map(|(_, value)| *value)
    };
    let treebank = [
        "uas",
        "las",
        "upos",
        "xpos",
        "lemma",
        "entities_f1",
        "words_per_second",
    ];
    let figures = check(&folder, &["treebank", "t.conllu"], &treebank);
    assert_eq!(all("words", &figures), Some(12.0));
    let raw = ["tokens_f1", "sentences_f1", "las_f1", "words_per_second"];
    let figures = check(&folder, &["treebank", "--raw", "t.conllu"], &raw);
    assert_eq!(all("tokens_f1", &figures), Some(100.0));
    let pairs = ["accuracy", "macro_f1", "quad_accuracy", "answered"];
    check(&folder, &["relations", "r.tsv", "--confusion"], &pairs);
    let ends = ["precision_at_pair", "recall", "f1"];
    check(&folder, &["relations", "r.tsv", "--end-to-end"], &ends);
    let attribution = ["source_f1", "cue_f1", "content_f1", "attribution_f1"];
    check(&folder, &["attribution", "a.jsonl"], &attribution);
    check(
        &folder,
        &["actors", "actors.jsonl"],
        &["country", "sector", "both"],
    );
    let places = [
        "recognition_f1",
        "accuracy_at_161km",
        "country_accuracy",
        "end_to_end_at_161km",
    ];
    check(&folder, &["places", "p.xml"], &places);
    let story = [
        "required_found",
        "attribution_right",
        "date_right",
        "place_right",
        "forbidden",
        "extra",
        "statements_found",
        "story_fields",
    ];
    check(&folder, &["story", "s.txt", "s.gold.json"], &story);
    check(&folder, &["coreference", "t.conllu"], &["link_f1"]);
    let speed = [
        "whole_words_per_second",
        "language_words_per_second_all_threads",
    ];
    check(&folder, &["speed", "s.txt"], &speed);
}

#[test]
fn json_predictions_and_records() {
    let folder = Folder::new("outputs");
    let scores = folder.0.join("scores.csv");
    // A run before this one may have left its rows.
    let _ = std::fs::remove_file(&scores);
    let output = folder.run(&[
        "relations",
        "r.tsv",
        "--json",
        "--predictions",
        "out.tsv",
        "--record=scores.csv",
    ]);
    assert!(output.status.success());
    let json = String::from_utf8_lossy(&output.stdout);
    assert!(json.starts_with("{\"relations\":2,\"accuracy\":"), "{json}");
    let rows = std::fs::read_to_string(folder.0.join("out.tsv")).expect("predictions");
    assert_eq!(rows.lines().count(), 3);
    assert!(rows.contains("<s>Rebels</s> attacked <t>the army</t>"));
    assert!(rows.contains("YIELD"));
    let rows = std::fs::read_to_string(&scores).expect("scores");
    assert!(rows.starts_with("date,commit,task,gold,figure,value,model,knowledge\n"));
    assert!(rows.contains(",relations,r.tsv,macro_f1,"));
}

#[test]
fn threads_change_no_figure() {
    let folder = Folder::new("threads");
    let run = |threads| {
        folder
            .run(&["actors", "actors.jsonl", "--threads", threads])
            .stdout
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn bad_gold_is_told() {
    let folder = Folder::new("bad");
    let missing = folder.run(&["relations", "none.tsv"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("none.tsv"));
    std::fs::write(
        folder.0.join("bad.tsv"),
        "1\tAID\t<s>Ghana gave rice.\n2\tAID\t<s>Togo</s> gave rice.\n",
    )
    .expect("written");
    let partly = folder.run(&["relations", "bad.tsv"]);
    assert_eq!(partly.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&partly.stderr).contains("line 1"));
    assert!(String::from_utf8_lossy(&partly.stdout).contains("relations"));
}
