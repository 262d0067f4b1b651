//! Reads the five actor folders, reports what is wrong with file and line, and compiles the rest.

mod tenures;

use super::ActorKnowledge;
use super::dates::{self, Range};
use super::phrases::{Letters, Meaning, Phrases, Sense, letters_of_name};
use super::plural::both_numbers;
use super::raw;
use super::records::{
    Effect, Land, LandKind, Modifier, Organisation, Role, Seat, sectors_of_kind,
    sectors_of_organisation,
};
use crate::Files;
use crate::toml_file::{self, Lines, OneOrMany};
use demarche_story::{MentionClass, Problem};
use rustc_hash::FxHashMap;

const SECTORS: &[&str] = &[
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];

/// Codes that are no country's.
const BEYOND: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

struct Loader<'p> {
    known: ActorKnowledge,
    problems: &'p mut Vec<Problem>,
    people: FxHashMap<Vec<Box<str>>, u32>,
    place: String,
}

/// Reads everything; see [`ActorKnowledge::load`].
pub fn load(files: &Files, problems: &mut Vec<Problem>) -> ActorKnowledge {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for folder in [
        "countries/",
        "roles/",
        "organisations/",
        "offices/",
        "people/",
    ] {
        texts.extend(toml_file::texts(files, folder, problems));
    }
    let mut parsed = parse_all(&texts, problems);
    let variants: Vec<Vec<String>> = parsed
        .iter()
        .flat_map(|(_, _, f)| f.variants.iter().cloned())
        .collect();
    let known = ActorKnowledge {
        phrases: Phrases::new(&variants),
        ..ActorKnowledge::default()
    };
    let mut loader = Loader {
        known,
        problems,
        people: FxHashMap::default(),
        place: String::new(),
    };
    // Codes are checked against the countries, so these come first.
    for (path, text, file) in &mut parsed {
        loader.place = format!("knowledge/{path}");
        let lines = Lines::new(text);
        for land in std::mem::take(&mut file.country) {
            loader.land(land, LandKind::Country, &lines);
        }
    }
    for (path, text, file) in parsed {
        loader.place = format!("knowledge/{path}");
        loader.add(file, &Lines::new(text), text);
    }
    loader.finish()
}

/// Parses the files on as many threads as the machine has; the result is in the order of the texts.
fn parse_all<'t>(
    texts: &[(&'t str, &'t str)],
    problems: &mut Vec<Problem>,
) -> Vec<(&'t str, &'t str, raw::File)> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let share = texts.len().div_ceil(threads).max(1);
    let mut parsed = Vec::with_capacity(texts.len());
    // Files of one folder lie together and differ in size: deal them out like cards.
    let hands: Vec<Vec<usize>> = (0..threads)
        .map(|hand| (hand..texts.len()).step_by(threads).collect())
        .collect();
    let mut done: Vec<(usize, raw::File, Vec<Problem>)> = Vec::with_capacity(share * threads);
    std::thread::scope(|scope| {
        let work: Vec<_> = hands
            .iter()
            .map(|hand| {
                scope.spawn(move || {
                    let mut out = Vec::with_capacity(hand.len());
                    for &at in hand {
                        let mut problems = Vec::new();
                        let (path, text) = texts[at];
                        out.push((at, toml_file::parse(path, text, &mut problems), problems));
                    }
                    out
                })
            })
            .collect();
        for worker in work {
            done.extend(worker.join().unwrap_or_default());
        }
    });
    done.sort_by_key(|(at, ..)| *at);
    for (at, file, own) in done {
        let (path, text) = texts[at];
        problems.extend(own);
        parsed.push((path, text, file));
    }
    parsed
}

impl Loader<'_> {
    fn problem(&mut self, line: u64, what: String, help: &str) {
        let mut problem = Problem::error(self.place.clone(), what).at_line(line);
        if !help.is_empty() {
            problem = problem.help(help);
        }
        self.problems.push(problem);
    }

    fn add(&mut self, file: raw::File, lines: &Lines, text: &str) {
        for land in file.region {
            self.land(land, LandKind::Region, lines);
        }
        for land in file.community {
            let kind = match land.kind.as_deref() {
                Some("religion") => LandKind::Religion,
                _ => LandKind::Ethnic,
            };
            self.land(land, kind, lines);
        }
        for role in file.role {
            self.role(role, lines);
        }
        for modifier in file.modifier {
            self.modifier(modifier, lines);
        }
        for scene in file.scene {
            let known = &mut self.known.scene;
            for (words, more) in [
                (&mut known.meeting, scene.meeting),
                (&mut known.venue, scene.venue),
                (&mut known.place, scene.place),
                (&mut known.speech, scene.speech),
                (&mut known.anywhere, scene.anywhere),
                (&mut known.abroad, scene.abroad),
                (&mut known.joint_countries, scene.joint_countries),
                (&mut known.joint_people, scene.joint_people),
                (&mut known.joint_any, scene.joint_any),
                (&mut known.pairs, scene.pairs),
                (&mut known.opposed, scene.opposed),
                (&mut known.ordinary, scene.ordinary),
                (&mut known.collective, scene.collective),
                (&mut known.others, scene.others),
                (&mut known.relational, scene.relational),
                (&mut known.harm, scene.harm),
                (&mut known.of_lands, scene.of_lands),
                (&mut known.dealing, scene.dealing),
                (&mut known.tied, scene.tied),
                (&mut known.tried, scene.tried),
                (&mut known.harmers, scene.harmers),
                (&mut known.transnational, scene.transnational),
                (&mut known.command, scene.command),
                (&mut known.settled, scene.settled),
                (&mut known.of_powers, scene.of_powers),
                (&mut known.of_rulers, scene.of_rulers),
                (&mut known.kin, scene.kin),
                (&mut known.papers, scene.papers),
                (&mut known.dwellings, scene.dwellings),
                (&mut known.outsiders, scene.outsiders),
                (&mut known.of_states, scene.of_states),
            ] {
                words.extend(more.into_iter().map(Box::from));
            }
            for (country, nouns) in scene.usual {
                let nouns = nouns.into_iter().map(Box::from);
                known
                    .usual
                    .extend(nouns.map(|noun| (noun, Box::from(&*country))));
            }
        }
        for organisation in file.organisation {
            self.organisation(organisation, lines);
        }
        for office in file.office {
            self.office(office, lines, text);
        }
        for people in file.people {
            self.people(people, lines, text);
        }
    }

    fn code(&mut self, code: &str, line: u64) -> Option<Box<str>> {
        if code.is_empty() {
            return None;
        }
        let known = BEYOND.contains(&code) || self.known.countries.contains_key(code);
        if !known {
            let what = format!(
                "`{code}` is no country of countries/ and none of {}",
                BEYOND.join(", ")
            );
            self.problem(line, what, "use the ISO 3166 alpha-3 code");
            return None;
        }
        Some(code.into())
    }

    fn sectors(&mut self, sectors: &OneOrMany<String>, line: u64) -> Vec<Box<str>> {
        let mut good = Vec::new();
        for sector in sectors.iter() {
            if SECTORS.contains(&sector.as_str()) {
                good.push(sector.as_str().into());
            } else {
                self.problem(
                    line,
                    format!("`{sector}` is not a PLOVER sector"),
                    "see knowledge/README.md for the list",
                );
            }
        }
        good
    }

    fn range(&mut self, from: &str, until: &str, line: u64) -> Range {
        let mut bound = |text: &str, last: bool| match dates::bound(text, last) {
            Some(bound) => bound,
            None => {
                self.problem(
                    line,
                    format!("`{text}` is not a date"),
                    "write 2015, 2015-09 or 2015-09-18",
                );
                None
            }
        };
        Range {
            from: bound(from, false),
            until: bound(until, true),
        }
    }

    fn phrase(&mut self, phrase: &str, sense: Sense, id: u32, letters: Letters, plural: bool) {
        self.known.phrases.add(
            phrase,
            Meaning {
                sense,
                id,
                letters,
                plural,
            },
        );
    }

    fn land(&mut self, raw: raw::Land, kind: LandKind, lines: &Lines) {
        let line = lines.of(raw.name.span().start);
        let name = raw.name.into_inner();
        let id = self.known.lands.len() as u32;
        if kind == LandKind::Country {
            if raw.code.len() != 3 || !raw.code.bytes().all(|b| b.is_ascii_uppercase()) {
                self.problem(line, format!("`{}` is not an alpha-3 code", raw.code), "");
                return;
            }
            if self
                .known
                .countries
                .insert(raw.code.as_str().into(), id)
                .is_some()
            {
                self.problem(
                    line,
                    format!("country `{}` is there already", raw.code),
                    "keep one table",
                );
            }
        }
        let code = if kind == LandKind::Country {
            Some(raw.code.as_str().into())
        } else {
            self.code(&raw.code, line)
        };
        let sectors = self.sectors(&raw.sector, line);
        let home = raw
            .home
            .iter()
            .filter_map(|home| self.code(home, line))
            .collect();
        let mut power = Vec::new();
        for (country, sector) in &raw.power {
            let sector = self.sectors(&OneOrMany::One(sector.clone()), line).pop();
            power.extend(self.code(country, line).zip(sector));
        }
        let range = self.range(&raw.from, &raw.until, line);
        let names = std::iter::once(&name)
            .chain(&raw.official)
            .chain(&raw.aliases);
        if !matches!(kind, LandKind::Ethnic | LandKind::Religion) {
            for name in names {
                self.phrase(name, Sense::LandName, id, letters_of_name(name), false);
            }
        }
        for adjective in &raw.adjectives {
            self.phrase(
                adjective,
                Sense::LandAdjective,
                id,
                letters_of_name(adjective),
                false,
            );
        }
        for people in &raw.people {
            let (singular, plural) = both_numbers(people);
            let letters = letters_of_name(&singular);
            self.phrase(
                &singular,
                Sense::LandPeople,
                id,
                letters,
                singular == plural,
            );
            self.phrase(&plural, Sense::LandPeople, id, letters, true);
        }
        for capital in raw.capital.iter() {
            let sense = if kind == LandKind::Country {
                Sense::LandCapital
            } else {
                Sense::LandPlace
            };
            self.phrase(capital, sense, id, Letters::Capital, false);
        }
        for place in &raw.places {
            self.phrase(place, Sense::LandPlace, id, Letters::Capital, false);
        }
        for (sector, seats) in &raw.seats {
            if !SECTORS.contains(&sector.as_str()) {
                self.problem(line, format!("`{sector}` is not a PLOVER sector"), "");
                continue;
            }
            for seat in seats {
                let seat_id = self.known.seats.len() as u32;
                self.known.seats.push(Seat {
                    land: id,
                    sector: sector.as_str().into(),
                    name: seat.as_str().into(),
                });
                self.phrase(seat, Sense::LandSeat, seat_id, letters_of_name(seat), false);
            }
        }
        self.known.lands.push(Land {
            name: name.into(),
            code,
            sectors,
            kind,
            home,
            power,
            range,
        });
    }

    fn role(&mut self, raw: raw::Role, lines: &Lines) {
        let line = raw
            .nouns
            .first()
            .map(|noun| lines.of(noun.span().start))
            .or_else(|| raw.class.as_ref().map(|class| lines.of(class.span().start)))
            .unwrap_or(1);
        let sectors = self.sectors(&raw.sector, line);
        let class = match raw.class.as_ref().map(|class| class.get_ref().as_str()) {
            None | Some("person") => MentionClass::Person,
            Some("group") => MentionClass::Group,
            Some("organisation") => MentionClass::Organization,
            Some(other) => {
                self.problem(
                    line,
                    format!("class `{other}` is not person, group or organisation"),
                    "",
                );
                MentionClass::Person
            }
        };
        if let Some(kind) = &raw.kind
            && sectors_of_kind(kind.get_ref()).is_none()
        {
            let what = format!("`{}` is no kind of office", kind.get_ref());
            self.problem(
                lines.of(kind.span().start),
                what,
                "knowledge/README.md lists them",
            );
        }
        let code = self.code(&raw.code, line);
        let entry = Role {
            noun: "".into(),
            sectors,
            class,
            kind: raw.kind.map(|kind| kind.into_inner().into()),
            code,
            weak: raw.weak,
            source: None,
        };
        for noun in raw.nouns {
            let at = noun.span().start;
            let (singular, plural) = both_numbers(noun.get_ref());
            let letters = if letters_of_name(&singular) == Letters::AllCapitals {
                Letters::AllCapitals
            } else {
                Letters::Any
            };
            let taken = self
                .known
                .phrases
                .get(&singular)
                .iter()
                .find(|m| m.sense == Sense::Role)
                .copied();
            if let Some(taken) = taken {
                let other = self.known.roles[taken.id as usize].clone();
                if other.sectors != entry.sectors
                    || other.weak != entry.weak
                    || other.kind != entry.kind
                {
                    let what = format!("role `{singular}` is there already with other fields");
                    self.problem(lines.of(at), what, "keep one of them");
                    continue;
                }
            }
            let id = self.known.roles.len() as u32;
            self.known.roles.push(Role {
                noun: singular.as_str().into(),
                ..entry.clone()
            });
            self.phrase(&singular, Sense::Role, id, letters, singular == plural);
            if plural != singular {
                self.phrase(&plural, Sense::Role, id, letters, true);
            }
        }
        if !raw.titles.is_empty() {
            let id = self.known.roles.len() as u32;
            let noun = raw.titles[0].to_lowercase().into();
            self.known.roles.push(Role { noun, ..entry });
            for title in &raw.titles {
                self.phrase(title, Sense::Title, id, Letters::Capital, false);
            }
        }
    }

    fn modifier(&mut self, raw: raw::Modifier, lines: &Lines) {
        let line = lines.of(raw.effect.span().start);
        let Some(effect) = Effect::parse(raw.effect.get_ref()) else {
            let what = format!("`{}` is no effect of a modifier", raw.effect.get_ref());
            self.problem(line, what, "knowledge/README.md lists them");
            return;
        };
        let sectors = self.sectors(&raw.sector, line);
        let id = self.known.modifiers.len() as u32;
        self.known.modifiers.push(Modifier { effect, sectors });
        for word in &raw.words {
            self.phrase(word, Sense::Modifier, id, Letters::Any, false);
        }
    }

    fn organisation(&mut self, raw: raw::Organisation, lines: &Lines) {
        let line = lines.of(raw.name.span().start);
        let name = raw.name.into_inner();
        let Some(default) = sectors_of_organisation(&raw.kind) else {
            let what = format!("`{}` is no kind of organisation", raw.kind);
            self.problem(line, what, "knowledge/README.md lists them");
            return;
        };
        let mut sectors = self.sectors(&raw.sector, line);
        if sectors.is_empty() {
            sectors = default.iter().map(|sector| Box::from(*sector)).collect();
        }
        let code = self.code(&raw.code, line);
        let home = raw
            .home
            .iter()
            .filter_map(|home| self.code(home, line))
            .collect();
        let range = self.range(&raw.from, &raw.until, line);
        let id = self.known.organisations.len() as u32;
        for name in std::iter::once(&name)
            .chain(&raw.aliases)
            .chain(raw.seat.iter())
        {
            self.phrase(name, Sense::Organisation, id, letters_of_name(name), false);
        }
        for member in &raw.member {
            let (singular, plural) = both_numbers(member);
            let letters = letters_of_name(&singular);
            self.phrase(
                &singular,
                Sense::OrganisationMember,
                id,
                letters,
                singular == plural,
            );
            self.phrase(&plural, Sense::OrganisationMember, id, letters, true);
        }
        let twin = self
            .known
            .phrases
            .get(&name)
            .iter()
            .filter(|m| m.sense == Sense::Organisation)
            .filter_map(|m| self.known.organisations.get(m.id as usize))
            .find(|other| {
                other.name.as_ref() == name && other.code == code && other.range.overlaps(&range, 1)
            });
        if twin.is_some() {
            let what = format!("organisation `{name}` is there already for the same time");
            self.problem(
                line,
                what,
                "keep one table, or give each its from and until",
            );
        }
        self.known.organisations.push(Organisation {
            name: name.into(),
            code,
            sectors,
            kind: raw.kind.into(),
            home,
            range,
        });
    }

    fn finish(self) -> ActorKnowledge {
        self.known
    }
}
