//! Where the names and nouns of the knowledge occur in a sentence.

use super::dictionary;
use demarche_knowledge::actors::{
    ActorKnowledge, Letters, Meaning, Phrases, Range, Sense, UNKNOWN, normal,
};
use demarche_story::{EntityKind, Relation, Sentence, Token, Upos};
use jiff::civil::Date;

/// One place where a phrase of the knowledge occurs, with one of its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// What it may mean.
    pub meaning: Meaning,
}

/// A stretch of a phrase with everything it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// All meanings of exactly this stretch.
    pub meanings: Vec<Meaning>,
}

impl Piece {
    /// The first meaning in one of these senses.
    pub fn meaning(&self, senses: &[Sense]) -> Option<Meaning> {
        self.meanings
            .iter()
            .copied()
            .find(|m| senses.contains(&m.sense))
    }

    /// Whether the piece covers a token.
    pub fn covers(&self, token: usize) -> bool {
        self.first <= token && token <= self.last
    }
}

/// Everything found in one sentence, in order of its start, longest first.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Looks a sentence up.
    pub fn of(sentence: &Sentence, known: &ActorKnowledge, day: Option<Date>) -> Findings {
        let words = words(sentence, &known.phrases);
        let mut all = Vec::new();
        for start in 0..words.len() {
            let mut node = 0;
            let mut found: Vec<Finding> = Vec::new();
            for (word, _, token) in &words[start..] {
                let Some(next) = known.phrases.step(node, *word) else {
                    break;
                };
                node = next;
                let (first, last) = (words[start].1, *token);
                let meanings = known.phrases.meanings(node);
                for meaning in meanings {
                    if !exists(meaning, meanings, known, day) {
                        continue;
                    }
                    if looks_right(&sentence.tokens[first..=last], meaning)
                        && is_name(sentence, first, last, meaning, known)
                        || is_worded_acronym(sentence, first, last, meaning)
                    {
                        found.push(Finding {
                            first,
                            last,
                            meaning: *meaning,
                        });
                    }
                }
            }
            found.reverse();
            all.extend(found);
        }
        if !known.dictionary.is_empty() {
            dictionary::lay_over(&mut all, sentence, known, day);
        }
        Findings { all }
    }

    /// All findings.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter()
    }

    /// Those that lie within a stretch of tokens.
    pub fn within(&self, first: usize, last: usize) -> impl Iterator<Item = &Finding> {
        let from = self.all.partition_point(|finding| finding.first < first);
        self.all[from..]
            .iter()
            .take_while(move |finding| finding.first <= last)
            .filter(move |finding| finding.last <= last)
    }

    /// The stretch cut into pieces that do not overlap: longer ones first, then those to the left.
    pub fn pieces(&self, first: usize, last: usize) -> Vec<Piece> {
        let mut inside: Vec<&Finding> = self.within(first, last).collect();
        inside.sort_by_key(|f| (std::cmp::Reverse(f.last - f.first), f.first));
        let mut pieces: Vec<Piece> = Vec::new();
        for finding in inside {
            let same = pieces
                .iter_mut()
                .find(|p| p.first == finding.first && p.last == finding.last);
            if let Some(piece) = same {
                piece.meanings.push(finding.meaning);
            } else if !pieces
                .iter()
                .any(|p| p.first <= finding.last && finding.first <= p.last)
            {
                let meanings = vec![finding.meaning];
                pieces.push(Piece {
                    first: finding.first,
                    last: finding.last,
                    meanings,
                });
            }
        }
        pieces.sort_by_key(|piece| piece.first);
        pieces
    }
}

/// The atoms of a sentence as ids of the trie, each with its token and, before that, the token
/// where a name that begins with it begins: at an Arabic article, which yields no atom itself.
pub(super) fn words(sentence: &Sentence, phrases: &Phrases) -> Vec<(u32, usize, usize)> {
    let mut words = Vec::with_capacity(sentence.tokens.len() + 4);
    let mut scratch = String::new();
    let mut article = None;
    for (index, token) in sentence.tokens.iter().enumerate() {
        if token.upos == Upos::Punct && !token.form.chars().any(char::is_alphanumeric) {
            // A comma or bracket parts phrases; hyphens, dots and quotes within names do not.
            if matches!(&*token.form, "," | ";" | ":" | "(" | ")" | "!" | "?") {
                words.push((UNKNOWN, index, index));
                article = None;
            }
            continue;
        }
        let joined = sentence.tokens.get(index + 1).is_some_and(|next| {
            next.span.start == token.span.end && matches!(&*next.form, "-" | "–" | "‐" | "‑")
        });
        // A possessive "'s" never ends a name but may stand in one ("People's Republic").
        let form: &str = if matches!(&*token.form, "'s" | "’s") {
            "s"
        } else {
            &token.form
        };
        let before = words.len();
        let first = article.take().unwrap_or(index);
        normal::atoms_of(form, joined, &mut scratch, &mut |atom| {
            words.push((phrases.word(atom), first, index));
        });
        if words.len() == before {
            article = Some(first);
        }
    }
    words
}

/// Whether a land existed on the day; one that ended still counts where nothing else is meant.
fn exists(meaning: &Meaning, all: &[Meaning], known: &ActorKnowledge, day: Option<Date>) -> bool {
    let of = |meaning: &Meaning| match meaning.sense {
        Sense::LandName
        | Sense::LandAdjective
        | Sense::LandPeople
        | Sense::LandCapital
        | Sense::LandPlace => Some(&known.lands[meaning.id as usize]),
        Sense::LandSeat => Some(&known.lands[known.seats[meaning.id as usize].land as usize]),
        _ => None,
    };
    let stands = |meaning: &Meaning| {
        of(meaning).is_some_and(|land| match day {
            Some(day) => land.range.contains(day),
            None => land.range.until.is_none(),
        })
    };
    of(meaning).is_none_or(|land| land.range == Range::default())
        || stands(meaning)
        || !all
            .iter()
            .any(|other| other.sense == meaning.sense && stands(other))
}

/// The organisation's entity that a token stands in: its first and last token.
fn organisation_at(sentence: &Sentence, token: usize) -> Option<(usize, usize)> {
    sentence
        .entities
        .iter()
        .find(|e| {
            e.kind == EntityKind::Organization
                && (e.first as usize..=e.last as usize).contains(&token)
        })
        .map(|e| (e.first as usize, e.last as usize))
}

/// Whether an organisation's name that is an ordinary word ("Shell", "Dawn") is a name here: the
/// entity tags must say so, or that it speaks.
fn is_name(
    sentence: &Sentence,
    first: usize,
    last: usize,
    meaning: &Meaning,
    known: &ActorKnowledge,
) -> bool {
    if first != last || meaning.sense != Sense::Organisation {
        return true;
    }
    let token = &sentence.tokens[first];
    let word = token.form.to_lowercase();
    if !known.scene.ordinary.contains(&*word) {
        return true;
    }
    // "The Amazon" is a river; "the Amazon warehouse" is the company's.
    let company = &*known.organisations[meaning.id as usize].kind == "company";
    let article = first
        .checked_sub(1)
        .is_some_and(|before| sentence.tokens[before].form.eq_ignore_ascii_case("the"));
    if company && article && token.relation != Relation::Compound {
        return false;
    }
    if let Some((begin, _)) = organisation_at(sentence, first) {
        // "The Kurdistan Solidarity Campaign" is another body than Poland's Solidarity.
        let longer = first
            .checked_sub(1)
            .is_some_and(|before| begin <= before && sentence.tokens[before].upos == Upos::Propn);
        return !longer;
    }
    // "Shell said": who speaks under a name is no thing.
    let verb = token.head.map(|head| &sentence.tokens[head as usize]);
    token.upos == Upos::Propn
        && token.relation == Relation::Nsubj
        && verb.is_some_and(|verb| known.scene.speech.contains(&*verb.lemma))
}

/// Whether a word is an acronym that is written as one, as British newspapers do: "Isis", "Unicef".
fn is_worded_acronym(sentence: &Sentence, first: usize, last: usize, meaning: &Meaning) -> bool {
    let token = &sentence.tokens[first];
    let mut letters = token.form.chars();
    let worded = first == last
        && meaning.letters == Letters::AllCapitals
        && token.upos == Upos::Propn
        && token.form.chars().count() >= 4
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase);
    // A part of a longer name is no acronym; nor is a first word without a tag.
    let neighbour = |at: Option<usize>| {
        at.and_then(|at| sentence.tokens.get(at))
            .is_some_and(|token| token.upos == Upos::Propn)
    };
    let tagged = organisation_at(sentence, first).is_some();
    worded
        && (first > 0 || tagged)
        && !(tagged && (neighbour(first.checked_sub(1)) || neighbour(Some(first + 1))))
}

pub(super) fn looks_right(tokens: &[Token], meaning: &Meaning) -> bool {
    let letters = || {
        tokens
            .iter()
            .flat_map(|token| token.form.chars())
            .filter(|c| c.is_alphabetic())
    };
    match meaning.letters {
        Letters::Any => true,
        Letters::Capital => tokens.iter().any(|token| {
            token
                .form
                .chars()
                .find(|c| c.is_alphabetic())
                .is_some_and(char::is_uppercase)
        }),
        Letters::AllCapitals => {
            // The plural of an acronym ends in a small s ("MPs").
            let small = letters().filter(|c| c.is_lowercase()).count();
            small == 0 || (meaning.plural && small == 1 && letters().next_back() == Some('s'))
        }
    }
}
