//! Where events happen: place names of a story, resolved in the gazetteer, and hung on events.

use crate::tree::{Tree, is_capitals, lower};
use demarche_knowledge::Gazetteer;
use demarche_knowledge::places::Place;
use demarche_story::{
    EntityKind, EventLocation, Link, Proposition, Relation, Role, Sentence, Span, Upos,
};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Longest place name, in tokens.
const LONGEST: usize = 5;

/// Prepositions that say where.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "around",
    "across",
    "off",
    "inside",
    "into",
    "onto",
    "to",
    "on",
    "over",
    "along",
    "throughout",
    "within",
    "toward",
    "towards",
    "from",
    "through",
    "via",
    "north of",
    "south of",
    "east of",
    "west of",
    "close to",
];

/// A place name in a story and what it means.
#[derive(Clone, Debug)]
pub struct Toponym {
    /// Index of the sentence.
    pub sentence: u32,
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// Words.
    pub span: Span,
    /// What the gazetteer says of it.
    pub place: Place,
}

/// The place names of a story.
pub struct Places {
    list: Vec<Toponym>,
    at: FxHashMap<(u32, u32), usize>,
}

impl Places {
    /// Finds and resolves the place names of every sentence.
    pub fn find(sentences: &[&Sentence], gazetteer: &Gazetteer) -> Places {
        let mut known = Known {
            gazetteer,
            readings: FxHashMap::default(),
            beginnings: FxHashMap::default(),
        };
        let mut candidates = Vec::new();
        for sentence in sentences {
            names(sentence, &mut known, &mut candidates);
        }
        let list = resolve(sentences, candidates);
        let at = list
            .iter()
            .enumerate()
            .flat_map(|(index, t)| {
                (t.first..=t.last).map(move |token| ((t.sentence, token as u32), index))
            })
            .collect();
        Places { list, at }
    }

    /// The same for the sentences of trees.
    pub fn in_trees(trees: &[Tree<'_>], gazetteer: &Gazetteer) -> Places {
        let sentences: Vec<&Sentence> = trees.iter().map(|tree| tree.sentence).collect();
        Places::find(&sentences, gazetteer)
    }

    /// Every place name, in the order of the text.
    pub fn list(&self) -> &[Toponym] {
        &self.list
    }

    /// The place names of a sentence.
    pub fn of_sentence(&self, sentence: u32) -> &[Toponym] {
        let first = self.list.partition_point(|t| t.sentence < sentence);
        let count = self.list[first..].partition_point(|t| t.sentence == sentence);
        &self.list[first..first + count]
    }

    /// The place name that a token is part of.
    pub fn at(&self, sentence: u32, token: usize) -> Option<&Toponym> {
        self.at
            .get(&(sentence, token as u32))
            .map(|index| &self.list[*index])
    }

    /// Where a proposition happens: its own phrase of place, a place it is done to,
    /// or the place of the clause that it hangs on.
    pub fn of(
        &self,
        tree: &Tree<'_>,
        text: &str,
        all: &[Proposition],
        index: usize,
    ) -> Option<EventLocation> {
        let mut at = index;
        for _ in 0..3 {
            let proposition = &all[at];
            if let Some(toponym) = self.own(tree, proposition) {
                return Some(location(toponym, text));
            }
            let (parent, link) = proposition.parent.clone()?;
            if !matches!(link, Link::Complement | Link::Argument | Link::Purpose) {
                return None;
            }
            at = parent as usize;
            if all[at].sentence != all[index].sentence {
                return None;
            }
        }
        None
    }

    fn own(&self, tree: &Tree<'_>, proposition: &Proposition) -> Option<&Toponym> {
        let sentence = proposition.sentence;
        let mut found: Vec<(usize, &Toponym)> = Vec::new();
        for argument in &proposition.arguments {
            let rank = match &argument.role {
                Role::Prep(case)
                    if matches!(case.as_str(), "from" | "through" | "via" | "over") =>
                {
                    20
                }
                Role::Prep(case) if LOCATIVE.contains(&case.as_str()) => 0,
                Role::Obj => 10,
                _ => continue,
            };
            self.inside(tree, sentence, argument.token as usize, rank, &mut found);
        }
        let (_, nearest) = *found.iter().min_by_key(|(rank, _)| *rank)?;
        // "at a checkpoint near Maiduguri in Borno state": the town of the province tells more.
        let narrower = found.iter().filter(|(_, town)| {
            nearest.place.feature == "ADM1"
                && town.place.feature.starts_with("PPL")
                && town.place.country == nearest.place.country
                && town.place.division == nearest.place.division
        });
        let narrowest = narrower.min_by_key(|(rank, _)| *rank);
        Some(narrowest.map_or(nearest, |(_, town)| town))
    }

    /// The place names that head a noun phrase or its phrases of place, with their rank: that of the
    /// phrase and how deep they are, "in a mosque in the town of Herat".
    fn inside<'a>(
        &'a self,
        tree: &Tree<'_>,
        sentence: u32,
        token: usize,
        rank: usize,
        found: &mut Vec<(usize, &'a Toponym)>,
    ) {
        if let Some(toponym) = self.at(sentence, token) {
            found.push((rank, toponym));
            return;
        }
        for child in tree.children(token) {
            let relation = tree.relation(*child);
            // "killed US troops", "met Turkey's minister": a party; "inside Iraq's borders" is a place.
            let party = relation == Relation::Compound || rank >= 10;
            let country = |toponym: &Toponym| toponym.place.feature == "PCLI";
            let depth = match relation {
                Relation::NmodPoss | Relation::Compound | Relation::NmodDesc
                    if party && self.at(sentence, *child).is_some_and(country) =>
                {
                    continue;
                }
                Relation::NmodPoss | Relation::Compound | Relation::NmodDesc => 1,
                Relation::Nmod
                    if tree
                        .case(*child)
                        .is_some_and(|case| case == "of" || LOCATIVE.contains(&&*case)) =>
                {
                    2
                }
                Relation::Appos => 2,
                _ => continue,
            };
            if let Some(toponym) = self.at(sentence, *child) {
                found.push((rank + depth, toponym));
            } else if depth == 2 && rank % 10 < 6 {
                self.inside(tree, sentence, *child, rank + depth, found);
            }
        }
    }
}

fn location(toponym: &Toponym, text: &str) -> EventLocation {
    let place = &toponym.place;
    EventLocation {
        span: Some(toponym.span),
        extracted: toponym.span.of(text).to_string(),
        resolved: Some(place.name.clone()),
        geonameid: place.geonameid,
        lat: Some(place.lat),
        lon: Some(place.lon),
        country: Some(place.country.clone()),
        feature: Some(place.feature.clone()),
    }
}

/// The gazetteer with what was looked up: a story says the same names again and again.
struct Known<'a> {
    gazetteer: &'a Gazetteer,
    readings: FxHashMap<String, Rc<[Place]>>,
    beginnings: FxHashMap<String, bool>,
}

impl Known<'_> {
    /// Whether any name of the gazetteer begins with this word: most words need no second look.
    fn begins(&mut self, word: &str) -> bool {
        if let Some(known) = self.beginnings.get(word) {
            return *known;
        }
        let begins = self.gazetteer.begins(word);
        self.beginnings.insert(word.to_string(), begins);
        begins
    }

    fn find(&mut self, name: String) -> Rc<[Place]> {
        let gazetteer = self.gazetteer;
        let readings = self
            .readings
            .entry(name)
            .or_insert_with_key(|name| gazetteer.find(name).into());
        Rc::clone(readings)
    }
}

/// A name with all that it may mean.
struct Candidate {
    sentence: u32,
    first: usize,
    last: usize,
    readings: Rc<[Place]>,
    /// The name that follows a comma, as in "Paris, Texas".
    within: Option<String>,
}

/// Finds names of places: runs of proper nouns that the gazetteer knows, longest first.
fn names(sentence: &Sentence, known: &mut Known<'_>, found: &mut Vec<Candidate>) {
    let tokens = &sentence.tokens;
    let capital = |index: usize| tokens[index].form.starts_with(char::is_uppercase);
    let proper = |index: usize| capital(index) && tokens[index].upos == Upos::Propn;
    // "New York", "North Waziristan": the tags take the first word for an adjective.
    let name_like = |index: usize| {
        let adjective = capital(index) && tokens[index].upos == Upos::Adj;
        proper(index) || adjective && index + 1 < tokens.len() && proper(index + 1)
    };
    let mut at = 0;
    while at < tokens.len() {
        if !name_like(at) {
            at += 1;
            continue;
        }
        if !known.begins(&tokens[at].form) {
            at += 1;
            continue;
        }
        let mut run = at;
        while run + 1 < tokens.len()
            && run + 1 - at < LONGEST
            && (name_like(run + 1)
                || matches!(
                    &*tokens[run + 1].form,
                    "-" | "–" | "of" | "the" | "al" | "el" | "de" | "du" | "la"
                ))
        {
            run += 1;
        }
        let mut taken = None;
        for last in (at..=run).rev() {
            if !proper(last) {
                continue;
            }
            let readings = known.find(joined(sentence, at, last));
            if !readings.is_empty() && is_place(sentence, at, last, &readings) {
                taken = Some((last, readings));
                break;
            }
        }
        match taken {
            Some((last, readings)) => {
                let within = (tokens.get(last + 1).is_some_and(|t| &*t.form == ",")
                    && last + 2 < tokens.len()
                    && name_like(last + 2))
                .then(|| {
                    let mut end = last + 2;
                    while end + 1 < tokens.len() && name_like(end + 1) {
                        end += 1;
                    }
                    joined(sentence, last + 2, end)
                });
                found.push(Candidate {
                    sentence: sentence.index,
                    first: at,
                    last,
                    readings,
                    within,
                });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The words of a token range as written, single spaces between words apart.
fn joined(sentence: &Sentence, first: usize, last: usize) -> String {
    let mut name = String::new();
    for index in first..=last {
        let token = &sentence.tokens[index];
        if index > first && sentence.tokens[index - 1].span.end != token.span.start {
            name.push(' ');
        }
        name.push_str(&token.form);
    }
    name
}

/// Whether the words name a place here and not a person or organization.
fn is_place(sentence: &Sentence, first: usize, last: usize, readings: &[Place]) -> bool {
    let tokens = &sentence.tokens;
    let country = readings.iter().any(|place| place.feature == "PCLI");
    // "at the UN": there is a village of this name.
    let acronym =
        first == last && tokens[first].form.len() <= 4 && is_capitals(&tokens[first].form);
    if acronym && !country {
        return false;
    }
    let head = (first..=last)
        .find(|i| {
            tokens[*i]
                .head
                .is_none_or(|h| (h as usize) < first || h as usize > last)
        })
        .unwrap_or(last);
    let whole = |kind: EntityKind| {
        sentence.entities.iter().any(|entity| {
            entity.kind == kind && entity.head as usize >= first && entity.head as usize <= last
        })
    };
    // Part of a longer name: "Washington Post", "Paris Hilton", "University of London".
    let part_of_name = match tokens[head].relation {
        Relation::Flat | Relation::Compound | Relation::FlatName => tokens[head]
            .head
            .is_some_and(|h| tokens[h as usize].upos == Upos::Propn),
        _ => false,
    };
    let followed = tokens.iter().enumerate().any(|(index, token)| {
        index > last
            && token.head == Some(head as u32)
            && matches!(token.relation, Relation::Flat | Relation::FlatName)
    });
    if (part_of_name || followed) && !whole(EntityKind::Place) {
        return false;
    }
    if whole(EntityKind::Person) {
        return false;
    }
    let locative = tokens.iter().any(|token| {
        token.head == Some(head as u32)
            && token.relation == Relation::Case
            && LOCATIVE.contains(&&*lower(&token.form))
    });
    let large = readings
        .iter()
        .map(|place| place.population)
        .max()
        .unwrap_or(0)
        >= 100_000;
    if whole(EntityKind::Organization) && !country && !locative {
        return false;
    }
    country || locative || whole(EntityKind::Place) || large
}

/// Chooses a reading for each name: what follows the comma, the countries that the
/// story speaks of, and the number of inhabitants.
fn resolve(sentences: &[&Sentence], candidates: Vec<Candidate>) -> Vec<Toponym> {
    let mut countries: FxHashMap<String, f64> = FxHashMap::default();
    for candidate in &candidates {
        let clear = candidate.readings.iter().find(|place| {
            place.feature == "PCLI" || (place.feature == "PPLC" && place.population > 500_000)
        });
        if let Some(place) = clear {
            *countries.entry(place.country.clone()).or_default() += 1.0;
        } else if candidate.readings.len() == 1 {
            *countries
                .entry(candidate.readings[0].country.clone())
                .or_default() += 0.5;
        }
    }
    let mut chosen: FxHashMap<String, (String, String)> = FxHashMap::default();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let sentence = sentences[candidate.sentence as usize];
            let name = joined(sentence, candidate.first, candidate.last);
            let earlier = chosen.get(&name);
            let score = |place: &Place| -> f64 {
                let mut score = (place.population.max(1) as f64).log10();
                score += match place.feature.as_str() {
                    "PCLI" => 4.0,
                    "PPLC" => 1.5,
                    "ADM1" => -1.0,
                    _ => 0.0,
                };
                score += 1.5 * countries.get(&place.country).map_or(0.0, |n| n.min(2.0));
                if let Some(within) = &candidate.within {
                    let within = demarche_knowledge::places::key(within);
                    if demarche_knowledge::places::key(&place.division).starts_with(&within)
                        || is_country_name(&place.country, &within)
                    {
                        score += 6.0;
                    }
                }
                if let Some((country, division)) = earlier
                    && (country, division) == (&place.country, &place.division)
                {
                    score += 3.0;
                }
                score
            };
            let place = candidate
                .readings
                .iter()
                .max_by(|a, b| score(a).total_cmp(&score(b)))?
                .clone();
            chosen.insert(name, (place.country.clone(), place.division.clone()));
            Some(Toponym {
                sentence: candidate.sentence,
                first: candidate.first,
                last: candidate.last,
                span: sentence.span_of(candidate.first, candidate.last),
                place,
            })
        })
        .collect()
}

/// Whether a country code is what the word after the comma abbreviates.
fn is_country_name(code: &str, name: &str) -> bool {
    matches!(
        (code, name),
        ("USA", "us" | "u s" | "usa")
            | ("GBR", "uk" | "u k" | "england" | "scotland" | "wales")
            | ("ARE", "uae")
    )
}
