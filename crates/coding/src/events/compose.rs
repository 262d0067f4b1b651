//! From propositions to codings: each by its frame, and outer with inner by composition.

use super::coded::Coded;
use super::grammar::is_hostile;
use super::matching::{self, Match, Strictness};
use super::parties;
use super::roles::{Roles, is_said};
use super::rows::{Outer, apply, is_one_of, row};
use super::scene::Scene;
use demarche_knowledge::lexicon::{Condition, Frame, Outcome, Requirement, RoleKey, Row};
use demarche_story::{
    Argument, Auxiliary, EventType, Link, MentionClass, PredicateClass, Proposition, Relation,
    Role, StatementKind, Tense,
};
use std::collections::{BTreeMap, BTreeSet};

/// Prepositions behind which it is said where something takes place.
const WHERE: &[&str] = &["in", "across", "throughout", "over", "around", "through"];

/// Classes whose content has conjuncts that are demands, promises, plans or refusals each by itself.
const DIVIDED: &[&str] = &[
    "demand", "order", "promise", "refuse", "threaten", "plan", "want", "favour", "agree", "warn",
];

/// Deepest embedding that is followed: "agreed to ask X to stop threatening …".
const DEEPEST: usize = 5;

/// Codings of the propositions of one story, each worked out at most once.
pub struct Composer<'s, 'a> {
    scene: &'s Scene<'a>,
    matches: Vec<Option<Match>>,
    /// Propositions that what embeds them swallowed although nothing came of them.
    pub swallowed: BTreeMap<usize, Swallowed<'a>>,
}

/// Who swallowed a proposition.
#[derive(Clone, Copy, Debug)]
pub struct Swallowed<'a> {
    /// The proposition that embeds it, or itself where its own content silenced it.
    pub by: usize,
    /// The row of composition that says that nothing is coded; `None` where no row says anything.
    pub row: Option<&'a Row>,
}

impl<'s, 'a> Composer<'s, 'a> {
    /// Finds the best frame of each proposition.
    pub fn new(scene: &'s Scene<'a>, strictness: Strictness) -> Composer<'s, 'a> {
        let matches = scene
            .propositions
            .iter()
            .map(|p| matching::best(scene, p, strictness))
            .collect();
        Composer {
            scene,
            matches,
            swallowed: BTreeMap::new(),
        }
    }

    /// The story at hand.
    pub fn scene(&self) -> &'s Scene<'a> {
        self.scene
    }

    fn swallow(&mut self, propositions: &[usize], by: usize, row: Option<&'a Row>) {
        let swallowed = Swallowed { by, row };
        self.swallowed
            .extend(propositions.iter().map(|used| (*used, swallowed)));
    }

    /// The frame that a proposition is an instance of.
    pub fn frame(&self, index: usize) -> Option<(&'a Frame, &Match)> {
        let found = self.matches[index].as_ref()?;
        Some((&self.scene.knowledge.lexicon.frames[found.frame], found))
    }

    /// Lets the next frame have a proposition whose best one will not do; says whether there is one.
    /// The frames that did not do are put into `tried`: frames of one rank would else take turns.
    pub fn fall_back(&mut self, index: usize, tried: &mut Vec<usize>) -> bool {
        let Some(failed) = &self.matches[index] else {
            return false;
        };
        tried.push(failed.frame);
        let proposition = &self.scene.propositions[index];
        let next = matching::next(self.scene, proposition, failed, tried);
        let found = next.is_some();
        if found {
            self.matches[index] = next;
        }
        found
    }

    /// Codes one proposition with all that it embeds.
    pub fn code(&mut self, index: usize) -> Option<Coded> {
        self.code_at(index, 0)
    }

    /// What a later conjunct of a demand, promise or hope is together with it: "asked Iran to free the
    /// crew and *lift* the blockade".
    pub fn code_conjunct(&mut self, index: usize) -> Option<Coded> {
        let scene = self.scene;
        let Some((first, Link::Conjunct)) = &scene.propositions[index].parent else {
            return None;
        };
        let first = *first as usize;
        let Some((outer, Link::Complement)) = &scene.propositions[first].parent else {
            return None;
        };
        let outer = *outer as usize;
        let sentence = scene.propositions[index].sentence;
        let of_its_own = scene
            .tree(sentence)
            .child(scene.propositions[index].head as usize, &[Relation::Nsubj])
            .is_some();
        // "agreed to resign and left".
        let alike = scene.propositions[index].tense == scene.propositions[first].tense
            || scene.propositions[index].tense == Tense::None;
        if of_its_own || !alike {
            return None;
        }
        let found = self.matches[outer].clone()?;
        let frame = &scene.knowledge.lexicon.frames[found.frame];
        let class = frame
            .class
            .as_deref()
            .filter(|class| DIVIDED.contains(class))?;
        let proposition = &scene.propositions[outer];
        let roles = Roles {
            scene,
            tree: scene.tree(proposition.sentence),
            proposition,
            frame,
            found: &found,
        };
        let mut inner = self.code_at(index, 1)?;
        // Who is asked to do the first is asked to do the second.
        if inner.actors.is_empty() {
            inner.actors = self
                .code_at(first, 1)
                .map(|first| first.actors)
                .unwrap_or_default();
        }
        // "agreed to end the strikes and stop deliveries" threatens nobody.
        if class == "agree" && is_hostile(inner.event) {
            return None;
        }
        let own = self.own(outer, &roles);
        self.compose(class, &roles, own.as_ref(), &inner, outer)?
    }

    fn code_at(&mut self, index: usize, depth: usize) -> Option<Coded> {
        if depth > DEEPEST {
            return None;
        }
        let scene = self.scene;
        let proposition = &scene.propositions[index];
        // A light verb means what its noun means.
        if let Some(noun) = scene.noun_of_light(proposition.sentence, proposition.head as usize)
            && noun != index
            && let Some(mut coded) = self.code_at(noun, depth + 1)
        {
            coded.used.push(index);
            return Some(coded);
        }
        let found = self.matches[index].clone()?;
        let frame = &scene.knowledge.lexicon.frames[found.frame];
        if frame.guard && frame.class.is_none() {
            return None;
        }
        let tree = scene.tree(proposition.sentence);
        let roles = Roles {
            scene,
            tree,
            proposition,
            frame,
            found: &found,
        };
        let own = self.own(index, &roles);
        // "He continued: 'This is revenge'": who goes on speaking goes on with no deed.
        let speaks = frame.class.as_deref() == Some("begin") && self.is_cue_of_quote(index);
        if let Some(class) = frame.class.as_ref().filter(|_| !speaks) {
            for inner in self.embedded(index, &roles, depth) {
                if let Some(composed) = self.compose(class, &roles, own.as_ref(), &inner, index) {
                    return composed;
                }
                if frame.event.is_some() {
                    // What is only demanded, promised or feared is no event of its own.
                    self.swallow(&inner.used, index, None);
                }
            }
        }
        own
    }

    /// Whether a predicate tells of words that stand in quotes.
    fn is_cue_of_quote(&self, index: usize) -> bool {
        let proposition = &self.scene.propositions[index];
        let tree = self.scene.tree(proposition.sentence);
        // "continues to work with them".
        let goes_on = tree.child(proposition.head as usize, &[Relation::Xcomp, Relation::Obj]);
        goes_on.is_none()
            && self.scene.statements.iter().any(|statement| {
                statement.sentence == proposition.sentence
                    && statement.cue_head == Some(proposition.head)
                    && statement.kind == StatementKind::Direct
                    && !statement.attitude
            })
    }

    /// The coding that the frame gives by itself.
    fn own(&self, index: usize, roles: &Roles<'_, '_>) -> Option<Coded> {
        let frame = roles.frame;
        let variant = roles.found.variant.map(|variant| &frame.variants[variant]);
        let event = variant.and_then(|v| v.event).or(frame.event)?;
        let mut contexts = frame.contexts.clone();
        let mut mode = frame.mode.clone();
        let mut cameo = frame.cameo.clone();
        if let Some(variant) = variant {
            contexts.extend(variant.contexts.iter().cloned());
            if variant.mode.is_some() {
                mode = variant.mode.clone();
            } else if variant
                .event
                .is_some_and(|event| Some(event) != frame.event)
            {
                mode = None;
            }
            cameo = variant.cameo.clone().or(cameo);
        }
        let mut actors = first_filled(roles, &frame.actor);
        let mut cause = None;
        if actors.is_empty()
            && matches!(event, EventType::Assault | EventType::Coerce)
            && let Some((doers, deed)) = self.doers_of_cause(roles)
        {
            (actors, cause) = (doers, deed);
        }
        let forces_act = frame.owner
            && roles.subject_is_owner()
            && frame.contexts.iter().any(|context| context == "military");
        let mut acts_for = forces_act.then_some("MIL");
        if actors.is_empty() && event == EventType::Protest {
            actors = self.people_of_place(roles);
            acts_for = Some("CVL");
        }
        // A role that only holds the actors themselves is no recipient.
        let mut recipients = Vec::new();
        for key in &frame.recipient {
            recipients = first_filled(roles, std::slice::from_ref(key));
            self.drop_same(&mut recipients, &actors, event);
            if !recipients.is_empty() {
                break;
            }
        }
        if recipients.is_empty() && !frame.reciprocal {
            recipients = counterparts(roles);
            self.drop_same(&mut recipients, &actors, event);
        }
        if recipients.is_empty() && matches!(event, EventType::Reject) && frame.class.is_some() {
            recipients = self.other_side_of_clause(roles);
            self.drop_same(&mut recipients, &actors, event);
        }
        if recipients.is_empty() && event == EventType::Accuse {
            recipients = self.state_of_deed(roles);
            self.drop_same(&mut recipients, &actors, event);
        }
        let proposition = roles.proposition;
        if recipients.is_empty() && event == EventType::Aid {
            recipients = self.holder(proposition);
            recipients.retain(|mention| !actors.contains(mention));
        }
        // What the frame's own words said is no event beside it: "stopped *fighting*".
        let consumed = roles
            .found
            .consumed
            .iter()
            .filter_map(|token| self.scene.proposition(proposition.sentence, *token));
        Some(Coded {
            proposition: index,
            event,
            mode: mode.filter(|mode| !mode.is_empty()),
            cameo,
            contexts,
            aux: BTreeSet::new(),
            actors,
            recipients,
            reciprocal: frame.reciprocal,
            acts_for,
            rule: frame.id.clone(),
            used: std::iter::once(index)
                .chain(consumed)
                .chain(cause)
                .collect(),
            evidence: vec![proposition.head],
            deed: index,
            when: index,
            denial_meant: self.means_denial(index),
        })
    }

    /// "killed in an American airstrike", "arrested in a police raid", "hurt in clashes with rebels":
    /// whoever did what it happened in, and the proposition of that, which is the same happening.
    fn doers_of_cause(&self, roles: &Roles<'_, '_>) -> Option<(Vec<usize>, Option<usize>)> {
        let (scene, proposition) = (self.scene, roles.proposition);
        let sentence = proposition.sentence;
        for argument in &proposition.arguments {
            let token = argument.token as usize;
            let occasion = matches!(&argument.role, Role::Prep(case)
                if matches!(case.as_str(), "in" | "during" | "by" | "from"));
            let Some(cause) = scene.proposition(sentence, token).filter(|_| occasion) else {
                continue;
            };
            let roles = self.frame(cause).map(|(frame, found)| Roles {
                proposition: &scene.propositions[cause],
                frame,
                found,
                ..*roles
            });
            let doers = if scene.is_called(sentence, token, "deeds-of-one-side") {
                match &roles {
                    Some(roles) => roles.tokens(&RoleKey::Subj),
                    None => tokens_of(&scene.propositions[cause], &Role::Subj),
                }
            } else if scene.is_called(sentence, token, "deeds-of-both-sides") {
                tokens_of(&scene.propositions[cause], &Role::Prep("with".into()))
            } else {
                Vec::new()
            };
            let found = parties::of_tokens(scene, sentence, &doers, false);
            if !found.is_empty() {
                return Some((found, Some(cause)));
            }
        }
        self.doers_of_clause(roles).map(|found| (found, None))
    }

    /// "Two were killed when Russian forces shelled the town": whoever does what it happened at.
    fn doers_of_clause(&self, roles: &Roles<'_, '_>) -> Option<Vec<usize>> {
        let (scene, proposition) = (self.scene, roles.proposition);
        if !proposition.passive {
            return None;
        }
        let sentence = proposition.sentence;
        let head = proposition.head as usize;
        roles
            .tree
            .children_by(head, &[Relation::Advcl])
            .filter_map(|clause| scene.proposition(sentence, clause))
            .filter(|clause| {
                matches!(&scene.propositions[*clause].parent, Some((_, Link::Adverbial(mark)))
                    if matches!(mark.as_str(), "when" | "as"))
            })
            .filter_map(|clause| Some((clause, self.frame(clause)?)))
            .filter(|(_, (frame, _))| frame.event == Some(EventType::Assault))
            .map(|(clause, (frame, found))| {
                let roles = Roles {
                    proposition: &scene.propositions[clause],
                    frame,
                    found,
                    ..*roles
                };
                doers(&roles, &frame.actor)
            })
            .find(|found| !found.is_empty())
    }

    /// "condemned the executions in Iran": the country where a state does what it is criticised for.
    fn state_of_deed(&self, roles: &Roles<'_, '_>) -> Vec<usize> {
        let (scene, sentence) = (self.scene, roles.proposition.sentence);
        let keys = roles.frame.recipient.iter();
        let deeds: Vec<usize> = keys
            .flat_map(|key| roles.tokens(key))
            .filter(|deed| scene.is_called(sentence, *deed, "deeds-of-states"))
            .collect();
        if deeds.is_empty() {
            return deeds;
        }
        // The tree may hang the place on the verb: "condemned the executions *in Iran*".
        let verb = (roles.proposition.class == PredicateClass::Verb)
            .then_some(roles.proposition.head as usize);
        let places: Vec<usize> = deeds
            .into_iter()
            .chain(verb)
            .flat_map(|up| roles.tree.children_by(up, &[Relation::Nmod, Relation::Obl]))
            .filter(|place| *place > roles.proposition.head as usize)
            .filter(|place| roles.tree.case(*place).as_deref() == Some("in"))
            .filter(|place| scene.is_country(sentence, *place) && !scene.is_town(sentence, *place))
            .collect();
        parties::of_tokens(scene, sentence, &places, false)
    }

    /// "protests erupted across Kenya", "a strike paralysed Peru": the country whose people do it.
    fn people_of_place(&self, roles: &Roles<'_, '_>) -> Vec<usize> {
        let (scene, proposition) = (self.scene, roles.proposition);
        let sentence = proposition.sentence;
        let noun = proposition.class == PredicateClass::Noun;
        // "since the uprising in Syria" takes up what is known.
        let told = proposition.light.is_some()
            || roles
                .tree
                .child(proposition.head as usize, &[Relation::Det])
                .is_none_or(|determiner| roles.tree.lemma(determiner) == "a");
        if !noun || !told {
            return Vec::new();
        }
        let mut places: Vec<usize> = proposition
            .arguments
            .iter()
            .filter(|a| matches!(&a.role, Role::Prep(case) if WHERE.contains(&case.as_str())))
            .map(|a| a.token as usize)
            .collect();
        if let Some((verb, Link::Argument)) = &proposition.parent {
            let verb = &scene.propositions[*verb as usize];
            let does = |a: &&Argument| a.role == Role::Subj && a.token == proposition.head;
            if verb.arguments.iter().find(does).is_some() {
                places.extend(tokens_of(verb, &Role::Obj));
            }
        }
        let mut found = parties::of_tokens(scene, sentence, &places, true);
        found.retain(|mention| {
            scene.mentions[*mention].class == MentionClass::Place
                && scene.actors[*mention].country.is_some()
        });
        found.truncate(1);
        found
    }

    /// "refused to deal with the Taliban": the other side of a clause that the lexicon knows nothing of.
    fn other_side_of_clause(&self, roles: &Roles<'_, '_>) -> Vec<usize> {
        let scene = self.scene;
        let sentence = roles.proposition.sentence;
        let clauses = roles.tokens(&RoleKey::Comp);
        clauses
            .into_iter()
            .filter_map(|clause| scene.proposition(sentence, clause))
            .filter(|clause| self.matches[*clause].is_none())
            .flat_map(|clause| ["with", "to"].map(|case| (clause, Role::Prep(case.into()))))
            .map(|(clause, role)| {
                let mut tokens = tokens_of(&scene.propositions[clause], &role);
                tokens.retain(|token| scene.is_actor(sentence, *token));
                let mut found = parties::of_tokens(scene, sentence, &tokens, true);
                found.retain(|mention| {
                    let actor = &scene.actors[*mention];
                    actor.is_resolved() && actor.sector.as_deref() != Some("JRN")
                });
                found
            })
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// Drops those who are the same as one of the others, or a place of their own country:
    /// "Ukraine moved two brigades to Kharkiv". Violence may be done to one's own places.
    fn drop_same(&self, mentions: &mut Vec<usize>, others: &[usize], event: EventType) {
        let chain = |mention: usize| self.scene.mentions[mention].chain;
        let country = |mention: usize| self.scene.actors[mention].country.as_deref();
        let place = |mention: usize| self.scene.mentions[mention].class == MentionClass::Place;
        // Abkhazia is more than a place of Georgia's.
        let land = |mention: usize| {
            let name = self.scene.actors[mention].name.as_deref();
            let lands = &self.scene.knowledge.actors.lands;
            name.is_some_and(|name| lands.iter().any(|land| &*land.name == name))
        };
        mentions.retain(|mention| {
            !others.iter().any(|other| {
                let own_place = event != EventType::Assault
                    && place(*mention)
                    && place(*other)
                    && country(*other) == country(*mention)
                    && !land(*mention);
                chain(*other) == chain(*mention) || own_place
            })
        });
    }

    /// "troops use weapons supplied by Russia": who has the thing is whom it was given to.
    fn holder(&self, proposition: &Proposition) -> Vec<usize> {
        let Some((parent, Link::Relative)) = &proposition.parent else {
            return Vec::new();
        };
        let mut above = &self.scene.propositions[*parent as usize];
        // The modified noun may be a predicate itself; its governor has the subject.
        if !above.arguments.iter().any(|a| a.role == Role::Subj)
            && let Some((next, Link::Argument)) = &above.parent
        {
            above = &self.scene.propositions[*next as usize];
        }
        // "weapons supplied by Iran reached the Houthis".
        let holder = if above.predicate == "reach" {
            Role::Obj
        } else {
            Role::Subj
        };
        let holders = tokens_of(above, &holder);
        parties::of_tokens(self.scene, proposition.sentence, &holders, true)
    }

    /// The codings of what a proposition embeds, in the order of its content roles.
    fn embedded(&mut self, index: usize, roles: &Roles<'_, '_>, depth: usize) -> Vec<Coded> {
        let scene = self.scene;
        let sentence = roles.proposition.sentence;
        let mut inner = Vec::new();
        let keys = &roles.frame.content;
        let contents: Vec<usize> = keys.iter().flat_map(|key| roles.tokens(key)).collect();
        // "a call aimed at convincing him": what the clause stands on is not its content.
        let antecedent = match &roles.proposition.parent {
            Some((_, Link::Relative)) => roles.tree.head(roles.proposition.head as usize),
            _ => None,
        };
        let antecedent = antecedent.filter(|token| contents.iter().any(|other| other != token));
        // "wants the attacks to stop": what is wanted is the end of them.
        let wished = roles.frame.class.as_deref() == Some("want")
            && !roles.tokens(&RoleKey::Comp).is_empty();
        for key in keys {
            for token in roles.tokens(key) {
                if Some(token) == antecedent || wished && *key == RoleKey::Obj {
                    continue;
                }
                for candidate in self.content_at(sentence, token) {
                    if candidate == index || inner.contains(&candidate) {
                        continue;
                    }
                    // "is beginning to leave and will allow it": not what it begins.
                    let begun = matches!(
                        roles.frame.class.as_deref(),
                        Some("begin" | "try" | "fail" | "stop")
                    );
                    if begun && scene.propositions[candidate].tense == Tense::Future {
                        continue;
                    }
                    // A clause must hang on this predicate; a carried-over one does.
                    if scene.propositions[candidate].sentence == sentence {
                        inner.push(candidate);
                    }
                }
            }
        }
        inner
            .into_iter()
            .filter_map(|candidate| self.code_at(candidate, depth + 1))
            .collect()
    }

    /// The propositions that a content token stands for: itself, what it contains
    /// ("the start of talks", "plans to attack"), or the relative clause on "steps to …".
    fn content_at(&self, sentence: u32, token: usize) -> Vec<usize> {
        use demarche_story::Relation;
        let scene = self.scene;
        let tree = scene.tree(sentence);
        let mut found: Vec<usize> = Vec::new();
        if let Some(index) = scene.proposition(sentence, token) {
            found.push(index);
        }
        let known = found
            .first()
            .is_some_and(|index| self.matches[*index].is_some());
        if !known {
            for child in
                tree.children_by(token, &[Relation::Nmod, Relation::Acl, Relation::Compound])
            {
                let of = tree.relation(child) != Relation::Nmod
                    || matches!(
                        tree.case(child).as_deref(),
                        Some("of" | "to" | "for" | "in")
                    );
                if let Some(index) = scene.proposition(sentence, child)
                    && of
                    && self.matches[index].is_some()
                {
                    found.push(index);
                }
            }
        }
        // "accused Russia of being reckless in *mounting* an attack", "of being responsible *for* torture".
        let attribute = found
            .first()
            .is_some_and(|index| scene.propositions[*index].class == PredicateClass::Adjective);
        if attribute {
            let inside = tree
                .children_by(token, &[Relation::Advcl, Relation::Obl])
                .filter(|child| {
                    let word = tree.child(*child, &[Relation::Case, Relation::Mark]);
                    word.is_some_and(|word| matches!(tree.lemma(word), "in" | "for"))
                })
                .filter_map(|child| scene.proposition(sentence, child));
            found.extend(inside.filter(|index| self.matches[*index].is_some()));
        }
        found
    }

    /// What an outer class and an inner coding give; `None` when no row says,
    /// `Some(None)` when a row says that nothing is coded.
    fn compose(
        &mut self,
        class: &str,
        roles: &Roles<'_, '_>,
        own: Option<&Coded>,
        inner: &Coded,
        index: usize,
    ) -> Option<Option<Coded>> {
        if matches!(class, "want" | "plan") {
            let wishers = first_filled(roles, &roles.frame.actor);
            let own = |party: &usize| is_one_of(self.scene, *party, &wishers);
            // "hoped that Israel would attack": who hopes does not threaten.
            let of_others = is_hostile(inner.event) && !inner.actors.iter().any(own);
            // "is expected to be arrested": whom it will be done to plans nothing.
            let noun = self.scene.propositions[inner.proposition].class == PredicateClass::Noun;
            let suffers = class == "plan" && !noun && inner.recipients.iter().any(own);
            let astray = match inner.actors[..] {
                [] => suffers,
                _ => of_others,
            };
            if astray && !wishers.is_empty() {
                return None;
            }
        }
        // "how reckless they are prepared to be": whoever says so judges them.
        if class == "promise"
            && self
                .frame(inner.proposition)
                .is_some_and(|(frame, _)| is_said(frame))
        {
            return Some(Some(inner.clone()));
        }
        let (row, denial_meant) = self.row(class, roles.proposition, inner)?;
        let outer_actors = doers(roles, &roles.frame.actor);
        let outer_recipients = outer_parties(roles, &roles.frame.recipient, inner, self.scene);
        let composed = apply(
            self.scene,
            row,
            Outer {
                actors: outer_actors,
                recipients: outer_recipients,
                own,
                id: &roles.frame.id,
                mode: roles.frame.mode.clone(),
                cameo: roles.frame.cameo.clone(),
            },
            inner,
        );
        let Some(mut composed) = composed else {
            self.swallow(&inner.used, index, Some(row));
            self.swallow(&[index], index, Some(row));
            return Some(None);
        };
        composed.proposition = index;
        // "condemned the 2012 killing": that is condemned now.
        if row.outcome != Outcome::Same && super::is_verbal(composed.event) {
            composed.when = index;
        }
        composed.denial_meant = denial_meant || self.means_denial(index);
        composed.used.push(index);
        let taken_for_granted = row.keep
            && !inner.actors.is_empty()
            && !inner
                .actors
                .iter()
                .any(|actor| composed.actors.contains(actor))
            && !self.scene.propositions[inner.proposition].negated;
        if taken_for_granted {
            composed.used.retain(|used| !inner.used.contains(used));
        }
        composed.evidence.insert(0, roles.proposition.head);
        if roles.proposition.negated && row.outcome == Outcome::Same {
            toggle_negation(&mut composed);
        }
        Some(Some(composed))
    }

    /// The row for an outer class and what it embeds, either of which may be denied, and whether
    /// it is about the denial of the outer predicate.
    fn row(&self, class: &str, outer: &Proposition, inner: &Coded) -> Option<(&'a Row, bool)> {
        let plain = || row(self.scene, class, inner).map(|row| (row, false));
        let embedded = &self.scene.propositions[inner.proposition];
        if embedded.negated && !inner.denial_meant {
            // "promised not to attack", "urged them not to march".
            row(self.scene, &format!("{class}-not"), inner)
                .map(|row| (row, false))
                .or_else(plain)
        } else if outer.negated && matches!(class, "plan" | "want" | "promise") {
            // "does not plan to withdraw".
            row(self.scene, "unwilling", inner)
                .map(|row| (row, true))
                .or_else(plain)
        } else {
            plain()
        }
    }

    /// Whether the frame asks for a "not" or has a "no" in its words: its event is what the denied predicate means.
    fn means_denial(&self, index: usize) -> bool {
        let asks = |requirement: &Requirement| {
            let denial = |condition: &Condition| matches!(condition, Condition::Lemma(word) if word == "not" || word == "no");
            requirement.role == RoleKey::Mod && requirement.any.iter().any(denial)
        };
        self.frame(index)
            .is_some_and(|(frame, found)| found.denies || frame.when.iter().any(asks))
    }
}

/// The tokens that fill a role of a proposition.
fn tokens_of(proposition: &Proposition, role: &Role) -> Vec<usize> {
    let filled = proposition.arguments.iter().filter(|a| a.role == *role);
    filled.map(|argument| argument.token as usize).collect()
}

fn toggle_negation(coded: &mut Coded) {
    if !coded.aux.remove(&Auxiliary::Negation) {
        coded.aux.insert(Auxiliary::Negation);
    }
}

/// The parties in the first of these roles that has any.
fn first_filled(roles: &Roles<'_, '_>, keys: &[RoleKey]) -> Vec<usize> {
    keys.iter()
        .map(|key| parties_in(roles, key))
        .find(|mentions| !mentions.is_empty())
        .unwrap_or_default()
}

/// The parties in the first role of a doer that has any: "the shelling of Bakhmut killed ten" is
/// not Bakhmut's deed.
fn doers(roles: &Roles<'_, '_>, keys: &[RoleKey]) -> Vec<usize> {
    let sentence = roles.proposition.sentence;
    keys.iter()
        .map(|key| parties::of_tokens(roles.scene, sentence, &roles.tokens(key), false))
        .find(|mentions| !mentions.is_empty())
        .unwrap_or_default()
}

/// The parties of an outer predicate, other than those who only have a part in the deed that it
/// embeds: "halted the extradition of the banker to Belarus" is not done to the banker.
fn outer_parties(
    roles: &Roles<'_, '_>,
    keys: &[RoleKey],
    inner: &Coded,
    scene: &Scene<'_>,
) -> Vec<usize> {
    let deeds = inner.used.iter().map(|used| &scene.propositions[*used]);
    let deeds: Vec<usize> = deeds.map(|deed| deed.head as usize).collect();
    let sentence = roles.proposition.sentence;
    keys.iter()
        .map(|key| {
            let tokens = roles.tokens(key);
            if !inner.recipients.is_empty() && tokens.iter().any(|token| deeds.contains(token)) {
                return parties::of_tokens(scene, sentence, &tokens, false);
            }
            parties_in(roles, key)
        })
        .find(|mentions| !mentions.is_empty())
        .unwrap_or_default()
}

/// The parties in one role.
pub fn parties_in(roles: &Roles<'_, '_>, key: &RoleKey) -> Vec<usize> {
    let sentence = roles.proposition.sentence;
    let victims = roles.frame.event != Some(EventType::Accuse);
    let mut tokens = roles.tokens(key);
    // "strikes in Idlib"; but "in support of the troops" is not aimed at them.
    let sets = &roles.scene.knowledge.lexicon.sets;
    if matches!(key, RoleKey::Prep(case) if case == "in" || case == "on") {
        tokens.retain(|token| !sets.named_contains("in-aid-of", roles.tree.lemma(*token)));
    }
    if matches!(key, RoleKey::Prep(case) if case == "with")
        && !roles.asks_for("with")
        && roles.frame.event != Some(EventType::Support)
    {
        tokens.retain(|token| {
            roles.scene.is_actor(sentence, *token)
                || !sets.named_contains("circumstances", roles.tree.lemma(*token))
        });
    }
    parties::of_tokens(roles.scene, sentence, &tokens, victims)
}

/// Prepositions whose actor is the other side, whatever the predicate.
const COUNTERPART: &[&str] = &[
    "against", "with", "to", "from", "toward", "towards", "on", "at", "between",
];

/// Actors in a prepositional phrase, where the frame's own roles name no recipient.
fn counterparts(roles: &Roles<'_, '_>) -> Vec<usize> {
    let sets = &roles.scene.knowledge.lexicon.sets;
    let sentence = roles.proposition.sentence;
    COUNTERPART
        .iter()
        // "flooded the city with police": what the frame asks for is a means, not the other side.
        .filter(|preposition| !roles.asks_for(preposition))
        .map(|preposition| {
            let tokens = roles.tokens(&RoleKey::Prep((*preposition).to_string()));
            let actors: Vec<usize> = tokens
                .into_iter()
                .filter(|token| roles.scene.is_actor(sentence, *token))
                .filter(|token| !sets.named_contains("in-aid-of", roles.tree.lemma(*token)))
                .collect();
            parties::of_tokens(roles.scene, sentence, &actors, true)
        })
        .find(|mentions| !mentions.is_empty())
        .unwrap_or_default()
}
