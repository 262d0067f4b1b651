//! Pronouns: by agreement, closeness and grammar.

use super::Scene;
use super::chain::{Chain, Form};
use super::descriptions::BODY_NOUNS;
use super::gender::Gender;
use super::owners::unfit_owner;
use super::quotes::Speakers;
use crate::tree::Tree;
use demarche_story::{Mention, MentionClass, MentionKind, Relation, Span, Xpos};

/// How many sentences back a pronoun may reach.
const REACH: u32 = 3;

/// The same for whoever spoke the sentences between.
const QUOTED_REACH: u32 = 8;

/// How well coordinated singulars agree with "they".
const JOINED: i32 = 58;

/// How much likelier an opening phrase speaks of its sentence's subject than of anybody before.
const AHEAD: i32 = 20;

/// Whom a pronoun takes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antecedent {
    /// A chain.
    Chain(usize),
    /// A mention and those coordinated with it: "Iran and Iraq … they".
    Joined(usize),
}

/// Whom a pronoun takes up, if anybody.
pub fn antecedent(
    scene: &Scene<'_>,
    mention: usize,
    form: &Form,
    chains: &[Chain],
    chain_of: &[Option<u32>],
    speakers: &Speakers,
) -> Option<Antecedent> {
    let m = &scene.mentions[mention];
    let relation = scene.trees[m.sentence as usize].relation(m.head as usize);
    // "It is wrong to kill": that "it" is nobody.
    if relation == Relation::Expl {
        return None;
    }
    let third = |want| third(scene, speakers, mention, form, chains, chain_of, want);
    match form.word.as_str() {
        "i" | "me" | "my" | "mine" | "myself" => {
            first_person(scene, mention, chains, chain_of, speakers, false).map(Antecedent::Chain)
        }
        "we" | "us" | "our" | "ours" | "ourselves" => {
            first_person(scene, mention, chains, chain_of, speakers, true).map(Antecedent::Chain)
        }
        "you" | "your" | "yours" | "yourself" | "yourselves" => {
            let here = speakers.quotation(scene.mentions[mention].span);
            last_with(scene, mention, chains, |chain| {
                is_person(chain, &["you", "your", "yours", "yourself", "yourselves"])
                    && speakers
                        .quotation(scene.mentions[chain.last()].span)
                        .is_some()
                        == here.is_some()
            })
            .map(Antecedent::Chain)
        }
        "he" | "him" | "his" | "himself" => third(Want::Person(Gender::Male)),
        "she" | "her" | "hers" | "herself" => third(Want::Person(Gender::Female)),
        "it" | "its" | "itself" => third(Want::Body),
        "they" | "them" | "their" | "theirs" | "themselves" | "themself" => third(Want::Several),
        _ => None,
    }
}

/// What a pronoun of the third person looks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Person(Gender),
    Body,
    Several,
}

/// Whether a chain has one of these pronouns; "the US" is none.
fn is_person(chain: &Chain, words: &[&str]) -> bool {
    chain
        .forms
        .iter()
        .any(|form| form.name.is_empty() && words.contains(&form.word.as_str()))
}

fn last_with(
    scene: &Scene<'_>,
    mention: usize,
    chains: &[Chain],
    fits: impl Fn(&Chain) -> bool,
) -> Option<usize> {
    let here = scene.mentions[mention].sentence;
    chains
        .iter()
        .enumerate()
        .filter(|(_, chain)| here - chain.sentence <= 8 && fits(chain))
        .max_by_key(|(_, chain)| chain.last())
        .map(|(index, _)| index)
}

/// "I" is who speaks; "we" is the speaker's side, a chain of its own for each speaker.
fn first_person(
    scene: &Scene<'_>,
    mention: usize,
    chains: &[Chain],
    chain_of: &[Option<u32>],
    speakers: &Speakers,
    plural: bool,
) -> Option<usize> {
    let words: &[&str] = if plural {
        &["we", "us", "our", "ours", "ourselves"]
    } else {
        &["i", "me", "my", "mine", "myself"]
    };
    let span = scene.mentions[mention].span;
    let quotation = speakers.quotation(span).is_some();
    let same = |a: Option<usize>, b: Option<usize>| match (a, b) {
        (Some(a), Some(b)) => a == b || (chain_of[a].is_some() && chain_of[a] == chain_of[b]),
        (a, b) => a == b,
    };
    let speaker = speaking(scene, speakers, mention);
    if let Some(own) = speaker.and_then(|speaker| chain_of[speaker])
        && !plural
    {
        return Some(own as usize);
    }
    last_with(scene, mention, chains, |chain| {
        let last = chain.last();
        let other = scene.mentions[last].span;
        is_person(chain, words)
            && same(speaker, speaking(scene, speakers, last))
            && (speaker.is_some() || speakers.quotation(other).is_some() == quotation)
    })
}

/// Who speaks the words at a span; "I think that we" is still spoken by whoever says "I".
fn speaking(scene: &Scene<'_>, speakers: &Speakers, mention: usize) -> Option<usize> {
    let mut said = mention;
    for _ in 0..4 {
        let speaker = speakers.of_mention(scene, said)?;
        let m = &scene.mentions[speaker];
        let word = scene.trees[m.sentence as usize]
            .token(m.head as usize)
            .form
            .to_lowercase();
        if !matches!(word.as_str(), "i" | "we" | "you" | "us" | "me") {
            return Some(speaker);
        }
        said = speaker;
    }
    None
}

fn third(
    scene: &Scene<'_>,
    speakers: &Speakers,
    mention: usize,
    form: &Form,
    chains: &[Chain],
    chain_of: &[Option<u32>],
    want: Want,
) -> Option<Antecedent> {
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    let head = m.head as usize;
    let reflexive = form.word.ends_with("self") || form.word.ends_with("selves");
    let possessive = tree.relation(head) == Relation::NmodPoss;
    let quoted = speakers.quotation(m.span).is_some();
    let before = last_speaker(scene, speakers, m.sentence, head);
    // "She was killed," she said: who speaks a quotation is not whom it speaks of.
    let outside = speakers
        .quotation(m.span)
        .and_then(|quotation| speakers.of_quotation(m.span, quotation, scene));
    let sayer = outside.and_then(|speaker| chain_of[speaker]);
    // "They are held by the army": those are no government.
    let suffers = want == Want::Several
        && tree.relation(head) == Relation::NsubjPass
        && tree
            .head(head)
            .is_some_and(|verb| does_harm(scene, tree.lemma(verb)));
    // "Their arrests came after": nor are those.
    let suffers = suffers
        || want == Want::Several
            && possessive
            && tree.head(head).is_some_and(|noun| {
                matches!(
                    tree.lemma(noun),
                    "arrest"
                        | "detention"
                        | "capture"
                        | "abduction"
                        | "imprisonment"
                        | "deportation"
                        | "execution"
                        | "extradition"
                )
            });
    // "Their father": of people.
    let has_kin = possessive
        && tree
            .head(head)
            .is_some_and(|owned| scene.known.scene.kin.contains(tree.lemma(owned)));
    let opening = opened_by(tree, head);
    let newcomer = match want {
        Want::Person(gender) => newcomer(scene, m, chains, gender),
        _ => None,
    };
    let goes_on = matches!(want, Want::Person(_)) && is_main_subject(scene, m);
    let spoken_by = before.filter(|(sentence, _)| {
        // All between is the quotation.
        let mut between = (*sentence + 1..m.sentence).map(|s| scene.trees[s as usize].sentence);
        goes_on
            && m.sentence - sentence <= QUOTED_REACH
            && between.all(|s| {
                s.tokens
                    .first()
                    .is_some_and(|t| speakers.quotation(t.span).is_some())
            })
            && speaks(scene, m)
    });
    let side = (want == Want::Several)
        .then(|| speakers_side(tree, head))
        .flatten()
        .and_then(|speaker| super::here(scene, m.sentence, speaker))
        .is_some_and(|speaker| speaks_for_many(scene, speaker));
    let mut best: Option<(Antecedent, i32)> = None;
    for (index, chain) in chains.iter().enumerate() {
        // Whoever spoke last is at hand behind however long a quotation.
        let far = m.sentence - chain.sentence > REACH;
        if far && spoken_by.is_none() {
            continue;
        }
        let spoke = spoken_by.is_some_and(|(sentence, head)| {
            chain.mentions.iter().rev().take(4).any(|at| {
                let other = &scene.mentions[*at];
                (other.sentence, other.head) == (sentence, head)
            })
        });
        if far && !spoke {
            continue;
        }
        if sayer == Some(index as u32) && want != Want::Body
            || suffers && !chain.plural && chain.class != MentionClass::Person
        {
            continue;
        }
        let fit = agreement(chain, want);
        // "Iran and Iraq … they": the first of several that are coordinated stands for them all.
        let several = want == Want::Several && chain.class != MentionClass::Thing;
        if fit.is_none() && !(several && chain.forms.iter().any(|form| form.joined)) {
            continue;
        }
        if want == Want::Body && unfit_owner(tree, head, chain) || has_kin && is_institution(chain)
        {
            continue;
        }
        let mut score: Option<(i32, Antecedent)> = None;
        for (at, other_form) in chain.mentions.iter().zip(&chain.forms).rev().take(4) {
            let other = &scene.mentions[*at];
            let mut back = m.sentence - other.sentence;
            if spoke && before == Some((other.sentence, other.head)) {
                back = back.min(1);
            }
            // "The spokesman said they would free the men": the spokesman's side, unless the sentence names another.
            if back > REACH || side && back > 0 {
                continue;
            }
            // "After a visit to his troops, Trudeau said": whom the sentence goes on to speak of.
            let ahead = back == 0 && other.head >= m.head;
            let opener = || {
                other.kind != MentionKind::Nominal
                    && opening.is_some_and(|subject| is_opener(tree, subject, other.head as usize))
            };
            if ahead && !opener() {
                continue;
            }
            // A name inside a phrase ("Russian tanks") is weakly there for a pronoun.
            if other_form.modifies && other.kind == MentionKind::Name && want != Want::Body {
                continue;
            }
            if back == 0 && blocked(tree, other.head as usize, head, reflexive, possessive) {
                continue;
            }
            // A singular body agrees as well, but those joined to it agree better.
            let joined =
                several && other_form.joined && !chain.plural && chain.class != MentionClass::Group;
            let own = fit.filter(|_| !joined);
            let Some(fit) = own.or(joined.then_some(JOINED)) else {
                continue;
            };
            let mut here = fit - 30 * back as i32;
            here += if other_form.subject { 14 } else { 0 };
            here += if form.subject && other_form.subject {
                6
            } else {
                0
            };
            here += if other.kind == MentionKind::Pronoun && other_form.word == form.word {
                8
            } else {
                0
            };
            here += if other.kind == MentionKind::Name {
                4
            } else {
                0
            };
            // "… said. He said …": most often the one who spoke goes on.
            here += if before == Some((other.sentence, other.head)) {
                14
            } else {
                0
            };
            // "Merkel said that Putin … He said": not the one who was spoken of.
            here -= if before.is_some_and(|(sentence, _)| sentence == other.sentence)
                && path_has(
                    &scene.trees[other.sentence as usize],
                    other.head as usize,
                    usize::MAX,
                    Relation::Ccomp,
                ) {
                10
            } else {
                0
            };
            // Somebody of whom another spoke is less at hand after the quotation.
            here -= if !quoted && want != Want::Body && speakers.quotation(other.span).is_some() {
                8
            } else {
                0
            };
            here -= if other_form.modifies { 15 } else { 0 };
            // "Police arrested five men. They were deported": those to whom it is done already, no authority.
            if suffers {
                let there = &scene.trees[other.sentence as usize];
                let harmed = matches!(
                    there.relation(other.head as usize),
                    Relation::Obj | Relation::NsubjPass
                ) && there
                    .head(other.head as usize)
                    .is_some_and(|verb| does_harm(scene, there.lemma(verb)));
                here += if harmed { 12 } else { 0 };
                let authority = scene.readings[*at].sectors.first().is_some_and(|sector| {
                    matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "LEG" | "JUD")
                });
                here -= if authority && !harmed { 25 } else { 0 };
            }
            // What the sentence before is about goes on.
            if back == 1 && form.subject && is_main_subject(scene, other) {
                here += 6;
                // "Macron said … In a speech he called for": most often the speaker.
                if goes_on && speaks(scene, other) {
                    here += 8;
                }
            }
            // "Macron said so. … Jeremy Corbyn was asked …": a new name turns to somebody else.
            if newcomer.is_some_and(|sentence| other.sentence < sentence) {
                here -= 15;
            }
            here -= if scene.trees[other.sentence as usize].relation(other.head as usize)
                == Relation::NmodPoss
            {
                4
            } else {
                0
            };
            here -= if matches!(
                scene.trees[other.sentence as usize].relation(other.head as usize),
                Relation::Nmod | Relation::Obl
            ) {
                6
            } else {
                0
            };
            if back == 0 {
                // In one sentence the nearer of two that fit has a little more weight, and one that governs the
                // pronoun's clause much more.
                let distance = m.head.abs_diff(other.head) as i32;
                here += if ahead { AHEAD } else { 0 };
                here -= (distance / 3).min(8);
                // "with Moscow after its annexation": a possessor right before.
                if want == Want::Body && possessive && distance <= 3 {
                    here += 16;
                }
                if governs(tree, other.head as usize, head) {
                    here += 12;
                }
                if possessive
                    && want != Want::Body
                    && is_own_subject(tree, other.head as usize, head)
                {
                    here += 8;
                }
            }
            here += chain.mentions.len().min(6) as i32;
            if score.is_none_or(|(known, _)| here > known) {
                let whom = match own {
                    Some(_) => Antecedent::Chain(index),
                    None => Antecedent::Joined(*at),
                };
                score = Some((here, whom));
            }
        }
        if let Some((score, whom)) = score
            && score > 0
            && best.is_none_or(|(_, known)| score >= known)
        {
            best = Some((whom, score));
        }
    }
    best.map(|(whom, _)| whom)
}

/// Who says that "they" will or would do something to somebody: "the *spokesman* said they would free the men".
pub fn speakers_side(tree: &Tree<'_>, they: usize) -> Option<usize> {
    let verb = tree
        .head(they)
        .filter(|_| tree.relation(they) == Relation::Nsubj)?;
    let plans = tree
        .children_by(verb, &[Relation::Aux])
        .any(|aux| matches!(tree.lemma(aux), "will" | "would" | "'ll" | "'d"));
    let acts = tree.child(verb, &[Relation::Obj]).is_some() && tree.lemma(verb) != "face";
    let says = tree
        .head(verb)
        .filter(|_| tree.relation(verb) == Relation::Ccomp)?;
    (plans && acts)
        .then(|| tree.child(says, &[Relation::Nsubj]))
        .flatten()
}

/// Whether a mention is one person who acts or speaks for a power.
fn speaks_for_many(scene: &Scene<'_>, speaker: usize) -> bool {
    let m = &scene.mentions[speaker];
    let sector = scene.readings[speaker].sectors.first();
    let power = sector.is_some_and(|sector| {
        matches!(
            sector.as_str(),
            "GOV" | "MIL" | "REB" | "PRM" | "PTY" | "LEG" | "COP" | "OPP"
        )
    });
    let single = scene.trees[m.sentence as usize].token(m.head as usize).xpos;
    m.class == MentionClass::Person && power && !matches!(single, Xpos::Nns | Xpos::Nnps)
}

/// The subject of the main clause that a pronoun's phrase opens, before it: "After a visit to *his* troops,
/// *Trudeau* …". Only possessors and what stands inside the opening phrase look ahead.
pub(super) fn opened_by(tree: &Tree<'_>, pronoun: usize) -> Option<usize> {
    if tree.relation(pronoun) != Relation::NmodPoss {
        return None;
    }
    let mut at = pronoun;
    for _ in 0..6 {
        let up = tree.head(at)?;
        match tree.relation(at) {
            Relation::Obl | Relation::Advcl if tree.relation(up) == Relation::Root => {
                let subject = tree.child(up, &[Relation::Nsubj, Relation::NsubjPass])?;
                // A comma ends what opens the sentence.
                let parted = (at.max(pronoun)..subject).any(|t| &*tree.token(t).form == ",");
                return (pronoun < subject && parted && at < subject).then_some(subject);
            }
            Relation::NmodPoss
            | Relation::Nmod
            | Relation::Obj
            | Relation::Obl
            | Relation::Conj
            | Relation::Advcl => at = up,
            _ => return None,
        }
    }
    None
}

/// Whether a word heads the subject of a main clause, or owns it: "*Donald Trump's* White House".
fn is_opener(tree: &Tree<'_>, subject: usize, other: usize) -> bool {
    other == subject
        || tree.relation(other) == Relation::NmodPoss && tree.head(other) == Some(subject)
}

/// Whether a chain is a country, or a body: nobody's son or daughter.
fn is_institution(chain: &Chain) -> bool {
    match chain.class {
        MentionClass::Organization | MentionClass::Place => true,
        MentionClass::Group => chain
            .forms
            .iter()
            .any(|form| BODY_NOUNS.contains(&form.lemma.as_str())),
        _ => false,
    }
}

/// Whether a verb harms, holds or tries whom it is done to.
fn does_harm(scene: &Scene<'_>, verb: &str) -> bool {
    let words = &scene.known.scene;
    words.harm.contains(verb) || words.tried.contains(verb)
}

/// Whether a mention is the subject of its sentence's main clause.
fn is_main_subject(scene: &Scene<'_>, m: &Mention) -> bool {
    let tree = &scene.trees[m.sentence as usize];
    let head = m.head as usize;
    matches!(tree.relation(head), Relation::Nsubj | Relation::NsubjPass)
        && tree
            .head(head)
            .is_some_and(|verb| tree.relation(verb) == Relation::Root)
}

/// Whether a mention says something in its sentence.
fn speaks(scene: &Scene<'_>, m: &Mention) -> bool {
    let here = scene
        .statements
        .partition_point(|s| s.sentence < m.sentence);
    scene.statements[here..]
        .iter()
        .take_while(|s| s.sentence == m.sentence)
        .any(|s| s.source_head == Some(m.head) && !s.attitude)
}

/// The last sentence before a pronoun that brings in somebody new by the full name, as its subject.
fn newcomer(scene: &Scene<'_>, m: &Mention, chains: &[Chain], gender: Gender) -> Option<u32> {
    chains
        .iter()
        .filter(|chain| {
            let first = &chain.forms[0];
            chain.class == MentionClass::Person
                && first.name.len() > 1
                && first.subject
                && chain.gender_agrees(gender)
        })
        .map(|chain| scene.mentions[chain.mentions[0]].sentence)
        .filter(|sentence| *sentence < m.sentence && m.sentence - sentence <= REACH)
        .max()
}

/// Sentence and head of whoever spoke last before this sentence, where the pronoun speaks itself.
fn last_speaker(
    scene: &Scene<'_>,
    speakers: &Speakers,
    sentence: u32,
    pronoun: usize,
) -> Option<(u32, u32)> {
    // They stand in the order of the text.
    let here = scene.statements.partition_point(|s| s.sentence < sentence);
    let speaks = scene.statements[here..]
        .iter()
        .take_while(|s| s.sentence == sentence)
        .any(|s| s.source_head == Some(pronoun as u32));
    if !speaks {
        return None;
    }
    let mut before = scene.statements[..here].iter().rev();
    // "“He will feel free.” … she said": who feels so inside the quotation spoke nothing.
    let quoted = |source: Option<Span>| source.is_some_and(|s| speakers.quotation(s).is_some());
    let last = before.find(|s| !s.attitude && s.source_head.is_some() && !quoted(s.source))?;
    let fellows = scene.statements[..here]
        .iter()
        .rev()
        .take_while(|s| s.sentence >= last.sentence)
        .filter(|s| s.sentence == last.sentence && !s.attitude);
    fellows
        .filter_map(|s| Some((s.sentence, s.source_head?)))
        .max()
}

/// How well a chain agrees with what a pronoun wants; `None` when it cannot be meant.
fn agreement(chain: &Chain, want: Want) -> Option<i32> {
    let own = |words: &[&str]| is_person(chain, words);
    let spoken = own(&["i", "me", "my", "we", "us", "our", "you", "your"]);
    match want {
        Want::Person(gender) => {
            if chain.class != MentionClass::Person || chain.plural || !chain.gender_agrees(gender) {
                return None;
            }
            if spoken && !chain.is_named() {
                return None;
            }
            Some(if chain.gender == gender { 70 } else { 55 })
        }
        Want::Body => match chain.class {
            MentionClass::Organization if !chain.plural => Some(58),
            // "The United Nations said it": names of bodies may look like plurals.
            MentionClass::Organization if chain.is_named() => Some(56),
            // "The federation … it": several people in the singular.
            MentionClass::Group
                if !chain.plural
                    && chain
                        .forms
                        .iter()
                        .any(|form| BODY_NOUNS.contains(&form.lemma.as_str())) =>
            {
                Some(56)
            }
            MentionClass::Place if !chain.plural && chain.country.is_some() => Some(54),
            MentionClass::Thing if !chain.plural => Some(54),
            MentionClass::Place if !chain.plural => Some(48),
            _ => None,
        },
        Want::Several => {
            if own(&["we", "us", "our", "you", "your", "i", "me", "my"]) {
                return None;
            }
            match chain.class {
                MentionClass::Group => Some(62),
                // What the story calls a group is several people.
                MentionClass::Organization
                    if chain.armed && chain.forms.iter().any(|form| form.lemma == "group") =>
                {
                    Some(56)
                }
                MentionClass::Organization => Some(if chain.plural { 56 } else { 44 }),
                MentionClass::Thing if chain.plural => Some(44),
                MentionClass::Person if chain.plural => Some(60),
                _ => None,
            }
        }
    }
}

/// Whether grammar forbids that two words of one sentence are the same: fellow arguments of one
/// predicate ("Kerry met him"), or one inside the other's phrase.
fn blocked(
    tree: &Tree<'_>,
    other: usize,
    pronoun: usize,
    reflexive: bool,
    possessive: bool,
) -> bool {
    if tree.sentence.is_below(other, pronoun)
        || tree.sentence.is_below(pronoun, other) && !possessive
    {
        // "Kerry, who said he …": the pronoun stands in the name's relative clause, which is allowed.
        let relative = path_has(tree, pronoun, other, Relation::AclRelcl)
            || path_has(tree, pronoun, other, Relation::Acl);
        return !relative;
    }
    let fellow = tree.head(other).is_some() && clause(tree, other) == clause(tree, pronoun);
    // "The US armed the rebels and supported them": the second verb has the first one's subject.
    if !possessive && !reflexive && shares_subject(tree, other, pronoun) {
        return true;
    }
    if reflexive {
        return !fellow;
    }
    fellow && !possessive && is_argument(tree, other) && is_argument(tree, pronoun)
}

/// Whether a pronoun is the object of a verb that takes over the subject `other` of the verb which it is
/// coordinated with.
fn shares_subject(tree: &Tree<'_>, other: usize, pronoun: usize) -> bool {
    let object = matches!(
        tree.relation(pronoun),
        Relation::Obj | Relation::Iobj | Relation::Obl
    );
    let subject = matches!(tree.relation(other), Relation::Nsubj | Relation::NsubjPass);
    let Some(verb) = tree.head(pronoun).filter(|_| object && subject) else {
        return false;
    };
    tree.relation(verb) == Relation::Conj
        && tree.head(verb) == tree.head(other)
        && tree
            .child(
                verb,
                &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter],
            )
            .is_none()
}

fn is_argument(tree: &Tree<'_>, token: usize) -> bool {
    matches!(
        tree.relation(token),
        Relation::Nsubj
            | Relation::NsubjPass
            | Relation::Obj
            | Relation::Iobj
            | Relation::Obl
            | Relation::OblAgent
    )
}

/// The predicate that a word is an argument of.
fn clause(tree: &Tree<'_>, token: usize) -> Option<usize> {
    tree.head(token)
}

fn path_has(tree: &Tree<'_>, from: usize, to: usize, relation: Relation) -> bool {
    let mut at = from;
    for _ in 0..tree.len() {
        if at == to {
            return false;
        }
        if tree.relation(at) == relation {
            return true;
        }
        match tree.head(at) {
            Some(up) => at = up,
            None => return false,
        }
    }
    false
}

/// Whether `other` is the subject of a clause that holds the pronoun's clause ("Kerry said that he"),
/// not only of one that stands beside it ("Kerry left and the minister said he").
fn governs(tree: &Tree<'_>, other: usize, pronoun: usize) -> bool {
    let holds = |verb: usize| {
        verb != pronoun
            && tree.sentence.is_below(pronoun, verb)
            && !path_has(tree, pronoun, verb, Relation::Conj)
    };
    match tree.relation(other) {
        Relation::Nsubj | Relation::NsubjPass if tree.head(other).is_some_and(holds) => true,
        // "One of the sponsors, Turkey, said it": the subject's other name.
        Relation::Appos => tree.head(other).is_some_and(|named| {
            matches!(tree.relation(named), Relation::Nsubj | Relation::NsubjPass)
                && tree.head(named).is_some_and(holds)
        }),
        // "the president, who said he": the relative pronoun is the subject.
        _ => tree
            .children_by(other, &[Relation::AclRelcl])
            .any(|clause| holds(clause) && has_relative_subject(tree, clause)),
    }
}

/// Whether a clause's subject is a relative pronoun.
fn has_relative_subject(tree: &Tree<'_>, clause: usize) -> bool {
    tree.children_by(clause, &[Relation::Nsubj, Relation::NsubjPass])
        .any(|subject| matches!(tree.token(subject).xpos, Xpos::Wp | Xpos::Wdt))
}

/// Whether `other` is the subject of the very clause that a possessor stands in ("Merkel praised *her* party").
fn is_own_subject(tree: &Tree<'_>, other: usize, pronoun: usize) -> bool {
    let Some(verb) = tree
        .head(other)
        .filter(|_| matches!(tree.relation(other), Relation::Nsubj | Relation::NsubjPass))
    else {
        return false;
    };
    let mut at = pronoun;
    for _ in 0..6 {
        let Some(up) = tree.head(at) else {
            return false;
        };
        if up == verb {
            return !matches!(tree.relation(at), Relation::Nsubj | Relation::NsubjPass);
        }
        let nominal = matches!(
            tree.relation(at),
            Relation::NmodPoss
                | Relation::Nmod
                | Relation::Obj
                | Relation::Obl
                | Relation::Conj
                | Relation::Compound
        );
        if !nominal {
            return false;
        }
        at = up;
    }
    false
}
