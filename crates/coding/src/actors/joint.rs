//! Mentions that stand for several actors: "both sides", "the two leaders", "an American-Russian clash".

use super::context;
use super::findings::{Finding, Findings};
use super::noun::partitive;
use crate::mentions::Index;
use crate::tree::{Tree, lower};
use demarche_knowledge::actors::{ActorKnowledge, SceneWords, Sense};
use demarche_story::{Actor, Mention, MentionClass, MentionKind, Relation, Upos, Xpos};

/// How many sentences back the parties may be named.
const REACH: u32 = 3;

/// Sectors of people whom two nationalities make one person: "an Iranian-American journalist".
const ONE_PERSON: &[&str] = &["CVL", "JRN", "EDU", "BUS", "REL", "LAB", "ELI"];

/// What sort of parties a joint noun takes up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parties {
    Countries,
    People,
    Any,
}

/// Story parts that joint mentions are read from.
pub struct Joint<'a> {
    /// The mentions.
    pub mentions: &'a [Mention],
    /// The same by sentence and head.
    pub index: &'a Index,
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// What was found in each sentence.
    pub findings: &'a [Findings],
    /// The knowledge.
    pub known: &'a ActorKnowledge,
}

impl Joint<'_> {
    /// Gives each joint mention its members; returns the mentions that are groups thereby.
    pub fn fill(&self, actors: &mut [Actor]) -> Vec<usize> {
        let mut groups = Vec::new();
        for index in 0..actors.len() {
            if self.is_they(index, &actors[index]) {
                let members = self.subjects_before(index, actors);
                if !members.is_empty() {
                    let actor = &mut actors[index];
                    let names: Vec<String> = members.iter().map(label).collect();
                    actor.evidence = vec![format!("joint: {}", names.join(" and "))];
                    actor.members = members;
                    groups.push(index);
                }
            } else if let Some((parties, count)) = self.asks(index) {
                let members = self.named_before(index, parties, count, actors);
                let actor = &mut actors[index];
                // Both sides are no one country's, whoever they are.
                actor.country = None;
                if !members.is_empty() {
                    let names: Vec<String> = members.iter().map(label).collect();
                    actor.evidence = vec![format!("joint: {}", names.join(" and "))];
                    actor.sector = None;
                    actor.other_sectors.clear();
                    actor.office = None;
                    actor.members = members;
                    groups.push(index);
                }
            } else if let Some(codes) = self.several(index, &actors[index]) {
                let members = codes
                    .into_iter()
                    .map(|code| {
                        let mut one = actors[index].clone();
                        one.evidence
                            .push(format!("one of several countries: {code}"));
                        one.country = Some(code);
                        one
                    })
                    .collect();
                actors[index].members = members;
            }
        }
        // Those of such a group; "officials of both countries' armies" stand before whom they belong to.
        for _ in 0..if groups.is_empty() { 0 } else { 2 } {
            for index in 0..actors.len() {
                if let Some(members) = self.of_joint(index, actors) {
                    let actor = &mut actors[index];
                    actor
                        .evidence
                        .push("joint: of several countries".to_string());
                    actor.members = members;
                    groups.push(index);
                }
            }
        }
        for index in 0..actors.len() {
            if let Some(members) = self.same_several(index, actors) {
                let actor = &mut actors[index];
                actor.evidence = vec!["joint: the same several".to_string()];
                actor.members = members;
                groups.push(index);
            }
        }
        groups
    }

    /// "Kenyan and Ugandan police … They": all of those whom the chain named just before.
    fn same_several(&self, index: usize, actors: &[Actor]) -> Option<Vec<Actor>> {
        let m = &self.mentions[index];
        let tree = &self.trees[m.sentence as usize];
        let they = matches!(tree.lemma(m.head as usize), "they" | "their" | "them");
        if m.kind != MentionKind::Pronoun || !they || !actors[index].members.is_empty() {
            return None;
        }
        let before = (0..index)
            .rev()
            .take_while(|other| m.sentence - self.mentions[*other].sentence <= REACH);
        let mut named = before.filter(|other| self.mentions[*other].chain == m.chain);
        let members = &actors[named.next()?].members;
        (members.len() > 1).then(|| members.clone())
    }

    /// "Officials of both countries", "the two sides' armies": some of each.
    fn of_joint(&self, index: usize, actors: &[Actor]) -> Option<Vec<Actor>> {
        let m = &self.mentions[index];
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        if m.kind != MentionKind::Nominal || !actors[index].members.is_empty() {
            return None;
        }
        let owner = tree.child(head, &[Relation::NmodPoss]).or_else(|| {
            tree.children_by(head, &[Relation::Nmod])
                .find(|child| tree.case(*child).as_deref() == Some("of"))
        })?;
        let owner = self.index.at(m.sentence, owner)?;
        let several = &actors[owner].members;
        let joint = actors[owner]
            .evidence
            .iter()
            .any(|step| step.starts_with("joint"));
        if !joint || several.is_empty() || several.iter().any(|one| one.country.is_none()) {
            return None;
        }
        let members = several.iter().map(|one| {
            let mut own = actors[index].clone();
            own.country.clone_from(&one.country);
            if own.sector.is_none() {
                own.sector.clone_from(&one.sector);
            }
            own
        });
        Some(members.collect())
    }

    /// What a mention asks for, and how many, if it takes up parties named before.
    fn asks(&self, index: usize) -> Option<(Parties, usize)> {
        let m = &self.mentions[index];
        let words = &self.known.scene;
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        let lemma = lower(tree.lemma(head));
        let plural = matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps);
        let joint = plural || lemma == "both" || words.pairs.contains(&*lemma);
        if m.kind == MentionKind::Name || !joint {
            return None;
        }
        let named = tree
            .children_by(head, &[Relation::Nmod, Relation::Appos, Relation::Amod])
            .any(|child| {
                tree.relation(child) != Relation::Amod && tree.case(child).as_deref() != Some("in")
                    || tree.token(child).form.starts_with(char::is_uppercase)
            });
        if named {
            return None;
        }
        if lemma == "both" && tree.relation(head) == Relation::Nsubj {
            return Some((Parties::Any, 2));
        }
        let the = tree
            .child(head, &[Relation::Det])
            .is_some_and(|d| matches!(tree.lemma(d), "the" | "these" | "those"));
        if words.pairs.contains(&*lemma) && the {
            return Some((Parties::Any, 2));
        }
        if !plural {
            return None;
        }
        let parties = parties_of(&lemma, words)?;
        let before = |form: &str| {
            tree.children(head)
                .iter()
                .any(|child| *child < head && tree.lemma(*child).eq_ignore_ascii_case(form))
        };
        let opposed = tree
            .children_by(head, &[Relation::Amod])
            .any(|child| words.opposed.contains(tree.lemma(child)));
        let count = tree.child(head, &[Relation::Nummod]).map(|n| {
            match tree.token(n).form.to_lowercase().as_str() {
                "two" | "2" => 2,
                "three" | "3" => 3,
                "four" | "4" => 4,
                _ => 0,
            }
        });
        match count {
            Some(0) => None,
            // "The two men", but "two men" are any two.
            Some(count) => {
                (the || parties == Parties::Any && lemma == "side").then_some((parties, count))
            }
            // "These states": as many as were named.
            None if parties == Parties::Countries
                && tree
                    .child(head, &[Relation::Det])
                    .is_some_and(|d| tree.token(d).form.eq_ignore_ascii_case("these")) =>
            {
                Some((parties, 0))
            }
            None if before("both") => Some((parties, 2)),
            None if the && opposed => Some((parties, 2)),
            None if the && matches!(&*lemma, "neighbour" | "neighbor") => Some((parties, 2)),
            None if before("all") && matches!(&*lemma, "side" | "party") => Some((parties, 2)),
            None => None,
        }
    }

    /// Whether a mention is a "they" that coreference found nobody for.
    fn is_they(&self, index: usize, actor: &Actor) -> bool {
        let m = &self.mentions[index];
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        m.kind == MentionKind::Pronoun
            && !actor.is_resolved()
            && tree.lemma(head) == "they"
            && matches!(tree.relation(head), Relation::Nsubj | Relation::NsubjPass)
    }

    /// The two coordinated subjects of the sentence before: "Iran and Iraq … They agreed".
    fn subjects_before(&self, index: usize, actors: &[Actor]) -> Vec<Actor> {
        let here = &self.mentions[index];
        let Some(sentence) = here.sentence.checked_sub(1) else {
            return Vec::new();
        };
        let tree = &self.trees[sentence as usize];
        let candidates: Vec<usize> = (0..index)
            .filter(|other| {
                let m = &self.mentions[*other];
                if m.sentence != sentence {
                    return false;
                }
                let head = m.head as usize;
                let subject = match tree.relation(head) {
                    Relation::Conj => tree.head(head).map(|up| tree.relation(up)),
                    own => Some(own),
                };
                matches!(subject, Some(Relation::Nsubj | Relation::NsubjPass))
                    && self.can_be(*other, Parties::Any, &actors[*other])
            })
            .collect();
        self.coordinated(&candidates, 2, Parties::Any, actors)
            .or_else(|| self.who_met(sentence, index, actors))
            .unwrap_or_default()
    }

    /// "Abiy flew to Asmara to meet Isaias. They agreed": two people of whom one meets the other.
    fn who_met(&self, sentence: u32, index: usize, actors: &[Actor]) -> Option<Vec<Actor>> {
        let tree = &self.trees[sentence as usize];
        let meets = (0..tree.len()).find(|verb| {
            matches!(
                tree.lemma(*verb),
                "meet" | "host" | "receive" | "visit" | "call"
            ) && tree.token(*verb).upos == Upos::Verb
        })?;
        let person = |token: usize| {
            let other = self.index.at(sentence, token)?;
            let person = self.mentions[other].class == MentionClass::Person;
            (person && other < index && actors[other].is_resolved()).then_some(other)
        };
        let met = tree.child(meets, &[Relation::Obj]).and_then(person)?;
        let doer = std::iter::successors(Some(meets), |verb| {
            matches!(
                tree.relation(*verb),
                Relation::Xcomp | Relation::Advcl | Relation::Conj
            )
            .then(|| tree.head(*verb))
            .flatten()
        })
        .take(4)
        .find_map(|verb| tree.child(verb, &[Relation::Nsubj]))
        .and_then(person)?;
        distinct(&[doer, met], 2, false, Parties::People, actors)
    }

    /// The parties that are named nearest before a mention.
    fn named_before(
        &self,
        index: usize,
        parties: Parties,
        count: usize,
        actors: &[Actor],
    ) -> Vec<Actor> {
        let here = &self.mentions[index];
        for back in 0..=REACH {
            let Some(sentence) = here.sentence.checked_sub(back) else {
                break;
            };
            let candidates: Vec<usize> = (0..self.mentions.len())
                .filter(|other| {
                    let m = &self.mentions[*other];
                    m.sentence == sentence && (back > 0 || m.head < here.head)
                })
                .filter(|other| self.can_be(*other, parties, &actors[*other]))
                .collect();
            // Parties that were taken up there already are taken up again.
            if let Some(joint) = (0..self.mentions.len()).rev().find(|other| {
                let m = &self.mentions[*other];
                m.sentence == sentence && *other < index && actors[*other].members.len() == count
            }) && parties == Parties::Any
            {
                return actors[joint].members.clone();
            }
            // "Two British fighters … the two men".
            let so_many = |other: &usize| {
                let m = &self.mentions[*other];
                m.sentence == sentence
                    && m.kind == MentionKind::Nominal
                    && m.class == MentionClass::Group
                    && count > 0
                    && m.number == Some(count as u64)
                    && actors[*other].is_resolved()
            };
            let pair = self.known.scene.pairs.contains(&*lower(
                self.trees[here.sentence as usize].lemma(here.head as usize),
            ));
            if (parties == Parties::People || pair && back > 0)
                && let Some(several) = (0..index).rev().find(so_many)
            {
                return vec![actors[several].clone()];
            }
            let found = self
                .coordinated(&candidates, count, parties, actors)
                .or_else(|| self.of_one_verb(&candidates, count, parties, actors))
                .or_else(|| distinct(&candidates, count, true, parties, actors));
            if let Some(found) = found {
                return found;
            }
        }
        Vec::new()
    }

    fn can_be(&self, index: usize, parties: Parties, actor: &Actor) -> bool {
        let m = &self.mentions[index];
        let across = matches!(
            actor.country.as_deref(),
            Some("IGO" | "UNO" | "NGO" | "MNC")
        );
        match parties {
            Parties::People => {
                let holds = m.kind == MentionKind::Name && actor.office.is_some();
                (m.class == MentionClass::Person || holds) && m.kind != MentionKind::Pronoun
            }
            Parties::Countries => actor.country.is_some() && !across,
            Parties::Any => {
                let modifies = matches!(
                    self.trees[m.sentence as usize].relation(m.head as usize),
                    Relation::NmodDesc
                );
                actor.is_resolved() && !modifies && m.kind != MentionKind::Pronoun
            }
        }
    }

    /// "X and Y": conjuncts of one another, all of them and no more.
    fn coordinated(
        &self,
        candidates: &[usize],
        count: usize,
        parties: Parties,
        actors: &[Actor],
    ) -> Option<Vec<Actor>> {
        candidates.iter().rev().find_map(|first| {
            let m = &self.mentions[*first];
            let tree = &self.trees[m.sentence as usize];
            let mut joined = vec![*first];
            joined.extend(candidates.iter().copied().filter(|other| {
                let head = self.mentions[*other].head as usize;
                tree.relation(head) == Relation::Conj && tree.head(head) == Some(m.head as usize)
            }));
            let count = if count == 0 { joined.len() } else { count };
            (count > 1)
                .then(|| distinct(&joined, count, false, parties, actors))
                .flatten()
        })
    }

    /// Who does something and with or to whom, of one verb or noun.
    fn of_one_verb(
        &self,
        candidates: &[usize],
        count: usize,
        parties: Parties,
        actors: &[Actor],
    ) -> Option<Vec<Actor>> {
        let under = |index: usize| {
            let m = &self.mentions[index];
            let tree = &self.trees[m.sentence as usize];
            let head = m.head as usize;
            let relation = tree.relation(head);
            let counts = matches!(
                relation,
                Relation::Nsubj
                    | Relation::NsubjPass
                    | Relation::Obj
                    | Relation::Iobj
                    | Relation::OblAgent
            ) || matches!(relation, Relation::Obl | Relation::Nmod)
                && tree
                    .case(head)
                    .is_some_and(|case| matches!(&*case, "with" | "against" | "by" | "to"));
            tree.head(head).filter(|_| counts)
        };
        candidates.iter().rev().find_map(|first| {
            let verb = under(*first)?;
            let joined: Vec<usize> = candidates
                .iter()
                .copied()
                .filter(|other| {
                    self.mentions[*other].sentence == self.mentions[*first].sentence
                        && under(*other) == Some(verb)
                })
                .collect();
            distinct(&joined, count, false, parties, actors)
        })
    }

    /// The countries of "American-Russian", "US-Turkish" before or at a mention's head, or of
    /// "Russian, Iranian and Syrian" before a plural.
    fn several(&self, index: usize, actor: &Actor) -> Option<Vec<String>> {
        let m = &self.mentions[index];
        let own = actor.country.as_deref()?;
        // An office is one person's as well; "patrol" and "delegation" are roles without one.
        let one_person = m.kind == MentionKind::Name && m.class == MentionClass::Person;
        if one_person || !actor.members.is_empty() {
            return None;
        }
        let citizens = actor
            .sector
            .as_deref()
            .is_some_and(|sector| ONE_PERSON.contains(&sector));
        let tree = &self.trees[m.sentence as usize];
        // "Hundreds of Senegalese and Malian migrants".
        let head = partitive(tree, m.head as usize).unwrap_or(m.head as usize);
        // "Kenyan and Ugandan police" are many as well.
        let plural = matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps)
            || m.kind == MentionKind::Nominal
                && matches!(m.class, MentionClass::Group | MentionClass::Organization);
        let findings = &self.findings[m.sentence as usize];
        let lands = |last: usize| {
            findings
                .within(last.saturating_sub(2), last)
                .filter(|f| f.last == last && adjective(tree, f))
                .filter(|f| !context::is_aside(tree, findings, f, self.known))
                .find_map(|f| {
                    let code = context::code_of(f.meaning.sense, f.meaning.id, self.known)?;
                    Some((f.first, code))
                })
        };
        // The last nationality before the head, at most two words before it, or the head itself.
        let (mut first, code) = (head.saturating_sub(3)..=head)
            .rev()
            .take_while(|at| *at == head || !matches!(&*tree.token(*at).form, "," | "and" | "of"))
            .find_map(lands)?;
        let mut codes = vec![code];
        while let Some(link) = first.checked_sub(1) {
            let joined = match &*tree.token(link).form {
                "-" | "–" | "‐" | "‑" | "/" => !citizens,
                "and" | "," => plural && head > first,
                _ => false,
            };
            // "Russian, and Syrian": a comma may stand before the "and".
            let before = link.checked_sub(1).map(|before| {
                let comma = &*tree.token(link).form == "and" && &*tree.token(before).form == ",";
                before - usize::from(comma && before > 0)
            });
            let Some((start, code)) = before.filter(|_| joined).and_then(lands) else {
                break;
            };
            if !codes.contains(&code) {
                codes.push(code);
            }
            first = start;
        }
        codes.reverse();
        // Nothing else may say whose it is.
        (codes.len() > 1 && codes.iter().any(|code| code == own)).then_some(codes)
    }
}

/// Whether a land's words can stand as an adjective: "Turkish", "US", but not "Turkey".
fn adjective(tree: &Tree<'_>, finding: &Finding) -> bool {
    match finding.meaning.sense {
        Sense::LandAdjective => true,
        Sense::LandName => (finding.first..=finding.last).all(|token| {
            tree.token(token)
                .form
                .chars()
                .all(|c| c.is_uppercase() || c == '.')
        }),
        _ => false,
    }
}

fn parties_of(lemma: &str, words: &SceneWords) -> Option<Parties> {
    if words.joint_countries.contains(lemma) {
        Some(Parties::Countries)
    } else if words.joint_people.contains(lemma) {
        Some(Parties::People)
    } else if words.joint_any.contains(lemma) {
        Some(Parties::Any)
    } else {
        None
    }
}

/// The different actors of some mentions, if they are exactly so many; with `strict` no further one
/// may stand beside them.
fn distinct(
    mentions: &[usize],
    count: usize,
    strict: bool,
    parties: Parties,
    actors: &[Actor],
) -> Option<Vec<Actor>> {
    let mut found: Vec<Actor> = Vec::new();
    for index in mentions {
        let actor = &actors[*index];
        let mut one = actor.clone();
        one.members = Vec::new();
        if parties == Parties::Countries {
            one.sector = None;
            one.other_sectors = Vec::new();
            one.office = None;
            if actor.sector.is_some() {
                one.name = None;
            }
        }
        let same = |other: &Actor| match (parties, &other.name, &one.name) {
            (Parties::Countries, ..) => other.country == one.country,
            // Two ministers of one country are two people.
            (_, Some(a), Some(b)) => a == b,
            _ => {
                // A country and its government are one party.
                other.country == one.country
                    && (other.sector == one.sector
                        || other.country.is_some()
                            && (one.sector.is_none() || other.sector.is_none()))
            }
        };
        if !found.iter().any(same) {
            found.push(one);
        }
    }
    let fits = found.len() == count || !strict && found.len() > count && count > 2;
    fits.then_some(found)
}

fn label(actor: &Actor) -> String {
    let codes: Vec<&str> = [actor.country.as_deref(), actor.sector.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    codes.join(" ")
}
