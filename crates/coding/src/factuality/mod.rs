//! How an event stands to fact: what its embedding and the words around it say.
//!
//! Grammar of the predicate itself (future, possibility, negation) is applied by
//! composition; here come the clauses above it, and who speaks.

mod content;
mod supposed;

use crate::events::{Coded, Composer, Scene};
use crate::tree::Tree;
use demarche_story::{Auxiliary, EventType, Link, Modality, PredicateClass, Role, Tense, Xpos};
use supposed::*;

/// Sets the auxiliary modes that the clauses above an event bring with them.
/// Says whether the event is still worth coding.
pub fn judge(scene: &Scene<'_>, composer: &Composer<'_, '_>, coded: &mut Coded) -> bool {
    let mut at = coded.proposition;
    for _ in 0..8 {
        let proposition = &scene.propositions[at];
        let Some((parent, link)) = &proposition.parent else {
            break;
        };
        let parent = *parent as usize;
        let above = &scene.propositions[parent];
        let report = composer
            .frame(parent)
            .is_some_and(|(frame, _)| frame.class.as_deref() == Some("report"));
        // "needs to leave" is asked for whatever else is said of needs.
        let needed = proposition.modality == Some(Modality::Necessary)
            && matches!(above.predicate.as_str(), "need" | "have");
        if needed && *link == Link::Complement {
            at = parent;
            continue;
        }
        if at == coded.proposition && is_aim_of_campaign(scene, coded) {
            break;
        }
        match link {
            Link::Purpose if is_done(scene, proposition, above, coded) => {}
            Link::Purpose => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "interested in nothing beyond defeating them", "instead of attacking".
            Link::Adverbial(mark)
                if matches!(
                    mark.as_str(),
                    "beyond" | "instead of" | "rather than" | "short of"
                ) =>
            {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "will not be finalised until it has withdrawn": that lies ahead too.
            Link::Adverbial(mark)
                if matches!(
                    mark.as_str(),
                    "until" | "before" | "once" | "when" | "after"
                ) && (proposition.tense != Tense::Past || mark == "until" || mark == "once")
                    && (above.tense == Tense::Future || above.modality.is_some()) =>
            {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "attempted to extradite them after stripping them of citizenship": that was done.
            Link::Adverbial(mark)
                if matches!(mark.as_str(), "after" | "since" | "despite")
                    && above.modality.is_none()
                    && (above.tense == Tense::Past
                        || above.tense == Tense::None && has_past_above(scene, above)) =>
            {
                break;
            }
            Link::Adverbial(mark) if is_condition(mark) && !is_concession(scene, proposition) => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "if she returned and was charged".
            Link::Conjunct if is_second_condition(scene, above) => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "would have to be one of those punished by the court".
            Link::Relative if is_supposed_of_such(scene, proposition, above) => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "setting preconditions on holding talks".
            Link::Adverbial(mark) if mark == "on" && has_unreal_object(scene, above) => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "any soldier who is caught", "whoever attacks them".
            Link::Relative if is_whoever(scene, proposition) => {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "waiting for the tweet in which he declares war", "looking forward to the day when they leave".
            Link::Relative
                if matches!(proposition.tense, Tense::Present | Tense::Future)
                    && is_awaited(scene, proposition, above) =>
            {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "It took two years for the UN to evacuate them."
            Link::Complement
                if at == coded.proposition && is_done(scene, proposition, above, coded) =>
            {
                at = parent;
                continue;
            }
            // What someone is accused of, asked to do or kept from is no fact, even where the
            // outer predicate fits no frame as it stands.
            Link::Complement | Link::Adverbial(_)
                if composer.frame(parent).is_none()
                    && (*link == Link::Complement || is_content(link)) =>
            {
                match unreal_class(scene, above) {
                    Some("accuse" | "deny" | "prevent") => return false,
                    Some(_) => {
                        coded.aux.insert(Auxiliary::Hypothetical);
                    }
                    None if is_ruled_out(scene, above) => return false,
                    None if is_unreal(scene, &above.predicate) && !has_managed(above) => {
                        coded.aux.insert(Auxiliary::Hypothetical);
                    }
                    None => {}
                }
            }
            // "warned of an attack", "accused them of a massacre": a noun that nothing composed with.
            Link::Argument
                if composer.frame(parent).is_none()
                    && is_content_noun(scene, above, proposition) =>
            {
                match unreal_class(scene, above) {
                    Some("accuse" | "deny" | "prevent" | "stop" | "cancel") => return false,
                    Some(_) => {
                        coded.aux.insert(Auxiliary::Hypothetical);
                    }
                    None if is_unreal(scene, &above.predicate) && !has_managed(above) => {
                        coded.aux.insert(Auxiliary::Hypothetical);
                    }
                    None => {}
                }
            }
            // "has not confirmed that …", "no confirmation that …"
            Link::Complement
                if above.negated
                    && (report
                        || above.class == PredicateClass::Noun
                            && is_in(scene, "proof", &above.predicate)) =>
            {
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            // "undertook a mission on violence against women": that there is.
            Link::Argument if is_topic(scene, coded, proposition) => break,
            // "In a call with Putin, she urged restraint": the call took place.
            Link::Argument
                if is_beside(scene.tree(proposition.sentence), proposition.head as usize) =>
            {
                break;
            }
            // "left to defend the town against the Turkish assault": that went on whatever they did.
            Link::Argument if at == coded.proposition && is_under_way(scene, above, coded) => break,
            Link::Complement | Link::Argument if !report => {
                if above.tense == Tense::Future && matches!(link, Link::Complement) {
                    coded.aux.insert(Auxiliary::Future);
                }
                // "the bombing could cause a flight": the bombing is no mere possibility.
                let given = *link == Link::Argument
                    && above
                        .arguments
                        .iter()
                        .any(|a| a.role == Role::Subj && a.token == proposition.head);
                let supposed = matches!(
                    above.modality,
                    Some(Modality::Possible | Modality::Conditional | Modality::Question)
                );
                // "Air strikes would be a mistake", "a withdrawal will leave them alone": they are
                // none yet; "the attack will worsen it" was one.
                let imagined = above.modality == Some(Modality::Conditional)
                    || above.tense == Tense::Future && !is_definite(scene, proposition);
                // "plans to launch an operation that targets them".
                let planned = at != coded.proposition
                    && composer.frame(parent).is_some_and(|(frame, _)| {
                        let class = frame.class.as_deref();
                        class.is_some_and(|class| UNREAL_CLASSES.contains(&class))
                    });
                if is_unreal(scene, &above.predicate) && !has_managed(above)
                    || planned
                    || supposed && !given
                    || given && imagined
                    || given && is_wish(scene, above)
                {
                    coded.aux.insert(Auxiliary::Hypothetical);
                }
            }
            _ => {}
        }
        // The factuality of a clause that is not embedded is its own, unless it has no tense:
        // "expected them to leave by ending the treaty".
        let tenseless = matches!(link, Link::Conjunct | Link::Adverbial(_) | Link::Relative)
            && proposition.class == PredicateClass::Verb
            && proposition.tense == Tense::None;
        if !matches!(link, Link::Complement | Link::Argument) && !tenseless {
            break;
        }
        // "sought to calm them, providing arms": behind a comma it goes with the clause that has tense.
        if matches!(link, Link::Adverbial(mark) if mark.is_empty())
            && above.tense == Tense::None
            && is_apart(scene, proposition)
            && has_past_above(scene, above)
        {
            break;
        }
        // "to support fighters fending off an offensive": they do so already.
        if *link == Link::Relative && is_said_of_actor(scene, proposition) {
            break;
        }
        // "It would take a disaster for a strike to be considered", "in briefing them, he will have to explain".
        let ahead = above.tense == Tense::Future
            || matches!(
                above.modality,
                Some(Modality::Possible | Modality::Conditional)
            );
        let aim = *link == Link::Relative
            && crate::propositions::is_infinitive(
                scene.tree(proposition.sentence),
                proposition.head as usize,
            );
        if ahead && (aim || matches!(link, Link::Adverbial(mark) if mark == "in")) {
            coded.aux.insert(Auxiliary::Hypothetical);
        }
        at = parent;
    }
    if is_undecided(scene, coded) || content::means_nothing(scene, composer, coded) {
        return false;
    }
    let outermost = &scene.propositions[coded.proposition];
    let sets = &scene.knowledge.lexicon.sets;
    let tree = scene.tree(outermost.sentence);
    // "the attempted assassination": who attempts violence does it.
    let tried = coded.event == EventType::Assault && outermost.class == PredicateClass::Noun;
    let mut adjectives =
        tree.children_by(outermost.head as usize, &[demarche_story::Relation::Amod]);
    // "an anticipated strike": the tree may have the adjective as a verb.
    let is_unreal_adjective = |word: usize| {
        let form = &tree.token(word).form;
        let unreal = sets.named_contains("unreal-adjectives", tree.lemma(word))
            || sets.named_contains("unreal-adjectives", form);
        unreal && !(tried && sets.named_contains("tried", form))
    };
    if adjectives.any(is_unreal_adjective) {
        coded.aux.insert(Auxiliary::Hypothetical);
    }
    // "take part in any strike".
    let mut determiners =
        tree.children_by(outermost.head as usize, &[demarche_story::Relation::Det]);
    if outermost.class == PredicateClass::Noun
        && !outermost.negated
        && determiners.any(|determiner| tree.lemma(determiner) == "any")
    {
        coded.aux.insert(Auxiliary::Hypothetical);
    }
    if is_bare_infinitive(scene, coded)
        && !is_known_done(scene, coded)
        && !is_aim_of_campaign(scene, coded)
    {
        coded.aux.insert(Auxiliary::Hypothetical);
    }
    if is_unproven(scene, outermost) || is_alternative(scene, outermost) {
        coded.aux.insert(Auxiliary::Hypothetical);
    }
    under_unreal_noun(scene, coded);
    by_date(scene, coded);
    true
}

/// Whether the outermost predicate is an infinitive that nothing above composed with:
/// "determined to leave", "an effort to arrest them". A perfect infinitive tells of what was done.
fn is_bare_infinitive(scene: &Scene<'_>, coded: &Coded) -> bool {
    use demarche_story::Relation::{Aux, Mark};
    let proposition = &scene.propositions[coded.proposition];
    let tree = scene.tree(proposition.sentence);
    let verb = proposition.light.unwrap_or(proposition.head) as usize;
    tree.token(verb).xpos == Xpos::Vb
        && proposition.tense != Tense::Future
        && proposition.modality != Some(Modality::Necessary)
        && tree
            .children_by(verb, &[Mark])
            .any(|mark| tree.lemma(mark) == "to")
        && !tree
            .children_by(verb, &[Aux])
            .any(|aux| tree.lemma(aux) == "have")
}

/// Whether what embeds the infinitive of an event, as its complement or its aim, says that it was done.
fn is_known_done(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    match &proposition.parent {
        Some((parent, Link::Complement | Link::Purpose | Link::Relative)) => is_done(
            scene,
            proposition,
            &scene.propositions[*parent as usize],
            coded,
        ),
        _ => false,
    }
}

/// "was quick to condemn it", "led him to quit", "has done the most to support them", "the first
/// country to recognise it", "have fought to liberate the town": it was done, or is.
fn is_done(
    scene: &Scene<'_>,
    proposition: &demarche_story::Proposition,
    above: &demarche_story::Proposition,
    coded: &Coded,
) -> bool {
    use demarche_story::Relation::{self, Amod, Obj};
    let told = matches!(
        above.tense,
        Tense::Past | Tense::Present | Tense::Pluperfect
    ) && above.modality.is_none()
        && !above.negated
        && !proposition.negated;
    if !told
        || !crate::propositions::is_infinitive(
            scene.tree(proposition.sentence),
            proposition.head as usize,
        )
    {
        return false;
    }
    let tree = scene.tree(above.sentence);
    // "held a meeting to discuss the crisis": there they did.
    let object = tree.child(above.light.unwrap_or(above.head) as usize, &[Obj]);
    let gathering = |word: &str| is_in(scene, "gatherings", word);
    if coded.event == EventType::Consult
        && (gathering(tree.lemma(above.head as usize))
            || object.is_some_and(|object| gathering(tree.lemma(object))))
    {
        return true;
    }
    let rank = |noun: usize| {
        tree.children_by(noun, &[Amod])
            .any(|word| is_in(scene, "done", tree.lemma(word)) || is_nth(&tree.token(word).form))
    };
    let head = above.head as usize;
    match above.class {
        PredicateClass::Adjective => {
            // "is able to", "is right to": who can or should has not.
            let past = above.tense != Tense::Present;
            let ranks = matches!(
                &*above.predicate,
                "first" | "last" | "latest" | "only" | "second" | "sole" | "third"
            ) || is_nth(&above.predicate);
            (past || ranks || above.predicate == "quick")
                && (ranks || is_in(scene, "done", &above.predicate))
        }
        PredicateClass::Noun => rank(head),
        PredicateClass::Verb if is_in(scene, "fighting", &above.predicate) => {
            coded.event == demarche_story::EventType::Assault
        }
        // "It took two years for the UN to evacuate them."
        PredicateClass::Verb if above.predicate == "take" => {
            above.tense != Tense::Present
                && tree
                    .child(head, &[Relation::Expl, Relation::Nsubj])
                    .is_some_and(|it| tree.lemma(it) == "it")
                && object.is_some_and(|time| is_span_of_time(tree.lemma(time)))
        }
        PredicateClass::Verb if above.predicate == "do" => {
            let most = tree.child(head, &[Obj]).is_some_and(|much| {
                matches!(tree.lemma(much), "most" | "more" | "much" | "lot" | "many")
            });
            most && above.tense != Tense::Present
        }
        // "became the third country to ratify it".
        PredicateClass::Verb if above.predicate == "become" => tree
            .children_by(head, &[demarche_story::Relation::Xcomp])
            .any(|noun| noun < proposition.head as usize && rank(noun)),
        PredicateClass::Verb => {
            above.tense != Tense::Present && is_in(scene, "done", &above.predicate)
        }
    }
}

/// "in the campaign to free Raqqa": that is under way.
fn is_aim_of_campaign(scene: &Scene<'_>, coded: &Coded) -> bool {
    use demarche_story::Relation::{Acl, Det, NmodPoss};
    let proposition = &scene.propositions[coded.proposition];
    let tree = scene.tree(proposition.sentence);
    let head = proposition.head as usize;
    coded.event == EventType::Assault
        && !proposition.negated
        && tree.relation(head) == Acl
        && tree.head(head).is_some_and(|noun| {
            is_in(scene, "campaigns", tree.lemma(noun))
                && (tree.child(noun, &[NmodPoss]).is_some()
                    || tree
                        .children_by(noun, &[Det])
                        .any(|word| matches!(tree.lemma(word), "the" | "this" | "that")))
        })
}

fn is_span_of_time(noun: &str) -> bool {
    matches!(
        noun,
        "minute"
            | "hour"
            | "day"
            | "night"
            | "week"
            | "month"
            | "year"
            | "decade"
            | "time"
            | "long"
    )
}

/// "90th", "ninth".
fn is_nth(word: &str) -> bool {
    word.len() > 3
        && word.ends_with("th")
        && (word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                word,
                "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth"
            ))
}

/// Whether a comma stands before a participle.
fn is_apart(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(clause.sentence);
    let head = clause.head as usize;
    tree.token(head).xpos == Xpos::Vbg
        && head
            .checked_sub(1)
            .is_some_and(|before| &*tree.token(before).form == ",")
}

/// Whether the clause that an infinitive belongs to tells of what has been.
fn has_past_above(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    matches!(&clause.parent, Some((parent, Link::Complement | Link::Purpose))
        if scene.propositions[*parent as usize].tense == Tense::Past)
}

fn is_in(scene: &Scene<'_>, set: &str, word: &str) -> bool {
    scene.knowledge.lexicon.sets.named_contains(set, word)
}

/// Whether a word opens a condition or an indirect question.
pub fn is_condition(mark: &str) -> bool {
    matches!(mark, "if" | "unless" | "whether" | "in case" | "as long as")
}

/// Whether an event noun is what the predicate above is about: its object, or behind "of",
/// "about", "against", "for", "from", "with".
fn is_content_noun(
    scene: &Scene<'_>,
    above: &demarche_story::Proposition,
    noun: &demarche_story::Proposition,
) -> bool {
    let tree = scene.tree(noun.sentence);
    above.arguments.iter().any(|argument| {
        argument.token == noun.head
            && match &argument.role {
                Role::Obj => !above.passive,
                Role::Prep(case) => is_content(&Link::Adverbial(case.clone())),
                _ => false,
            }
    }) && tree.head(noun.head as usize) == Some(above.head as usize)
}

/// Whether a participle clause with this marker is what its verb is about: "accused of", "barred from".
fn is_content(link: &Link) -> bool {
    matches!(link, Link::Adverbial(mark)
        if matches!(mark.as_str(), "of" | "from" | "for" | "with" | "against" | "about"))
}

/// Whether a clause stands on somebody who can act.
fn is_said_of_actor(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(clause.sentence);
    tree.token(clause.head as usize).xpos == Xpos::Vbg
        && tree
            .head(clause.head as usize)
            .is_some_and(|noun| scene.is_actor(clause.sentence, noun))
}

/// Whether a noun tells of the occasion of what its governor says: "in a call", "during talks".
fn is_beside(tree: &Tree<'_>, noun: usize) -> bool {
    matches!(
        tree.case(noun).as_deref(),
        Some("in" | "during" | "at" | "after" | "following" | "despite" | "amid")
    )
}

/// Whether a noun of violence is what a mission, study or the like is about.
fn is_topic(scene: &Scene<'_>, coded: &Coded, noun: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(noun.sentence);
    let head = noun.head as usize;
    coded.event == EventType::Assault
        && noun.class == PredicateClass::Noun
        && matches!(tree.case(head).as_deref(), Some("on" | "about" | "into"))
        && tree.head(head).is_some_and(|above| {
            // The tree may hang it on the verb: "undertake a mission on violence".
            let object = tree.child(above, &[demarche_story::Relation::Obj]);
            [Some(above), object]
                .into_iter()
                .flatten()
                .any(|study| is_in(scene, "studies", tree.lemma(study)))
        })
}

/// Whether nothing was decided: "has not made any decision to withdraw".
fn is_undecided(scene: &Scene<'_>, coded: &Coded) -> bool {
    let outermost = &scene.propositions[coded.proposition];
    outermost.negated
        && outermost.class == PredicateClass::Noun
        && is_in(scene, "decisions", &outermost.predicate)
}

/// Whether what a word embeds is a mere possibility: "the risk of", "expected to".
fn is_unreal(scene: &Scene<'_>, word: &str) -> bool {
    scene.knowledge.lexicon.sets.named_contains("unreal", word)
}

/// "It is unlikely that the army would have stopped it."
fn is_ruled_out(scene: &Scene<'_>, above: &demarche_story::Proposition) -> bool {
    let sets = &scene.knowledge.lexicon.sets;
    !above.negated && sets.named_contains("ruled-out", &above.predicate)
}

/// Whether a noun has "the", "this" or an owner.
fn is_definite(scene: &Scene<'_>, noun: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(noun.sentence);
    let head = noun.head as usize;
    tree.child(head, &[demarche_story::Relation::NmodPoss])
        .is_some()
        || tree
            .children_by(head, &[demarche_story::Relation::Det])
            .any(|determiner| {
                matches!(
                    tree.lemma(determiner),
                    "the" | "this" | "that" | "these" | "those"
                )
            })
}

/// "were able to repel them" tells of what they did.
fn has_managed(above: &demarche_story::Proposition) -> bool {
    above.predicate == "able" && above.tense == Tense::Past
}

/// Classes whose content is no fact.
const UNREAL_CLASSES: &[&str] = &[
    "accuse", "deny", "prevent", "demand", "order", "promise", "refuse", "threaten", "warn",
    "plan", "want", "try", "fail", "favour", "oppose", "force", "allow", "stop", "cancel",
];

/// The class that the lexicon gives a predicate in some frame, if its content is no fact.
fn unreal_class<'a>(scene: &Scene<'a>, above: &demarche_story::Proposition) -> Option<&'a str> {
    let lexicon = &scene.knowledge.lexicon;
    let lemma = above.predicate.split(' ').next().unwrap_or_default();
    // "had her passport revoked": it is "have to" that demands.
    if lemma == "have" {
        return None;
    }
    let entries = match above.class {
        PredicateClass::Verb => lexicon.verb(lemma),
        PredicateClass::Noun => lexicon.noun(lemma),
        PredicateClass::Adjective => lexicon.adjective(lemma),
    };
    entries
        .iter()
        .filter(|entry| entry.words.is_empty())
        .filter_map(|entry| lexicon.frames[entry.frame as usize].class.as_deref())
        .find(|class| UNREAL_CLASSES.contains(class))
}

/// What lies far back is told as history; what lies ahead has not happened.
fn by_date(scene: &Scene<'_>, coded: &mut Coded) {
    let proposition = &scene.propositions[coded.when];
    // "had promised during his campaign to build a wall".
    if is_of_earlier_days(scene, proposition) {
        coded.aux.insert(Auxiliary::Historical);
        return;
    }
    let Some(date) = coded.date(scene) else {
        return;
    };
    if scene.times.is_history(&date) {
        coded.aux.insert(Auxiliary::Historical);
    } else if scene.times.is_future(&date) && !crate::events::is_verbal(coded.event) {
        coded.aux.insert(Auxiliary::Future);
    }
}

/// Whether a clause in the past perfect tells of a time that was over: "during his campaign".
fn is_of_earlier_days(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    is_once(scene, clause)
        || clause.tense == Tense::Pluperfect
            && clause.arguments.iter().any(|argument| {
                argument.role == Role::Prep("during".into())
                    && is_in(
                        scene,
                        "earlier-days",
                        scene.tree(clause.sentence).lemma(argument.token as usize),
                    )
            })
}

/// "was once arrested", "once fought for them".
fn is_once(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(clause.sentence);
    let verb = clause.light.unwrap_or(clause.head) as usize;
    matches!(clause.tense, Tense::Past | Tense::Pluperfect)
        && tree
            .children_by(verb, &[demarche_story::Relation::Advmod])
            .any(|adverb| {
                adverb > 0
                    && adverb < verb
                    && tree.lemma(adverb) == "once"
                    && tree.children(adverb).is_empty()
                    && tree
                        .child(
                            verb,
                            &[
                                demarche_story::Relation::Nsubj,
                                demarche_story::Relation::NsubjPass,
                            ],
                        )
                        .is_some_and(|subject| subject < adverb)
            })
}

/// "the possibility of air strikes": a noun above the event noun that is no proposition.
fn under_unreal_noun(scene: &Scene<'_>, coded: &mut Coded) {
    let proposition = &scene.propositions[coded.proposition];
    let tree = scene.tree(proposition.sentence);
    let mut at = proposition
        .light
        .map_or(proposition.head as usize, |light| light as usize);
    for _ in 0..4 {
        let Some(head) = tree.head(at) else { break };
        use demarche_story::Relation::{Acl, Advcl, Compound, Conj, Nmod, Obj, Obl};
        if !matches!(
            tree.relation(at),
            Nmod | Acl | Obj | Obl | Compound | Conj | Advcl
        ) {
            break;
        }
        // "raised concerns in a call": the call is not what they are about.
        let beside = is_beside(tree, at) || matches!(tree.case(at).as_deref(), Some("with" | "by"));
        if is_unreal(scene, tree.lemma(head))
            && !beside
            && scene.proposition(proposition.sentence, head).is_none()
        {
            coded.aux.insert(Auxiliary::Hypothetical);
            break;
        }
        if tree.token(head).upos == demarche_story::Upos::Verb {
            break;
        }
        at = head;
    }
}

/// Who says what a predicate stands in, if they can act.
pub fn speaker(scene: &Scene<'_>, proposition: &demarche_story::Proposition) -> Option<usize> {
    let statement = crate::attribution::innermost(scene.statements, proposition.span)?;
    let statement = &scene.statements[statement as usize];
    let head = statement.source_head?;
    scene
        .mention(statement.sentence, head as usize)
        .filter(|source| scene.can_act(*source))
}

/// Whether what will be done, or will not, by nobody that is named is for the speaker to decide: they
/// have power, and it is not done to their own side.
fn can_promise(scene: &Scene<'_>, coded: &Coded, speaker: usize) -> bool {
    let foretold = ["future+", "unwilling+"];
    let who = &scene.actors[speaker];
    let side = |mention: &usize| {
        let other = &scene.actors[*mention];
        other.country == who.country && other.sector == who.sector
    };
    let ahead = scene.propositions[coded.proposition].tense == Tense::Future
        || scene.propositions[coded.proposition].modality == Some(Modality::Conditional);
    (foretold.iter().any(|class| coded.rule.starts_with(class))
        || coded.event == EventType::Agree && ahead)
        && coded.event != EventType::Concede
        && who.has_power()
        && !coded.recipients.iter().any(side)
}

/// Who demands, accuses or promises without being named in the clause is who says so.
pub fn speaker_as_actor(scene: &Scene<'_>, composer: &Composer<'_, '_>, coded: &mut Coded) {
    if !coded.actors.is_empty() || !crate::events::is_verbal(coded.event) {
        return;
    }
    let proposition = &scene.propositions[coded.proposition];
    let frame = composer.frame(coded.proposition);
    let said = frame.is_some_and(|(frame, _)| crate::events::is_said(frame));
    let passive = proposition.passive && !said;
    if passive && !coded.rule.contains('+') && coded.event != EventType::Agree {
        return;
    }
    let source = speaker(scene, proposition);
    // "The mayor has been charged, she said", "the accused mayor": somebody else did that. But
    // "missiles will be shot down, the general said", "no arms would be sent, the premier said".
    if passive && !source.is_some_and(|source| can_promise(scene, coded, source)) {
        return;
    }
    if let Some(source) = source {
        // "said he had made a mistake" accuses nobody else.
        let chain = scene.mentions[source].chain;
        let others = |mention: &usize| scene.mentions[*mention].chain != chain;
        if !coded.recipients.is_empty() && !coded.recipients.iter().any(others) {
            return;
        }
        coded.recipients.retain(others);
        coded.actors.push(source);
    }
}
