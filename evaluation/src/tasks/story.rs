//! `story`: all events of a story against gold written by hand.

use super::{Outcome, Run, chain_words, codes, codes_text, source_mention};
use crate::gold::stories::{GoldEvent, GoldStory};
use crate::gold::story_files::{self, StoryFiles};
use crate::gold::{file_name, read_text};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::patterns::{self, CodedEvent, CodedStatement, Party};
use crate::score::share;
use anyhow::{Context, Result};
use demarche::{Actor, Coded, Event, Span, Statement, StatementKind, Story};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Runs the measure over stories and their gold.
pub fn run(run: &Run<'_>, files: &[PathBuf]) -> Result<Outcome> {
    let pairs = story_files::pairs(files)?;
    let mut stories = StoryFiles::default();
    let mut tally = Tally::default();
    let mut predictions = Predictions::new(&["verdict", "story", "what", "detail", "sentence"]);
    let mut details = Vec::new();
    let mut problems = Vec::new();
    for (story_file, gold_file) in &pairs {
        let gold: GoldStory = serde_json::from_str(&read_text(gold_file)?)
            .with_context(|| format!("{} is not a gold file", gold_file.display()))?;
        let story = stories
            .story(story_file, gold.story_id.as_deref())
            .with_context(|| format!("for the gold {}", gold_file.display()))?;
        let coded = run.engine.code(story);
        let result = compare(&gold, story, &coded);
        tally.add(&result);
        let name = gold.story_id.clone().unwrap_or(file_name(story_file));
        details.extend(result.list(&name));
        problems.extend(result.problems.iter().map(|told| format!("{name}: {told}")));
        for line in &result.lines {
            predictions.row(&[
                line.verdict,
                &story.id,
                line.what,
                &line.detail,
                &line.sentence,
            ]);
        }
    }
    // Several stories go by the name of their gold's folder.
    let gold = pairs.first().map_or(Path::new(""), |pair| &pair.1);
    let name = match gold.parent() {
        Some(folder) if pairs.len() > 1 => folder,
        _ => gold,
    };
    let mut report = Report::new("story", name);
    tally.report(&mut report, pairs.len());
    report.details = details;
    Ok(Outcome {
        report,
        predictions,
        problems,
    })
}

/// Numbers behind the figures.
#[derive(Clone, Debug, Default)]
struct Tally {
    required: usize,
    required_found: usize,
    attribution: (usize, usize),
    date: (usize, usize),
    place: (usize, usize),
    mode: (usize, usize),
    cameo: (usize, usize),
    context: (usize, usize),
    size: (usize, usize),
    coded: usize,
    optional_found: usize,
    extra: usize,
    forbidden: usize,
    statements: usize,
    statements_found: usize,
    fields: usize,
    fields_right: usize,
}

/// What came of one story.
#[derive(Clone, Debug, Default)]
struct Compared {
    tally: Tally,
    lines: Vec<Line>,
    problems: Vec<String>,
}

#[derive(Clone, Debug)]
struct Line {
    verdict: &'static str,
    what: &'static str,
    detail: String,
    sentence: String,
}

impl Compared {
    fn line(&mut self, verdict: &'static str, what: &'static str, detail: String, sentence: &str) {
        self.lines.push(Line {
            verdict,
            what,
            detail,
            sentence: sentence.to_string(),
        });
    }

    /// What is not as it should be, for the reader.
    fn list(&self, name: &str) -> Option<String> {
        let wrong: Vec<String> = self
            .lines
            .iter()
            .filter(|line| !matches!(line.verdict, "ok" | "optional"))
            .map(|line| {
                let sentence = crate::predictions::flat(&line.sentence);
                let mut text = format!("{:<10} {:<10} {}", line.verdict, line.what, line.detail);
                if !sentence.is_empty() {
                    let short: String = sentence.chars().take(60).collect();
                    text.push_str(&format!(" | {short}"));
                }
                text
            })
            .collect();
        let tally = &self.tally;
        let figures = format!(
            "required {} of {}, extra {} of {}, forbidden {}",
            tally.required_found, tally.required, tally.extra, tally.coded, tally.forbidden
        );
        (!wrong.is_empty()).then(|| format!("{name}: {figures}\n{}", wrong.join("\n")))
    }
}

impl Tally {
    fn add(&mut self, other: &Compared) {
        let other = &other.tally;
        let pair = |a: &mut (usize, usize), b: (usize, usize)| {
            a.0 += b.0;
            a.1 += b.1;
        };
        self.required += other.required;
        self.required_found += other.required_found;
        pair(&mut self.attribution, other.attribution);
        pair(&mut self.date, other.date);
        pair(&mut self.place, other.place);
        pair(&mut self.mode, other.mode);
        pair(&mut self.cameo, other.cameo);
        pair(&mut self.context, other.context);
        pair(&mut self.size, other.size);
        self.coded += other.coded;
        self.optional_found += other.optional_found;
        self.extra += other.extra;
        self.forbidden += other.forbidden;
        self.statements += other.statements;
        self.statements_found += other.statements_found;
        self.fields += other.fields;
        self.fields_right += other.fields_right;
    }

    fn report(&self, report: &mut Report, stories: usize) {
        report.count("required_found", self.required_found);
        report.count("required_total", self.required);
        for (name, (right, all)) in [
            ("attribution", self.attribution),
            ("date", self.date),
            ("place", self.place),
            ("mode", self.mode),
            ("cameo", self.cameo),
            ("context", self.context),
            ("size", self.size),
        ] {
            report.count(&format!("{name}_right"), right);
            report.count(&format!("{name}_total"), all);
        }
        report.count("forbidden", self.forbidden);
        report.count("extra", self.extra);
        report.count("optional_found", self.optional_found);
        report.count("coded", self.coded);
        report.count("statements_found", self.statements_found);
        report.count("statements_total", self.statements);
        report.count("story_fields", self.fields_right);
        report.count("story_fields_total", self.fields);
        report.fraction("required_recall", share(self.required_found, self.required));
        let fitting = self.coded - self.extra;
        report.fraction("precision", share(fitting, self.coded));
        if stories > 1 {
            report.count("stories", stories);
        }
    }
}

/// Coded events before the end of gold, and which pattern each answers.
struct Assigned {
    /// Indices into the story's events.
    judged: Vec<usize>,
    /// The same events as patterns see them.
    events: Vec<CodedEvent>,
    /// For each required pattern, the position among `events` of what answers it.
    required: Vec<Option<usize>>,
    /// The same for optional patterns.
    optional: Vec<Option<usize>>,
    /// Positions of events that answer none.
    extra: Vec<usize>,
}

fn assign(gold: &GoldStory, story: &Story, coded: &Coded) -> Assigned {
    let until = gold.until.unwrap_or(usize::MAX);
    let (judged, events): (Vec<usize>, Vec<CodedEvent>) = coded
        .coding
        .events
        .iter()
        .enumerate()
        .map(|(at, event)| (at, event_view(story, coded, event)))
        .filter(|(_, view)| view.at.start < until)
        .unzip();
    let all: Vec<usize> = (0..events.len()).collect();
    let required = patterns::assign(&gold.required, &events, &all);
    let free: Vec<usize> = all
        .into_iter()
        .filter(|&at| !required.contains(&Some(at)))
        .collect();
    let optional = patterns::assign(&gold.optional, &events, &free);
    let extra: Vec<usize> = free
        .into_iter()
        .filter(|&at| !optional.contains(&Some(at)))
        .collect();
    Assigned {
        judged,
        events,
        required,
        optional,
        extra,
    }
}

/// For each coded event before the end of gold, by its index, whether gold has it as required or
/// optional and does not forbid it.
pub(super) fn judge(gold: &GoldStory, story: &Story, coded: &Coded) -> Vec<(usize, bool)> {
    let assigned = assign(gold, story, coded);
    let positions = assigned.events.iter().enumerate();
    positions
        .map(|(at, event)| {
            let mut forbidden = gold.forbidden.iter();
            let forbidden = forbidden.any(|pattern| patterns::is_forbidden(pattern, event));
            (
                assigned.judged[at],
                !forbidden && !assigned.extra.contains(&at),
            )
        })
        .collect()
}

fn compare(gold: &GoldStory, story: &Story, coded: &Coded) -> Compared {
    let mut result = Compared {
        problems: nothing_there(gold, story, coded),
        ..Compared::default()
    };
    let Assigned {
        judged,
        events,
        required: answers,
        optional,
        extra,
    } = assign(gold, story, coded);
    let judged: Vec<&Event> = judged
        .into_iter()
        .map(|at| &coded.coding.events[at])
        .collect();

    result.tally.required = gold.required.len();
    result.tally.coded = events.len();
    result.tally.extra = extra.len();
    result.tally.required_found = answers.iter().flatten().count();
    result.tally.optional_found = optional.iter().flatten().count();
    for (pattern, answer) in gold.required.iter().zip(&answers) {
        check_details(&mut result, pattern, answer.map(|at| &events[at]));
    }
    for at in optional.iter().flatten() {
        result.line(
            "optional",
            "event",
            label(judged[*at]),
            &events[*at].sentence,
        );
    }
    for (at, event) in events.iter().enumerate() {
        for pattern in &gold.forbidden {
            if patterns::is_forbidden(pattern, event) {
                result.tally.forbidden += 1;
                let why = pattern.why.as_deref().unwrap_or("");
                let detail = format!("{} ({why})", label(judged[at]));
                result.line("forbidden", "event", detail, &event.sentence);
            }
        }
    }
    for at in extra {
        result.line("extra", "event", label(judged[at]), &events[at].sentence);
    }
    check_statements(&mut result, gold, story, coded);
    check_fields(&mut result, gold, story);
    result
}

/// Gold's offsets at which the story has no sentence.
fn nothing_there(gold: &GoldStory, story: &Story, coded: &Coded) -> Vec<String> {
    let sentences: Vec<Range<usize>> = coded
        .sentences
        .iter()
        .map(|sentence| characters(&story.text, sentence.span))
        .collect();
    gold.offsets()
        .into_iter()
        .filter(|(at, _)| !sentences.iter().any(|sentence| sentence.contains(at)))
        .map(|(at, label)| format!("no sentence has character {at}, for {label}"))
        .collect()
}

/// A span in Unicode characters of the text.
fn characters(text: &str, span: Span) -> Range<usize> {
    let start = text
        .get(..span.start as usize)
        .map_or(0, |before| before.chars().count());
    start..start + span.of(text).chars().count()
}

/// A required event: found or not, and what else the pattern gives.
fn check_details(result: &mut Compared, pattern: &GoldEvent, event: Option<&CodedEvent>) {
    match event {
        Some(event) => result.line("ok", "event", pattern.label(), &event.sentence),
        None => result.line("missed", "event", pattern.label(), ""),
    }
    type Fits = fn(&GoldEvent, &CodedEvent) -> bool;
    let checks: [(&'static str, bool, Fits); 7] = [
        (
            "attribution",
            pattern.attribution.is_some(),
            patterns::attribution_fits,
        ),
        ("date", pattern.date.is_some(), patterns::date_fits),
        ("place", pattern.place.is_some(), patterns::place_fits),
        ("mode", pattern.mode.is_some(), patterns::mode_fits),
        ("cameo", pattern.cameo.is_some(), patterns::cameo_fits),
        ("context", pattern.context.is_some(), patterns::context_fits),
        ("size", pattern.size.is_some(), patterns::size_fits),
    ];
    for (what, asked, fits) in checks {
        if !asked {
            continue;
        }
        let right = event.is_some_and(|event| fits(pattern, event));
        let tally = match what {
            "attribution" => &mut result.tally.attribution,
            "date" => &mut result.tally.date,
            "place" => &mut result.tally.place,
            "mode" => &mut result.tally.mode,
            "cameo" => &mut result.tally.cameo,
            "context" => &mut result.tally.context,
            _ => &mut result.tally.size,
        };
        tally.0 += usize::from(right);
        tally.1 += 1;
        if let Some(event) = event
            && !right
        {
            let detail = format!(
                "{}: {}",
                pattern.id.as_deref().unwrap_or("-"),
                given(what, event)
            );
            result.line("wrong", what, detail, &event.sentence);
        }
    }
}

/// What an event gives where the pattern asks for something else.
fn given(what: &str, event: &CodedEvent) -> String {
    match what {
        "attribution" => match &event.source {
            None => "the reporter".into(),
            Some(source) => format!("{} {}", source.codes.join(" "), source.names.join(" / ")),
        },
        "date" => match event.date {
            None => "none".into(),
            Some((start, None)) => start.to_string(),
            Some((start, Some(end))) => format!("{start}/{end}"),
        },
        "place" => event.places.join(" / "),
        "mode" => event.modes.join(" "),
        "cameo" => event.cameo.clone(),
        "context" => event.contexts.join(" "),
        _ => format!("{:?}", event.sizes),
    }
}

fn check_statements(result: &mut Compared, gold: &GoldStory, story: &Story, coded: &Coded) {
    let statements: Vec<CodedStatement> = coded
        .coding
        .statements
        .iter()
        .map(|statement| statement_view(story, coded, statement))
        .collect();
    result.tally.statements = gold.statements.len();
    for pattern in &gold.statements {
        let detail = pattern.label();
        if statements
            .iter()
            .any(|statement| patterns::statement_fits(pattern, statement))
        {
            result.tally.statements_found += 1;
            result.line("ok", "statement", detail, "");
            continue;
        }
        // The statement that has the words shows what is wrong about it.
        let near = statements
            .iter()
            .find(|statement| patterns::content_fits(pattern, statement))
            .map_or(String::new(), |statement| {
                format!(
                    " (has {}, {})",
                    statement.source.join(" / "),
                    statement.kind
                )
            });
        result.line("missed", "statement", format!("{detail}{near}"), "");
    }
}

fn check_fields(result: &mut Compared, gold: &GoldStory, story: &Story) {
    let published = story.published.map(|date| date.to_string());
    for (name, wanted) in &gold.story_fields {
        let wanted = wanted.as_str().unwrap_or("");
        let (field, part) = match name.strip_suffix("_contains") {
            Some(field) => (field, true),
            None => (name.as_str(), false),
        };
        let value = match field {
            "title" => story.title.as_deref(),
            "published" => published.as_deref(),
            "publisher" => story.publisher.as_deref(),
            "dateline_place" | "dateline" => story.dateline.as_deref(),
            "byline" => story.byline.as_deref(),
            "url" => story.url.as_deref(),
            "language" => story.language.as_deref(),
            "id" => Some(story.id.as_str()),
            _ => None,
        };
        let right = value.is_some_and(|value| {
            let (value, wanted) = (patterns::even(value), patterns::even(wanted));
            if part {
                value.contains(&wanted)
            } else {
                value == wanted
            }
        });
        result.tally.fields += 1;
        result.tally.fields_right += usize::from(right);
        let verdict = if right { "ok" } else { "wrong" };
        result.line(
            verdict,
            "field",
            format!("{name}: {}", value.unwrap_or("(none)")),
            "",
        );
    }
}

/// An event as patterns see it.
fn event_view(story: &Story, coded: &Coded, event: &Event) -> CodedEvent {
    let sentence = coded
        .sentences
        .get(event.sentence as usize)
        .map_or(Span::new(0, 0), |sentence| sentence.span);
    let parties = |actors: &[Actor]| -> Vec<Party> {
        actors
            .iter()
            .map(|actor| party(story, coded, actor.mention as usize, Some(actor)))
            .collect()
    };
    let source = event
        .statement
        .and_then(|at| coded.coding.statements.get(at as usize))
        .map(|statement| source_party(story, coded, statement));
    let place = event.location.as_ref();
    CodedEvent {
        sentence: sentence.of(&story.text).to_string(),
        at: characters(&story.text, sentence),
        event: event.event.as_str().to_string(),
        modes: event.modes.clone(),
        cameo: event.cameo.clone(),
        contexts: event.contexts.clone(),
        aux: event
            .auxiliary
            .iter()
            .map(|aux| aux.as_str().to_string())
            .collect(),
        actors: parties(&event.actors),
        recipients: parties(&event.recipients),
        places: place
            .map(|place| {
                let names = [Some(place.extracted.clone()), place.resolved.clone()];
                names
                    .into_iter()
                    .flatten()
                    .filter(|name| !name.is_empty())
                    .collect()
            })
            .unwrap_or_default(),
        date: event.date.as_ref().map(|date| (date.start, date.end)),
        sizes: {
            let size = event.size;
            [size.dead, size.injured, size.arrested, size.number]
                .into_iter()
                .flatten()
                .collect()
        },
        source,
    }
}

/// A mention with its codes and names; the actor given, or the one that coding made of the mention.
fn party(story: &Story, coded: &Coded, mention: usize, actor: Option<&Actor>) -> Party {
    let actor = actor.or_else(|| coded.coding.actors.get(mention));
    let mut names: Vec<String> = chain_words(story, coded, mention)
        .into_iter()
        .map(str::to_string)
        .collect();
    names.extend(actor.and_then(|actor| actor.name.clone()));
    Party {
        codes: actor.map(codes).unwrap_or_default(),
        names,
        chain: coded
            .coding
            .mentions
            .get(mention)
            .map(|mention| mention.chain),
    }
}

/// Who a statement's source is; nothing but its words when no mention has it.
fn source_party(story: &Story, coded: &Coded, statement: &Statement) -> Party {
    match source_mention(coded, statement) {
        Some(mention) => party(story, coded, mention, None),
        None => Party {
            names: statement
                .source
                .map(|source| source.of(&story.text).to_string())
                .into_iter()
                .collect(),
            ..Party::default()
        },
    }
}

fn statement_view(story: &Story, coded: &Coded, statement: &Statement) -> CodedStatement {
    let mut source = Vec::new();
    if let Some(span) = statement.source {
        source.push(span.of(&story.text).to_string());
        source.extend(source_party(story, coded, statement).names);
    }
    let content: Vec<&str> = statement
        .content
        .iter()
        .map(|span| span.of(&story.text))
        .collect();
    CodedStatement {
        content: content.join(" "),
        at: statement
            .content
            .iter()
            .map(|&span| characters(&story.text, span))
            .collect(),
        source,
        kind: match statement.kind {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        }
        .to_string(),
    }
}

/// An event for reading.
pub(super) fn label(event: &Event) -> String {
    let aux: Vec<&str> = event.auxiliary.iter().map(|aux| aux.as_str()).collect();
    let mut text = format!(
        "{} {} > {}",
        event.event,
        codes_text(&event.actors),
        codes_text(&event.recipients)
    );
    if !aux.is_empty() {
        text.push_str(&format!(" ({})", aux.join(" ")));
    }
    text.push_str(&format!(" [{}]", event.rule));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::{
        Confidence, EventType, Mention, MentionClass, MentionKind, Sentence, Size, Span,
    };

    const TEXT: &str = "Chad sent rice to Niger.";

    /// One sentence in which Chad aids Niger, and an event that gold does not know.
    fn coded() -> (Story, Coded) {
        let story = Story {
            text: TEXT.into(),
            title: Some("Rice for the  neighbours".into()),
            ..Story::default()
        };
        let mention = |start, end, chain| Mention {
            sentence: 0,
            head: 0,
            span: Span::new(start, end),
            kind: MentionKind::Name,
            class: MentionClass::Place,
            number: None,
            chain,
        };
        let actor = |mention, country: &str| Actor {
            mention,
            country: Some(country.into()),
            ..Actor::default()
        };
        let event = |event, actors, recipients| Event {
            actors,
            recipients,
            event,
            modes: vec![],
            contexts: vec![],
            auxiliary: vec![],
            cameo: "073".into(),
            date: None,
            location: None,
            size: Size::default(),
            statement: None,
            sentence: 0,
            span: Span::new(5, 9),
            rule: "aid/send".into(),
            confidence: Confidence::new(0.5),
            proposition: 0,
        };
        let sentence = Sentence {
            index: 0,
            paragraph: 0,
            span: Span::new(0, TEXT.len()),
            tokens: vec![],
            entities: vec![],
        };
        let coding = demarche::Coding {
            mentions: vec![mention(0, 4, 0), mention(18, 23, 1)],
            actors: vec![actor(0, "TCD"), actor(1, "NER")],
            events: vec![
                event(EventType::Aid, vec![actor(0, "TCD")], vec![actor(1, "NER")]),
                event(
                    EventType::Assault,
                    vec![actor(0, "TCD")],
                    vec![actor(1, "NER")],
                ),
            ],
            ..demarche::Coding::default()
        };
        let coded = Coded {
            sentences: vec![sentence],
            coding,
            ..Coded::default()
        };
        (story, coded)
    }

    fn compared(gold: &str) -> Compared {
        let (story, coded) = coded();
        compare(&serde_json::from_str(gold).expect("gold"), &story, &coded)
    }

    #[test]
    fn required_optional_extra_and_forbidden() {
        let result = compared(
            r#"{"required":[{"sentence":"Chad sent","event":"AID","actor":["TCD"],"recipient":["NER"],"attribution":null,"cameo":"07"},
                            {"event":"AID","actor":["TCD"]}],
                "forbidden":[{"event":"ASSAULT","why":"rice"}]}"#,
        );
        let tally = &result.tally;
        // One event answers one pattern only: the second is missed, the assault is extra.
        assert_eq!((tally.required, tally.required_found), (2, 1));
        assert_eq!((tally.coded, tally.extra, tally.forbidden), (2, 1, 1));
        assert_eq!(
            (tally.attribution, tally.cameo, tally.date),
            ((1, 1), (1, 1), (0, 0))
        );
        assert!(result.list("x").is_some_and(|list| list.contains("rice")));
        let result = compared(r#"{"required":[{"event":"AID"}],"optional":[{"event":"ASSAULT"}]}"#);
        assert_eq!((result.tally.extra, result.tally.optional_found), (0, 1));
    }

    #[test]
    fn offsets_and_the_end_of_gold() {
        let at = |at: usize| format!(r#"{{"required":[{{"event":"AID","at":{at}}}]}}"#);
        assert_eq!(compared(&at(23)).tally.required_found, 1);
        let beyond = compared(&at(24));
        assert_eq!((beyond.tally.required_found, beyond.problems.len()), (0, 1));
        let until = |at: usize| compared(&format!(r#"{{"until":{at}}}"#)).tally.coded;
        assert_eq!((until(0), until(1)), (0, 2));
    }

    #[test]
    fn spans_in_characters() {
        assert_eq!(characters("é “x”", Span::new(3, 10)), 2..5);
    }

    #[test]
    fn fields_by_part_or_whole() {
        let result = compared(
            r#"{"story_fields":{"title_contains":"the neighbours","published":"2015-01-01"}}"#,
        );
        assert_eq!((result.tally.fields, result.tally.fields_right), (2, 1));
    }
}
