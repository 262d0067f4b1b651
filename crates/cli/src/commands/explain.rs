//! `demarche explain`: why a story's events were coded.

use crate::args::{EngineArgs, HowToRead};
use crate::report::{Report, count};
use crate::stories::Reader;
use crate::table::{codes, terminal_width, when};
use crate::wrap::wrap;
use crate::{Outcome, style};
use anyhow::bail;
use demarche::coding;
use demarche::language::tree;
use demarche::{
    Actor, Coded, Engine, Event, EventRecord, Link, PredicateClass, Proposition, Role, Sentence,
    Statement, Story, Token,
};
use std::io::Write;
use std::path::PathBuf;

/// Explain why events were coded
///
/// Shows the way from the words to the event: the story's fields, the sentence and its tree, the
/// propositions in it, who each party is and why, who says so, and the lexicon entries that fired
/// with their file and line.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::EXPLAIN_EXAMPLES)]
pub struct Args {
    /// A file with a story; `-` is standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// Which story, by number, where the file holds several
    #[arg(long, value_name = "N")]
    story: Option<usize>,

    /// One sentence in full, by its number
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,

    /// One event, by its number in the story
    #[arg(long, value_name = "N", conflicts_with = "sentence")]
    event: Option<usize>,

    #[command(flatten)]
    how: HowToRead,

    #[command(flatten)]
    engine: EngineArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let report = Report::new();
    let engine = args.engine.open(&report)?;
    let paths = [args.path.clone()];
    let stories = Reader::of(&paths, args.how.options(), &report)?;
    let mut out = anstream::stdout();
    let mut shown = 0;
    for (index, story) in stories.enumerate() {
        if args.story.is_some_and(|number| number != index + 1) {
            continue;
        }
        let coded = engine.code(&story);
        let records = engine.records(&story, &coded);
        let page = Page {
            engine: &engine,
            story: &story,
            coded: &coded,
            records: &records,
        };
        let mut text = Vec::new();
        page.write(&mut text, args)?;
        out.write_all(&text)?;
        report.problems(&coded.coding.problems);
        shown += 1;
    }
    if let Some(number) = args.story
        && shown == 0
    {
        bail!("{} has no story {number}", args.path.display());
    }
    Ok(report.outcome())
}

/// One story with all that was found in it.
struct Page<'a> {
    engine: &'a Engine,
    story: &'a Story,
    coded: &'a Coded,
    records: &'a [EventRecord],
}

impl Page<'_> {
    fn write(&self, out: &mut impl Write, args: &Args) -> anyhow::Result<()> {
        let sentences = &self.coded.sentences;
        let events = &self.coded.coding.events;
        match (args.sentence, args.event) {
            (Some(number), _) => {
                let Some(sentence) = number.checked_sub(1).and_then(|at| sentences.get(at)) else {
                    bail!("the story has {}", count(sentences.len(), "sentence"));
                };
                self.sentence(out, sentence, None)
            }
            (None, Some(number)) => {
                let Some(event) = number.checked_sub(1).and_then(|at| events.get(at)) else {
                    bail!("the story has {}", count(events.len(), "event"));
                };
                let Some(sentence) = sentences.get(event.sentence as usize) else {
                    return Ok(());
                };
                self.sentence(out, sentence, Some(number - 1))
            }
            (None, None) => {
                self.fields(out)?;
                for sentence in sentences {
                    self.heading(out, sentence)?;
                    for (index, event) in events.iter().enumerate() {
                        if event.sentence == sentence.index {
                            self.event(out, index, event)?;
                        }
                    }
                }
                Ok(())
            }
        }
    }

    fn fields(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let story = self.story;
        let published = story.published.map(|date| date.to_string());
        heading(out, "Story")?;
        for (name, value) in [
            ("id", Some(&story.id)),
            ("title", story.title.as_ref()),
            ("published", published.as_ref()),
            ("dateline", story.dateline.as_ref()),
            ("publisher", story.publisher.as_ref()),
            ("byline", story.byline.as_ref()),
            ("url", story.url.as_ref()),
            ("language", story.language.as_ref()),
            ("hash", Some(&story.hash)),
        ] {
            field(out, name, value.map_or("–", String::as_str))?;
        }
        let found = [
            count(story.paragraphs.len(), "paragraph"),
            count(self.coded.sentences.len(), "sentence"),
            count(self.coded.coding.statements.len(), "statement"),
            count(self.coded.coding.events.len(), "event"),
        ];
        field(out, "found", &found.join(", "))
    }

    fn heading(&self, out: &mut impl Write, sentence: &Sentence) -> anyhow::Result<()> {
        let dim = style::DIM;
        heading(out, &format!("Sentence {}", sentence.index + 1))?;
        for line in wrap(sentence.span.of(&self.story.text), terminal_width() - 2) {
            writeln!(out, "  {line}")?;
        }
        writeln!(
            out,
            "  {dim}bytes {}–{}{dim:#}",
            sentence.span.start, sentence.span.end
        )?;
        Ok(())
    }

    /// A sentence in full; with the number of an event, what bears on that event.
    fn sentence(
        &self,
        out: &mut impl Write,
        sentence: &Sentence,
        number: Option<usize>,
    ) -> anyhow::Result<()> {
        let coding = &self.coded.coding;
        let event = number.and_then(|index| coding.events.get(index));
        self.heading(out, sentence)?;

        heading(out, "Tree")?;
        // The tree as coding saw it: names that knowledge has are held together.
        let known = &self.engine.knowledge().actors;
        let one = std::slice::from_ref(sentence);
        let (mended, _) = coding::actors::look_up(one, known, self.story.published);
        let mut drawn = String::new();
        tree::write(&mut drawn, &self.story.text, &mended);
        for line in drawn.trim_end().lines() {
            writeln!(out, "  {line}")?;
        }

        heading(out, "Propositions")?;
        let chain = event.map(|event| self.chain(event.proposition));
        for (index, proposition) in coding.propositions.iter().enumerate() {
            let bears = chain
                .as_ref()
                .is_none_or(|chain| chain.contains(&(index as u32)));
            if proposition.sentence == sentence.index && bears {
                self.proposition(out, index, proposition, sentence)?;
            }
        }

        let statements: Vec<_> = coding
            .statements
            .iter()
            .enumerate()
            .filter(|(index, statement)| match event {
                Some(event) => event.statement == Some(*index as u32),
                None => self.touches(statement, sentence),
            })
            .collect();
        if !statements.is_empty() {
            heading(out, "Statements")?;
        }
        for (index, statement) in statements {
            self.statement(out, index, statement)?;
        }

        if event.is_none() {
            heading(out, "Mentions")?;
            for (mention, actor) in coding.mentions.iter().zip(&coding.actors) {
                if mention.sentence == sentence.index {
                    self.actor(out, "", actor)?;
                }
            }
        }

        for (index, event) in coding.events.iter().enumerate() {
            let wanted = number.map_or(event.sentence == sentence.index, |number| number == index);
            if wanted {
                self.event(out, index, event)?;
            }
        }
        Ok(())
    }

    /// A proposition, those it hangs on, and those that hang on it.
    fn chain(&self, proposition: u32) -> Vec<u32> {
        let all = &self.coded.coding.propositions;
        let mut chain = vec![proposition];
        let mut at = proposition;
        while let Some((parent, _)) = all.get(at as usize).and_then(|p| p.parent.as_ref()) {
            if chain.contains(parent) {
                break;
            }
            chain.push(*parent);
            at = *parent;
        }
        for (index, other) in all.iter().enumerate() {
            if other
                .parent
                .as_ref()
                .is_some_and(|(parent, _)| *parent == proposition)
            {
                chain.push(index as u32);
            }
        }
        chain
    }

    fn touches(&self, statement: &Statement, sentence: &Sentence) -> bool {
        statement.sentence == sentence.index
            || statement
                .content
                .iter()
                .any(|span| span.overlaps(sentence.span))
    }

    fn proposition(
        &self,
        out: &mut impl Write,
        index: usize,
        proposition: &Proposition,
        sentence: &Sentence,
    ) -> anyhow::Result<()> {
        let (name, dim) = (style::NAME, style::DIM);
        let mut facts = vec![format!("{:?}", proposition.class).to_lowercase()];
        facts.push(format!("tense {:?}", proposition.tense).to_lowercase());
        facts.extend(
            proposition
                .modality
                .map(|m| format!("{m:?}").to_lowercase()),
        );
        facts.extend(proposition.negated.then(|| "negated".to_owned()));
        facts.extend(proposition.passive.then(|| "passive".to_owned()));
        if let Some((parent, link)) = &proposition.parent {
            facts.push(format!("{} of p{parent}", link_name(link)));
        }
        let predicate = &proposition.predicate;
        writeln!(
            out,
            "  p{index} {name}{predicate}{name:#} “{}” {dim}({}){dim:#}",
            one_line(proposition.span.of(&self.story.text)),
            facts.join(", ")
        )?;
        for argument in &proposition.arguments {
            let role = match &argument.role {
                Role::Prep(preposition) => preposition.clone(),
                role => format!("{role:?}").to_lowercase(),
            };
            let mention = self.coded.coding.mentions.iter().find(|mention| {
                mention.sentence == sentence.index && mention.head == argument.token
            });
            let words = match mention {
                Some(mention) => mention.span.of(&self.story.text).to_owned(),
                None => sentence
                    .tokens
                    .get(argument.token as usize)
                    .map_or_else(String::new, |token| token.form.to_string()),
            };
            let clause = argument
                .proposition
                .map_or_else(String::new, |p| format!(" = p{p}"));
            let inferred = if argument.inferred {
                " (carried over)"
            } else {
                ""
            };
            let words = one_line(&words);
            writeln!(
                out,
                "      {role:10} “{words}”{dim}{clause}{inferred}{dim:#}"
            )?;
        }
        self.candidates(out, index, proposition, sentence)
    }

    /// The frames that know the predicate, with their places: where to look when none fired.
    fn candidates(
        &self,
        out: &mut impl Write,
        index: usize,
        proposition: &Proposition,
        sentence: &Sentence,
    ) -> anyhow::Result<()> {
        let lexicon = &self.engine.knowledge().lexicon;
        let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
        let entries = match proposition.class {
            PredicateClass::Verb => lexicon.verb(lemma),
            PredicateClass::Adjective => lexicon.adjective(lemma),
            PredicateClass::Noun if lexicon.noun(lemma).is_empty() => lexicon.verb(lemma),
            PredicateClass::Noun => lexicon.noun(lemma),
        };
        let said = |word: &String| {
            let is = |token: &Token| {
                token.lemma.eq_ignore_ascii_case(word) || token.form.eq_ignore_ascii_case(word)
            };
            sentence.tokens.iter().any(is)
        };
        let mut events = self.coded.coding.events.iter();
        let rule = events
            .find(|event| event.proposition == index as u32)
            .map(|event| &event.rule);
        let mut seen = Vec::new();
        for entry in entries.iter().filter(|entry| entry.words.iter().all(said)) {
            let Some(frame) = lexicon.frames.get(entry.frame as usize) else {
                continue;
            };
            if seen.contains(&entry.frame) {
                continue;
            }
            seen.push(entry.frame);
            let fired = rule.is_some_and(|rule| rule.split('+').any(|part| part == frame.id));
            let role = if fired { "fires" } else { "could be" };
            let (name, dim) = (style::NAME, style::DIM);
            writeln!(
                out,
                "      {dim}{role:10}{dim:#} {name}{}{name:#}  {dim}knowledge/{}:{}{dim:#}",
                frame.id, frame.file, frame.line
            )?;
        }
        Ok(())
    }

    fn statement(
        &self,
        out: &mut impl Write,
        index: usize,
        statement: &Statement,
    ) -> anyhow::Result<()> {
        let text = &self.story.text;
        let source = statement.source.map_or("unnamed", |span| span.of(text));
        let cue = statement.cue.map_or("–", |span| span.of(text));
        let kind = format!("{:?}", statement.kind).to_lowercase();
        writeln!(
            out,
            "  s{index} “{}” {}{}{:#} ({kind})",
            one_line(source),
            style::NAME,
            one_line(cue),
            style::NAME
        )?;
        for span in &statement.content {
            for line in wrap(span.of(text), terminal_width() - 6) {
                writeln!(out, "      {line}")?;
            }
        }
        Ok(())
    }

    fn actor(&self, out: &mut impl Write, role: &str, actor: &Actor) -> anyhow::Result<()> {
        let dim = style::DIM;
        let mention = self.coded.coding.mentions.get(actor.mention as usize);
        let words = mention.map_or("", |mention| mention.span.of(&self.story.text));
        let mut line = format!("“{}”", one_line(words));
        if let Some(name) = &actor.name {
            line.push_str(&format!(" is {name}"));
        }
        let codes: Vec<_> = actor
            .country
            .iter()
            .chain(&actor.sector)
            .chain(&actor.other_sectors)
            .map(String::as_str)
            .collect();
        let codes = if codes.is_empty() {
            "unresolved".to_owned()
        } else {
            codes.join(" ")
        };
        line.push_str(&format!(": {codes}"));
        if let Some(office) = &actor.office {
            line.push_str(&format!(", {office}"));
        }
        if let Some(mention) = mention {
            line.push_str(&format!(" {dim}(chain {}){dim:#}", mention.chain));
        }
        field(out, role, &line)?;
        for step in &actor.evidence {
            writeln!(out, "               {dim}{step}{dim:#}")?;
        }
        Ok(())
    }

    fn event(&self, out: &mut impl Write, index: usize, event: &Event) -> anyhow::Result<()> {
        let Some(record) = self.records.get(index) else {
            return Ok(());
        };
        let (name, dim, quad) = (style::NAME, style::DIM, style::quad(record.quad_code));
        heading(out, &format!("Event {}", index + 1))?;
        let mut what = format!("{quad}{}{quad:#}", record.event);
        for more in record.mode.iter().chain(&record.aux) {
            what.push_str(&format!(", {more}"));
        }
        if let Some(code) = &record.cameo {
            let label = self.engine.knowledge().ontology.cameo(code);
            let label = label.map_or("unknown code", |entry| entry.label.as_str());
            what.push_str(&format!(" {dim}(CAMEO {code}: {label}){dim:#}"));
        }
        field(out, "event", &what)?;
        field(out, "words", &format!("“{}”", record.event_text))?;
        for part in event.rule.split('+') {
            let frames = &self.engine.knowledge().lexicon.frames;
            let place = frames.iter().find(|frame| frame.id == part);
            let place = place.map_or_else(String::new, |frame| {
                format!("  {dim}knowledge/{}:{}{dim:#}", frame.file, frame.line)
            });
            field(out, "rule", &format!("{name}{part}{name:#}{place}"))?;
        }
        for actor in &event.actors {
            self.actor(out, "who", actor)?;
        }
        for actor in &event.recipients {
            self.actor(out, "whom", actor)?;
        }
        let date = match (&record.date, &record.date_text) {
            (None, _) => "unknown".to_owned(),
            (Some(_), Some(words)) => format!("{} from “{words}”", when(record)),
            (Some(_), None) => format!("{} {dim}(day of publication){dim:#}", when(record)),
        };
        field(out, "when", &date)?;
        if let Some(place) = &record.event_loc {
            let mut line = format!("“{}”", place.extracted_place);
            if let Some(name) = &place.resolved_place {
                line.push_str(&format!(" is {name}"));
            }
            for code in place.country_code.iter().chain(&place.feature_code) {
                line.push_str(&format!(" {code}"));
            }
            if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
                line.push_str(&format!(" {dim}({lat}, {lon}){dim:#}"));
            }
            field(out, "where", &line)?;
        }
        let says = match &record.attribution {
            None => "the reporter".to_owned(),
            Some(said) => {
                let sources: Vec<_> = said
                    .source
                    .iter()
                    .map(|source| {
                        let name = source
                            .identifier_text
                            .as_ref()
                            .unwrap_or(&source.entity_text);
                        format!("{name} {}", codes(source)).trim_end().to_owned()
                    })
                    .collect();
                let cue = said.cue.as_deref().unwrap_or("–");
                let source = if sources.is_empty() {
                    "unnamed".to_owned()
                } else {
                    sources.join(" and ")
                };
                format!("{source} “{cue}” ({})", said.kind)
            }
        };
        field(out, "says", &says)?;
        if !record.context.is_empty() {
            field(out, "context", &record.context.join(", "))?;
        }
        field(out, "confidence", &format!("{:.2}", record.confidence))
    }
}

fn heading(out: &mut impl Write, text: &str) -> anyhow::Result<()> {
    let title = style::TITLE;
    Ok(writeln!(out, "\n{title}{text}{title:#}")?)
}

fn field(out: &mut impl Write, name: &str, value: &str) -> anyhow::Result<()> {
    let dim = style::DIM;
    Ok(writeln!(out, "  {dim}{name:10}{dim:#} {value}")?)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn link_name(link: &Link) -> String {
    match link {
        Link::Adverbial(marker) if marker.is_empty() => "adverbial".to_owned(),
        Link::Adverbial(marker) => format!("“{marker}” clause"),
        link => format!("{link:?}").to_lowercase(),
    }
}
