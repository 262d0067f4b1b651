//! What the clause that a role stands in says of its country: who acts in it, who is dealt with, who stands beside.
//!
//! Part of [`Weighing`]: each finds a country that speaks for or against.

use super::context::{How, Naming};
use super::reading::Reading;
use super::scene::{Weighing, is_official, is_politician};
use crate::actors::noun::partitive;
use crate::tree::Tree;
use demarche_story::{EntityKind, Mention, Relation, Upos};

impl<'a> Weighing<'a> {
    /// Of whose side a role is by who acts or speaks: a parliament or cabinet that a leader turns to is
    /// the leader's own, "the president" in an official's words the official's.
    pub(super) fn by_side(
        &self,
        m: &Mention,
        reading: &Reading,
        speaker: Option<&'a Reading>,
    ) -> Option<(&'a str, i32, &'static str)> {
        let heads = matches!(
            reading.kind.as_deref(),
            Some("head-of-state" | "head-of-government")
        );
        if heads {
            return speaker
                .filter(|speaker| is_official(speaker))
                .and_then(|speaker| speaker.country.as_deref())
                .map(|code| (code, 400, "the speaker's own"));
        }
        // "The government", "ministers" in a politician's words are the politician's own.
        let politics = matches!(
            reading.office.as_deref(),
            Some("government" | "cabinet" | "parliament" | "minister")
        );
        if politics
            && let Some(code) = speaker
                .filter(|speaker| is_politician(speaker))
                .and_then(|speaker| speaker.country.as_deref())
        {
            return Some((code, 900, "the politician's own"));
        }
        let inner = reading
            .sectors
            .first()
            .is_some_and(|sector| sector == "LEG")
            || reading.office.as_deref() == Some("cabinet");
        let tree = &self.trees[m.sentence as usize];
        let commanded = tree.relation(m.head as usize) == Relation::Obj
            && tree
                .head(m.head as usize)
                .is_some_and(|verb| self.words.command.contains(tree.lemma(verb)));
        let armed = reading
            .sectors
            .first()
            .is_some_and(|sector| matches!(sector.as_str(), "MIL" | "COP"));
        // "Syrian state media said air defences shot down a missile".
        let states = speaker.filter(|speaker| {
            let medium = speaker
                .sectors
                .first()
                .is_some_and(|sector| sector == "JRN");
            medium
                && speaker
                    .office
                    .as_deref()
                    .is_some_and(|noun| noun.starts_with("state"))
        });
        if armed && let Some(code) = states.and_then(|medium| medium.country.as_deref()) {
            return Some((code, 500, "the state medium's own"));
        }
        let turned_to = inner || commanded && armed;
        if !turned_to && !politics {
            return None;
        }
        let mut at = m.head as usize;
        for _ in 0..6 {
            let up = tree
                .head(at)
                .filter(|_| tree.relation(at) != Relation::Ccomp)?;
            let subject = tree
                .child(up, &[Relation::Nsubj])
                .filter(|subject| *subject != at)
                .and_then(|subject| self.index.at(m.sentence, subject))
                .map(|subject| &self.readings[subject])
                .filter(|subject| {
                    turned_to && is_official(subject) || politics && is_politician(subject)
                });
            if let Some(code) = subject.and_then(|subject| subject.country.as_deref()) {
                return Some((code, 700, "whoever turns to it"));
            }
            at = up;
        }
        None
    }

    /// The country of the subject or possessor that does something to a mention.
    pub(super) fn done_by(&self, m: &Mention) -> Option<&'a str> {
        let tree = &self.trees[m.sentence as usize];
        let mut at = m.head as usize;
        for _ in 0..6 {
            let up = tree.head(at)?;
            let doer = tree
                .child(
                    up,
                    &[Relation::Nsubj, Relation::NmodPoss, Relation::OblAgent],
                )
                .filter(|doer| *doer != at)
                .and_then(|doer| self.index.at(m.sentence, doer))
                .and_then(|doer| self.readings[doer].country.as_deref());
            if doer.is_some() {
                return doer;
            }
            if matches!(tree.relation(at), Relation::Nsubj | Relation::NsubjPass) {
                return None;
            }
            at = up;
        }
        None
    }

    /// Whether police or courts do something to a mention: that is done at home.
    pub(super) fn is_held_by_police(&self, m: &Mention) -> bool {
        let tree = &self.trees[m.sentence as usize];
        let Some(verb) = tree.head(m.head as usize) else {
            return false;
        };
        tree.children_by(verb, &[Relation::Nsubj, Relation::OblAgent])
            .filter_map(|doer| self.index.at(m.sentence, doer))
            .any(|doer| {
                let sector = self.readings[doer].sectors.first();
                sector.is_some_and(|sector| matches!(sector.as_str(), "COP" | "JUD"))
            })
    }

    /// The countries that a role deals with as with another state: "the government accused *Iran*",
    /// "the Treasury imposed sanctions on *Iran*".
    pub(super) fn dealt_with(&self, m: &Mention) -> Vec<&'a str> {
        let tree = &self.trees[m.sentence as usize];
        // "X, a senator, accused Iran".
        let head = match tree.relation(m.head as usize) {
            Relation::Appos => tree.head(m.head as usize).unwrap_or_default(),
            _ => m.head as usize,
        };
        let verb = tree
            .head(head)
            .filter(|_| tree.relation(head) == Relation::Nsubj);
        let at = (m.sentence as usize).min(self.context.namings.len().saturating_sub(1));
        let (Some(verb), Some(namings)) = (verb, self.context.namings.get(at)) else {
            return Vec::new();
        };
        let deals = |verb: usize| {
            let lemma = tree.lemma(verb);
            self.words.dealing.contains(lemma)
                || self.words.speech.contains(lemma)
                || self.words.meeting.contains(lemma)
        };
        namings
            .iter()
            .filter(|naming| {
                // "The president told his Turkish counterpart": he is no Turk.
                if !naming.whole {
                    let other = tree.head(naming.first);
                    return other.is_some_and(|other| {
                        tree.lemma(other) == "counterpart" && tree.head(other) == Some(verb)
                    });
                }
                let relation = tree.relation(naming.first);
                let case = tree.case(naming.first);
                let against = matches!(
                    case.as_deref(),
                    Some("against" | "with" | "on" | "to" | "at" | "toward" | "towards")
                );
                let mut at = naming.first;
                for _ in 0..4 {
                    let Some(up) = tree.head(at) else {
                        return false;
                    };
                    let object = matches!(tree.relation(at), Relation::Obj | Relation::Iobj);
                    // "agreed to act against Syria"
                    let phrase = matches!(
                        tree.relation(at),
                        Relation::Obl | Relation::Nmod | Relation::Xcomp
                    );
                    if !object && !phrase {
                        return false;
                    }
                    if up == verb {
                        return match relation {
                            Relation::Obj | Relation::Iobj => deals(verb),
                            _ => against,
                        };
                    }
                    at = up;
                }
                false
            })
            .map(|naming| naming.code.as_str())
            .collect()
    }

    /// "The government launched an intervention in Syria": where outsiders act, no side of the sentence is at home.
    pub(super) fn meddled_in(&self, m: &Mention) -> impl Iterator<Item = &'a str> {
        let tree = &self.trees[m.sentence as usize];
        let words = self.words;
        self.namings(m)
            .iter()
            .filter(move |naming| {
                tree.relation(naming.first) == Relation::Nmod
                    && matches!(
                        tree.case(naming.first).as_deref(),
                        Some("in" | "into" | "on")
                    )
                    && tree
                        .head(naming.first)
                        .is_some_and(|up| words.outsiders.contains(tree.lemma(up)))
            })
            .map(|naming| naming.code.as_str())
    }

    /// The namings of a mention's sentence.
    fn namings(&self, m: &Mention) -> &'a [Naming] {
        let context: &'a super::context::Context = self.context;
        let at = (m.sentence as usize).min(context.namings.len().saturating_sub(1));
        context.namings.get(at).map_or(&[], Vec::as_slice)
    }

    /// Whether a mention's sentence says that something happens in a country.
    pub(super) fn happens_in(&self, m: &Mention, code: &str) -> bool {
        let mut sites = self.namings(m).iter().filter(|n| n.how == How::Site);
        sites.any(|site| site.code == code)
    }

    /// "Militias have killed villagers *there*": the one country that the sentence before happens in, or names.
    pub(super) fn there(&self, m: &Mention) -> Option<&'a str> {
        let tree = &self.trees[m.sentence as usize];
        let verb = tree.head(m.head as usize)?;
        // "Displaced there", "displaced by conflict there".
        (0..tree.len()).find(|token| {
            tree.lemma(*token) == "there"
                && tree.relation(*token) == Relation::Advmod
                && tree
                    .head(*token)
                    .is_some_and(|up| up == verb || tree.head(up) == Some(verb))
        })?;
        let context: &'a super::context::Context = self.context;
        let before = context.namings.get(m.sentence.checked_sub(1)? as usize)?;
        let one = |how: fn(How) -> bool| {
            let mut codes = before
                .iter()
                .filter(|n| how(n.how))
                .map(|n| n.code.as_str());
            let first = codes.next()?;
            codes.all(|code| code == first).then_some(first)
        };
        one(|how| how == How::Site).or_else(|| one(|how| how >= How::Path))
    }

    /// "The regime and the opposition", "rebels and Syrian troops": the country of whom "and" joins to a role.
    pub(super) fn beside(&self, m: &Mention) -> Option<&'a str> {
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        let first = match tree.relation(head) {
            Relation::Conj => tree.head(head)?,
            _ => head,
        };
        let mut codes = tree
            .with_conjuncts(first)
            .filter(|other| *other != head)
            .filter_map(|other| self.index.at(m.sentence, other))
            .filter_map(|other| {
                let reading = &self.readings[other];
                let own = reading.office.is_some() && reading.name.is_none();
                reading.country.as_deref().filter(|_| own)
            });
        let code = codes.next()?;
        codes.all(|other| other == code).then_some(code)
    }

    /// The country of those who harm a mention, or whom it harms, where the clause says that it happens
    /// in another, or in a place that nobody knows.
    pub(super) fn stranger_to_place(&self, m: &Mention) -> Option<&'a str> {
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        let verb = tree.head(head)?;
        if !self.words.harm.contains(tree.lemma(verb)) {
            return None;
        }
        let others: &[Relation] = match tree.relation(head) {
            Relation::Obj => &[Relation::Nsubj],
            Relation::NsubjPass => &[Relation::OblAgent, Relation::Obl],
            Relation::Nsubj => &[Relation::Obj],
            _ => return None,
        };
        let other = tree
            .children_by(verb, others)
            .map(|other| partitive(tree, other).unwrap_or(other))
            .filter_map(|other| self.index.at(m.sentence, other))
            .find_map(|other| self.readings[other].country.as_deref())?;
        let sites = || self.namings(m).iter().filter(|n| n.how == How::Site);
        let elsewhere = sites().any(|site| site.code != other);
        let home = sites().any(|site| site.code == other);
        (!home && (elsewhere || unknown_place(tree, verb))).then_some(other)
    }
}

/// Whether a verb has a phrase of place with a name that is tagged as one.
fn unknown_place(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children_by(verb, &[Relation::Obl]).any(|place| {
        let inside = tree
            .case(place)
            .is_some_and(|case| matches!(&*case, "in" | "at" | "near" | "outside"));
        let tagged = || {
            let mut entities = tree.sentence.entities.iter();
            entities.any(|e| e.kind == EntityKind::Place && e.head as usize == place)
        };
        inside && tree.token(place).upos == Upos::Propn && tagged()
    })
}
