//! The roles of a proposition as a frame sees them, and what their conditions ask.

use super::matching::Match;
use super::scene::Scene;
use crate::propositions::{has_words, hyphened, is_infinitive};
use crate::tree::{Tree, lower};
use demarche_knowledge::Lexicon;
use demarche_knowledge::lexicon::{
    Condition, Frame, NounArgument, Requirement, RoleKey, Variant, word_hash, words_hash,
};
use demarche_story::{Argument, EventType, PredicateClass, Proposition, Relation, Role, Upos};

/// The roles of a proposition as a frame sees them.
pub struct Roles<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub tree: &'s Tree<'a>,
    pub proposition: &'s Proposition,
    pub frame: &'s Frame,
    pub found: &'s Match,
}

impl Roles<'_, '_> {
    /// Whether a preposition has nothing behind it for certain: the sentence lacks the word, and no
    /// argument was made without one, as owners and speakers are.
    fn is_missing(&self, preposition: &str) -> bool {
        let p = self.proposition;
        let word = preposition.split(' ').next().unwrap_or_default();
        let made = |a: &Argument| matches!(&a.role, Role::Prep(case) if case == preposition);
        !self.scene.words(p.sentence).may_hold_word(word) && !p.arguments.iter().any(made)
    }

    /// The tokens that fill a role, in order.
    pub fn tokens(&self, key: &RoleKey) -> Vec<usize> {
        let p = self.proposition;
        if let RoleKey::Prep(preposition) = key
            && self.is_missing(preposition)
        {
            return Vec::new();
        }
        let by = |role: &Role| -> Vec<usize> {
            p.arguments
                .iter()
                .filter(|a| a.role == *role)
                .map(|a| a.token as usize)
                .collect()
        };
        let noun = p.class == PredicateClass::Noun;
        let behind = |preposition: &str| -> Vec<usize> {
            p.arguments
                .iter()
                .filter(|a| matches!(&a.role, Role::Prep(case) if case == preposition))
                .map(|a| a.token as usize)
                .collect()
        };
        let of = || behind("of");
        let poss = || behind("poss");
        let possessed = noun && self.frame.poss == NounArgument::Obj && {
            // "Russia's killing of X": with an of-phrase the possessor does it.
            of().is_empty() || self.frame.of == NounArgument::Subj
        };
        let mut tokens = match key {
            RoleKey::Subj => {
                let mut tokens = by(&Role::Subj);
                if possessed {
                    let owners = poss();
                    tokens.retain(|token| !owners.contains(token));
                }
                if noun && self.frame.of == NounArgument::Subj {
                    tokens.extend(of());
                }
                // "a show of force by the police": the frame's own words do nothing.
                tokens.retain(|token| !self.found.consumed.contains(token));
                // "granted to the editor by the court", "the killing of X by Y".
                if tokens.is_empty() && (p.passive || noun) {
                    tokens = self.by_whom();
                }
                if noun {
                    tokens.retain(|token| !self.is_town_before(*token));
                }
                if tokens.is_empty() {
                    tokens = self.at_whose_hands();
                }
                if tokens.is_empty() && noun && self.frame.poss == NounArgument::Subj {
                    tokens = self.armed_compounds();
                }
                if tokens.is_empty() && noun && self.frame.of == NounArgument::Subj {
                    tokens = self.people_before();
                }
                if tokens.is_empty() && self.frame.owner {
                    tokens = self.owners(&by(&Role::Obj));
                }
                for token in &mut tokens {
                    if let Some(author) = self.author(*token) {
                        *token = author;
                    }
                }
                tokens
            }
            RoleKey::Obj => {
                let mut tokens = by(&Role::Obj);
                if noun && self.frame.of == NounArgument::Subj {
                    let whole = of();
                    tokens.retain(|token| !whole.contains(token));
                }
                if possessed {
                    tokens.extend(poss());
                }
                tokens.retain(|token| !self.found.consumed.contains(token));
                if tokens.is_empty() {
                    tokens = self.found.object.clone();
                }
                // "compelled the president to sign": the only object, whatever the tree calls it.
                let indirect = || self.frame.recipient.contains(&RoleKey::Iobj);
                if tokens.is_empty() && !p.passive && !by(&Role::Comp).is_empty() && !indirect() {
                    tokens = by(&Role::Iobj);
                }
                tokens
            }
            RoleKey::Iobj => by(&Role::Iobj),
            RoleKey::Comp => {
                let mut tokens = by(&Role::Comp);
                if tokens.is_empty() && !noun {
                    tokens = self.clauses();
                }
                tokens
            }
            RoleKey::Poss => poss(),
            RoleKey::Mod => self.modifiers(),
            RoleKey::CompSubj => self.subject_of_clause(),
            RoleKey::Any => p.arguments.iter().map(|a| a.token as usize).collect(),
            RoleKey::Prep(preposition) => {
                let mut tokens = behind(preposition);
                for &noun in &self.found.consumed {
                    for child in self
                        .tree
                        .children_by(noun, &[Relation::Nmod, Relation::Acl])
                    {
                        if self.tree.case(child).as_deref() == Some(preposition) {
                            tokens.extend(self.tree.with_conjuncts(child));
                        }
                    }
                }
                // "participates in peacekeeping in Congo": where what it takes part in is.
                let place = preposition == "in"
                    && !tokens.is_empty()
                    && self.asks_for(preposition)
                    && !tokens
                        .iter()
                        .any(|token| self.scene.is_actor(p.sentence, *token));
                if place {
                    tokens.extend(self.on_object(preposition));
                } else if tokens.is_empty() {
                    tokens = if noun {
                        self.on_thing(preposition)
                    } else {
                        self.on_object(preposition)
                    };
                }
                tokens.retain(|token| !self.found.consumed.contains(token));
                tokens
            }
        };
        tokens.dedup();
        tokens
    }

    /// Whether the frame means what somebody says of others: its only actor is whoever says so.
    pub fn is_said(&self) -> bool {
        is_said(self.frame)
    }

    /// Whether somebody says so who is not the subject himself.
    pub fn somebody_says(&self) -> bool {
        let scene = self.scene;
        let by_role =
            |argument: &Argument| matches!(&argument.role, Role::Prep(case) if case == SPEAKER);
        if self.proposition.arguments.iter().any(by_role) {
            return true;
        }
        let Some(speaker) = crate::factuality::speaker(scene, self.proposition) else {
            return false;
        };
        let chain = scene.mentions[speaker].chain;
        !self.tokens(&RoleKey::Subj).into_iter().any(|token| {
            scene
                .mention(self.proposition.sentence, token)
                .is_some_and(|subject| scene.mentions[subject].chain == chain)
        })
    }

    /// Whoever does it behind a "by" that the tree hangs on another noun or adjective of the
    /// clause: "granted to the editor *by the court*", "held responsible *by Argentina*".
    fn by_whom(&self) -> Vec<usize> {
        let inside = [
            Relation::Obj,
            Relation::Iobj,
            Relation::Obl,
            Relation::Nmod,
            Relation::Xcomp,
        ];
        let head = self.proposition.head as usize;
        let mut open: Vec<usize> = self.tree.children_by(head, &inside).collect();
        while let Some(token) = open.pop() {
            // "forced to leave by the army": an infinitive in the active has no agent of its own.
            let active = self.tree.child(token, &[Relation::AuxPass]).is_none();
            if token < head || self.tree.token(token).upos == Upos::Verb && !active {
                continue;
            }
            if self.tree.case(token).as_deref() == Some("by") {
                return self.tree.with_conjuncts(token).collect();
            }
            open.extend(
                self.tree
                    .children_by(token, &[Relation::Nmod, Relation::Obl, Relation::OblAgent]),
            );
        }
        Vec::new()
    }

    /// "alleged that *Vietnam* had armed them".
    fn subject_of_clause(&self) -> Vec<usize> {
        let scene = self.scene;
        // "warned that strikes would lead to chaos, AFP writes": the second is none of its.
        let clauses = self.tokens(&RoleKey::Comp);
        let inner = clauses
            .into_iter()
            .take(1)
            .filter_map(|clause| scene.proposition(self.proposition.sentence, clause));
        inner
            .flat_map(|inner| &scene.propositions[inner].arguments)
            .filter(|a| a.role == Role::Subj)
            .map(|a| a.token as usize)
            .collect()
    }

    /// "the London attack", "the Geneva talks": a town before a deed is where it was.
    fn is_town_before(&self, token: usize) -> bool {
        self.tree.relation(token) == Relation::Compound
            && self.tree.head(token) == Some(self.proposition.head as usize)
            && self.scene.is_town(self.proposition.sentence, token)
    }

    /// "suffered torture at the hands of the police".
    fn at_whose_hands(&self) -> Vec<usize> {
        let at = Role::Prep("at".into());
        self.proposition
            .arguments
            .iter()
            .filter(|a| a.role == at && self.tree.lemma(a.token as usize) == "hand")
            .flat_map(|a| self.tree.children_by(a.token as usize, &[Relation::Nmod]))
            .filter(|child| self.tree.case(*child).as_deref() == Some("of"))
            .flat_map(|child| self.tree.with_conjuncts(child))
            .collect()
    }

    /// "a police raid", "rebel attacks": those who have arms or power and stand before a deed do it.
    fn armed_compounds(&self) -> Vec<usize> {
        let sentence = self.proposition.sentence;
        self.tree
            .children_by(self.proposition.head as usize, &[Relation::Compound])
            .filter(|child| {
                !self.is_town_before(*child)
                    && self
                        .scene
                        .own_sector(sentence, *child)
                        .is_some_and(|sector| {
                            matches!(
                                sector,
                                "MIL" | "COP" | "GOV" | "REB" | "PRM" | "UAF" | "SPY"
                            )
                        })
            })
            .collect()
    }

    /// "student unrest": whose deed it is, before a noun whose of-phrase does it.
    fn people_before(&self) -> Vec<usize> {
        let head = self.proposition.head as usize;
        self.tree
            .children_by(head, &[Relation::Compound])
            .filter(|child| {
                *child < head && self.scene.is_person(self.proposition.sentence, *child)
            })
            .collect()
    }

    /// Phrases that the tree hangs on the object, on a means, or on what the frame asks for, and
    /// that mean the verb's: "sent tanks to Ukraine", "retaliated with air strikes against India",
    /// "abided by the truce with Israel", "parked in protest at the mayor".
    fn on_object(&self, preposition: &str) -> Vec<usize> {
        let p = self.proposition;
        let named = self.names_party(preposition);
        // The frame cannot be without it, "discussed cooperation *with the minister*", or looks
        // for its recipient there before it does in the object itself.
        let role = RoleKey::Prep(preposition.to_string());
        let place = |role: &RoleKey| self.frame.recipient.iter().position(|key| key == role);
        let wanted = self.frame.when.iter().any(|asked| asked.role == role)
            || place(&RoleKey::Obj).is_none_or(|object| place(&role).is_some_and(|at| at < object));
        // "tampered with the election *in Moldova*": a country, where the frame wants one.
        let mut parties = self.frame.recipient.iter().chain(&self.frame.actor);
        let inside = preposition == "in" && parties.any(|party| *party == role);
        let below = |token: usize| -> bool {
            named && (wanted || self.asked_for(token)) || inside && self.asked_for(token)
        };
        let mut holders: Vec<usize> = p
            .arguments
            .iter()
            .filter(|a| {
                let token = a.token as usize;
                match &a.role {
                    // An event noun keeps its own phrases, unless it is what the frame asks for.
                    Role::Obj | Role::Iobj => {
                        let event = a.proposition.is_some() && self.is_event_noun(token);
                        !a.inferred && (!event || preposition == "as" || below(token))
                    }
                    Role::Prep(case) => {
                        let means = matches!(case.as_str(), "with" | "as");
                        let aid = case == "in" && self.is_aid(token);
                        // "on an islet near the Philippines".
                        let place =
                            || self.names_party(case) && !self.scene.is_actor(p.sentence, token);
                        // "drafted soldiers for its war against the rebels".
                        let aim = preposition == "against" && case == "for";
                        named && (means || aid || aim)
                            || (named || inside) && (self.asks_for(case) || place())
                    }
                    _ => false,
                }
            })
            .map(|a| a.token as usize)
            .collect();
        // "is looking for peace with the rebels": the object of a verb with its preposition.
        for &token in &self.found.object {
            if !holders.contains(&token) {
                holders.push(token);
            }
        }
        // "a list of demands to the ministry": on what a measure measures.
        let measured: Vec<usize> = holders
            .iter()
            .filter(|token| !self.scene.is_actor(p.sentence, **token))
            .flat_map(|token| self.tree.children_by(*token, &[Relation::Nmod]))
            .filter(|child| {
                // "alleged mistreatment of detainees by the police".
                let open = preposition == "by" || !self.scene.is_actor(p.sentence, *child);
                (named || inside)
                    && open
                    && matches!(self.tree.case(*child).as_deref(), Some("of" | "in"))
            })
            .collect();
        holders.extend(measured);
        let sentence = p.sentence;
        // "reserved the right to respond to Warsaw".
        let of_clause = holders
            .iter()
            .filter(|token| named && self.asked_for(**token))
            .flat_map(|token| self.tree.children_by(*token, &[Relation::Acl]))
            .flat_map(|clause| self.tree.children_by(clause, &[Relation::Obl]))
            .collect::<Vec<_>>();
        // "lives under a blockade imposed *by the army*".
        let made_by = holders
            .iter()
            .filter(|_| preposition == "by" && self.frame.actor.contains(&role))
            .flat_map(|token| self.tree.made_by(*token))
            .collect::<Vec<_>>();
        holders
            .into_iter()
            .flat_map(|token| {
                // "described the move *as provocative*".
                let relations: &[Relation] = match preposition {
                    "as" => &[Relation::Nmod, Relation::Amod],
                    _ => &[Relation::Nmod],
                };
                let country =
                    inside && (self.is_event_noun(token) || self.tree.case(token).is_some());
                self.tree
                    .children_by(token, relations)
                    .filter(move |child| {
                        // "a state of emergency in Sulu": what is done there is done to those there.
                        let done = self.frame.event == Some(EventType::Coerce)
                            && self.scene.is_actor(sentence, *child);
                        !country
                            || done
                            || self.scene.is_country(sentence, *child)
                                && !self.scene.is_town(sentence, *child)
                    })
            })
            .chain(of_clause)
            .chain(made_by)
            .filter(|child| {
                (p.passive || *child > p.head as usize)
                    && self.tree.case(*child).as_deref() == Some(preposition)
            })
            .flat_map(|child| self.tree.with_conjuncts(child))
            .collect()
    }

    /// "ten million dollars *in aid*".
    fn is_aid(&self, token: usize) -> bool {
        let sets = &self.scene.knowledge.lexicon.sets;
        sets.named_contains("in-aid-of", self.tree.lemma(token))
            || sets.named_contains("aid-goods", self.tree.lemma(token))
    }

    /// Whether a token heads an event noun of the lexicon.
    fn is_event_noun(&self, token: usize) -> bool {
        let scene = self.scene;
        scene
            .proposition(self.proposition.sentence, token)
            .is_some_and(|index| scene.propositions[index].class == PredicateClass::Noun)
            && !scene
                .knowledge
                .lexicon
                .noun(self.tree.lemma(token))
                .is_empty()
    }

    /// Whether the frame cannot be without what stands behind this preposition.
    pub fn asks_for(&self, preposition: &str) -> bool {
        self.frame
            .when
            .iter()
            .any(|asked| matches!(&asked.role, RoleKey::Prep(case) if case == preposition))
    }

    /// "Britain's extradition of the cleric *to Jordan*": what the tree hangs on the thing done
    /// to, where the noun's frame looks for a party there.
    fn on_thing(&self, preposition: &str) -> Vec<usize> {
        if !self.names_party(preposition) && !self.asks_for(preposition) {
            return Vec::new();
        }
        let of = Role::Prep("of".into());
        self.proposition
            .arguments
            .iter()
            .filter(|a| a.role == of)
            .flat_map(|a| self.tree.children_by(a.token as usize, &[Relation::Nmod]))
            .filter(|child| self.tree.case(*child).as_deref() == Some(preposition))
            .flat_map(|child| self.tree.with_conjuncts(child))
            .collect()
    }

    /// Whether the frame looks for its actor or recipient behind this preposition, which is
    /// not merely a place's.
    fn names_party(&self, preposition: &str) -> bool {
        let mut parties = self.frame.recipient.iter().chain(&self.frame.actor);
        preposition != "in"
            && parties.any(|role| matches!(role, RoleKey::Prep(named) if named == preposition))
    }

    /// Whether the frame names this object, by its lemma or a word set: "granted *amnesty* to X".
    fn asked_for(&self, object: usize) -> bool {
        self.frame
            .when
            .iter()
            .filter(|requirement| requirement.role == RoleKey::Obj)
            .flat_map(|requirement| &requirement.any)
            .any(|condition| {
                matches!(condition, Condition::Set(_) | Condition::Lemma(_))
                    && self.holds(condition, object)
            })
    }

    /// Whether nobody but the owner of the object stands as doer.
    pub fn subject_is_owner(&self) -> bool {
        !self
            .proposition
            .arguments
            .iter()
            .any(|argument| argument.role == Role::Subj)
    }

    /// Infinitives and participles that the tree takes for adverbial clauses: "voted to ratify".
    fn clauses(&self) -> Vec<usize> {
        self.tree
            .children_by(self.proposition.head as usize, &[Relation::Advcl])
            .filter(|child| {
                let mut marks = self.tree.children_by(*child, &[Relation::Mark]);
                match marks.next() {
                    Some(mark) => {
                        self.tree.lemma(mark) == "to" && *child > self.proposition.head as usize
                    }
                    None => {
                        // "held off recognising them".
                        let head = self.proposition.head as usize;
                        let particle = self.tree.child(head, &[Relation::CompoundPrt]);
                        *child == particle.unwrap_or(head) + 1
                            && self.tree.token(*child).xpos == demarche_story::Xpos::Vbg
                    }
                }
            })
            .collect()
    }

    /// Whoever speaks in a statement, letter or report: its owner, who issued it, or the subject
    /// of the verb that it is the object of ("issued a statement condemning …").
    fn author(&self, document: usize) -> Option<usize> {
        let (scene, sentence) = (self.scene, self.proposition.sentence);
        let known = scene.is_called(sentence, document, "documents");
        if !known || scene.is_actor(sentence, document) {
            return None;
        }
        let acts = |token: &usize| scene.is_actor(sentence, *token);
        let own = self
            .tree
            .children_by(
                document,
                &[Relation::NmodPoss, Relation::Nmod, Relation::Compound],
            )
            .filter(|child| {
                matches!(
                    self.tree.relation(*child),
                    Relation::NmodPoss | Relation::Compound
                ) || matches!(self.tree.case(*child).as_deref(), Some("by" | "from"))
            })
            .find(acts);
        let issued = self.tree.made_by(document).find(acts);
        let verb = || {
            let up = self.tree.head(document)?;
            // "a report accusing the army was published by Amnesty".
            let issuer = match self.tree.relation(document) {
                Relation::Obj => self.tree.child(up, &[Relation::Nsubj]),
                Relation::NsubjPass => self.tree.child(up, &[Relation::OblAgent]),
                _ => None,
            };
            issuer.filter(acts)
        };
        own.or(issued).or_else(verb)
    }

    /// Whose the things are: "Russian tanks were moved", "Israel's troops were deployed".
    fn owners(&self, things: &[usize]) -> Vec<usize> {
        things
            .iter()
            .flat_map(|thing| {
                self.tree.children_by(
                    *thing,
                    &[Relation::NmodPoss, Relation::Amod, Relation::Compound],
                )
            })
            .filter(|token| self.scene.is_actor(self.proposition.sentence, *token))
            .collect()
    }

    fn modifiers(&self) -> Vec<usize> {
        let mut heads = vec![self.proposition.head as usize];
        heads.extend(&self.found.consumed);
        heads
            .into_iter()
            .flat_map(|head| {
                self.tree.children_by(
                    head,
                    &[
                        Relation::Amod,
                        Relation::Compound,
                        Relation::Advmod,
                        Relation::Nummod,
                        Relation::Det,
                    ],
                )
            })
            .filter(|word| {
                // "no intention": of determiners only this one tells anything.
                self.tree.relation(*word) != Relation::Det || self.tree.lemma(*word) == "no"
            })
            .collect()
    }

    /// Whether every requirement is met.
    pub fn meet_all(&self, requirements: &[Requirement]) -> bool {
        requirements
            .iter()
            .all(|requirement| self.meets(requirement))
    }

    /// Whether what a frame is not for stands there. "met the rebels to offer peace": a purpose
    /// behind an object is none of the verb's own clauses, though the tree hardly tells them apart.
    pub fn excluded(&self, requirement: &Requirement) -> bool {
        let own = |role: Role| self.proposition.arguments.iter().any(|a| a.role == role);
        let purpose = requirement.role == RoleKey::Comp && own(Role::Obj) && !own(Role::Comp);
        !(purpose && requirement.any == [Condition::Present]) && self.meets(requirement)
    }

    pub fn variant_holds(&self, variant: &Variant) -> bool {
        self.meet_all(&variant.when) && !variant.unless.iter().any(|unless| self.excluded(unless))
    }

    /// How many of the frame's conditions do not hold.
    pub fn unmet(&self) -> usize {
        let (when, unless) = (&self.frame.when, &self.frame.unless);
        when.iter().filter(|when| !self.meets(when)).count()
            + unless.iter().filter(|u| self.excluded(u)).count()
    }

    pub fn meets(&self, requirement: &Requirement) -> bool {
        let tokens = self.tokens(&requirement.role);
        let sentence = self.proposition.sentence;
        let named = requirement.has_words()
            && tokens.iter().any(|token| {
                let names = self.scene.names(sentence, *token);
                names.iter().any(|name| requirement.names(*name))
            });
        named
            || requirement
                .others()
                .iter()
                .any(|condition| match condition {
                    Condition::Absent => tokens.is_empty(),
                    Condition::Present => !tokens.is_empty(),
                    // "The US and other countries": an actor among them makes them none.
                    Condition::Thing => {
                        let acts = |token: &usize| self.scene.is_actor(sentence, *token);
                        !tokens.is_empty() && !tokens.iter().any(acts)
                    }
                    _ => tokens.iter().any(|token| self.holds(condition, *token)),
                })
    }

    fn holds(&self, condition: &Condition, token: usize) -> bool {
        let sentence = self.proposition.sentence;
        let scene = self.scene;
        match condition {
            Condition::Present | Condition::Absent | Condition::Thing => false,
            Condition::Actor => scene.is_actor(sentence, token),
            Condition::Person => scene.is_person(sentence, token),
            Condition::Country => scene.is_country(sentence, token),
            Condition::Infinitive => is_infinitive(self.tree, token),
            Condition::Event => scene
                .noun_of_light(sentence, token)
                .or_else(|| scene.proposition(sentence, token))
                .is_some_and(|index| has_frames(scene, &scene.propositions[index])),
            Condition::Set(set) => {
                let sets = &scene.knowledge.lexicon.sets;
                scene
                    .names(sentence, token)
                    .iter()
                    .any(|name| sets.contains_hash(*set, *name))
                    || scene
                        .sector(sentence, token)
                        .is_some_and(|sector| sets.has_sector(*set, sector))
            }
            Condition::Lemma(lemma) => scene.names(sentence, token).contains(&word_hash(lemma)),
        }
    }
}

/// The role by which a frame leaves its actor to whoever says so.
const SPEAKER: &str = "according to";

/// Whether a frame's only actor is whoever says so.
pub fn is_said(frame: &Frame) -> bool {
    let speaker = |role: &RoleKey| matches!(role, RoleKey::Prep(case) if case == SPEAKER);
    !frame.actor.is_empty() && frame.actor.iter().all(speaker)
}

/// Whether the lexicon knows the predicate of a proposition at all.
fn has_frames(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let lexicon = &scene.knowledge.lexicon;
    let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
    match proposition.class {
        PredicateClass::Verb => lexicon.verb(lemma).iter().any(|entry| {
            entry.words.is_empty()
                || entry.words.iter().all(|word| {
                    scene
                        .tree(proposition.sentence)
                        .children(proposition.head as usize)
                        .iter()
                        .any(|child| scene.tree(proposition.sentence).lemma(*child) == word)
                })
        }),
        PredicateClass::Adjective => !lexicon.adjective(lemma).is_empty(),
        PredicateClass::Noun => {
            let tree = scene.tree(proposition.sentence);
            let head = proposition.head as usize;
            let nouns = lexicon.noun(lemma);
            // "the buffer zone" is no "no-fly zone".
            nouns
                .iter()
                .any(|entry| has_words(tree, head, &entry.words))
                || nouns.is_empty() && !lexicon.verb(lemma).is_empty()
        }
    }
}

/// "fact-finding" of "fact-finding team", where the tree has it in three words.
fn hyphened_form(tree: &Tree<'_>, last: usize) -> Option<String> {
    let first = last.checked_sub(2)?;
    let joined = &*tree.token(last - 1).form == "-" && tree.head(first) == Some(last);
    joined.then(|| {
        let form = |token: usize| tree.word(token);
        format!("{}-{}", form(first), form(last))
    })
}

/// Hashes of the names under which word sets may know a noun: "system", "defence system",
/// "air defence system"; for "a series of attacks" also those of "attack".
pub fn names(tree: &Tree<'_>, token: usize, lexicon: &Lexicon, names: &mut Vec<u64>) {
    let lemma = &*lower(tree.lemma(token));
    let form = tree.word(token);
    let plural = (form != lemma).then_some(form);
    names.push(word_hash(lemma));
    names.extend(plural.map(word_hash));
    let before = [
        Relation::Compound,
        Relation::Amod,
        Relation::Nummod,
        Relation::Flat,
    ];
    // The words of the longest name so far.
    let mut name = vec![lower(tree.lemma(token))];
    let children = tree.children(token).iter().rev();
    for child in children.filter(|child| **child < token) {
        let child = *child;
        if !before.contains(&tree.relation(child)) {
            continue;
        }
        let word = lower(tree.lemma(child));
        names.push(words_hash([&*word, lemma]));
        // "the United Nations".
        if let Some(plural) = plural.filter(|_| tree.token(token).upos == Upos::Propn) {
            names.push(words_hash([&*word, plural]));
        }
        // "fact-finding team".
        if let Some(joined) = hyphened_form(tree, child) {
            names.push(words_hash([&*joined, lemma]));
        }
        // "displaced person", "armed group".
        let participle = tree.word(child);
        if participle != word {
            names.push(words_hash(
                std::iter::once(participle).chain(name.iter().map(|word| &**word)),
            ));
        }
        name.insert(0, word);
        names.push(words_hash(name.iter().map(|word| &**word)));
    }
    names.extend(hyphened(tree, token).map(|word| word_hash(&word)));
    // "Prime Minister Jens Stoltenberg" is a minister too, "the newspaper Opinar" a newspaper.
    for title in tree.children_by(token, &[Relation::NmodDesc, Relation::Compound]) {
        let kind = tree.relation(title) == Relation::NmodDesc
            || tree.token(token).upos == Upos::Propn
                && tree.token(title).upos == Upos::Noun
                && title + 1 == token;
        if kind {
            self::names(tree, title, lexicon, names);
        }
    }
    for part in tree.children_by(token, &[Relation::Nmod]) {
        if part > token && tree.case(part).as_deref() == Some("of") {
            names.push(words_hash([lemma, "of", &*lower(tree.lemma(part))]));
        }

        let counts = lexicon.is_container(lemma)
            || matches!(
                tree.token(token).upos,
                Upos::Num | Upos::Det | Upos::Pron | Upos::Sym
            );
        let case = tree.case(part);
        let names_parts = matches!(case.as_deref(), Some("including" | "such as" | "like"));
        if part > token && (names_parts || case.as_deref() == Some("of") && counts) {
            self::names(tree, part, lexicon, names);
        }
    }
}
