//! `Entity=` in MISC: bracketed, nested, crossing and discontinuous mentions, as GUM and CorefUD write them.
//!
//! `(12-person-giv:act-…` opens a mention of entity 12, `12)` closes it, `(12-person-…)` is a
//! mention of one word. The parts of a discontinuous mention are numbered: `(12[1/2]-person-…` and `12[1/2])`.

use super::conllu::{Document, GoldSentence};

/// A mention of gold: an entity's id, its type and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldMention {
    /// The entity: the same for all mentions of a chain in a document.
    pub entity: String,
    /// `person`, `organization`, `place` and so on.
    pub kind: String,
    /// Parts: first and last word (from 0, inclusive); more than one where it is discontinuous.
    pub parts: Vec<(usize, usize)>,
}

impl GoldMention {
    /// First word.
    pub fn first(&self) -> usize {
        self.parts.first().map_or(0, |part| part.0)
    }

    /// Last word.
    pub fn last(&self) -> usize {
        self.parts.last().map_or(0, |part| part.1)
    }

    /// Index of its head word: the first whose own head lies outside.
    pub fn head(&self, sentence: &GoldSentence) -> usize {
        let inside = |at: usize| self.parts.iter().any(|p| p.0 <= at && at <= p.1);
        (self.first()..=self.last())
            .filter(|&at| inside(at))
            .find(|&at| {
                let head = sentence.words[at].head;
                head == 0 || !inside(head - 1)
            })
            .unwrap_or_else(|| self.first())
    }
}

/// Where the entity's id and type stand among the dash-separated fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    id: usize,
    kind: usize,
}

impl Fields {
    /// From a document's `# global.Entity`; GUM's order where it has none.
    pub fn of(document: &Document) -> Fields {
        let Some(line) = &document.entity_fields else {
            return Fields { id: 0, kind: 1 };
        };
        let position = |names: &[&str]| line.split('-').position(|field| names.contains(&field));
        Fields {
            id: position(&["eid", "GRP"]).unwrap_or(0),
            kind: position(&["etype"]).unwrap_or(1),
        }
    }
}

/// A piece of an `Entity=` value.
enum Piece<'a> {
    /// What stands between `(` and the next bracket.
    Open(&'a str),
    /// What stands before `)`.
    Close(&'a str),
    /// Opened and closed at once.
    Single(&'a str),
}

fn pieces(value: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('(') {
            let end = inner.find(['(', ')']).unwrap_or(inner.len());
            if inner[end..].starts_with(')') {
                pieces.push(Piece::Single(&inner[..end]));
                rest = &inner[end + 1..];
            } else {
                // What follows may be another opening, or a closing of something else: "(3-…" then "2)"
                // cannot be told from "(3-…2)"; the format puts closings before openings.
                pieces.push(Piece::Open(&inner[..end]));
                rest = &inner[end..];
            }
        } else if let Some(end) = rest.find(')') {
            pieces.push(Piece::Close(&rest[..end]));
            rest = &rest[end + 1..];
        } else {
            break;
        }
    }
    pieces
}

/// The id without a part number, and the part: `12[1/2]` is (`12`, 1, 2).
fn part(id: &str) -> (&str, usize, usize) {
    if let Some((name, numbers)) = id.split_once('[')
        && let Some((index, of)) = numbers.trim_end_matches(']').split_once('/')
        && let (Ok(index), Ok(of)) = (index.parse(), of.parse())
    {
        return (name, index, of);
    }
    (id, 1, 1)
}

/// All mentions of a sentence, in order of their first word, the longer first; brackets without a partner are dropped.
pub fn mentions(sentence: &GoldSentence, fields: Fields) -> Vec<GoldMention> {
    struct OpenPart {
        id: String,
        of: usize,
        index: usize,
        kind: String,
        first: usize,
    }
    // Id and type of an opening bracket's fields.
    let read = |label: &'_ str| {
        let field = |at: usize| label.split('-').nth(at).unwrap_or("").to_string();
        (field(fields.id), field(fields.kind))
    };
    let mut done: Vec<(GoldMention, usize, usize)> = Vec::new();
    let mut open: Vec<OpenPart> = Vec::new();
    let mut finish = |id: &str, kind: &str, index: usize, of: usize, span: (usize, usize)| {
        // A later part joins the last mention of this entity that waits for it.
        if index > 1
            && let Some((mention, seen, _)) = done.iter_mut().rev().find(|(mention, seen, all)| {
                mention.entity == id && *seen == index - 1 && *all == of
            })
        {
            mention.parts.push(span);
            *seen = index;
            return;
        }
        let mention = GoldMention {
            entity: id.to_string(),
            kind: kind.to_string(),
            parts: vec![span],
        };
        done.push((mention, index, of));
    };
    for (at, word) in sentence.words.iter().enumerate() {
        let Some(value) = word
            .misc
            .split('|')
            .find_map(|item| item.strip_prefix("Entity="))
        else {
            continue;
        };
        for piece in pieces(value) {
            match piece {
                Piece::Single(label) => {
                    let (id, kind) = read(label);
                    let (id, index, of) = part(&id);
                    finish(id, &kind, index, of, (at, at));
                }
                Piece::Open(label) => {
                    let (id, kind) = read(label);
                    let (id, index, of) = part(&id);
                    open.push(OpenPart {
                        id: id.to_string(),
                        of,
                        index,
                        kind,
                        first: at,
                    });
                }
                Piece::Close(label) => {
                    // A closing may repeat all fields; only the id counts.
                    let id = label.split('-').nth(fields.id).unwrap_or(label);
                    let id = if id.is_empty() { label } else { id };
                    let (id, index, _) = part(id);
                    let found = open
                        .iter()
                        .rposition(|part| part.id == id && part.index == index);
                    if let Some(found) = found {
                        let part = open.remove(found);
                        finish(&part.id, &part.kind, part.index, part.of, (part.first, at));
                    }
                }
            }
        }
    }
    let mut mentions: Vec<GoldMention> = done.into_iter().map(|(mention, _, _)| mention).collect();
    mentions.sort_by(|a, b| {
        (a.first(), std::cmp::Reverse(a.last()), &a.entity).cmp(&(
            b.first(),
            std::cmp::Reverse(b.last()),
            &b.entity,
        ))
    });
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::conllu::read;
    use crate::gold::{read_text, shared};

    /// A sentence of words `w1 w2 …` with these MISC values; every word hangs on the first.
    fn sentence(misc: &[&str]) -> GoldSentence {
        let lines: String = misc
            .iter()
            .enumerate()
            .map(|(at, misc)| {
                let (head, relation) = if at == 0 { (0, "root") } else { (1, "dep") };
                format!(
                    "{}\tw{at}\tw\tPROPN\tNNP\t_\t{head}\t{relation}\t_\t{misc}\n",
                    at + 1
                )
            })
            .collect();
        read(&lines).0.remove(0).sentences.remove(0)
    }

    type Found = (String, String, Vec<(usize, usize)>);

    fn found(misc: &[&str]) -> Vec<Found> {
        mentions(&sentence(misc), Fields { id: 0, kind: 1 })
            .into_iter()
            .map(|mention| (mention.entity, mention.kind, mention.parts))
            .collect()
    }

    fn mention(entity: &str, kind: &str, parts: &[(usize, usize)]) -> Found {
        (entity.into(), kind.into(), parts.to_vec())
    }

    #[test]
    fn nested_and_single() {
        assert_eq!(
            found(&[
                "Entity=(1-person-new-cf1-2-coref(2-place-giv:act-cf2-1-coref)",
                "Entity=1)|SpaceAfter=No",
                "_",
                "Entity=(2-place-giv:act-cf2-1-coref-Somewhere)",
            ]),
            [
                mention("1", "person", &[(0, 1)]),
                mention("2", "place", &[(0, 0)]),
                mention("2", "place", &[(3, 3)]),
            ]
        );
    }

    #[test]
    fn several_close_together_and_one_opens() {
        assert_eq!(
            found(&[
                "Entity=(8-organization-new-x(9-place-new-x",
                "SpaceAfter=No|Entity=9)8)(7-person-new-x",
                "Entity=7)",
            ]),
            [
                mention("8", "organization", &[(0, 1)]),
                mention("9", "place", &[(0, 1)]),
                mention("7", "person", &[(1, 2)]),
            ]
        );
    }

    #[test]
    fn an_entity_within_itself() {
        assert_eq!(
            found(&[
                "Entity=(3-person-x",
                "Entity=(3-person-y",
                "Entity=3)",
                "Entity=3)"
            ]),
            [
                mention("3", "person", &[(0, 3)]),
                mention("3", "person", &[(1, 2)])
            ]
        );
    }

    #[test]
    fn discontinuous() {
        assert_eq!(
            found(&[
                "Entity=(e4[1/2]-organization-new",
                "Entity=e4[1/2])",
                "_",
                "Entity=(e4[2/2]-organization-new)",
            ]),
            [mention("e4", "organization", &[(0, 1), (3, 3)])]
        );
    }

    #[test]
    fn unbalanced_brackets_are_dropped() {
        assert_eq!(found(&["Entity=(1-person-x", "Entity=2)"]), []);
    }

    #[test]
    fn field_order_from_the_header() {
        let text = "# newdoc id = d\n# global.Entity = etype-eid-minspan\n\
                    1\tAnn\tAnn\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(person-e1-1)\n";
        let (documents, _) = read(text);
        let fields = Fields::of(&documents[0]);
        let found = mentions(&documents[0].sentences[0], fields);
        assert_eq!(
            (found[0].entity.as_str(), found[0].kind.as_str()),
            ("e1", "person")
        );
    }

    #[test]
    fn gum_brackets_all_close() {
        let Some(path) = shared("treebanks/en_gum-dev.conllu.gz") else {
            return;
        };
        let text = read_text(&path).expect("readable");
        let opened = text
            .lines()
            .filter_map(|line| line.split('\t').nth(9))
            .flat_map(|misc| misc.split('|'))
            .filter_map(|item| item.strip_prefix("Entity="))
            .map(|value| value.matches('(').count())
            .sum::<usize>();
        let (documents, _) = read(&text);
        let read: usize = documents
            .iter()
            .flat_map(|document| {
                let fields = Fields::of(document);
                document
                    .sentences
                    .iter()
                    .map(move |s| mentions(s, fields).len())
            })
            .sum();
        assert_eq!(read, opened);
        assert!(read > 5000);
    }
}
