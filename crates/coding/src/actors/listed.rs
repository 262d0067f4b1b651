//! Those whom a phrase lists: "supporters such as Jordan and Qatar", "the guarantors – Russia, Turkey and
//! Iran –", and "they" after "Iran and Iraq". A plural that says nobody's country stands for those
//! that it names.

use crate::coreference::Chain;
use crate::mentions::Index;
use crate::tree::Tree;
use demarche_knowledge::actors::SceneWords;
use demarche_story::{Actor, Mention, MentionClass, MentionKind, Relation, Upos, Xpos};

/// How far behind a plural the list of those whom it stands for may begin, in tokens.
const REACH: usize = 12;

/// A story's mentions, chains and words, to find whom a phrase lists.
pub struct Listed<'a> {
    /// The mentions.
    pub mentions: &'a [Mention],
    /// The chains.
    pub chains: &'a [Chain],
    /// The mentions by sentence and head.
    pub index: &'a Index,
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// Words of relations.
    pub words: &'a SceneWords,
}

impl Listed<'_> {
    /// Gives plurals that name nobody's country the members that they list, and pronouns those of
    /// their chain; returns the mentions that are groups thereby.
    pub fn fill(&self, actors: &mut [Actor]) -> Vec<usize> {
        let mut groups = Vec::new();
        for mention in 0..actors.len() {
            let found = match self.mentions[mention].kind {
                MentionKind::Nominal => self.named_behind(mention, actors),
                MentionKind::Pronoun => self.named_before(mention, actors),
                MentionKind::Name => None,
            };
            if let Some((members, how)) = found {
                let actor = &mut actors[mention];
                actor.evidence = vec![how];
                actor.members = members;
                groups.push(mention);
            }
        }
        groups
    }

    /// "Supporters such as Jordan", "the guarantors – Russia, Turkey and Iran –".
    fn named_behind(&self, mention: usize, actors: &[Actor]) -> Option<(Vec<Actor>, String)> {
        let m = &self.mentions[mention];
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        let people = tree.token(head).xpos == Xpos::Nns
            && matches!(m.class, MentionClass::Group | MentionClass::Organization);
        if !people || !actors[mention].members.is_empty() {
            return None;
        }
        let own = &actors[mention];
        let from_context = own.evidence.iter().any(|step| step.starts_with("context:"));
        let relational = self.words.relational.contains(tree.lemma(head));
        if own.country.is_some() && !from_context && !relational {
            return None;
        }
        let end = (head + REACH).min(tree.len());
        let (cue, first) = (head + 1..end).find_map(|at| {
            // "Assad's main backers, Iran and Russia".
            let renamed = relational && &*tree.token(at).form == ",";
            let behind = cue(tree, at).or(renamed.then_some(at + 1))?;
            (behind..(behind + 4).min(tree.len()))
                .find(|token| tree.token(*token).upos == Upos::Propn && self.names(m, *token))
                .map(|token| (at, token))
        })?;
        let verb_between =
            (head + 1..cue).any(|token| matches!(tree.token(token).upos, Upos::Verb | Upos::Aux));
        let dash = is_dash(tree, cue) || &*tree.token(cue).form == ",";
        let members = self.list(m, first, actors);
        let enough = if dash { 2 } else { 1 };
        if verb_between || members.len() < enough || !tree.sentence.is_below(first, head) {
            return None;
        }
        // "Lawmakers, including senior Republicans": what they are says more than to whom some belong.
        let same = members.iter().all(|member| member.country == own.country);
        if same && own.sector.is_some() {
            return None;
        }
        Some((members, format!("lists: {}", tree.with_fixed(cue))))
    }

    /// "They" after a list or after those whom "and" joins.
    fn named_before(&self, mention: usize, actors: &[Actor]) -> Option<(Vec<Actor>, String)> {
        let m = &self.mentions[mention];
        let tree = &self.trees[m.sentence as usize];
        if tree.lemma(m.head as usize) != "they" && tree.lemma(m.head as usize) != "their" {
            return None;
        }
        let chain = &self.chains[m.chain as usize];
        let before = chain.mentions.partition_point(|other| *other < mention);
        let last = before.checked_sub(1).map(|at| chain.mentions[at]);
        // Whom the chain names last before it; far back it is another matter.
        let antecedent = last
            .filter(|last| m.sentence - self.mentions[*last].sentence <= 2)
            .or(chain.joined)?;
        let known = &actors[antecedent].members;
        if !known.is_empty() {
            return Some((known.clone(), "joint: the same several".to_string()));
        }
        let a = &self.mentions[antecedent];
        let there = &self.trees[a.sentence as usize];
        if a.kind == MentionKind::Pronoun || m.class == MentionClass::Person {
            return None;
        }
        let joined = there
            .children_by(a.head as usize, &[Relation::Conj])
            .any(|conjunct| {
                there
                    .child(conjunct, &[Relation::Cc])
                    .is_some_and(|cc| there.lemma(cc) == "and")
            });
        // "Turkey, which sees them as": who stands inside one of them is not all of them.
        let inside =
            a.sentence == m.sentence && tree.sentence.is_below(m.head as usize, a.head as usize);
        let members = self.list(a, a.head as usize, actors);
        let vague = |member: &Actor| {
            member.country.is_none()
                || member
                    .evidence
                    .iter()
                    .any(|step| step.starts_with("context:"))
        };
        if inside || members.iter().any(vague) {
            return None;
        }
        let all = 1 + there.nominal_conjuncts(a.head as usize).len();
        (joined && members.len() > 1 && members.len() == all)
            .then(|| (members, "joint: all of them".to_string()))
    }

    /// Whether a token heads a name in this sentence.
    fn names(&self, m: &Mention, token: usize) -> bool {
        self.index
            .at(m.sentence, token)
            .is_some_and(|other| self.mentions[other].kind == MentionKind::Name)
    }

    /// The actors of a name and those coordinated with it.
    fn list(&self, m: &Mention, first: usize, actors: &[Actor]) -> Vec<Actor> {
        let tree = &self.trees[m.sentence as usize];
        let mut members: Vec<Actor> = Vec::new();
        for token in tree.with_conjuncts(first) {
            let Some(other) = self.index.at(m.sentence, token) else {
                continue;
            };
            let actor = &actors[other];
            let known = members.iter().any(|member| {
                (&member.country, &member.sector, &member.name)
                    == (&actor.country, &actor.sector, &actor.name)
            });
            if actor.is_resolved() && !known {
                if actor.members.is_empty() {
                    members.push(actor.clone());
                } else {
                    members.extend(actor.members.iter().cloned());
                }
            }
        }
        members
    }
}

/// Where a list may begin behind a word that opens one: "such as", "including", a dash.
fn cue(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let next = |offset: usize| (at + offset < tree.len()).then(|| tree.lemma(at + offset));
    match tree.lemma(at) {
        "such" if next(1) == Some("as") => Some(at + 2),
        "include" | "including" | "namely" | "like" => Some(at + 1),
        "among" if next(1) == Some("they") => Some(at + 2),
        _ if is_dash(tree, at) => Some(at + 1),
        _ => None,
    }
}

/// Whether a token is a dash between words, a colon or an opening bracket.
fn is_dash(tree: &Tree<'_>, at: usize) -> bool {
    let token = tree.token(at);
    match &*token.form {
        "–" | "—" | "--" | ":" | "(" => true,
        "-" => {
            let joined = |a: u32, b: u32| a == b;
            let before = at.checked_sub(1).map(|b| tree.token(b).span.end);
            !before.is_some_and(|end| joined(end, token.span.start))
        }
        _ => false,
    }
}
