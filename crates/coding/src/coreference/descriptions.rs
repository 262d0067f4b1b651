//! Descriptions: "the foreign minister", "the group", "the country".

use super::Scene;
use super::chain::{Chain, Form};
use crate::actors::Reading;
use crate::tree::{Tree, lower};
use demarche_story::{MentionClass, MentionKind, Relation, Upos};

/// How many sentences back a description may reach.
const REACH: u32 = 6;

/// Nouns that take up a named country, organisation or person.
const COUNTRY_NOUNS: &[&str] = &[
    "country",
    "nation",
    "state",
    "republic",
    "kingdom",
    "emirate",
    "sultanate",
    "island",
    "archipelago",
    "superpower",
];
/// Nouns that take up an organisation.
pub(super) const BODY_NOUNS: &[&str] = &[
    "group",
    "organization",
    "organisation",
    "party",
    "movement",
    "company",
    "firm",
    "agency",
    "union",
    "body",
    "bloc",
    "alliance",
    "coalition",
    "ministry",
    "council",
    "newspaper",
    "bank",
    "network",
    "charity",
    "militia",
    "faction",
    "front",
    "committee",
    "commission",
    "department",
    "institution",
    "association",
    "federation",
    "university",
    "court",
    "team",
];

/// Nouns for any one person.
const PERSON_NOUNS: &[&str] = &["individual", "man", "person", "victim", "woman"];

/// Body nouns that armed groups are not called by: "the coalition" fights Islamic State.
const OF_STATES: &[&str] = &["bloc", "coalition", "alliance", "union"];

/// Body nouns that news media are not called by: an agency is quoted, but it is not "the group".
const NEVER_MEDIA: &[&str] = &[
    "group",
    "party",
    "movement",
    "union",
    "bloc",
    "alliance",
    "coalition",
    "militia",
    "faction",
    "front",
];

/// Whether a chain is a newspaper, agency or station.
fn is_media(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.mentions.iter().any(|mention| {
        scene.readings[*mention]
            .sectors
            .first()
            .is_some_and(|sector| sector == "JRN")
    })
}

/// Whether a chain is an armed group.
fn is_armed(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.armed
        && chain.mentions.iter().any(|mention| {
            let sector = scene.readings[*mention].sectors.first();
            sector.is_some_and(|sector| {
                matches!(sector.as_str(), "REB" | "PRM" | "UAF" | "CRM" | "MIL")
            })
        })
}

/// Whether what a description says of a body ("the defence ministry") can be said of a chain.
fn same_capacity(scene: &Scene<'_>, mention: usize, chain: &Chain) -> bool {
    let Some(own) = scene.readings[mention].sectors.first() else {
        return true;
    };
    chain.mentions.iter().any(|other| {
        scene.mentions[*other].kind == MentionKind::Name
            && scene.readings[*other].sectors.first() == Some(own)
    })
}

/// Whether a class is of a body or of several people.
fn is_body(class: MentionClass) -> bool {
    matches!(class, MentionClass::Organization | MentionClass::Group)
}

/// The chain that a description joins.
pub fn antecedent(
    scene: &Scene<'_>,
    mention: usize,
    form: &Form,
    chains: &[Chain],
) -> Option<usize> {
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    let head = m.head as usize;
    let determiner = tree
        .child(head, &[Relation::Det])
        .map(|d| lower(tree.lemma(d)));
    let definite = matches!(
        determiner.as_deref(),
        Some("the" | "this" | "that" | "these" | "those")
    );
    // "The man who …" is somebody new, "the man, who …" is not.
    let restricts = |clause: usize| {
        tree.relation(clause) == Relation::Nummod || !tree.token(head + 1).form.starts_with(',')
    };
    if !definite
        || tree
            .children_by(head, &[Relation::AclRelcl, Relation::Nummod])
            .any(restricts)
    {
        return None;
    }
    let reading = &scene.readings[mention];
    let bare = !tree
        .children_by(head, &[Relation::Nmod, Relation::NmodPoss])
        .any(|_| true);
    // "The defence ministry" says more than "the agency".
    let plain = form.lemma != "ministry"
        && tree
            .child(head, &[Relation::Compound, Relation::Amod])
            .is_none();
    let before = |chain: &Chain| scene.mentions[chain.last()].span.end <= m.span.start;
    let clause = clause_of(tree, head);
    // "The president pardoned the former president": one clause speaks of two.
    let beside = |chain: &Chain| {
        let last = &scene.mentions[chain.last()];
        last.sentence == m.sentence && clause_of(tree, last.head as usize) == clause
    };
    // "Victory over Isis in Mosul, the group's stronghold": an owner may be of the clause.
    let owns = tree.relation(head) == Relation::NmodPoss;
    let near = |chain: &Chain| m.sentence - chain.sentence <= REACH;
    let office = reading
        .kind
        .as_ref()
        .filter(|kind| !matches!(kind.as_str(), "official" | "commander"));
    // "the Emirati foreign minister" is one person however far back the name stands.
    let unique = |chain: &Chain| {
        office.is_some_and(|kind| chain.kinds.contains(kind))
            && reading.country.is_some()
            && reading.country == chain.country
    };
    // "the coalition": where one body alone has been called that, it is meant however far back.
    let called_so = |chain: &Chain| {
        chain.forms.iter().zip(&chain.mentions).any(|(other, at)| {
            scene.mentions[*at].kind == MentionKind::Nominal && other.lemma == form.lemma
        })
    };
    // Asked of each chain below, so looked up once.
    let of_body = BODY_NOUNS.contains(&form.lemma.as_str());
    let of_country = COUNTRY_NOUNS.contains(&form.lemma.as_str());
    let mut called = chains.iter().filter(|chain| called_so(chain));
    let only_one = of_body
        && !form.plural
        && called
            .next()
            .is_some_and(|first| called.all(|other| other.country == first.country));
    // "The terror group Isis": the name says which group.
    let name = tree
        .children_by(head, &[Relation::Appos])
        .filter(|child| *child > head)
        .find_map(|child| {
            let index = super::here(scene, m.sentence, child)?;
            scene.readings[index].name.as_ref()
        });
    // "Corbyn accused the government": a politician's is not the foreign one that was spoken of before.
    let own = politician_above(scene, mention).filter(|_| bare && plain && is_of_politics(reading));
    let foreign = |chain: &Chain| match (own, &chain.country) {
        (Some(own), Some(code)) => own != code,
        _ => false,
    };
    let misnamed = |chain: &Chain| name.is_some() && name != chain.known_name.as_ref();
    let mut best: Option<(usize, u32)> = None;
    let mut offer = |index: usize, weight: u32| {
        if best.is_none_or(|(_, known)| weight > known) {
            best = Some((index, weight));
        }
    };
    for (index, chain) in chains.iter().enumerate() {
        if chain.plural != form.plural && (form.plural || !of_body) {
            continue;
        }
        let reachable = || {
            (near(chain) || unique(chain) || only_one && called_so(chain))
                && before(chain)
                && (owns && is_armed(scene, chain) || !beside(chain))
        };
        // "The Houthis … The group".
        let group_of = !form.plural
            && of_body
            && chain.is_named()
            && is_body(chain.class)
            && is_armed(scene, chain);
        if chain.plural != form.plural && !group_of
            || !reachable()
            || misnamed(chain)
            || foreign(chain)
        {
            continue;
        }
        let last = &scene.mentions[chain.last()];
        let closeness = 1000u32.saturating_sub((m.sentence - last.sentence) * 20);
        // The same noun again, where what it says does not differ.
        let same_noun = chain.forms.iter().zip(&chain.mentions).any(|(other, at)| {
            (other.class == form.class || is_body(other.class) && is_body(form.class))
                && scene.mentions[*at].kind == MentionKind::Nominal
                && other.lemma == form.lemma
        });
        let countries_agree = match (&reading.country, &chain.country) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if same_noun && countries_agree && chain.gender_agrees(form.gender) {
            offer(index, closeness + 500);
        }
        if form.class == MentionClass::Person
            && chain.class == MentionClass::Person
            && countries_agree
            && chain.gender_agrees(form.gender)
            && let Some(kind) = office
            && (chain.kinds.contains(kind)
                || (kind == "minister" && chain.kinds.iter().any(|k| is_ministerial(k))))
        {
            offer(index, closeness + 600);
        }
        let named_country = chain.class == MentionClass::Place
            && chain.country.is_some()
            && chain.forms.iter().zip(&chain.mentions).any(|(f, at)| {
                !f.modifies && scene.readings[*at].sectors.is_empty() && !f.name.is_empty()
            });
        if bare && of_country && named_country && countries_agree {
            offer(
                index,
                closeness + 100 + 2 * chain.mentions.len().min(10) as u32,
            );
        }
        if bare
            && of_body
            && (chain.class == MentionClass::Organization || group_of)
            && chain.is_named()
            && !(is_armed(scene, chain) && OF_STATES.contains(&form.lemma.as_str()))
            && (plain || same_capacity(scene, mention, chain))
            && !(is_media(scene, chain) && NEVER_MEDIA.contains(&form.lemma.as_str()))
            && (chain.forms.iter().any(|f| !f.modifies)
                || is_armed(scene, chain) && NEVER_MEDIA.contains(&form.lemma.as_str()))
        {
            // "The coalition" is first of all what has it in its name.
            let called = chain
                .forms
                .iter()
                .any(|other| other.name.iter().any(|word| **word == *form.lemma));
            // What the sentence before is about comes before what it names besides.
            let subject = chain.forms.last().is_some_and(|last| last.subject);
            offer(
                index,
                closeness
                    + if called { 300 } else { 100 }
                    + if subject { 25 } else { 0 }
                    + 2 * chain.mentions.len().min(10) as u32,
            );
        }
        // "A British soldier was killed … The man": the one of whom the report has just spoken.
        if bare
            && PERSON_NOUNS.contains(&form.lemma.as_str())
            && chain.class == MentionClass::Person
            && m.sentence - last.sentence <= 2
            && chain.forms[0].subject
            && chain.gender_agrees(form.gender)
            && !chain.forms.iter().all(|other| other.lemma == "i")
        {
            offer(index, closeness + 50);
        }
    }
    best.map(|(index, _)| index)
}

/// Whether a reading is what politicians have one of: their government, their parliament.
fn is_of_politics(reading: &Reading) -> bool {
    reading.country.is_none()
        && matches!(
            reading.office.as_deref(),
            Some("government" | "cabinet" | "parliament")
        )
}

/// The country of the politician who is the subject of a clause around a mention.
fn politician_above<'a>(scene: &Scene<'a>, mention: usize) -> Option<&'a String> {
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    let ups = std::iter::successors(tree.head(m.head as usize), |up| tree.head(*up));
    ups.take(8)
        .filter_map(|up| tree.child(up, &[Relation::Nsubj]))
        .filter_map(|subject| super::here(scene, m.sentence, subject))
        .filter(|subject| *subject != mention)
        .find_map(|subject| {
            let reading: &'a Reading = &scene.readings[subject];
            let sector = reading.sectors.first()?;
            matches!(sector.as_str(), "PTY" | "OPP" | "LEG")
                .then_some(reading.country.as_ref())
                .flatten()
        })
}

/// The verb, or the root, of the clause that a word stands in.
fn clause_of(tree: &Tree<'_>, token: usize) -> usize {
    let up = std::iter::successors(tree.head(token), |above| tree.head(*above));
    up.take_while(|above| *above < tree.len())
        .find(|above| tree.token(*above).upos == Upos::Verb || tree.head(*above).is_none())
        .unwrap_or(token)
}

fn is_ministerial(kind: &str) -> bool {
    matches!(
        kind,
        "foreign"
            | "defence"
            | "interior"
            | "finance"
            | "justice"
            | "minister"
            | "head-of-government"
    )
}
