//! Dependency trees for people, in a terminal: `demarche parse --format tree`.
//!
//! Each word stands below its head, with branches drawn on the left and relation, word class,
//! lemma and entity in columns on the right.

use demarche_story::{EntityKind, Sentence};
use std::fmt::Write;

/// Widest drawing before the columns; deeper branches push theirs to the right.
const WIDEST: usize = 48;

/// Writes the trees of sentences of the story text `text`, an empty line behind each.
pub fn write(out: &mut String, text: &str, sentences: &[Sentence]) {
    for sentence in sentences {
        for (number, word) in sentence.span.of(text).split_whitespace().enumerate() {
            if number > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.push('\n');
        draw(out, sentence);
        out.push('\n');
    }
}

/// One line of a drawing: branches with the word, and which word.
struct Line {
    drawing: String,
    word: usize,
}

fn draw(out: &mut String, sentence: &Sentence) {
    let lines = lines(sentence);
    let width = |line: &Line| line.drawing.chars().count();
    let columns = lines.iter().map(width).max().unwrap_or(0).min(WIDEST);
    for line in &lines {
        let token = &sentence.tokens[line.word];
        let pad = columns.saturating_sub(width(line));
        let _ = write!(
            out,
            "  {}{:pad$}  {:<13} {:<6}",
            line.drawing,
            "",
            token.relation.as_str(),
            token.upos.as_str()
        );
        if token.lemma != token.form {
            let _ = write!(out, " {}", token.lemma);
        }
        for entity in sentence
            .entities
            .iter()
            .filter(|entity| entity.head as usize == line.word)
        {
            let (first, last) = (entity.first as usize, entity.last as usize);
            let words: Vec<&str> = sentence
                .tokens
                .get(first..=last)
                .unwrap_or_default()
                .iter()
                .map(|token| &*token.form)
                .collect();
            let _ = write!(out, " [{}: {}]", kind(entity.kind), words.join(" "));
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
}

/// The words in the order in which the tree is drawn.
fn lines(sentence: &Sentence) -> Vec<Line> {
    let count = sentence.tokens.len();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut stack: Vec<(usize, String, Option<bool>)> = Vec::new();
    for (word, token) in sentence.tokens.iter().enumerate() {
        match token.head {
            Some(head) if (head as usize) < count => children[head as usize].push(word),
            _ => stack.push((word, String::new(), None)),
        }
    }
    stack.reverse();
    let mut lines = Vec::with_capacity(count);
    // Each word with what stands left of it, and whether it is its head's last child.
    while let Some((word, left, last)) = stack.pop() {
        let (branch, below) = match last {
            None => ("", ""),
            Some(false) => ("├─ ", "│  "),
            Some(true) => ("└─ ", "   "),
        };
        lines.push(Line {
            drawing: format!("{left}{branch}{}", sentence.tokens[word].form),
            word,
        });
        let below = format!("{left}{below}");
        for (number, child) in children[word].iter().enumerate().rev() {
            stack.push((
                *child,
                below.clone(),
                Some(number + 1 == children[word].len()),
            ));
        }
    }
    lines
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Date => "date",
        EntityKind::Number => "number",
        EntityKind::Money => "money",
        EntityKind::Other => "name",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_story::{Entity, Relation, Span, Upos};

    #[test]
    fn words_stand_below_their_heads() {
        let text = "The envoys met Kerry.";
        let mut sentences = crate::split(text, &[Span::new(0, text.len())]);
        let sentence = &mut sentences[0];
        let heads = [Some(1), Some(2), None, Some(2), Some(2)];
        let relations = [
            Relation::Det,
            Relation::Nsubj,
            Relation::Root,
            Relation::Obj,
            Relation::Punct,
        ];
        let classes = [Upos::Det, Upos::Noun, Upos::Verb, Upos::Propn, Upos::Punct];
        for (i, token) in sentence.tokens.iter_mut().enumerate() {
            (token.head, token.relation, token.upos) = (heads[i], relations[i], classes[i]);
        }
        sentence.tokens[2].lemma = "meet".into();
        sentence.entities.push(Entity {
            first: 3,
            last: 3,
            head: 3,
            kind: EntityKind::Person,
        });
        let mut out = String::new();
        write(&mut out, text, &sentences);
        let expected = "\
The envoys met Kerry.
  met           root          VERB   meet
  ├─ envoys     nsubj         NOUN
  │  └─ The     det           DET
  ├─ Kerry      obj           PROPN  [person: Kerry]
  └─ .          punct         PUNCT

";
        // The column's width follows the widest line.
        let squeeze = |text: &str| {
            text.split(' ')
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(squeeze(&out), squeeze(expected));
        assert_eq!(out.lines().count(), 7);
    }
}
