//! Sentences as JSON Lines, for `demarche parse --format json`.
//!
//! One sentence a line. Offsets are UTF-8 bytes into the story's text; `head` is the index of
//! a token in the same sentence, from 0, and null for the root.

use demarche_story::{Entity, EntityKind, Relation, Sentence, Token, Upos, Xpos};
use serde::Serialize;

#[derive(Serialize)]
struct SentenceLine<'a> {
    story: &'a str,
    index: u32,
    paragraph: u32,
    start: u32,
    end: u32,
    text: &'a str,
    tokens: Vec<TokenEntry<'a>>,
    entities: Vec<EntityEntry<'a>>,
}

#[derive(Serialize)]
struct TokenEntry<'a> {
    start: u32,
    end: u32,
    form: &'a str,
    lemma: &'a str,
    upos: Upos,
    xpos: Xpos,
    head: Option<u32>,
    relation: Relation,
    clitic: bool,
}

#[derive(Serialize)]
struct EntityEntry<'a> {
    kind: EntityKind,
    first: u32,
    last: u32,
    head: u32,
    text: &'a str,
}

/// Writes the sentences of the story `id` with the text `text`, one JSON object a line.
pub fn write(out: &mut String, id: &str, text: &str, sentences: &[Sentence]) {
    for sentence in sentences {
        let line = SentenceLine {
            story: id,
            index: sentence.index,
            paragraph: sentence.paragraph,
            start: sentence.span.start,
            end: sentence.span.end,
            text: sentence.span.of(text),
            tokens: sentence.tokens.iter().map(token).collect(),
            entities: sentence
                .entities
                .iter()
                .map(|entity| self::entity(text, sentence, entity))
                .collect(),
        };
        // Strings and numbers always have a JSON form; an error could only come from a writer.
        if let Ok(json) = serde_json::to_string(&line) {
            out.push_str(&json);
            out.push('\n');
        }
    }
}

fn token(token: &Token) -> TokenEntry<'_> {
    TokenEntry {
        start: token.span.start,
        end: token.span.end,
        form: &token.form,
        lemma: &token.lemma,
        upos: token.upos,
        xpos: token.xpos,
        head: token.head,
        relation: token.relation,
        clitic: token.clitic,
    }
}

fn entity<'a>(text: &'a str, sentence: &Sentence, entity: &Entity) -> EntityEntry<'a> {
    let inside = (entity.last as usize) < sentence.tokens.len() && entity.first <= entity.last;
    EntityEntry {
        kind: entity.kind,
        first: entity.first,
        last: entity.last,
        head: entity.head,
        text: if inside {
            sentence
                .span_of(entity.first as usize, entity.last as usize)
                .of(text)
        } else {
            ""
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_story::Span;

    #[test]
    fn a_sentence_is_one_line() {
        let text = "Paris \"waits\".";
        let mut sentences = crate::split(text, &[Span::new(0, text.len())]);
        sentences[0].entities.push(Entity {
            first: 0,
            last: 0,
            head: 0,
            kind: EntityKind::Place,
        });
        let mut out = String::new();
        write(&mut out, "s1", text, &sentences);
        assert_eq!(out.lines().count(), 1);
        let value: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
        assert_eq!(value["text"], text);
        assert_eq!(value["tokens"][2]["form"], "waits");
        assert_eq!(value["tokens"][0]["head"], serde_json::Value::Null);
        assert_eq!(value["entities"][0]["kind"], "PLACE");
        assert_eq!(value["entities"][0]["text"], "Paris");
    }
}
