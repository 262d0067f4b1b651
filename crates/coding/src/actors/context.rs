//! Which countries a story names, where and how: what a role without a country is weighed by.

use super::dictionary;
use super::findings::{Finding, Findings};
use super::modifiers;
use crate::places::Places;
use crate::tree::Tree;
use demarche_knowledge::actors::{
    ActorKnowledge, Effect, LandKind, Letters, Meaning, SceneWords, Sense,
};
use demarche_story::{EntityKind, Relation, Story, Upos};

/// How a sentence names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It only backs, leads or opposes someone ("Russian-backed").
    Aside,
    /// Where people meet, speak or travel ("talks in Doha").
    Meeting,
    /// Who says so ("the Pentagon said").
    Speaker,
    /// Where something goes or comes from ("fled to Uganda").
    Path,
    /// Whose something is ("Syrian rebels").
    Owner,
    /// Who acts or is acted on ("Russia").
    Party,
    /// Where something happens ("in Aleppo").
    Site,
}

/// One naming of a country in a sentence.
#[derive(Clone, Debug)]
pub struct Naming {
    /// The country's code.
    pub code: String,
    /// First token.
    pub first: usize,
    /// How it is named.
    pub how: How,
    /// Whether it is the country itself or its capital, no adjective, people or town.
    pub whole: bool,
    /// The verb (or noun without one) that a site belongs to.
    pub verb: Option<usize>,
}

/// Countries that sentences name, by how they name them.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// For each sentence its namings, in order.
    pub namings: Vec<Vec<Naming>>,
    /// For each sentence every country that it names, in order, without repeats.
    pub named: Vec<Vec<String>>,
    /// Every country that the story names, the heaviest first.
    pub story: Vec<String>,
    /// The same with their shares of all namings, in percent, heaviest first.
    pub shares: Vec<(String, usize)>,
    /// Countries in which something happens.
    pub sites: Vec<String>,
    /// The first country of the text that is more than a meeting place.
    pub lead: Option<String>,
    /// Country of the dateline.
    pub dateline: Option<String>,
    /// Country of the newspaper or agency that publishes it.
    pub paper: Option<String>,
    /// Countries of the title.
    pub title: Vec<String>,
    /// The names of people that the story says in full.
    full_names: Vec<Vec<String>>,
    /// Countries that names of a user's dictionary say, with the first such name.
    entered: Vec<(String, String)>,
}

impl Context {
    /// Collects the countries of a story.
    pub fn of(
        story: &Story,
        trees: &[Tree<'_>],
        findings: &[Findings],
        places: &Places,
        known: &ActorKnowledge,
    ) -> Context {
        let mut context = Context::default();
        let mut weights: Vec<(String, usize)> = Vec::new();
        for (tree, findings) in trees.iter().zip(findings) {
            let namings = namings(tree, findings, places, known);
            for finding in findings
                .iter()
                .filter(|f| f.meaning.sense == Sense::Dictionary)
            {
                let words = modifiers::words(tree, finding.first, finding.last);
                let land = dictionary::land(finding.meaning.id, &words, known);
                let land = land.filter(|(code, _)| context.entered(code).is_none());
                context.entered.extend(land);
            }
            let mut named: Vec<String> = Vec::new();
            for naming in &namings {
                if !named.contains(&naming.code) {
                    named.push(naming.code.clone());
                }
            }
            // Each country counts once a sentence, as its firmest naming.
            for code in &named {
                let firmest = namings
                    .iter()
                    .filter(|n| n.code == *code)
                    .map(|n| n.how)
                    .max();
                add(&mut weights, code, firmest.map_or(0, weight));
            }
            if context.lead.is_none() {
                context.lead = namings
                    .iter()
                    .find(|n| n.how >= How::Owner)
                    .map(|n| n.code.clone());
            }
            for naming in namings.iter().filter(|n| n.how == How::Site) {
                if !context.sites.contains(&naming.code) {
                    context.sites.push(naming.code.clone());
                }
            }
            context.namings.push(namings);
            context.named.push(named);
            context.full_names.extend(full_names(tree));
        }
        context.dateline = story.dateline.as_deref().and_then(|place| {
            let first = place.split(',').next().unwrap_or(place);
            [place, first]
                .iter()
                .flat_map(|name| known.phrases.get(name))
                .find(|m| is_place(m.sense))
                .and_then(|m| code_of(m.sense, m.id, known))
        });
        context.paper = story.publisher.as_deref().and_then(|paper| {
            let medium = |m: &&Meaning| {
                m.sense == Sense::Organisation
                    && &*known.organisations[m.id as usize].kind == "media"
            };
            let found = known.phrases.get(paper).iter().find(medium)?;
            known.organisations[found.id as usize]
                .code
                .as_deref()
                .map(str::to_string)
        });
        context.title = in_words(story.title.as_deref().unwrap_or(""), known);
        // Where the story was filed counts as much as several mentions.
        let total: usize = weights.iter().map(|(_, weight)| weight).sum();
        if let Some(dateline) = &context.dateline {
            add(&mut weights, dateline, 8 + total / 3);
        }
        for code in &context.title {
            add(&mut weights, code, 6 + total / 6);
        }
        weights.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let total: usize = weights.iter().map(|(_, weight)| weight).sum();
        context.story = weights.iter().map(|(code, _)| code.clone()).collect();
        context.shares = weights
            .into_iter()
            .map(|(code, weight)| (code, weight * 100 / total.max(1)))
            .collect();
        context
    }
}

impl Context {
    /// The name of a user's dictionary that says this country, with its source, if one does.
    pub fn entered(&self, code: &str) -> Option<&str> {
        let mut entered = self.entered.iter();
        let found = entered.find(|(country, _)| country == code)?;
        Some(&found.1)
    }

    /// The full name that the story gives most often to bearers of a family name.
    pub fn full_name(&self, surname: &str) -> Option<&[String]> {
        let mut best: Option<(usize, &[String])> = None;
        let bearers = || {
            self.full_names
                .iter()
                .filter(|name| name.last().is_some_and(|last| last == surname))
        };
        for name in bearers() {
            let count = bearers().filter(|other| *other == name).count();
            if best.is_none_or(|(known, _)| count > known) {
                best = Some((count, name));
            }
        }
        best.map(|(_, name)| name)
    }
}

/// Names of two or more words of the people in a sentence.
fn full_names(tree: &Tree<'_>) -> impl Iterator<Item = Vec<String>> {
    tree.sentence
        .entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person && e.last > e.first)
        .map(|e| {
            (e.first..=e.last)
                .map(|token| tree.token(token as usize))
                .filter(|token| token.upos == Upos::Propn)
                .map(|token| {
                    let form = token.form.trim_end_matches("'s").trim_end_matches("’s");
                    form.to_string()
                })
                .filter(|form| form.chars().any(char::is_alphanumeric))
                .collect::<Vec<String>>()
        })
        .filter(|name| name.len() > 1)
        .collect::<Vec<_>>()
        .into_iter()
}

fn add(weights: &mut Vec<(String, usize)>, code: &str, weight: usize) {
    match weights.iter_mut().find(|(known, _)| known == code) {
        Some((_, sum)) => *sum += weight,
        None => weights.push((code.to_string(), weight)),
    }
}

/// What a naming counts for what the story is about.
fn weight(how: How) -> usize {
    match how {
        How::Aside => 0,
        How::Meeting => 1,
        How::Speaker | How::Path => 2,
        How::Owner | How::Party => 4,
        How::Site => 6,
    }
}

fn namings(
    tree: &Tree<'_>,
    findings: &Findings,
    places: &Places,
    known: &ActorKnowledge,
) -> Vec<Naming> {
    let mut namings = Vec::new();
    let mut reached = 0;
    for finding in findings.iter() {
        let Some(code) = code_of(finding.meaning.sense, finding.meaning.id, known)
            .or_else(|| national_body(finding, findings, known))
        else {
            continue;
        };
        // The longest finding at a place counts; shorter ones inside it do not.
        if finding.first < reached {
            continue;
        }
        // What knowledge has for the same words and country says more of what they are.
        let same = |other: &Finding| {
            other.meaning.sense != Sense::Dictionary
                && (other.first, other.last) == (finding.first, finding.last)
                && code_of(other.meaning.sense, other.meaning.id, known).as_ref() == Some(&code)
        };
        if finding.meaning.sense == Sense::Dictionary
            && findings.within(finding.first, finding.last).any(same)
        {
            continue;
        }
        reached = finding.last + 1;
        // "Ethiopian" before a noun is an adjective, whatever else it may be.
        let adjective = findings
            .within(finding.first, finding.last)
            .find(|other| {
                (other.first, other.last) == (finding.first, finding.last)
                    && finding.meaning.sense == Sense::LandPeople
                    && other.meaning.sense == Sense::LandAdjective
                    && matches!(
                        tree.relation(other.last),
                        Relation::Amod | Relation::Compound
                    )
            })
            .copied();
        let finding = adjective.as_ref().unwrap_or(finding);
        let (how, verb) = how(tree, findings, finding, known);
        // "Brussels imposed a fine": a town that stands for a body is no place then.
        let acts = finding.meaning.sense == Sense::LandPlace
            && (matches!(how, How::Owner | How::Party) && tree.case(finding.first).is_none())
            && findings.within(finding.first, finding.last).any(|other| {
                other.first == finding.first && other.meaning.sense == Sense::Organisation
            });
        if acts {
            continue;
        }
        namings.push(Naming {
            code,
            first: finding.first,
            how,
            whole: matches!(finding.meaning.sense, Sense::LandName | Sense::LandCapital),
            verb,
        });
    }
    for toponym in places.of_sentence(tree.sentence.index) {
        let said = findings.iter().any(|finding| {
            finding.first <= toponym.last
                && toponym.first <= finding.last
                && finding.meaning.letters != Letters::Any
        });
        // Months and people are called like towns; the language model must see a place.
        let tagged = tree.sentence.entities.iter().any(|entity| {
            entity.kind == EntityKind::Place
                && entity.first as usize <= toponym.last
                && toponym.first <= entity.last as usize
        });
        if said || !tagged {
            continue;
        }
        let town = Finding {
            first: toponym.first,
            last: toponym.last,
            meaning: Meaning {
                sense: Sense::LandPlace,
                id: 0,
                letters: Letters::Capital,
                plural: false,
            },
        };
        let (how, verb) = how(tree, findings, &town, known);
        namings.push(Naming {
            code: toponym.place.country.clone(),
            first: toponym.first,
            how,
            whole: false,
            verb,
        });
    }
    namings.sort_by_key(|naming| naming.first);
    strangers(tree, &mut namings, &known.scene);
    namings
}

/// Who kills or is killed where another country is named, is not of there: "members of an American family in
/// Mexico", "Eritrean soldiers in Axum". Their nationality says little of anybody else.
fn strangers(tree: &Tree<'_>, namings: &mut [Naming], words: &SceneWords) {
    let Some(site) = namings.iter().find(|naming| naming.how == How::Site) else {
        return;
    };
    let code = site.code.clone();
    let of_victim_or_doer = |naming: &Naming| {
        let mut at = naming.first;
        for _ in 0..4 {
            let Some(up) = tree.head(at) else {
                return false;
            };
            let argument = matches!(
                tree.relation(at),
                Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::OblAgent
            );
            if argument {
                return words.harm.contains(tree.lemma(up));
            }
            at = up;
        }
        false
    };
    for naming in namings {
        let people = matches!(naming.how, How::Owner | How::Party) && !naming.whole;
        if people && naming.code != code && of_victim_or_doer(naming) {
            naming.how = How::Path;
        }
    }
}

/// The country code of a land's phrase.
pub fn code_of(sense: Sense, id: u32, known: &ActorKnowledge) -> Option<String> {
    let land = match sense {
        Sense::Dictionary => return dictionary::land(id, "", known).map(|(code, _)| code),
        Sense::LandName
        | Sense::LandAdjective
        | Sense::LandPeople
        | Sense::LandCapital
        | Sense::LandPlace => &known.lands[id as usize],
        Sense::LandSeat => &known.lands[known.seats[id as usize].land as usize],
        _ => return None,
    };
    // An ethnic or religious community says who, not where.
    if matches!(land.kind, LandKind::Ethnic | LandKind::Religion) {
        return None;
    }
    land.code.as_deref().map(str::to_string)
}

/// Kinds of organisations that say what country a report is about; news media and companies do not.
const NATIONAL: &[&str] = &[
    "armed-group",
    "court",
    "government",
    "intelligence",
    "military",
    "parliament",
    "party",
    "police",
];

/// The country of a national organisation, where the name means but one country's.
fn national_body(finding: &Finding, findings: &Findings, known: &ActorKnowledge) -> Option<String> {
    let code = |finding: &Finding| {
        let body = match finding.meaning.sense {
            Sense::Organisation | Sense::OrganisationMember => {
                &known.organisations[finding.meaning.id as usize]
            }
            _ => return None,
        };
        let national = NATIONAL.contains(&&*body.kind);
        let code = body.code.as_deref().filter(|_| national)?;
        let across = matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "ISM" | "MNC");
        (!across).then_some(code)
    };
    let own = code(finding)?;
    let same = findings
        .within(finding.first, finding.last)
        .filter(|other| (other.first, other.last) == (finding.first, finding.last))
        .all(|other| code(other) == Some(own));
    same.then(|| own.to_string())
}

fn is_place(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::LandName | Sense::LandCapital | Sense::LandPlace | Sense::Dictionary
    )
}

/// The countries that a headline names.
fn in_words(title: &str, known: &ActorKnowledge) -> Vec<String> {
    let words: Vec<&str> = title
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|word| word.trim_end_matches("'s").trim_end_matches("’s"))
        .collect();
    let mut codes: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = (1..=3.min(words.len() - at)).rev().find_map(|count| {
            let phrase = words[at..at + count].join(" ");
            let capital = phrase.starts_with(char::is_uppercase);
            known
                .phrases
                .get(&phrase)
                .iter()
                .filter(|_| capital)
                .find_map(|m| code_of(m.sense, m.id, known))
                .map(|code| (code, count))
        });
        at += found.as_ref().map_or(1, |(_, count)| *count);
        if let Some((code, _)) = found
            && !codes.contains(&code)
        {
            codes.push(code);
        }
    }
    codes
}

fn how(
    tree: &Tree<'_>,
    findings: &Findings,
    finding: &Finding,
    known: &ActorKnowledge,
) -> (How, Option<usize>) {
    if is_aside(tree, findings, finding, known) {
        return (How::Aside, None);
    }
    let words = &known.scene;
    let sense = finding.meaning.sense;
    // The word by which the name hangs in the tree.
    let mut head = (finding.first..=finding.last)
        .find(|token| {
            tree.head(*token)
                .is_none_or(|up| up < finding.first || up > finding.last)
        })
        .unwrap_or(finding.first);
    // "The Pentagon said": where it speaks is nobody else's place.
    let speaks = matches!(sense, Sense::LandSeat | Sense::Organisation)
        && tree.relation(head) == Relation::Nsubj
        && tree
            .head(head)
            .is_some_and(|verb| words.speech.contains(tree.lemma(verb)));
    if speaks {
        return (How::Speaker, None);
    }
    // "The Malian town": the adjective of a place is that place.
    let place = tree
        .head(head)
        .filter(|_| {
            sense == Sense::LandAdjective
                && matches!(tree.relation(head), Relation::Amod | Relation::Compound)
        })
        .filter(|up| words.place.contains(tree.lemma(*up)) || is_part_of_land(tree, *up));
    match place {
        // "Across the Colombian border": on either side of it.
        Some(place) if matches!(tree.lemma(place), "border" | "frontier") => {
            return (How::Path, None);
        }
        Some(place) => head = place,
        // "A bus of South African tourists": they are anywhere.
        None if sense == Sense::LandAdjective
            && tree
                .head(head)
                .is_some_and(|up| words.anywhere.contains(tree.lemma(up))) =>
        {
            return (How::Path, None);
        }
        None if matches!(
            sense,
            Sense::LandPeople | Sense::LandSeat | Sense::Organisation | Sense::OrganisationMember
        ) =>
        {
            return (How::Party, None);
        }
        // "The American embassy": the place that it stands in is another.
        None if sense == Sense::LandAdjective
            && tree.relation(head) == Relation::Amod
            && tree
                .head(head)
                .is_some_and(|up| words.venue.contains(tree.lemma(up))) =>
        {
            return (How::Meeting, None);
        }
        None if !is_place(sense) => return (How::Owner, None),
        None => {}
    }
    // "Fled to the Syrian capital of Damascus": the preposition of the town says how.
    if tree.relation(head) == Relation::Nmod
        && tree.case(head).as_deref() == Some("of")
        && let Some(up) = tree
            .head(head)
            .filter(|up| words.place.contains(tree.lemma(*up)))
        && tree.child(up, &[Relation::Case]).is_some()
    {
        head = up;
    }
    match tree.relation(head) {
        Relation::Obl | Relation::Nmod | Relation::OblUnmarked | Relation::NmodUnmarked => {
            let case = tree.case(head).unwrap_or_default();
            let whose = matches!(&*case, "of" | "for") && sense == Sense::LandName;
            if whose {
                return (How::Owner, None);
            }
            // "Sanctions on Iran", "tensions over Syria": one is in a country, not on it.
            let about = &*case == "over" && tree.relation(head) == Relation::Nmod;
            if about || &*case == "on" && sense == Sense::LandName {
                return (How::Party, None);
            }
            match &*case {
                "in" | "at" | "near" | "across" | "outside" | "around" | "inside"
                | "throughout" | "of" | "on" | "within" | "over" | "along" | "" => {
                    site(tree, head, words)
                }
                "to" | "into" | "from" | "toward" | "towards" | "through" | "via" | "for" => {
                    (How::Path, None)
                }
                _ => (How::Party, None),
            }
        }
        // "In Afghanistan's Khost province", "at Brussels airport".
        Relation::NmodPoss | Relation::Compound
            if tree.head(head).is_some_and(|up| {
                words.place.contains(tree.lemma(up))
                    && tree
                        .children_by(up, &[Relation::Case])
                        .any(|case| matches!(tree.lemma(case), "in" | "at" | "near"))
            }) =>
        {
            site(tree, tree.head(head).unwrap_or(head), words)
        }
        // "The Salisbury poisoning", "the Khan Sheikhun chemical attack".
        Relation::Compound
            if sense == Sense::LandPlace
                && tree
                    .head(head)
                    .is_some_and(|up| tree.token(up).upos == Upos::Noun) =>
        {
            site(tree, head, words)
        }
        Relation::NmodPoss | Relation::Amod | Relation::Compound | Relation::NmodDesc => {
            (How::Owner, None)
        }
        // A town that is stormed or taken, or that sees riots, is where it happens; a capital may stand for its
        // government.
        Relation::Obj | Relation::NsubjPass | Relation::Nsubj if sense == Sense::LandPlace => {
            site(tree, head, words)
        }
        _ => (How::Party, None),
    }
}

/// "A southern Turkish community": a point of the compass says that a place is meant.
fn is_part_of_land(tree: &Tree<'_>, noun: usize) -> bool {
    const COMPASS: &[&str] = &[
        "central", "coastal", "eastern", "northern", "southern", "western",
    ];
    tree.children_by(noun, &[Relation::Amod])
        .any(|child| COMPASS.contains(&tree.lemma(child)))
}

/// Whether a place is a site of what is reported, or only where people meet or speak.
fn site(tree: &Tree<'_>, place: usize, words: &SceneWords) -> (How, Option<usize>) {
    let meets = |token: usize| words.meeting.contains(tree.lemma(token));
    let own = tree.children_by(place, &[Relation::AclRelcl]).any(&meets);
    if own {
        return (How::Meeting, None);
    }
    let mut at = place;
    for _ in 0..4 {
        let Some(up) = tree.head(at) else { break };
        let lemma = tree.lemma(up);
        // "Stormed the embassy in Baghdad": the crowd is of Baghdad.
        let stormed = tree.relation(up) == Relation::Obj
            && tree
                .head(up)
                .is_some_and(|verb| !meets(verb) && !words.speech.contains(tree.lemma(verb)));
        if (words.anywhere.contains(lemma) || words.venue.contains(lemma)) && !stormed
            || meets(up)
            || tree
                .children_by(up, &[Relation::Obj, Relation::Xcomp])
                .any(&meets)
        {
            return (How::Meeting, None);
        }
        if words.outsiders.contains(lemma) && tree.relation(at) == Relation::Nmod {
            return (How::Party, None);
        }
        // "A rally in Cairo": what the rally is part of may be a meeting as well.
        let nominal = matches!(
            tree.relation(at),
            Relation::Nmod
                | Relation::NmodUnmarked
                | Relation::Compound
                | Relation::Appos
                | Relation::Conj
        );
        at = up;
        if !nominal {
            break;
        }
    }
    (How::Site, Some(at))
}

/// Whether a country only stands for who backs, leads or is opposed: "Turkish-aligned", "anti-Syrian".
pub(super) fn is_aside(
    tree: &Tree<'_>,
    findings: &Findings,
    finding: &Finding,
    known: &ActorKnowledge,
) -> bool {
    findings.iter().any(|other| {
        if other.meaning.sense != Sense::Modifier {
            return false;
        }
        let effect = known.modifiers[other.meaning.id as usize].effect;
        let behind = other.first == finding.last
            || (other.first == finding.last + 2
                && matches!(&*tree.token(finding.last + 1).form, "-" | "–" | "‐" | "‑"));
        let before = other.last <= finding.first && other.last + 2 >= finding.first;
        match effect {
            Effect::Backed | Effect::Born | Effect::Led => behind,
            Effect::Against | Effect::For => before && other.last < finding.last + 1,
            _ => false,
        }
    })
}
