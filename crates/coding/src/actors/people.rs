//! Named people: who of the knowledge a name may be, and what they were on the day.

use crate::coreference::is_first_name;
use demarche_knowledge::actors::{ActorKnowledge, Sense, Tenure, normal};
use jiff::civil::Date;

/// What the phrase and the story say beside the name.
#[derive(Clone, Debug, Default)]
pub struct Hints<'a> {
    /// Kind of office of the title before or behind the name.
    pub kind: Option<&'a str>,
    /// Country that the phrase says.
    pub country: Option<&'a str>,
    /// Countries that the sentence names.
    pub sentence: &'a [String],
    /// Countries that the story names.
    pub story: &'a [String],
    /// Whether a title stands before the name.
    pub by_title: bool,
    /// Day of the story.
    pub day: Option<Date>,
}

/// What a person was on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In that role.
    Now,
    /// No longer: a former holder.
    Former,
    /// Not yet.
    Later,
}

/// A person with the tenure that counts.
#[derive(Clone, Debug)]
pub struct Match<'k> {
    /// Index into the people.
    pub person: u32,
    /// The tenure that counts on the day.
    pub tenure: &'k Tenure,
    /// Further tenures that hold on the day.
    pub also: Vec<&'k Tenure>,
    /// How it stands to the day.
    pub standing: Standing,
}

/// The person that a name of these words is; `None` when nobody or not clearly one.
pub fn find<'k>(known: &'k ActorKnowledge, words: &[&str], hints: &Hints<'_>) -> Option<Match<'k>> {
    let atoms = atoms_of(known, words);
    let last = atoms.last()?;
    let mut candidates: Vec<u32> = known
        .phrases
        .get(&words.join(" "))
        .iter()
        .filter(|m| m.sense == Sense::Person)
        .map(|m| m.id)
        .collect();
    let full = !candidates.is_empty();
    if !full {
        let joined = (atoms.len() >= 2).then(|| atoms[atoms.len() - 2..].join(" "));
        let by_particle = joined.map_or(&[][..], |key| known.by_surname(&key));
        let pool = if by_particle.is_empty() {
            known.by_surname(last)
        } else {
            by_particle
        };
        candidates = pool.to_vec();
        if atoms.len() > 1 {
            candidates.retain(|id| same_name(known, &atoms, &known.people[*id as usize].name));
            // "Abdullah bin Zayed Al Nahyan": the known name may stop before the last word.
            if candidates.is_empty() {
                candidates = known
                    .by_surname(&atoms[atoms.len() - 2])
                    .iter()
                    .copied()
                    .filter(|id| same_name(known, &atoms, &known.people[*id as usize].name))
                    .collect();
            }
        }
    }
    // "Smith" is not Mr Carleton-Smith.
    if atoms.len() == 1 && !full {
        candidates.retain(|id| {
            let name = &*known.people[*id as usize].name;
            let surname = name.rsplit(' ').next().unwrap_or(name);
            atoms_of(known, &[surname]).len() == 1 || atoms_of(known, &[surname])[0] == *last
        });
    }
    let named = full || atoms.len() > 1;
    // A bare word that is also a first name ("Ahmed") is somebody else without a title or the country.
    let first_name = !named && is_first_name(last) && !hints.by_title;
    let mut scored: Vec<(i32, Match<'k>)> = candidates
        .into_iter()
        .filter_map(|id| score(known, id, named, hints))
        .filter(|(_, found)| {
            let code = found.tenure.code.as_deref();
            let is = |list: &[String]| list.iter().any(|c| Some(c.as_str()) == code);
            // "Ahmed Ali" may be Aseff Ahmad Ali, but the story must be of that country.
            let another = || {
                let name = &*known.people[found.person as usize].name;
                atoms_of(known, &[name]).first() != atoms.first()
            };
            let loose = first_name || !full && atoms.len() == 2 && another();
            !loose || is(hints.sentence) || is(hints.story)
        })
        .collect();
    scored.sort_by_key(|(score, found)| (std::cmp::Reverse(*score), found.person));
    let (best, second) = (scored.first()?, scored.get(1));
    // A bare family name must clearly be one person's, or one country's and sector's.
    if let Some(second) = second
        && second.0 + 2 > best.0
        && (second.1.tenure.code != best.1.tenure.code
            || second.1.tenure.sectors != best.1.tenure.sectors
            || second.1.standing != best.1.standing)
    {
        return None;
    }
    // "John Bolton" before he was in office is he, where the story is of his country.
    let later = full && best.1.standing == Standing::Later && {
        let code = best.1.tenure.code.as_deref();
        hints
            .sentence
            .iter()
            .chain(hints.story)
            .any(|c| Some(c.as_str()) == code)
    };
    let needed = match () {
        () if later => -12,
        () if named => 0,
        () => 7,
    };
    (best.0 >= needed).then(|| scored.swap_remove(0).1)
}

fn atoms_of(known: &ActorKnowledge, words: &[&str]) -> Vec<String> {
    let mut atoms = Vec::new();
    for word in words {
        for atom in normal::atoms(word) {
            atoms.push(known.phrases.canonical(&atom).to_string());
        }
    }
    atoms
}

/// Whether a longer or differently spelt name is the same: the first names begin alike and
/// all words of the shorter one occur in the longer one.
fn same_name(known: &ActorKnowledge, atoms: &[String], name: &str) -> bool {
    let other = atoms_of(known, &[name]);
    let (Some(first), Some(other_first)) = (atoms.first(), other.first()) else {
        return false;
    };
    let (short, long) = if atoms.len() <= other.len() {
        (atoms, &other[..])
    } else {
        (&other[..], atoms)
    };
    let shared = short.iter().filter(|atom| long.contains(atom)).count();
    // "Abdullah Abdullah" is not every man who is called Abdullah.
    let repeats = short
        .iter()
        .enumerate()
        .any(|(at, atom)| short[..at].contains(atom));
    if shared == short.len() && short.len() >= 2 && !repeats {
        return true;
    }
    atoms.last() == other.last() && alike(first, other_first)
}

/// Whether two first names are one in two spellings or one is the other's initial.
fn alike(a: &str, b: &str) -> bool {
    if a.chars().next() != b.chars().next() {
        return false;
    }
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let limit = if a.len().min(b.len()) >= 5 { 2 } else { 1 };
    distance(a, b) <= limit
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut previous = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let current = row[j + 1];
            row[j + 1] = (previous + usize::from(ca != *cb))
                .min(current + 1)
                .min(row[j] + 1);
            previous = current;
        }
    }
    row[b.len()]
}

/// How much news writes of such an office by family name alone.
fn prominence(kind: &str) -> i32 {
    match kind {
        "head-of-state" | "head-of-government" => 8,
        "monarch" => 7,
        "foreign" | "organisation-head" => 6,
        "deputy" | "heir" | "defence" | "opposition-leader" | "rebel-leader" => 5,
        "army-chief" | "interior" | "finance" | "speaker" | "party-leader" | "central-bank" => 4,
        "" | "spokesperson" | "envoy" | "religious-leader" | "spy-chief" | "governor" => 3,
        _ => 2,
    }
}

fn score<'k>(
    known: &'k ActorKnowledge,
    id: u32,
    named: bool,
    hints: &Hints<'_>,
) -> Option<(i32, Match<'k>)> {
    let person = &known.people[id as usize];
    let mut best: Option<(i32, &Tenure, Standing)> = None;
    for tenure in &person.tenures {
        let standing = match hints.day {
            None => Standing::Now,
            Some(day) if tenure.range.contains(day) => Standing::Now,
            Some(day) if tenure.range.is_before(day) => Standing::Former,
            Some(_) => Standing::Later,
        };
        let mut score = prominence(&tenure.kind);
        // Without a day, who is in office still counts before who was.
        if hints.day.is_none() {
            score += if tenure.range.until.is_none() { 3 } else { 0 };
        }
        score += match standing {
            Standing::Now => 6,
            Standing::Former => 0,
            Standing::Later => -12,
        };
        // The last of several past tenures is what a former holder is known by.
        if standing == Standing::Former
            && let (Some(until), Some(day)) = (tenure.range.until, hints.day)
        {
            let years = (day - until).get_days() / 365;
            score -= years.min(6);
        }
        if let Some(kind) = hints.kind {
            score += if kind == &*tenure.kind { 6 } else { 0 };
        }
        let code = tenure.code.as_deref();
        let is = |list: &[String]| list.iter().any(|c| Some(c.as_str()) == code);
        if let Some(country) = hints.country {
            score += if code == Some(country) { 5 } else { -8 };
        }
        if is(hints.sentence) {
            score += 3;
        } else if is(hints.story) {
            score += 2;
        } else if !named {
            score -= 3;
        }
        if best.is_none_or(|(known, ..)| score > known) {
            best = Some((score, tenure, standing));
        }
    }
    let (score, tenure, standing) = best?;
    if standing == Standing::Later && !named {
        return None;
    }
    let also = person
        .tenures
        .iter()
        .filter(|other| {
            !std::ptr::eq(*other, tenure)
                && standing == Standing::Now
                && hints.day.is_some_and(|day| other.range.contains(day))
        })
        .collect();
    Some((
        score,
        Match {
            person: id,
            tenure,
            also,
            standing,
        },
    ))
}
