//! Whose a role without a country is: "the rebels", "police", "the government".
//!
//! What a careful reader weighs: the same people named with their country before, where the
//! sentence happens (not where people meet or speak), where the sentences before it happened, and
//! what the story is about. The heaviest country wins; where none is heavy enough, or two are
//! nearly alike, the role stays without one.

use super::context::{Context, How};
use super::reading::Reading;
use crate::mentions::Index;
use crate::tree::{Tree, lower};
use demarche_knowledge::actors::SceneWords;
use demarche_story::{Mention, MentionClass, MentionKind, Relation, Xpos};

/// Points that decide: at least this many, and this many more than the next country.
const ENOUGH: i32 = 300;
const MARGIN: i32 = 75;

/// Points of the country of the newspaper for bare states, parliaments and parties.
const PAPER: i32 = 150;

/// How much the place of what happens says about a role: by how far such people get around.
#[derive(Clone, Copy)]
enum Reach {
    /// Police, residents, protesters: they are where it happens.
    Local,
    /// Rebels and gunmen: mostly.
    Armed,
    /// Governments, armies, parliaments: they act abroad and are spoken of abroad.
    State,
}

impl Reach {
    fn is_local(self) -> bool {
        matches!(self, Reach::Local)
    }

    fn of(reading: &Reading) -> Reach {
        match reading.sectors.first().map(String::as_str) {
            Some("REB" | "PRM" | "UAF") => Reach::Armed,
            Some("GOV" | "MIL" | "LEG" | "JUD" | "OPP" | "PTY" | "SPY" | "ELI") => Reach::State,
            _ => Reach::Local,
        }
    }

    /// Points of a site in the same sentence, the one before, and the one before that.
    fn site(self, back: usize) -> i32 {
        let points = match self {
            Reach::Local => [500, 300, 150, 75],
            Reach::Armed => [400, 250, 125, 60],
            Reach::State => [300, 150, 75, 40],
        };
        points.get(back).copied().unwrap_or(0)
    }
}

fn is_state(reading: &Reading) -> bool {
    matches!(
        reading.sectors.first().map(String::as_str),
        Some("GOV" | "LEG" | "OPP" | "PTY")
    )
}

/// Whether a phrase takes up somebody: "the women", "these men".
fn is_definite(tree: &Tree<'_>, head: usize) -> bool {
    tree.children_by(head, &[Relation::Det, Relation::NmodPoss])
        .any(|det| matches!(tree.lemma(det), "the" | "this" | "that" | "these" | "those"))
}

/// Whether a role is of the place by its own words: "local officials".
fn is_local(tree: &Tree<'_>, head: usize) -> bool {
    tree.children_by(head, &[Relation::Amod])
        .any(|child| matches!(tree.lemma(child), "local" | "municipal" | "provincial"))
}

/// Whether no country's in particular is meant: "no government", "any army", "governments", "foreign ministers".
fn is_any(tree: &Tree<'_>, head: usize, reading: &Reading) -> bool {
    let any = tree
        .children_by(head, &[Relation::Det])
        .any(|det| matches!(tree.lemma(det), "no" | "any" | "every" | "each" | "another"));
    // One country has one of them.
    let one = matches!(
        reading.office.as_deref(),
        Some("government" | "army" | "parliament" | "cabinet" | "prime minister" | "president")
    );
    any && matches!(Reach::of(reading), Reach::State)
        || one && matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps)
}

fn is_government(reading: &Reading) -> bool {
    reading
        .sectors
        .first()
        .is_some_and(|sector| sector == "GOV")
}

/// Where a clause with "when" or "where" begins that a word stands in and that the sentence adds behind a place.
fn added_to(tree: &Tree<'_>, word: usize) -> Option<usize> {
    let mut at = word;
    for _ in 0..4 {
        let up = tree.head(at)?;
        if matches!(tree.relation(at), Relation::Advcl | Relation::AclRelcl) {
            let adverb = tree
                .children_by(at, &[Relation::Advmod, Relation::Mark])
                .find(|child| matches!(tree.lemma(*child), "when" | "where"))?;
            let behind = adverb
                .checked_sub(1)
                .is_some_and(|before| &*tree.token(before).form == ",");
            return (behind && adverb < word && up < adverb).then_some(adverb);
        }
        at = up;
    }
    None
}

/// Whether a verb or noun belongs to a relative clause of the word at `head`.
fn is_of_relative(tree: &Tree<'_>, head: usize, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..5 {
        let Some(up) = tree.head(at) else { break };
        if up == head {
            return matches!(tree.relation(at), Relation::AclRelcl | Relation::Acl);
        }
        at = up;
    }
    false
}

/// Those who act or speak for a state.
pub(super) fn is_official(reading: &Reading) -> bool {
    matches!(
        reading.sectors.first().map(String::as_str),
        Some("GOV" | "MIL" | "LEG" | "SPY")
    )
}

/// Those who mostly speak of their own state.
pub(super) fn is_politician(reading: &Reading) -> bool {
    matches!(
        reading.sectors.first().map(String::as_str),
        Some("LEG" | "OPP" | "PTY")
    )
}

/// Somebody whom the story names with a country: "Syrian rebels", "Turkish police".
struct Sighting<'a> {
    mention: usize,
    country: &'a str,
    reading: &'a Reading,
}

/// A story's sightings, to weigh roles without a country against.
pub struct Weighing<'a> {
    pub(super) mentions: &'a [Mention],
    pub(super) trees: &'a [Tree<'a>],
    pub(super) context: &'a Context,
    pub(super) words: &'a SceneWords,
    pub(super) index: &'a Index,
    pub(super) readings: &'a [Reading],
    sightings: Vec<Sighting<'a>>,
}

impl<'a> Weighing<'a> {
    /// Collects whom the story names with a country; `readings` are those before this weighing.
    pub fn new(
        mentions: &'a [Mention],
        trees: &'a [Tree<'a>],
        context: &'a Context,
        words: &'a SceneWords,
        index: &'a Index,
        readings: &'a [Reading],
    ) -> Weighing<'a> {
        let sightings = readings
            .iter()
            .enumerate()
            .filter(|(mention, reading)| {
                mentions[*mention].kind != MentionKind::Pronoun && !reading.sectors.is_empty()
            })
            .filter_map(|(mention, reading)| {
                Some(Sighting {
                    mention,
                    country: reading.country.as_deref()?,
                    reading,
                })
            })
            .collect();
        Weighing {
            mentions,
            trees,
            context,
            words,
            index,
            readings,
            sightings,
        }
    }

    /// Whether a role's people are often of another country than what is reported about.
    pub fn stranger(&self, mention: usize, reading: &Reading) -> bool {
        let m = &self.mentions[mention];
        self.is_stranger(&self.trees[m.sentence as usize], m.head as usize, reading)
    }

    /// The country of a role that does not say its own, and what weighed most.
    ///
    /// `speaker` is whoever says the words that it stands in.
    pub fn country(
        &self,
        mention: usize,
        reading: &Reading,
        speaker: Option<&'a Reading>,
    ) -> Option<(String, &'static str)> {
        let m = &self.mentions[mention];
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        let mut points: Vec<(&str, i32, (i32, &'static str))> = Vec::new();
        let mut give = |code: &'a str, value: i32, why: &'static str| match points
            .iter_mut()
            .find(|(known, ..)| *known == code)
        {
            Some((_, sum, best)) => {
                *sum += value;
                *best = (*best).max((value, why));
            }
            None => points.push((code, value, (value, why))),
        };
        if is_any(tree, head, reading) {
            return None;
        }
        let stranger = self.is_stranger(tree, head, reading);
        let local = is_local(tree, head);
        let reach = if local {
            Reach::Local
        } else {
            Reach::of(reading)
        };
        if !reading.anywhere {
            self.by_sightings(mention, reading, stranger, &mut give);
        }
        if let Some(code) = reading
            .office
            .as_deref()
            .and_then(|noun| self.words.usual.get(noun))
        {
            give(code, 450, "whose such an office mostly is");
        }
        if let Some((code, value, why)) = self.by_side(m, reading, speaker) {
            give(code, value, why);
        }
        if let Some(code) = self.beside(m).filter(|_| !stranger) {
            give(code, 350, "whoever is named beside it");
        }
        if matches!(reach, Reach::State) {
            for code in self.dealt_with(m) {
                give(code, -1000, "dealt with");
            }
            for code in self.meddled_in(m) {
                give(code, -1000, "where outsiders act");
            }
        }
        // "Ankara's operation against Kurdish groups": rather those across the border.
        let home = !reading.homes.is_empty();
        if let Some(code) = speaker
            .filter(|_| home)
            .and_then(|speaker| speaker.country.as_deref())
            .filter(|code| reading.homes.iter().any(|home| home == code))
        {
            give(code, 100, "the speaker's own");
        }
        if let Some(code) = self.done_by(m).filter(|_| home) {
            if self.is_held_by_police(m) {
                give(code, 400, "held by the police of their country");
            } else if !self.happens_in(m, code) {
                give(code, -300, "who does it to them");
            }
        }
        // "Eritrean soldiers killed civilians in Axum": where it is done says more than who does it.
        if let Some(code) = self.stranger_to_place(m) {
            give(code, -400, "the other side, from elsewhere");
        }
        if !stranger {
            self.by_place(m, reach, reading, &mut give);
            if let Some(code) = self.there(m) {
                give(code, reach.site(0), "there: the place named before");
            }
        }
        if !stranger && !reading.anywhere {
            let later = |code: &str| reading.homes.iter().skip(1).any(|home| home == code);
            self.by_story(m.sentence, local, &mut |code, value, why| {
                give(code, if later(code) { value / 2 } else { value }, why);
            });
        }
        // "The government", "MPs" in a newspaper: first of all those of its readers.
        if matches!(reach, Reach::State)
            && reading.kind.as_deref() != Some("official")
            && let Some(paper) = self.context.paper.as_deref().filter(|_| !stranger)
        {
            give(paper, PAPER, "the newspaper's own");
        }
        // Nobody's rebels are America's.
        if matches!(
            reading.sectors.first().map(String::as_str),
            Some("REB" | "PRM")
        ) {
            for (code, sum, _) in &mut points {
                if self.words.settled.contains(*code) {
                    *sum -= 300;
                }
            }
        }
        // "The regime" in somebody's words is never their own.
        let others = reading
            .office
            .as_deref()
            .is_some_and(|noun| self.words.others.contains(noun));
        if others {
            let own = speaker.and_then(|speaker| speaker.country.as_deref());
            points.retain(|(code, ..)| Some(*code) != own);
        }
        if !reading.homes.is_empty() {
            points.retain(|(code, ..)| reading.homes.iter().any(|home| home == code));
        }
        points.sort_by_key(|(_, sum, _)| std::cmp::Reverse(*sum));
        let next = points.get(1).map_or(0, |(_, sum, _)| *sum);
        let (code, sum, (_, why)) = points.first()?;
        let lead = *sum - next.max(0);
        if *sum >= ENOUGH && lead >= MARGIN {
            return Some((code.to_string(), *why));
        }
        // "Kurdish forces": of the few countries that a people lives in, the likeliest.
        (!reading.homes.is_empty() && *sum > 0 && lead > 0)
            .then(|| (code.to_string(), "likeliest of its homes"))
    }

    /// The same people, named with a country elsewhere in the story: the same noun or office first,
    /// then others of the sector; earlier and nearer ones before later and farther ones.
    fn by_sightings(
        &self,
        mention: usize,
        reading: &Reading,
        stranger: bool,
        give: &mut impl FnMut(&'a str, i32, &'static str),
    ) {
        let here = &self.mentions[mention];
        let mut seen: Vec<(&str, bool)> = Vec::new();
        let armed = matches!(Reach::of(reading), Reach::Armed);
        // "Two women" after "an American woman" are others.
        let others = Reach::of(reading).is_local()
            && reading.sectors.first().is_some_and(|s| s == "CVL")
            && !is_definite(&self.trees[here.sentence as usize], here.head as usize);
        let pro = self.is_pro_government(here);
        // They stand in the order of the mentions.
        let here_at = self.sightings.partition_point(|s| s.mention < mention);
        let (before, after) = self.sightings.split_at(here_at);
        let after = after.iter().filter(|s| s.mention != mention);
        // "Recaptured the town from Isis, killing the militants": the armed group of several countries named last.
        let tree = &self.trees[here.sentence as usize];
        let taken_up = armed
            && is_definite(tree, here.head as usize)
            && tree.token(here.head as usize).xpos == Xpos::Nns
            && tree.lemma(here.head as usize) != "rebel";
        let nearest = before
            .iter()
            .rev()
            .take_while(|s| here.sentence - self.mentions[s.mention].sentence <= 1)
            .find(|s| matches!(Reach::of(s.reading), Reach::Armed));
        if let Some(group) =
            nearest.filter(|s| taken_up && s.country == "IMG" && s.reading.name.is_some())
        {
            give(group.country, 600, "the group named right before");
        }
        for sighting in before.iter().rev().chain(after) {
            let there = &self.mentions[sighting.mention];
            let same_office = reading.kind.is_some() && reading.kind == sighting.reading.kind
                || reading.office.is_some() && reading.office == sighting.reading.office;
            let same_sector = reading.sectors.first() == sighting.reading.sectors.first()
                && !matches!(reading.sectors.first().map(String::as_str), Some("CVL"));
            // Politicians of all kinds speak of their own: "Labour's leader accused the government".
            let near = here.sentence.abs_diff(there.sentence) <= 1;
            let politics = near && is_state(reading) && is_politician(sighting.reading);
            if !same_office && (stranger || !same_sector && !politics)
                || matches!(
                    sighting.country,
                    "IGO" | "UNO" | "EUR" | "NGO" | "MNC" | "ISM"
                )
                || sighting.country == "IMG" && !armed
                || seen.contains(&(sighting.country, same_office))
                || pro && !is_government(sighting.reading)
            {
                continue;
            }
            seen.push((sighting.country, same_office));
            let away = here.sentence.abs_diff(there.sentence).min(10) as i32;
            // "Islamic State … the terrorist group", "700 jihadists".
            let tree = &self.trees[here.sentence as usize];
            let definite = is_definite(tree, here.head as usize);
            let many = tree.token(here.head as usize).xpos == Xpos::Nns && away <= 3;
            let of_name = armed
                && same_sector
                && sighting.country == "IMG"
                && (definite || many)
                && reading
                    .office
                    .as_deref()
                    .is_some_and(|noun| self.words.transnational.contains(noun));
            let value = match (same_office, same_sector) {
                _ if of_name && definite => 600,
                _ if of_name => 450,
                (true, _) if others => 150,
                (true, _) => 450,
                (_, true) => 200,
                _ => 100,
            };
            let value = value - away * value / 14;
            let later = sighting.mention > mention;
            give(
                sighting.country,
                if later { value / 3 } else { value },
                "the same people with their country",
            );
        }
    }

    /// Where the sentence and those before it happen, and whom they name.
    fn by_place(
        &self,
        m: &Mention,
        reach: Reach,
        reading: &Reading,
        give: &mut impl FnMut(&'a str, i32, &'static str),
    ) {
        let at = (m.sentence as usize).min(self.context.namings.len().saturating_sub(1));
        // "Raised in Hama, where the army …": the place that a clause is added to.
        let added = added_to(&self.trees[m.sentence as usize], m.head as usize)
            .and_then(|clause| {
                let sites = self.context.namings.get(at)?.iter().rev();
                sites
                    .filter(|naming| naming.how == How::Site)
                    .find(|naming| naming.first < clause)
            })
            .map(|naming| &naming.code);
        let homes = &reading.homes;
        let most = if reading.anywhere { 0 } else { 3 };
        for back in 0..=most.min(at) {
            let namings: &'a [_] = &self.context.namings[at - back];
            let mut given: Vec<(&str, i32)> = Vec::new();
            for naming in namings {
                let there = || match added.filter(|_| back == 0) {
                    Some(place) => *place == naming.code,
                    None => naming
                        .verb
                        .is_none_or(|verb| self.is_at(m, at - back, verb)),
                };
                let site = naming.how == How::Site
                    && there()
                    && !(back == 0 && self.is_away(m, reach, naming.first));
                let (value, why) = match naming.how {
                    // "In Tehran, the army said": the scene is set for it.
                    _ if site && back == 0 && added.is_some() => {
                        (reach.site(back) + 300, "place that the clause is added to")
                    }
                    _ if site && back == 0 && naming.first <= 1 => {
                        (reach.site(back) + 100, "place in the sentence")
                    }
                    _ if site => (
                        reach.site(back),
                        if back == 0 {
                            "place in the sentence"
                        } else {
                            "place of the sentences before"
                        },
                    ),
                    // A state that acts is less likely the home of a people than the first of its homes.
                    How::Party
                        if naming.whole
                            && homes.iter().skip(1).any(|home| *home == naming.code) =>
                    {
                        ([50, 35, 20, 10][back], "country named near it")
                    }
                    How::Site | How::Owner | How::Party => {
                        ([100, 70, 40, 20][back], "country named near it")
                    }
                    How::Path | How::Speaker => (50 / (back as i32 + 1), "country named near it"),
                    How::Meeting | How::Aside => (0, ""),
                };
                let known = given.iter().position(|(code, _)| *code == naming.code);
                let more = value - known.map_or(0, |at| given[at].1);
                if more <= 0 {
                    continue;
                }
                match known {
                    Some(at) => given[at].1 = value,
                    None => given.push((&naming.code, value)),
                }
                give(&naming.code, more, why);
            }
            // A sentence that says where it happens ends the scene of those before it.
            if namings.iter().any(|n| n.how == How::Site) {
                break;
            }
        }
    }

    /// What the story is about.
    fn by_story(
        &self,
        sentence: u32,
        local: bool,
        give: &mut impl FnMut(&'a str, i32, &'static str),
    ) {
        let context: &'a Context = self.context;
        // Local officials are of where something happens, if the story says so.
        let somewhere =
            |code: &String| !local || context.sites.is_empty() || context.sites.contains(code);
        for (code, share) in context.shares.iter().filter(|(code, _)| somewhere(code)) {
            give(code, 4 * *share as i32, "country the story is about");
        }
        if let Some(dateline) = &context.dateline {
            give(dateline, 150, "dateline");
        }
        for code in &context.title {
            give(code, 150 / context.title.len() as i32, "title");
        }
        if let Some(lead) = &context.lead
            && context.dateline.is_none()
        {
            let points = if sentence < 6 { 150 } else { 75 };
            give(lead, points, "country the story begins with");
        }
    }

    /// "The president was in Tanzania": that is said of those who are abroad.
    fn is_away(&self, m: &Mention, reach: Reach, place: usize) -> bool {
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        matches!(reach, Reach::State)
            && m.class == MentionClass::Person
            && tree.relation(head) == Relation::Nsubj
            && tree.head(head) == Some(place)
    }

    /// Whether what a verb says at its site takes in a mention: it stands in the verb's clause, not
    /// beside it ("a car that was rented in Belgium"), and is no topic of what is said there.
    fn is_at(&self, m: &Mention, sentence: usize, verb: usize) -> bool {
        let tree = &self.trees[sentence];
        let says = self.words.speech.contains(tree.lemma(verb));
        if m.sentence as usize != sentence {
            return !says;
        }
        // "They were killed when jets bombed homes in Khost": there, too.
        let outer = tree
            .head(verb)
            .filter(|_| tree.relation(verb) == Relation::Advcl)
            .filter(|_| {
                tree.children_by(verb, &[Relation::Mark, Relation::Advmod])
                    .any(|mark| matches!(tree.lemma(mark), "when" | "as" | "after" | "while"))
            });
        let mut at = m.head as usize;
        for _ in 0..tree.len() {
            let Some(up) = tree.head(at) else { break };
            if Some(up) == outer && tree.relation(at) == Relation::NsubjPass {
                return true;
            }
            if up == verb {
                let subject = matches!(tree.relation(at), Relation::Nsubj | Relation::NsubjPass);
                return !says || subject;
            }
            at = up;
        }
        // "The rebels that have waged a war in Turkey": what they do is their relative clause.
        at == verb || is_of_relative(tree, m.head as usize, verb)
    }

    /// Whether a role is of the government's side by its own words: "pro-regime forces".
    fn is_pro_government(&self, m: &Mention) -> bool {
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        (head.saturating_sub(4)..head).any(|token| {
            let form = tree.word(token);
            let side = match form.strip_prefix("pro-") {
                Some(side) => side,
                None if form == "pro" && token + 2 < head => tree.lemma(token + 2),
                None => return false,
            };
            self.words.of_rulers.contains(side)
        })
    }

    /// Whether these people are often of another country than where they are: "foreign journalists",
    /// "two passengers", "European diplomats".
    fn is_stranger(&self, tree: &Tree<'_>, head: usize, reading: &Reading) -> bool {
        let noun = reading.office.as_deref().unwrap_or("");
        // A foreign ministry is one's own.
        let official =
            noun.contains("foreign") && reading.sectors.first().is_some_and(|s| s == "GOV");
        let lemma = lower(tree.lemma(head));
        if self.words.anywhere.contains(noun)
            || self.words.anywhere.contains(&*lemma)
            || self.words.abroad.contains(&*lemma)
        {
            return true;
        }
        let state = matches!(Reach::of(reading), Reach::State);
        tree.children_by(head, &[Relation::Amod, Relation::Compound, Relation::Det])
            .any(|child| {
                let word = tree.word(child);
                // "26 other people" are of the same place, "other governments" are not.
                (word != "other" || state)
                    && self.words.abroad.contains(word)
                    && !(official && word == "foreign")
            })
    }
}
