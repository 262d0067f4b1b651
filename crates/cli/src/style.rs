//! Colours and the texts of `--help` that teach by example.

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

/// Headlines.
pub const TITLE: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// The words that were coded.
pub const WORDS: Style = Style::new().bold();
/// Something went wrong.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Something was guessed or left out.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Historical, future, hypothetical, negation: no news of a fact.
pub const NOT_FACT: Style = AnsiColor::Yellow.on_default();
/// Names of things a user can type or look up: options, rules, files.
pub const NAME: Style = AnsiColor::Cyan.on_default();

/// Colour of an event by its quad class: cooperation green and cyan, conflict yellow and red;
/// what is done is bold, what is only said is not.
pub fn quad(class: u8) -> Style {
    match class {
        1 => AnsiColor::Green.on_default(),
        2 => AnsiColor::Green.on_default().bold(),
        3 => AnsiColor::Red.on_default(),
        _ => AnsiColor::Red.on_default().bold(),
    }
}

/// Colours of `--help`.
pub const HELP: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Shown by `demarche --help`.
pub const ROOT_EXAMPLES: &str = "\
Examples:
  demarche code report.html                     a table of events on the terminal
  demarche code news/ -o events.jsonl           every story below a folder, as JSON Lines
  demarche code 'news/*.csv.gz' --format csv    compressed tables in, a flat table out
  demarche explain report.html --event 2        why the second event was coded
  demarche parse report.txt                     the dependency trees, as CoNLL-U
  demarche check --knowledge my-knowledge       whether edited knowledge holds
  demarche actors 'Iranian police'              who some words stand for

Exit codes:
  0  everything was read
  1  wrong usage, or nothing could be done
  2  some story was bad (reported by name and reason; all others were coded)";

/// Shown by `demarche code --help`.
pub const CODE_EXAMPLES: &str = "\
Examples:
  demarche code samples
  demarche code samples/*.md --format jsonl | jq -r '[.date, .event, .actor[0].code] | @tsv'
  demarche code archive.jsonl.gz --threads 4 -o events.jsonl
  demarche code news/ --dictionary my.actors.txt --dictionary my.agents.txt.gz
  demarche code table.csv --columns text=Body,published=Day,id=Nr -o events.csv
  curl -s https://example.org/story.html | demarche code - --published 2024-05-17

Inputs are plain text, Markdown, HTML, JSON, JSON Lines, CSV and TSV, each also as .gz and .zst;
the format goes by the extension, else by looking. A folder stands for all files below it.

On a terminal the output is a table for reading; in a pipe or with -o it is JSON Lines, one event
a line (fields as in PLOVER; see README). Problems go to standard error, one a line.";

/// Shown by `demarche explain --help`.
pub const EXPLAIN_EXAMPLES: &str = "\
Examples:
  demarche explain report.html                  every sentence with its events
  demarche explain report.html --sentence 3     one sentence in full: tree, propositions, statements
  demarche explain report.html --event 2        the second event of the story, and why
  demarche explain report.html --why-not 'RUS>UKR'        where the propositions of a pair fell out
  demarche explain report.html --why-not 'RUS GOV>UKR CVL' --sentence 3
  echo 'Norway will meet Chile.' | demarche explain -";

/// Shown by `demarche parse --help`.
pub const PARSE_EXAMPLES: &str = "\
Examples:
  demarche parse report.txt                     CoNLL-U, as treebanks are written
  demarche parse report.txt --format tree       drawn trees
  echo 'Norway met Chile.' | demarche parse -";

/// Shown by `demarche actors --help`.
pub const ACTORS_EXAMPLES: &str = "\
Examples:
  demarche actors 'Turkish Foreign Minister Mevlut Cavusoglu'
  demarche actors 'Kofi Annan' --date 1999-06-01 --dictionary Phoenix.International.actors.txt
  demarche actors 'the prime minister' --date 2016-09-01 --context 'Talks were held in London.'";

/// Shown by `demarche check --help`.
pub const CHECK_EXAMPLES: &str = "\
Examples:
  demarche check                                what is embedded in the program
  demarche check --knowledge my-knowledge       with a folder laid over it
  demarche check --dictionary my.actors.txt     every fault of a PETRARCH dictionary
  demarche check --known tests/known-wrong.txt  passing over what is known not to hold yet

Each line of the report begins with the file and line to look at. Exit code 2 when something
is not well-formed or an example does not hold.";
