//! A sentence in full: its tree, propositions, statements, mentions and events.

use super::{Page, heading, one_line};
use crate::style;
use crate::table::terminal_width;
use crate::wrap::wrap;
use demarche::language::tree;
use demarche::{Link, PredicateClass, Proposition, Role, Sentence, Statement, Token};
use std::io::Write;

impl Page<'_> {
    /// A sentence in full; with the number of an event, what bears on that event.
    pub(super) fn sentence(
        &self,
        out: &mut impl Write,
        sentence: &Sentence,
        number: Option<usize>,
    ) -> anyhow::Result<()> {
        let coding = &self.coded.coding;
        let event = number.and_then(|index| coding.events.get(index));
        self.heading(out, sentence)?;

        heading(out, "Tree")?;
        let mut drawn = String::new();
        let one = std::slice::from_ref(sentence);
        tree::write(&mut drawn, &self.story.text, one);
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
}

fn link_name(link: &Link) -> String {
    match link {
        Link::Adverbial(marker) if marker.is_empty() => "adverbial".to_owned(),
        Link::Adverbial(marker) => format!("“{marker}” clause"),
        link => format!("{link:?}").to_lowercase(),
    }
}
