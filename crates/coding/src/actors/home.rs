//! Where people are from, as a clause says it: "Sarah is from Sinjar in Iraq", "her British citizenship".
//!
//! Part of [`Sharing`]: what a sentence says of somebody outside of the phrase that names them.

use super::context::{How, Naming};
use super::reading::{Reading, Strength};
use super::sharing::Sharing;
use demarche_story::{MentionClass, Relation, Xpos};

impl Sharing<'_> {
    /// Gives people whose country nobody has said the one that they are said to be of or from: what citizenship says
    /// comes before where they come from.
    pub(super) fn by_home(&self, readings: &mut [Reading]) {
        self.by_each_naming(readings, |sentence, naming| {
            (naming.how == How::Owner)
                .then(|| self.owners_of_papers(sentence, naming.first))
                .flatten()
                .or_else(|| self.citizens(sentence, naming.first))
        });
        self.by_each_naming(readings, |sentence, naming| {
            self.natives(sentence, naming.first)
        });
        self.by_each_naming(readings, |sentence, naming| {
            let (token, how) = self.dwellers(sentence, naming.first)?;
            let index = self.index.at(sentence as u32, token)?;
            let chain = &self.chains[self.chain_of[index] as usize];
            (chain.country.is_none()).then_some((token, how))
        });
    }

    /// Gives those whom `who` finds by a naming of a country that country.
    fn by_each_naming(
        &self,
        readings: &mut [Reading],
        who: impl Fn(usize, &Naming) -> Option<(usize, String)>,
    ) {
        for (sentence, namings) in self.context.namings.iter().enumerate() {
            for naming in namings {
                let Some((token, how)) = who(sentence, naming) else {
                    continue;
                };
                let tree = &self.trees[sentence];
                for person in tree.with_conjuncts(token) {
                    let Some(index) = self.index.at(tree.sentence.index, person) else {
                        continue;
                    };
                    let mention = &self.mentions[index];
                    let somebody =
                        matches!(mention.class, MentionClass::Person | MentionClass::Group);
                    let reading = &mut readings[index];
                    if !somebody || reading.country.is_some() {
                        continue;
                    }
                    reading.because(format!("{how} -> {}", naming.code));
                    reading.country = Some(naming.code.clone());
                    reading.wants_country = false;
                    reading.strength = reading.strength.max(Strength::Role);
                }
            }
        }
    }

    /// "Shikder is from Bangladesh and became a US citizen".
    fn citizens(&self, sentence: usize, nationality: usize) -> Option<(usize, String)> {
        let tree = &self.trees[sentence];
        let citizen = tree
            .head(nationality)
            .filter(|up| matches!(tree.lemma(*up), "citizen" | "national"))?;
        let becoming = tree.head(citizen).filter(|up| {
            tree.lemma(*up) == "become"
                && matches!(tree.relation(citizen), Relation::Xcomp | Relation::Obj)
        })?;
        let first = tree
            .head(becoming)
            .filter(|_| tree.relation(becoming) == Relation::Conj);
        let subject = tree
            .child(becoming, &[Relation::Nsubj])
            .or_else(|| tree.child(first?, &[Relation::Nsubj]))?;
        Some((
            subject,
            format!("became a citizen: {}", tree.token(nationality).form),
        ))
    }

    /// "Her village in Deir Ezzor province", "who fled the Damascus suburb of Ghouta".
    fn dwellers(&self, sentence: usize, place: usize) -> Option<(usize, String)> {
        let tree = &self.trees[sentence];
        let mut at = place;
        for _ in 0..4 {
            let up = tree.head(at)?;
            if self.words.dwellings.contains(tree.lemma(up)) && tree.relation(at) == Relation::Nmod
            {
                let owner = tree.child(up, &[Relation::NmodPoss])?;
                return Some((
                    owner,
                    format!("{} in {}", tree.lemma(up), tree.token(place).form),
                ));
            }
            let lives = tree.lemma(up) == "live"
                && matches!(tree.token(up).xpos, Xpos::Vbz | Xpos::Vbp)
                && tree.relation(at) == Relation::Obl
                && tree.case(at).as_deref() == Some("in");
            if lives || tree.lemma(up) == "flee" {
                let from = lives
                    || tree.relation(at) == Relation::Obj
                    || tree.relation(at) == Relation::Obl
                        && tree.case(at).as_deref() == Some("from");
                let subject = tree.child(up, &[Relation::Nsubj]).filter(|_| from)?;
                let relative = matches!(tree.token(subject).xpos, Xpos::Wp | Xpos::Wdt);
                let who = match tree.relation(up) {
                    Relation::AclRelcl if relative => tree.head(up)?,
                    _ => subject,
                };
                return Some((
                    who,
                    format!("{} {}", tree.token(up).form, tree.token(place).form),
                ));
            }
            if !matches!(
                tree.relation(at),
                Relation::Nmod
                    | Relation::Compound
                    | Relation::NmodPoss
                    | Relation::Amod
                    | Relation::Appos
            ) {
                return None;
            }
            at = up;
        }
        None
    }

    /// "The British citizenship of X", "strip X of British citizenship", "her British passport".
    fn owners_of_papers(&self, sentence: usize, nationality: usize) -> Option<(usize, String)> {
        let tree = &self.trees[sentence];
        let papers = tree.head(nationality).filter(|up| {
            tree.relation(nationality) == Relation::Amod
                && self.words.papers.contains(tree.lemma(*up))
        })?;
        let how = format!("{}: {}", tree.lemma(papers), tree.token(nationality).form);
        let of = || {
            tree.children_by(papers, &[Relation::Nmod])
                .find(|child| tree.case(*child).as_deref() == Some("of"))
        };
        let stripped = || {
            let up = tree.head(papers)?;
            match tree.relation(papers) {
                Relation::Nmod => Some(up),
                Relation::Obl => tree.child(up, &[Relation::Obj, Relation::NsubjPass]),
                _ => None,
            }
            .filter(|_| tree.case(papers).as_deref() == Some("of"))
        };
        let owner = stripped()
            .or_else(|| tree.child(papers, &[Relation::NmodPoss]))
            .or_else(of)?;
        Some((owner, how))
    }

    /// "Sarah is from Sinjar in Iraq", "who comes from Maiduguri".
    fn natives(&self, sentence: usize, place: usize) -> Option<(usize, String)> {
        let tree = &self.trees[sentence];
        // The name that a country stands behind may be the town's: "from Sinjar in Iraq".
        let up = tree.head(place).filter(|_| {
            matches!(tree.relation(place), Relation::Obl | Relation::Nmod)
                && matches!(tree.case(place).as_deref(), Some("in" | "from"))
        });
        for at in [Some(place), up].into_iter().flatten() {
            if tree.case(at).as_deref() == Some("from")
                && tree.child(at, &[Relation::Cop]).is_some()
            {
                let subject = tree.child(at, &[Relation::Nsubj])?;
                return Some((subject, format!("from {}", tree.token(at).form)));
            }
            let comes = matches!(tree.lemma(at), "come" | "hail")
                && matches!(tree.token(at).xpos, Xpos::Vbz | Xpos::Vbp)
                && tree
                    .children_by(at, &[Relation::Obl])
                    .any(|town| tree.case(town).as_deref() == Some("from"));
            if comes {
                let subject = tree.child(at, &[Relation::Nsubj])?;
                return Some((subject, format!("comes from {}", tree.token(place).form)));
            }
        }
        None
    }
}
