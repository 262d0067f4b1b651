//! Gold of one story: required, optional and forbidden events, statements, fields of the story.
//!
//! Patterns quote their sentence or point at it: gold for a text that may not be copied holds offsets only.

use serde::{Deserialize, Deserializer};

/// A gold file.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldStory {
    /// Which story of a file of many: its own id.
    #[serde(default)]
    pub story_id: Option<String>,
    /// Where gold ends, in Unicode characters of the story's text: what begins there or later is not looked at.
    #[serde(default)]
    pub until: Option<usize>,
    /// Events that must be coded.
    #[serde(default)]
    pub required: Vec<GoldEvent>,
    /// Events that may be coded.
    #[serde(default)]
    pub optional: Vec<GoldEvent>,
    /// Events that must not be coded.
    #[serde(default)]
    pub forbidden: Vec<GoldEvent>,
    /// Who says what.
    #[serde(default)]
    pub statements: Vec<GoldStatement>,
    /// What is known about the story.
    #[serde(default)]
    pub story_fields: serde_json::Map<String, serde_json::Value>,
}

/// A pattern for events: what is absent is not asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldEvent {
    /// Name in messages.
    #[serde(default)]
    pub id: Option<String>,
    /// Words that its sentence begins with or contains.
    #[serde(default)]
    pub sentence: Option<String>,
    /// Any character of its sentence: an offset in Unicode characters of the story's text.
    #[serde(default)]
    pub at: Option<usize>,
    /// PLOVER event; a list where the codebook leaves the choice open: any one of it.
    #[serde(default, deserialize_with = "one_or_many")]
    pub event: Option<Vec<String>>,
    /// PLOVER mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// CAMEO code, or its beginning.
    #[serde(default)]
    pub cameo: Option<String>,
    /// `USA GOV`: country and sectors, each of which an actor must have; `ABSENT` for none at all.
    #[serde(default, deserialize_with = "one_or_many")]
    pub actor: Option<Vec<String>>,
    /// The same for recipients.
    #[serde(default, deserialize_with = "one_or_many")]
    pub recipient: Option<Vec<String>>,
    /// PLOVER contexts, each of which the event must have.
    #[serde(default, deserialize_with = "one_or_many")]
    pub context: Option<Vec<String>>,
    /// Auxiliary modes, each of which the event must have; an empty list for none at all.
    #[serde(default, deserialize_with = "one_or_many")]
    pub aux: Option<Vec<String>>,
    /// An auxiliary mode that the event must not have.
    #[serde(default)]
    pub without_aux: Option<String>,
    /// Name of the place; `ABSENT` for none.
    #[serde(default)]
    pub place: Option<String>,
    /// `2015-09-18`, `2014`, `2014-03`, or `FROM/UNTIL`; `ABSENT` for none.
    #[serde(default)]
    pub date: Option<String>,
    /// A number that the event must give.
    #[serde(default)]
    pub size: Option<u64>,
    /// Who says so: codes, `self`, or null for the reporter; not asked for where the key is absent.
    #[serde(default, deserialize_with = "stated")]
    pub attribution: Option<Option<String>>,
    /// Name of who says so.
    #[serde(default)]
    pub attribution_name: Option<String>,
    /// Why it is forbidden.
    #[serde(default)]
    pub why: Option<String>,
}

/// A statement of gold.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldStatement {
    /// Words of the content.
    #[serde(default)]
    pub content_contains: Option<String>,
    /// Any character of the content: an offset in Unicode characters of the story's text.
    #[serde(default)]
    pub content_at: Option<usize>,
    /// Name or words of the source; null where none is named.
    #[serde(default)]
    pub source: Option<String>,
    /// `direct`, `indirect` or `mixed`.
    #[serde(default)]
    pub kind: Option<String>,
}

impl GoldEvent {
    /// How messages call it.
    pub fn label(&self) -> String {
        let list =
            |codes: &Option<Vec<String>>| codes.as_ref().map_or(String::new(), |c| c.join("+"));
        let mut label = format!(
            "{} {} {} > {}",
            self.id.as_deref().unwrap_or("-"),
            self.event
                .as_ref()
                .map_or("(any)".into(), |any| any.join("|")),
            list(&self.actor),
            list(&self.recipient)
        );
        if let Some(aux) = &self.aux {
            label.push_str(&format!(" ({})", aux.join(" ")));
        }
        if let Some(sentence) = &self.sentence {
            label.push_str(&format!(" [{sentence} …]"));
        }
        if let Some(at) = self.at {
            label.push_str(&format!(" [at {at}]"));
        }
        label
    }
}

impl GoldStatement {
    /// How messages call it.
    pub fn label(&self) -> String {
        let source = self.source.as_deref().unwrap_or("(nobody)");
        match (&self.content_contains, self.content_at) {
            (Some(words), _) => format!("{source}: {words}"),
            (None, Some(at)) => format!("{source}: [at {at}]"),
            (None, None) => source.to_string(),
        }
    }
}

impl GoldStory {
    /// All offsets with the names of their patterns, for checking that something is there.
    pub fn offsets(&self) -> Vec<(usize, String)> {
        let events = [&self.required, &self.optional, &self.forbidden];
        events
            .into_iter()
            .flatten()
            .filter_map(|event| Some((event.at?, event.label())))
            .chain(
                self.statements
                    .iter()
                    .filter_map(|statement| Some((statement.content_at?, statement.label()))),
            )
            .collect()
    }
}

/// Tells an absent key (`None`) from null (`Some(None)`).
fn stated<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// A string or a list of strings.
fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(String),
        Many(Vec<String>),
    }
    Ok(
        Option::<Either>::deserialize(from)?.map(|either| match either {
            Either::One(one) => vec![one],
            Either::Many(many) => many,
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{read_text, shared};

    #[test]
    fn null_and_absent_attribution_differ() {
        let gold: GoldStory = serde_json::from_str(
            r#"{"required":[{"event":"AID","attribution":null},{"event":"AID"},{"event":"AID","attribution":"self","recipient":"ABSENT"}]}"#,
        )
        .expect("well-formed");
        assert_eq!(gold.required[0].attribution, Some(None));
        assert_eq!(gold.required[1].attribution, None);
        assert_eq!(gold.required[2].attribution, Some(Some("self".into())));
        assert_eq!(gold.required[2].recipient, Some(vec!["ABSENT".into()]));
        assert_eq!(gold.required[0].actor, None);
    }

    #[test]
    fn first_story_reads() {
        let Some(path) = shared("stories/2015-09-18-moscow-times.gold.json") else {
            return;
        };
        let gold: GoldStory =
            serde_json::from_str(&read_text(&path).expect("readable")).expect("well-formed");
        assert_eq!(gold.required.len(), 11);
        assert_eq!(gold.statements.len(), 10);
        assert_eq!(gold.forbidden.len(), 3);
    }
}
