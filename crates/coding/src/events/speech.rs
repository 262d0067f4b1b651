//! What a speaker does by saying something that no frame knows: a charge, a warning, a demand, a
//! refusal, praise. The words of what is said are weighed; see `knowledge/speech/`.

use super::coded::Coded;
use super::compose::Composer;
use super::grammar::{is_first_person, is_own_side};
use super::scene::Scene;
use crate::tree::{Tree, lower};
use demarche_story::{
    EventType, MentionKind, Modality, Relation, Role, Span, Statement, StatementKind, Upos,
};
use std::collections::BTreeSet;

/// How likely an act of a speaker without power, or against nobody who is named, must be, in
/// thousandths.
const SURE: u16 = 800;

/// What the statements of known speakers are, by the weight of their words, where no coding in
/// `codings` says already what the speaker does.
pub fn acts(composer: &Composer<'_, '_>, codings: &[Coded]) -> Vec<Coded> {
    let scene = composer.scene();
    let speech = &scene.knowledge.speech;
    let mut acts = Vec::new();
    for statement in scene.statements {
        let Some(speaker) = speaker(scene, statement) else {
            continue;
        };
        let Some(index) = anchor(scene, statement) else {
            continue;
        };
        if is_told(scene, statement, speaker, codings) {
            continue;
        }
        let mut odds = speech.start();
        features(composer, statement, speaker, &mut |feature| {
            if let Some(weights) = speech.weights(feature) {
                let pairs = odds.iter_mut().zip(weights);
                pairs.for_each(|(odds, weight)| *odds += weight);
            }
        });
        let Some((event, likely)) = speech.act(&odds) else {
            continue;
        };
        let parts = parts(scene, statement);
        let whom = target(scene, &parts, speaker, event);
        let power = |mention: usize| scene.actors[mention].has_power();
        // "their son should not be in prison" asks nothing of the son.
        let whom = whom.filter(|whom| event != EventType::Request || power(*whom));
        let sure = if event == EventType::Reject {
            // "She denies the charges": denials are what those without power are quoted for.
            true
        } else if power(speaker) {
            likely >= SURE || whom.is_some() || event == EventType::Threaten
        } else {
            likely >= SURE && whom.is_none_or(power)
        };
        let means = match event {
            EventType::Request => !is_own_duty(scene, index, speaker),
            EventType::Threaten => is_own_threat(scene, &parts, speaker),
            _ => true,
        };
        let felt = statement.attitude && event != EventType::Reject;
        if sure && means && !felt {
            acts.push(coding(scene, index, speaker, event, whom));
        }
    }
    acts
}

/// The predicate that stands for a statement: the main one of what is said, else the cue.
fn anchor(scene: &Scene<'_>, statement: &Statement) -> Option<usize> {
    let parts = parts(scene, statement);
    let here = parts
        .iter()
        .find(|part| part.sentence == statement.sentence)
        .or(parts.first())?;
    // What somebody else said is theirs.
    let retold = here.roots().any(|root| {
        let mut others = scene.statements.iter();
        others.any(|other| {
            other.sentence == here.sentence
                && other.cue_head == Some(root as u32)
                && other.cue_head != statement.cue_head
        })
    });
    if retold {
        return None;
    }
    let said = here
        .roots()
        .find_map(|root| scene.proposition(here.sentence, root));
    let cue = || scene.proposition(statement.sentence, statement.cue_head? as usize);
    said.or_else(cue)
}

/// "We must defeat them" asks nobody else.
fn is_own_duty(scene: &Scene<'_>, index: usize, speaker: usize) -> bool {
    let proposition = &scene.propositions[index];
    let mut arguments = proposition.arguments.iter();
    proposition.modality == Some(Modality::Necessary)
        && arguments.any(|argument| {
            argument.role == Role::Subj
                && scene
                    .mention(proposition.sentence, argument.token as usize)
                    .is_some_and(|mention| is_own(scene, speaker, mention))
        })
}

/// Whether a coding tells already what the speaker does by this statement.
fn is_told(scene: &Scene<'_>, statement: &Statement, speaker: usize, codings: &[Coded]) -> bool {
    codings.iter().any(|coded| {
        coded.used.iter().any(|index| {
            let proposition = &scene.propositions[*index];
            let of_cue = proposition.sentence == statement.sentence
                && Some(proposition.head) == statement.cue_head;
            let mut content = statement.content.iter();
            let span = proposition.span;
            let mut within =
                || content.any(|part| part.start <= span.start && span.end <= part.end);
            let mut actors = coded.actors.iter();
            of_cue
                || actors.any(|actor| is_own(scene, speaker, *actor))
                    && super::is_verbal(coded.event)
                    && within()
        })
    })
}

/// Whom a statement is aimed at: of another side, and where the act looks for them in a main clause of
/// what is said, or in the clause that a judgement is of. Those with power come first; where nobody
/// stands so, a charge is against the only one with power who is named in an argument.
fn target(
    scene: &Scene<'_>,
    parts: &[Part<'_, '_>],
    speaker: usize,
    event: EventType,
) -> Option<usize> {
    let other = |part: &Part<'_, '_>, token: usize| {
        let mention = scene.mention(part.sentence, token)?;
        is_other(scene, speaker, mention).then_some(mention)
    };
    let mut first = None;
    for part in parts {
        for token in part
            .clauses()
            .into_iter()
            .flat_map(|clause| part.aims(clause, event))
        {
            let Some(mention) = other(part, token) else {
                continue;
            };
            if scene.actors[mention].has_power() {
                return Some(mention);
            }
            first = first.or(Some(mention));
        }
    }
    if first.is_some() || event != EventType::Accuse {
        return first;
    }
    let mut only: Option<usize> = None;
    for part in parts {
        for &token in part.tokens.iter().filter(|token| part.is_argument(**token)) {
            let Some(mention) = other(part, token).filter(|who| scene.actors[*who].has_power())
            else {
                continue;
            };
            let chain = scene.mentions[mention].chain;
            if only.is_some_and(|before| scene.mentions[before].chain != chain) {
                return None;
            }
            only = only.or(Some(mention));
        }
    }
    only
}

/// Whether what is said can be a threat: the speaker's own side does something, or something happens
/// on a condition. "The regime will kill them all" is a fear.
fn is_own_threat(scene: &Scene<'_>, parts: &[Part<'_, '_>], speaker: usize) -> bool {
    parts.iter().any(|part| {
        part.clauses().into_iter().any(|clause| {
            let own = part
                .tree
                .child(clause, &[Relation::Nsubj])
                .and_then(|subject| scene.mention(part.sentence, subject))
                .is_some_and(|mention| is_own(scene, speaker, mention));
            let done = (part.tree).child(clause, &[Relation::Nsubj, Relation::NsubjPass]);
            let by_nobody = done.is_some_and(|what| {
                let who = scene.mention(part.sentence, what);
                who.is_none_or(|who| !scene.actors[who].is_resolved())
            });
            own || by_nobody && part.condition(clause).is_some()
        })
    })
}

fn coding(
    scene: &Scene<'_>,
    index: usize,
    speaker: usize,
    event: EventType,
    target: Option<usize>,
) -> Coded {
    let (cameo, rule) = match event {
        EventType::Accuse => ("111", "speech/accuse"),
        EventType::Reject => ("120", "speech/reject"),
        EventType::Threaten => ("130", "speech/threaten"),
        EventType::Request => ("100", "speech/request"),
        EventType::Support => ("051", "speech/support"),
        _ => ("030", "speech/agree"),
    };
    Coded {
        proposition: index,
        event,
        mode: None,
        cameo: Some(cameo.into()),
        contexts: Vec::new(),
        aux: BTreeSet::new(),
        actors: vec![speaker],
        recipients: target.into_iter().collect(),
        reciprocal: false,
        acts_for: None,
        rule: rule.into(),
        used: vec![index],
        evidence: vec![scene.propositions[index].head],
        deed: index,
        when: index,
        denial_meant: true,
    }
}

/// The words of one sentence that belong to what is said.
struct Part<'s, 'a> {
    tree: &'s Tree<'a>,
    sentence: u32,
    tokens: Vec<usize>,
}

/// Who makes a statement, where they are known and can act.
pub fn speaker(scene: &Scene<'_>, statement: &Statement) -> Option<usize> {
    let head = statement.source_head?;
    scene
        .mention(statement.sentence, head as usize)
        .filter(|speaker| scene.can_act(*speaker) && scene.actors[*speaker].is_resolved())
}

/// Calls `tell` with each feature of a statement of `speaker`.
pub fn features(
    composer: &Composer<'_, '_>,
    statement: &Statement,
    speaker: usize,
    tell: &mut dyn FnMut(&str),
) {
    let scene = composer.scene();
    let mut name = String::new();
    let mut say = |kind: &str, value: &str| {
        name.clear();
        name.push_str(kind);
        name.push('=');
        name.push_str(value);
        tell(&name);
    };
    source(scene, statement, speaker, &mut say);
    let mut others = 0;
    let mut foreign = false;
    for part in parts(scene, statement) {
        words(&part, &mut say);
        for root in part.roots() {
            clause(scene, &part, root, speaker, &mut say);
            for beside in part
                .tree
                .children_by(root, &[Relation::Conj, Relation::Parataxis])
            {
                clause(scene, &part, beside, speaker, &mut say);
            }
        }
        for &token in &part.tokens {
            if let Some(index) = scene.proposition(part.sentence, token)
                && let Some((frame, _)) = composer.frame(index)
            {
                if let Some(event) = frame.event {
                    say("event", event.as_str());
                }
                if let Some(class) = &frame.class {
                    say("class", class);
                }
            }
            if let Some(mention) = scene.mention(part.sentence, token)
                && is_other(scene, speaker, mention)
            {
                others += 1;
                foreign |= scene.actors[mention].country != scene.actors[speaker].country;
            }
        }
    }
    say("others", ["0", "1", "2"][others.min(2)]);
    if foreign {
        say("others", "foreign");
    }
}

/// The cue and who speaks.
fn source(
    scene: &Scene<'_>,
    statement: &Statement,
    speaker: usize,
    say: &mut dyn FnMut(&str, &str),
) {
    say("cue", &statement.cue_lemma);
    say(
        "kind",
        match statement.kind {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        },
    );
    if statement.attitude {
        say("kind", "attitude");
    }
    let who = &scene.actors[speaker];
    say("source", who.sector.as_deref().unwrap_or("none"));
    say("source", if who.has_power() { "power" } else { "private" });
    if who.country.is_none() {
        say("source", "nowhere");
    }
    if scene.mentions[speaker].kind == MentionKind::Nominal {
        say("source", "nominal");
    }
}

/// The words by themselves, denied ones apart.
fn words(part: &Part<'_, '_>, say: &mut dyn FnMut(&str, &str)) {
    for &token in &part.tokens {
        let lemma = lower(part.tree.lemma(token));
        match part.tree.token(token).upos {
            Upos::Noun | Upos::Verb | Upos::Adj | Upos::Adv | Upos::Intj | Upos::Sconj => {
                let kind = if part.is_denied(token) { "not" } else { "word" };
                say(kind, &lemma);
                pair(part, token, &lemma, say);
            }
            Upos::Aux => say("aux", &lemma),
            _ => {}
        }
    }
}

/// A word with the one that it hangs on: "deep concern", "violate law".
fn pair(part: &Part<'_, '_>, token: usize, lemma: &str, say: &mut dyn FnMut(&str, &str)) {
    let near = matches!(
        part.tree.relation(token),
        Relation::Amod | Relation::Obj | Relation::Xcomp | Relation::Advmod | Relation::Compound
    );
    if let Some(head) = part.tree.head(token).filter(|_| near) {
        say("pair", &format!("{}-{lemma}", lower(part.tree.lemma(head))));
    }
}

/// What a main clause of the content says of whom.
fn clause(
    scene: &Scene<'_>,
    part: &Part<'_, '_>,
    root: usize,
    speaker: usize,
    say: &mut dyn FnMut(&str, &str),
) {
    let tree = part.tree;
    let denied = part.is_denied(root);
    say(
        if denied { "root-not" } else { "root" },
        &lower(tree.lemma(root)),
    );
    say("form", tree.token(root).xpos.as_str());
    let subject = tree.child(root, &[Relation::Nsubj, Relation::NsubjPass]);
    let passive = tree.child(root, &[Relation::NsubjPass]).is_some();
    let of_whom = match subject {
        None => "none",
        Some(subject) => match scene.mention(part.sentence, subject) {
            Some(mention) if is_own(scene, speaker, mention) => "own",
            Some(mention) if is_other(scene, speaker, mention) => "other",
            Some(mention) if scene.mentions[mention].kind == MentionKind::Pronoun => "pronoun",
            _ => "thing",
        },
    };
    say("subject", of_whom);
    if let Some(subject) = subject {
        say("subject-word", &lower(tree.lemma(subject)));
    }
    let mut modal = "none";
    for aux in tree.children_by(root, &[Relation::Aux]) {
        let lemma = tree.lemma(aux);
        if let Some(known) = [
            "will", "would", "should", "must", "can", "could", "may", "might", "need",
        ]
        .into_iter()
        .find(|known| *known == lemma)
        {
            modal = known;
        }
    }
    let mut joint = format!("{of_whom}-{modal}");
    if denied {
        joint.push_str("-not");
    }
    if passive {
        joint.push_str("-passive");
    }
    say("clause", &joint);
}

impl Part<'_, '_> {
    /// Words that hang on nothing in the content.
    fn roots(&self) -> impl Iterator<Item = usize> {
        self.tokens.iter().copied().filter(|token| {
            let outside = self
                .tree
                .head(*token)
                .is_none_or(|head| self.tokens.binary_search(&head).is_err());
            outside && self.tree.relation(*token) != Relation::Punct
        })
    }

    /// The main clauses, those beside them, and the clauses that a main one judges or thinks: "it is
    /// clear *that society blames them*".
    fn clauses(&self) -> Vec<usize> {
        let below = [
            Relation::Conj,
            Relation::Parataxis,
            Relation::Ccomp,
            Relation::Csubj,
        ];
        let mut clauses: Vec<usize> = self.roots().collect();
        let mut at = 0;
        while at < clauses.len() {
            let inner = self.tree.children_by(clauses[at], &below);
            clauses.extend(inner.filter(|token| self.tokens.binary_search(token).is_ok()));
            at += 1;
        }
        clauses
    }

    /// Where an act looks for whom it is aimed at in a clause, the likeliest first.
    fn aims(&self, clause: usize, event: EventType) -> Vec<usize> {
        let tree = self.tree;
        let subjects = [Relation::Nsubj, Relation::NsubjPass];
        let objects = [Relation::Obj, Relation::Iobj];
        let behind = |up: usize, cases: &'static [&'static str]| {
            tree.children_by(up, &[Relation::Obl, Relation::OblAgent, Relation::Nmod])
                .filter(move |child| {
                    tree.case(*child)
                        .is_some_and(|case| cases.contains(&&*case))
                })
        };
        let mut aims = Vec::new();
        match event {
            EventType::Accuse | EventType::Support | EventType::Request => {
                for subject in tree.children_by(clause, &subjects) {
                    aims.push(subject);
                    // "US policies have caused outrage", "the decision of the court is wrong".
                    if event != EventType::Request {
                        let whose = [
                            Relation::NmodPoss,
                            Relation::Amod,
                            Relation::Compound,
                            Relation::Nmod,
                        ];
                        aims.extend(tree.children_by(subject, &whose).filter(|owner| {
                            let case = tree.case(*owner);
                            !matches!(tree.relation(*owner), Relation::Nmod)
                                || matches!(case.as_deref(), Some("of" | "by"))
                        }));
                    }
                }
                aims.extend(behind(clause, &["by"]));
                // "We stand with our friends".
                if event == EventType::Support {
                    aims.extend(behind(clause, &["with", "to"]));
                }
                // "questioned *the viability of the alliance*".
                if tree.token(clause).upos == Upos::Noun && tree.child(clause, &subjects).is_none()
                {
                    aims.extend(tree.children_by(clause, &[Relation::NmodPoss]));
                    aims.extend(behind(clause, &["of", "by"]));
                }
            }
            EventType::Threaten => {
                if let Some(condition) = self.condition(clause) {
                    aims.extend(tree.children_by(condition, &subjects));
                }
                aims.extend(tree.children_by(clause, &objects));
                aims.extend(behind(clause, &["against", "on"]));
            }
            _ => {
                // "is ready *to talk to* them", "to go into talks *with* them".
                let inner = tree.children_by(clause, &[Relation::Xcomp]);
                for verb in std::iter::once(clause).chain(inner) {
                    aims.extend(tree.children_by(verb, &objects));
                    aims.extend(behind(verb, &["to", "with"]));
                    let things = tree.children_by(verb, &[Relation::Obj, Relation::Obl]);
                    aims.extend(things.flat_map(|thing| behind(thing, &["with"])));
                }
            }
        }
        aims
    }

    /// The clause of a condition: "*if they do not leave*".
    fn condition(&self, clause: usize) -> Option<usize> {
        let tree = self.tree;
        tree.children_by(clause, &[Relation::Advcl]).find(|child| {
            tree.children_by(*child, &[Relation::Mark])
                .any(|mark| matches!(tree.lemma(mark), "if" | "unless" | "until"))
        })
    }

    /// Whether a word is an argument: no modifier, nothing of a relative clause, no place.
    fn is_argument(&self, token: usize) -> bool {
        let tree = self.tree;
        let core = match tree.relation(token) {
            Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Iobj => true,
            Relation::OblAgent => true,
            Relation::Obl => tree
                .case(token)
                .is_some_and(|case| matches!(&*case, "to" | "with" | "against" | "by")),
            _ => false,
        };
        let mut at = token;
        core && !std::iter::from_fn(|| {
            at = tree.head(at)?;
            Some(at)
        })
        .any(|above| tree.relation(above) == Relation::AclRelcl)
    }

    fn is_denied(&self, token: usize) -> bool {
        self.tree
            .children(token)
            .iter()
            .any(|child| matches!(self.tree.lemma(*child), "not" | "never" | "no" | "n't"))
    }
}

/// Sentences with words of the content.
fn parts<'s, 'a>(scene: &'s Scene<'a>, statement: &Statement) -> Vec<Part<'s, 'a>> {
    let holds = |span: Span| {
        let mut content = statement.content.iter();
        content.any(|part| part.start <= span.start && span.end <= part.end)
    };
    let meets = |sentence: usize| {
        let span = scene.trees[sentence].sentence.span;
        let mut content = statement.content.iter();
        content.any(|part| part.start < span.end && span.start < part.end)
    };
    let at = statement.sentence as usize;
    let mut first = at;
    while first > 0 && meets(first - 1) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < scene.trees.len() && meets(last + 1) {
        last += 1;
    }
    (first..=last)
        .map(|sentence| {
            let tree = scene.tree(sentence as u32);
            let tokens = (0..tree.len()).filter(|token| holds(tree.token(*token).span));
            Part {
                tree,
                sentence: sentence as u32,
                tokens: tokens.collect(),
            }
        })
        .filter(|part| !part.tokens.is_empty())
        .collect()
}

/// Whether a mention in what is said is the speaker or of their side.
fn is_own(scene: &Scene<'_>, speaker: usize, mention: usize) -> bool {
    scene.mentions[mention].chain == scene.mentions[speaker].chain
        || is_first_person(scene, mention)
        || is_own_side(scene, speaker, mention)
}

/// Whether a mention in what is said is somebody known of another side.
fn is_other(scene: &Scene<'_>, speaker: usize, mention: usize) -> bool {
    scene.actors[mention].is_resolved()
        && scene.can_act(mention)
        && !is_own(scene, speaker, mention)
}
