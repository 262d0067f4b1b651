//! One phrase read by itself: its head, the words before it and its complements.

use super::context::{self, Context};
use super::dictionary;
use super::findings::{Findings, Piece};
use super::modifiers::{self, Modifiers, words};
use super::reading::Reading;
use super::reading::Strength;
use crate::mentions::{core, phrase_end};
use crate::places::Places;
use crate::tree::{Tree, is_capitals, lower};
use demarche_knowledge::actors::{ActorKnowledge, LandKind, Letters, Sense};
use demarche_story::{EntityKind, Relation, Upos, Xpos};
use jiff::civil::Date;

/// What reading a phrase needs beside the sentence.
pub struct Reader<'a> {
    /// The knowledge.
    pub known: &'a ActorKnowledge,
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// What was found in each sentence.
    pub findings: &'a [Findings],
    /// Countries of the story.
    pub context: &'a Context,
    /// Its place names, for towns that people are from.
    pub places: &'a Places,
    /// Day of the story.
    pub day: Option<Date>,
}

/// Nouns that only count or group what follows "of".
const PARTITIVES: &[&str] = &[
    "dozen",
    "hundred",
    "thousand",
    "million",
    "score",
    "number",
    "majority",
    "minority",
    "handful",
    "couple",
    "pair",
    "group",
    "crowd",
    "series",
    "rest",
    "half",
    "third",
    "quarter",
    "percent",
    "one",
    "two",
    "three",
    "four",
    "five",
    "some",
    "many",
    "most",
    "all",
    "both",
    "several",
    "few",
    "none",
    "any",
    "each",
    "part",
    "lot",
    "plenty",
    "ten",
    "other",
    "another",
    "generation",
    "wave",
    "mob",
    "kind",
    "type",
    "row",
    "bunch",
    "contingent",
    "convoy",
    "throng",
    "tens",
    "mass",
    "band",
    "proportion",
    "total",
    "hand",
    "batch",
    "list",
    "string",
    "those",
    "remainder",
    "section",
];

/// The head of what follows "of" behind a word that only counts: "thousands of *students*".
pub fn partitive(tree: &Tree<'_>, head: usize) -> Option<usize> {
    let of = tree
        .children_by(head, &[Relation::Nmod])
        .find(|child| tree.case(*child).as_deref() == Some("of"))?;
    let token = tree.token(head);
    let counts = token.upos == Upos::Num
        || PARTITIVES.contains(&&*lower(&token.lemma))
        || PARTITIVES.contains(&tree.word(head));
    counts.then_some(of)
}

impl Reader<'_> {
    /// Reads the phrase headed by token `head` of a sentence.
    pub fn read(&self, sentence: usize, head: usize, depth: usize) -> Reading {
        let tree = &self.trees[sentence];
        let token = tree.token(head);
        // "the WHO" is no pronoun.
        let pronoun = token.upos == Upos::Pron
            && !PARTITIVES.contains(&tree.word(head))
            && !is_capitals(&token.form);
        if depth > 4 || pronoun {
            return Reading::default();
        }
        if let Some(inner) = partitive(tree, head) {
            let mut reading = self.read(sentence, inner, depth + 1);
            if !reading.is_empty() {
                reading.because(format!("of: {}", tree.token(head).form));
                return reading;
            }
        }
        let (first, last) = core(tree, head);
        let end = phrase_end(tree, head, 0).max(last);
        // A known name may reach further than the tree has it: "Doctors Without Borders".
        let named = self.findings[sentence]
            .within(first, end + 4)
            .filter(|f| f.first <= head && head <= f.last && f.meaning.letters != Letters::Any)
            .map(|f| f.last)
            .max()
            .unwrap_or(end);
        let end = end.max(named);
        let first = self.with_nationality(sentence, self.joint_phrase(sentence, head, first));
        let pieces = self.findings[sentence].pieces(first, end);
        let run_first = head;
        let entered = dictionary::piece(&pieces, head, last);
        let person = entered.is_none() && self.is_person_name(tree, head, last, &pieces);
        let head_piece = pieces
            .iter()
            .find(|p| p.covers(head) && p.last >= last && !person);
        let possessors = self.possessors(tree, first, head);
        if is_national_state(tree, &self.findings[sentence], head) {
            let mods = modifiers::read(tree, &pieces, head, &[], self.known);
            if let Some((code, by)) = mods.country {
                let mut reading = Reading {
                    strength: Strength::Placed,
                    sectors: vec!["GOV".into()],
                    ..Reading::default()
                };
                reading.because(format!("nationality: {by} state -> {code} GOV"));
                reading.country = Some(code);
                return reading;
            }
        }
        let start = head_piece.map_or(run_first, |p| p.first);
        if let Some(piece) = head_piece {
            let excluded: Vec<(usize, usize)> = possessors
                .iter()
                .filter(|p| p.1 < piece.first)
                .map(|p| (p.0, p.1))
                .collect();
            let mods = modifiers::read(tree, &pieces, start, &excluded, self.known);
            let owner = possessors
                .iter()
                .rev()
                .find(|p| p.1 < piece.first)
                .map(|p| p.1)
                .or_else(|| self.ruler_before(tree, piece.first, &pieces));
            if let Some((piece, id)) = entered {
                return self.by_dictionary(sentence, head, piece, id, &pieces, mods, owner, depth);
            }
            return self.by_piece(sentence, head, piece, mods, owner, end, depth);
        }
        let excluded: Vec<(usize, usize)> = possessors.iter().map(|p| (p.0, p.1)).collect();
        if person {
            return self.by_name(sentence, head, last, &pieces, &excluded, &possessors, depth);
        }
        self.by_unknown(sentence, head, last, &pieces, &excluded)
    }

    /// The first token of a phrase with the nationality right before it, whatever the parser hung
    /// that on: adjectives stand nowhere else.
    fn with_nationality(&self, sentence: usize, first: usize) -> usize {
        let Some(before) = first.checked_sub(1) else {
            return first;
        };
        self.findings[sentence]
            .within(before.saturating_sub(2), before)
            .filter(|f| f.last == before && f.meaning.sense == Sense::LandAdjective)
            .map(|f| f.first)
            .min()
            .unwrap_or(first)
    }

    /// "UK defence and foreign ministers": where the phrase begins whose noun the second half has.
    fn joint_phrase(&self, sentence: usize, head: usize, first: usize) -> usize {
        let tree = &self.trees[sentence];
        let half = tree.head(head).filter(|half| {
            tree.relation(head) == Relation::Conj
                && *half < first
                && first - *half == 2
                && tree.token(first - 1).upos == Upos::Cconj
                && tree.token(head).xpos == Xpos::Nns
                && (matches!(tree.token(*half).xpos, Xpos::Nn | Xpos::Jj)
                    || !starts_upper(&tree.token(*half).form)
                        && tree.token(*half).xpos != Xpos::Nns)
        });
        let Some(half) = half else { return first };
        let names = self.findings[sentence]
            .within(half, half)
            .any(|f| !matches!(f.meaning.sense, Sense::Modifier));
        if names { first } else { half }
    }

    /// "The Assad regime", "the Merkel government": the family name right before a body.
    fn ruler_before(&self, tree: &Tree<'_>, body: usize, pieces: &[Piece]) -> Option<usize> {
        let name = body.checked_sub(1)?;
        let token = tree.token(name);
        let fits = token.xpos == Xpos::Nnp
            && matches!(tree.relation(name), Relation::Compound | Relation::NmodDesc)
            && self.known.scene.of_rulers.contains(tree.lemma(body))
            && !pieces.iter().any(|piece| piece.covers(name))
            && !self.known.by_surname(&token.form.to_lowercase()).is_empty();
        fits.then_some(name)
    }

    /// The country that a people is in or from by the words behind it.
    fn place_of(&self, sentence: usize, head: usize, depth: usize) -> Option<(String, String)> {
        let tree = &self.trees[sentence];
        tree.children_by(head, &[Relation::Nmod])
            .filter(|child| *child > head)
            .filter(|child| matches!(tree.case(*child).as_deref(), Some("in" | "of" | "from")))
            .find_map(|child| {
                let of = self.read(sentence, child, depth + 1);
                let land = of.sectors.is_empty() && of.person.is_none();
                let code = of.country.filter(|_| land)?;
                Some((code, format!("in {}", tree.token(child).form)))
            })
    }

    /// Possessors before the head: first and last token of each.
    fn possessors(&self, tree: &Tree<'_>, first: usize, head: usize) -> Vec<(usize, usize)> {
        (first..head)
            .filter(|token| tree.relation(*token) == Relation::NmodPoss)
            .map(|token| {
                let (from, last) = core(tree, token);
                (from, last.max(token).max(phrase_end(tree, token, 0)))
            })
            .filter(|(_, last)| *last < head)
            .collect()
    }

    /// Whether the phrase is a person's name.
    fn is_person_name(&self, tree: &Tree<'_>, head: usize, last: usize, pieces: &[Piece]) -> bool {
        let token = tree.token(head);
        if !matches!(token.upos, Upos::Propn | Upos::X | Upos::Noun) || !starts_upper(&token.form) {
            return false;
        }
        let covering = pieces.iter().find(|p| p.covers(last));
        if let Some(piece) = covering {
            if piece.meaning(&[Sense::Person]).is_some() {
                return true;
            }
            // All of the name is one known phrase: an organisation or a land.
            if piece.first <= head {
                let entity = entity_at(tree, head);
                let by_title = tree.child(head, &[Relation::NmodDesc]).is_some()
                    || title_before(pieces, piece.first, self.known);
                // "Fleming" after "Jeremy Fleming" is nobody of Flanders.
                let surname = piece.first == last
                    && piece
                        .meanings
                        .iter()
                        .all(|m| m.sense == Sense::LandPeople && !m.plural)
                    && tree.child(head, &[Relation::Det]).is_none()
                    && self.context.full_name(&token.form).is_some();
                if surname {
                    return true;
                }
                let single = piece
                    .meaning(&[Sense::LandName, Sense::LandPlace, Sense::LandCapital])
                    .is_some();
                return single && by_title && entity == Some(EntityKind::Person);
            }
            // A title run into the name ("Minister Lavrov" as one flat name) is left to the title.
        }
        if token.upos == Upos::Noun {
            return false;
        }
        match entity_at(tree, head) {
            Some(EntityKind::Person) => true,
            Some(_) => false,
            None => {
                let surname = tree.token(last).form.to_lowercase();
                tree.child(head, &[Relation::NmodDesc]).is_some()
                    || !self.known.by_surname(&surname).is_empty()
                    || (last > head && covering.is_none())
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    fn by_piece(
        &self,
        sentence: usize,
        head: usize,
        piece: &Piece,
        mods: Modifiers,
        owner: Option<usize>,
        end: usize,
        depth: usize,
    ) -> Reading {
        let tree = &self.trees[sentence];
        let modifies = matches!(
            tree.relation(head),
            Relation::Amod | Relation::Compound | Relation::NmodDesc
        ) || tree.token(head).upos == Upos::Adj
            && tree.relation(head) != Relation::Nsubj;
        let plural = matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps);
        let order: &[Sense] = if modifies {
            &[
                Sense::LandName,
                Sense::LandAdjective,
                Sense::LandPeople,
                Sense::LandCapital,
                Sense::LandSeat,
                Sense::Organisation,
                Sense::OrganisationMember,
                Sense::LandPlace,
                Sense::Role,
                Sense::Title,
            ]
        } else if plural {
            &[
                Sense::LandName,
                Sense::LandPeople,
                Sense::OrganisationMember,
                Sense::Organisation,
                Sense::Role,
                Sense::LandSeat,
                Sense::LandCapital,
                Sense::LandPlace,
                Sense::LandAdjective,
                Sense::Title,
            ]
        } else {
            &[
                Sense::LandName,
                Sense::LandCapital,
                Sense::LandSeat,
                Sense::Organisation,
                Sense::Role,
                Sense::LandPeople,
                Sense::OrganisationMember,
                Sense::LandPlace,
                Sense::LandAdjective,
                Sense::Title,
            ]
        };
        let Some(meaning) = order.iter().find_map(|sense| piece.meaning(&[*sense])) else {
            return Reading::default();
        };
        let said = words(tree, piece.first, piece.last);
        // "Ethnic Albanians" are a community, mostly of another country.
        let ethnic = piece
            .first
            .checked_sub(1)
            .is_some_and(|before| tree.lemma(before) == "ethnic");
        match meaning.sense {
            Sense::Role | Sense::Title => {
                let role = &self.known.roles[meaning.id as usize];
                let owner = owner.map(|owner| self.owner_head(tree, owner));
                self.by_role(sentence, head, piece, role, &said, mods, owner, end, depth)
            }
            Sense::Organisation | Sense::OrganisationMember => {
                let ids: Vec<u32> = piece
                    .meanings
                    .iter()
                    .filter(|m| matches!(m.sense, Sense::Organisation | Sense::OrganisationMember))
                    .map(|m| m.id)
                    .collect();
                let whose = match (&mods.country, owner) {
                    (Some((code, by)), _) => {
                        let mut reading = Reading {
                            country: Some(code.clone()),
                            ..Reading::default()
                        };
                        reading.because(format!("nationality: {by} -> {code}"));
                        reading
                    }
                    (None, Some(owner)) => {
                        self.read(sentence, self.owner_head(tree, owner), depth + 1)
                    }
                    (None, None) => Reading::default(),
                };
                let hint = whose.country.clone();
                match self.organisation(&ids, hint.as_deref(), sentence) {
                    Some(organisation) => {
                        let mut reading = self.of_organisation(organisation, &said, hint.clone());
                        if organisation.code.is_none() {
                            reading.because_of(&whose);
                        }
                        // "British Isis fighters" are British.
                        let across = matches!(reading.country.as_deref(), Some("IMG" | "ISM"));
                        if meaning.sense == Sense::OrganisationMember
                            && across
                            && let Some(code) = hint
                        {
                            reading.because(format!("nationality -> {code}"));
                            reading.because_of(&whose);
                            reading.country = Some(code);
                        }
                        reading
                    }
                    None => Reading::default(),
                }
            }
            sense => {
                let mut reading = self.by_land(
                    sense,
                    meaning.id,
                    &said,
                    modifies,
                    plural || meaning.plural,
                    &mods,
                    ethnic,
                );
                let land = &self.known.lands[meaning.id as usize];
                // "The Kurds in northern Syria".
                if reading.country.is_none()
                    && reading.wants_country
                    && let Some((code, by)) = self.place_of(sentence, head, depth)
                {
                    reading.because(format!("place: {by} -> {code}"));
                    reading.country = Some(code);
                    reading.wants_country = false;
                }
                let definite = tree.children_by(head, &[Relation::Det]).any(|det| {
                    matches!(tree.lemma(det), "the" | "this" | "that" | "these" | "those")
                });
                reading.anywhere = land.kind == LandKind::Religion && !definite;
                if sense == Sense::LandPeople
                    && !land.power.is_empty()
                    && reading.sectors == ["CVL"]
                    && acts_as_power(tree, head)
                {
                    reading.acts = Some(meaning.id);
                    reading.act(&self.known.lands);
                }
                if sense == Sense::LandPeople
                    && land.kind == LandKind::Country
                    && reading.sectors == ["CVL"]
                    && acts_as_state(tree, head)
                {
                    reading.sectors.clear();
                    reading.because("a whole people that acts -> its country".into());
                }
                reading
            }
        }
    }
}

/// Whether "state" is a country by the nationality before it: "the Turkish state", but no state of a union.
fn is_national_state(tree: &Tree<'_>, findings: &Findings, head: usize) -> bool {
    let nationality = head.checked_sub(1).is_some_and(|before| {
        findings
            .within(before, before)
            .any(|f| f.meaning.sense == Sense::LandAdjective)
    });
    let the = tree
        .child(head, &[Relation::Det])
        .is_some_and(|d| tree.lemma(d) == "the");
    let part = tree
        .children_by(
            head,
            &[
                Relation::Amod,
                Relation::Nmod,
                Relation::Compound,
                Relation::Appos,
            ],
        )
        .any(|child| {
            child + 1 != head && tree.case(child).as_deref().is_none_or(|case| case == "of")
        });
    nationality && the && !part && tree.token(head).xpos == Xpos::Nn && tree.lemma(head) == "state"
}

/// Whether a people is spoken of as a state: "the Turks bombed the town", "signed by the Russians".
fn acts_as_state(tree: &Tree<'_>, head: usize) -> bool {
    let bare = tree.children(head).iter().all(|child| {
        matches!(
            tree.relation(*child),
            Relation::Det | Relation::Case | Relation::Conj | Relation::Cc | Relation::Punct
        ) || tree.lemma(*child) == "themselves"
            || tree.token(*child).form.eq_ignore_ascii_case("themselves")
    });
    let the = tree
        .child(head, &[Relation::Det])
        .is_some_and(|d| tree.lemma(d) == "the");
    let acts = match tree.relation(head) {
        Relation::Nsubj | Relation::OblAgent => true,
        Relation::Obl | Relation::Nmod => {
            matches!(tree.case(head).as_deref(), Some("by" | "with"))
        }
        Relation::Conj => tree.head(head).is_some_and(|first| {
            matches!(tree.relation(first), Relation::Nsubj | Relation::OblAgent)
        }),
        _ => false,
    };
    bare && the && acts
}

/// Whether a community is spoken of as one party among others: "the US partnered with the Kurds", "held by the
/// Kurds in Syria", "an offensive against the Kurds".
fn acts_as_power(tree: &Tree<'_>, head: usize) -> bool {
    let the = tree
        .child(head, &[Relation::Det])
        .is_some_and(|d| tree.lemma(d) == "the");
    let restricted = tree
        .children_by(head, &[Relation::AclRelcl, Relation::Acl])
        .any(|clause| !(head..clause).any(|t| &*tree.token(t).form == ","));
    let counted = tree
        .child(head, &[Relation::Nummod, Relation::NmodPoss])
        .is_some();
    let parts = tree
        .children_by(head, &[Relation::Nmod])
        .any(|child| !matches!(tree.case(child).as_deref(), Some("in" | "of")));
    let acts = match tree.relation(head) {
        Relation::Nsubj | Relation::OblAgent => true,
        Relation::Obl | Relation::Nmod => {
            matches!(
                tree.case(head).as_deref(),
                Some("by" | "with" | "against" | "between")
            ) || tree.case(head).as_deref() == Some("to")
                && tree
                    .head(head)
                    .is_some_and(|verb| matches!(tree.lemma(verb), "fall" | "lose" | "surrender"))
        }
        _ => false,
    };
    the && acts && !restricted && !counted && !parts
}

fn title_before(pieces: &[Piece], first: usize, known: &ActorKnowledge) -> bool {
    pieces.iter().any(|piece| {
        piece.last + 1 == first
            && piece
                .meaning(&[Sense::Title])
                .is_some_and(|m| known.roles.get(m.id as usize).is_some())
    })
}

pub(super) fn entity_at(tree: &Tree<'_>, head: usize) -> Option<EntityKind> {
    tree.sentence
        .entities
        .iter()
        .filter(|e| e.first as usize <= head && head <= e.last as usize)
        .min_by_key(|e| (u32::from(e.head as usize != head), e.last - e.first))
        .map(|e| e.kind)
}

fn starts_upper(form: &str) -> bool {
    form.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

/// The country of a phrase of the knowledge by itself, such as a dateline or a byline's place.
pub fn country_of_phrase(phrase: &str, known: &ActorKnowledge) -> Option<String> {
    known
        .phrases
        .get(phrase)
        .iter()
        .find_map(|m| context::code_of(m.sense, m.id, known))
}
