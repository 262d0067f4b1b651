//! The command line of `demarche-eval`.

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Measures Demarche against gold: one subcommand a task, one figure a line.
#[derive(Debug, Parser)]
#[command(name = "demarche-eval", version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to measure.
    #[command(subcommand)]
    pub task: Task,

    /// Weights of another language model (its card lies beside it)
    #[arg(long, global = true, value_name = "FILE")]
    pub model: Option<PathBuf>,

    /// Knowledge to lay over what is embedded
    #[arg(long, global = true, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,

    /// PETRARCH actor or agent dictionary to lay over the knowledge; may be given several times
    #[arg(long = "dictionary", global = true, value_name = "FILE")]
    pub dictionaries: Vec<PathBuf>,

    /// Write what was predicted beside gold: tab-separated, or JSON Lines for a file named .jsonl
    #[arg(long, global = true, value_name = "FILE")]
    pub predictions: Option<PathBuf>,

    /// Print the figures as one JSON object
    #[arg(long, global = true)]
    pub json: bool,

    /// Threads; 0 is one a processor
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    pub threads: usize,

    /// Append the figures to the scores file, with date, commit, model and knowledge
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "evaluation/scores.csv"
    )]
    pub record: Option<PathBuf>,
}

/// One task each.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Trees, tags, lemmas and entities against a CoNLL-U treebank
    #[command(after_help = "Example: demarche-eval treebank en_gum-dev.conllu.gz --raw")]
    Treebank {
        /// CoNLL-U, plain or gzipped
        file: PathBuf,
        /// Parse raw text instead of gold tokens, scored as the CoNLL 2018 shared task does
        #[arg(long)]
        raw: bool,
        /// Leave out documents that this treebank has too, such as the one trained on
        #[arg(long, value_name = "CONLLU")]
        without: Option<PathBuf>,
    },
    /// What the marked source does to the marked target
    #[command(
        after_help = "Example: demarche-eval relations gold.tsv --confusion --predictions out.tsv"
    )]
    Relations {
        /// Tab-separated: id, label, sentence with <s>…</s> and <t>…</t>
        file: PathBuf,
        /// Hide the marks from the engine and look for coded events at the pair
        #[arg(long)]
        end_to_end: bool,
        /// Also print the confusion matrix
        #[arg(long)]
        confusion: bool,
    },
    /// Who says what: sources, cues and contents
    Attribution {
        /// JSON Lines with attributions, plain or gzipped
        file: PathBuf,
    },
    /// Country and sectors of actors in context
    Actors {
        /// JSON or JSON Lines, plain or gzipped
        file: PathBuf,
    },
    /// Place names and where they are
    Places {
        /// TR-News XML, plain or gzipped
        file: PathBuf,
    },
    /// All events of a story against gold written by hand
    #[command(
        after_help = "Several stories: demarche-eval story A.md A.gold.json B.txt B.gold.json\nMany in one file: demarche-eval story ALL.jsonl.gz ONE.gold.json TWO.gold.json"
    )]
    Story {
        /// Each story file and, after it, its gold: one file, or several that end in .gold.json
        #[arg(required = true, num_args = 2.., value_names = ["STORY", "GOLD"])]
        files: Vec<PathBuf>,
    },
    /// Whether events of confidence 0.8 are right four times in five
    #[command(
        after_help = "Example: demarche-eval confidence A.md A.gold.json --relations gold.tsv"
    )]
    Confidence {
        /// Stories, each with its gold behind it
        #[arg(value_names = ["STORY", "GOLD"])]
        files: Vec<PathBuf>,
        /// Also measure on marked relations: events at the pair are right where their label is
        #[arg(long, value_name = "TSV")]
        relations: Option<PathBuf>,
        /// Fit weights on the stories and write them to this file of knowledge
        #[arg(long, value_name = "FILE")]
        fit: Option<PathBuf>,
    },
    /// Coreference of persons and organizations against entity chains in CoNLL-U
    Coreference {
        /// CoNLL-U with Entity= in MISC, plain or gzipped
        file: PathBuf,
        /// Use the treebank's tags and trees, to see what parsing costs
        #[arg(long)]
        gold_trees: bool,
    },
    /// What speakers do by what they say, against labelled statements
    #[command(
        after_help = "Example: demarche-eval speech evaluation/gold/speech.tsv stories.jsonl.gz --predictions out.tsv"
    )]
    Speech {
        /// Tab-separated: story, where what is said begins, event or NONE, 2 required or 1 debatable
        gold: PathBuf,
        /// The stories, of any format
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Stories, sentences and words a second, and peak memory
    Speed {
        /// Stories of any format
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }

    #[test]
    fn record_takes_a_file_only_after_an_equals_sign() {
        let arguments =
            Arguments::try_parse_from(["demarche-eval", "treebank", "--record", "x.conllu"])
                .expect("valid");
        assert_eq!(
            arguments.record,
            Some(PathBuf::from("evaluation/scores.csv"))
        );
        let arguments =
            Arguments::try_parse_from(["demarche-eval", "treebank", "--record=y.csv", "x.conllu"])
                .expect("valid");
        assert_eq!(arguments.record, Some(PathBuf::from("y.csv")));
    }
}
