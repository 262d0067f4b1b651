//! `--why-not`: where the propositions of a dyad fell out.

use super::{Page, field, heading, one_line};
use crate::report::count;
use crate::style;
use crate::table::terminal_width;
use crate::wrap::wrap;
use anyhow::bail;
use demarche::coding::explain::{Dyad, Finding, Nobody, Side, Standing, Step, WhyNot, why_not};
use std::io::Write;

impl Page<'_> {
    /// What became of a dyad in the story, or in one sentence of it.
    pub(super) fn why_not(
        &self,
        out: &mut impl Write,
        dyad: &Dyad,
        sentence: Option<usize>,
    ) -> anyhow::Result<()> {
        let sentences = self.coded.sentences.len();
        if sentence.is_some_and(|number| number == 0 || number > sentences) {
            bail!("the story has {}", count(sentences, "sentence"));
        }
        let WhyNot {
            events,
            mut findings,
            nobody,
        } = why_not(
            self.story,
            &self.coded.sentences,
            &self.coded.coding,
            self.engine.knowledge(),
            dyad,
        );
        findings.retain(|f| sentence.is_none_or(|number| f.sentence as usize + 1 == number));
        let title = self.story.title.as_deref().unwrap_or(&self.story.id);
        heading(out, &format!("{dyad} in {}", one_line(title)))?;
        for index in &events {
            self.line_of(out, *index)?;
        }
        if events.is_empty() {
            field(out, "coded", "no event of this pair")?;
        }
        for side in &nobody {
            self.nobody(out, side)?;
        }
        // Where a side may be anybody, each finding is of the pair as far as it goes.
        let wide = dyad.actor.is_anybody() || dyad.recipient.is_anybody();
        let (pair, alone): (Vec<_>, Vec<_>) = findings.iter().partition(|f| wide || f.has_both());
        let mut last = None;
        for finding in &pair {
            if last.replace(finding.sentence) != Some(finding.sentence) {
                self.evidence(out, finding)?;
            }
            self.finding(out, dyad, finding)?;
        }
        if !alone.is_empty() {
            heading(out, "Only one of the two")?;
        }
        for finding in &alone {
            self.one_sided(out, dyad, finding)?;
        }
        if pair.is_empty() && alone.is_empty() {
            field(out, "found", "neither stands in any predicate")?;
        }
        Ok(())
    }

    fn line_of(&self, out: &mut impl Write, index: usize) -> anyhow::Result<()> {
        let (Some(event), Some(record)) =
            (self.coded.coding.events.get(index), self.records.get(index))
        else {
            return Ok(());
        };
        let (dim, quad) = (style::DIM, style::quad(record.quad_code));
        let line = format!(
            "{quad}{}{quad:#} “{}” in sentence {} {dim}(event {}){dim:#}",
            record.event,
            one_line(&record.event_text),
            event.sentence + 1,
            index + 1
        );
        field(out, "coded", &line)
    }

    /// A side that nobody fits, and who comes near.
    fn nobody(&self, out: &mut impl Write, nobody: &Nobody) -> anyhow::Result<()> {
        field(out, "nobody", &format!("in the story is {}", nobody.side))?;
        for (mention, lacking) in &nobody.near {
            let line = format!("{} lacks {}", self.who(*mention), lacking.join(" and "));
            field(out, "", &line)?;
        }
        Ok(())
    }

    fn evidence(&self, out: &mut impl Write, finding: &Finding) -> anyhow::Result<()> {
        heading(out, &format!("Sentence {}", finding.sentence + 1))?;
        let Some(sentence) = self.coded.sentences.get(finding.sentence as usize) else {
            return Ok(());
        };
        for line in wrap(sentence.span.of(&self.story.text), terminal_width() - 2) {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    /// A proposition with the two sides, and how it ended.
    fn finding(&self, out: &mut impl Write, dyad: &Dyad, finding: &Finding) -> anyhow::Result<()> {
        let (title, ended) = (style::TITLE, outcome_style(finding));
        writeln!(
            out,
            "\n  {title}{}{title:#}  {ended}{}{ended:#}",
            self.predicate(finding),
            finding.outcome
        )?;
        for (name, side, standings) in [
            ("who", &dyad.actor, &finding.actors),
            ("whom", &dyad.recipient, &finding.recipients),
        ] {
            if standings.is_empty() {
                field(out, name, &format!("nobody {}", who_fits(side)))?;
            }
            for standing in standings {
                field(out, name, &self.standing(standing))?;
            }
        }
        for step in &finding.steps {
            self.step(out, step)?;
        }
        Ok(())
    }

    /// A proposition with one side, in two lines.
    fn one_sided(
        &self,
        out: &mut impl Write,
        dyad: &Dyad,
        finding: &Finding,
    ) -> anyhow::Result<()> {
        let (dim, ended) = (style::DIM, outcome_style(finding));
        let standings = finding.actors.iter().chain(&finding.recipients);
        let standings: Vec<String> = standings.map(|standing| self.standing(standing)).collect();
        let missing = match finding.actors.is_empty() {
            true => &dyad.actor,
            false => &dyad.recipient,
        };
        writeln!(
            out,
            "  {dim}sentence {}{dim:#}  {}  {ended}{}{ended:#}",
            finding.sentence + 1,
            self.predicate(finding),
            finding.outcome
        )?;
        let line = format!("{}; nobody {}", standings.join(", "), who_fits(missing));
        field(out, "", &line)?;
        finding
            .steps
            .first()
            .map_or(Ok(()), |step| self.step(out, step))
    }

    /// The predicate's number, name and words.
    fn predicate(&self, finding: &Finding) -> String {
        let at = finding.proposition;
        match at.and_then(|at| Some((at, self.coded.coding.propositions.get(at as usize)?))) {
            Some((at, proposition)) => format!(
                "p{at} {} “{}”",
                proposition.predicate,
                one_line(proposition.span.of(&self.story.text))
            ),
            None => "outside of predicates".to_owned(),
        }
    }

    fn standing(&self, standing: &Standing) -> String {
        let dim = style::DIM;
        format!(
            "{} {dim}{}{dim:#}",
            self.who(standing.mention),
            standing.place
        )
    }

    /// A mention's words and codes.
    fn who(&self, mention: u32) -> String {
        let coding = &self.coded.coding;
        let words = coding
            .mentions
            .get(mention as usize)
            .map_or("", |mention| mention.span.of(&self.story.text));
        let codes: Vec<&str> = coding
            .actors
            .get(mention as usize)
            .map_or(Vec::new(), |actor| {
                let codes = actor.country.iter().chain(&actor.sector);
                codes
                    .chain(&actor.other_sectors)
                    .map(String::as_str)
                    .collect()
            });
        format!("“{}” {}", one_line(words), codes.join(" "))
    }

    fn step(&self, out: &mut impl Write, step: &Step) -> anyhow::Result<()> {
        let dim = style::DIM;
        for line in wrap(&step.what, terminal_width().saturating_sub(13)) {
            field(out, "", &line)?;
        }
        if let Some((file, line)) = &step.knowledge {
            field(out, "", &format!("{dim}knowledge/{file}:{line}{dim:#}"))?;
        }
        Ok(())
    }
}

/// Who is missing, for "nobody …".
fn who_fits(side: &Side) -> String {
    if side.is_anybody() {
        "else is resolved there".to_owned()
    } else {
        format!("there is {side}")
    }
}

fn outcome_style(finding: &Finding) -> anstyle::Style {
    match finding.outcome {
        "coded" => style::NAME,
        _ => style::NOT_FACT,
    }
}
