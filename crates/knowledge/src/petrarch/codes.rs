//! What codes of the family are in PLOVER: `IGOUNOREF` is `UNO` with `REF`, `~MED` is `JRN`.

use crate::actors::{ActorKnowledge, Coded};
use crate::toml_file::{self, Lines};
use crate::{Files, Ontology};
use demarche_story::Problem;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

/// Where knowledge says what the letters stand for.
const FOLDER: &str = "dictionaries/";

/// What groups of letters stand for; the fields are explained in the file.
#[derive(Debug, Default)]
pub struct Codes {
    groups: FxHashMap<String, Group>,
}

#[derive(Clone, Debug)]
struct Group {
    country: Option<Box<str>>,
    sector: Vec<Box<str>>,
    behind: Vec<Box<str>>,
    otherwise: Option<Vec<Box<str>>>,
    first: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    codes: Vec<Spanned<String>>,
    country: Option<Box<str>>,
    #[serde(default)]
    sector: Vec<Box<str>>,
    #[serde(default)]
    behind: Vec<Box<str>>,
    otherwise: Option<Vec<Box<str>>>,
    #[serde(default = "yes")]
    first: bool,
}

fn yes() -> bool {
    true
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    group: Vec<RawGroup>,
}

impl Codes {
    /// Reads `dictionaries/*.toml`; `known` has the countries, `ontology` the sectors.
    pub fn load(
        files: &Files,
        known: &ActorKnowledge,
        ontology: &Ontology,
        problems: &mut Vec<Problem>,
    ) -> Codes {
        let mut codes = Codes::default();
        for (path, text) in toml_file::texts(files, FOLDER, problems) {
            let lines = Lines::new(text);
            let file: File = toml_file::parse(path, text, problems);
            for raw in file.group {
                let line = raw
                    .codes
                    .first()
                    .map_or(1, |code| lines.of(code.span().start));
                let mut problem = |what: String, help: &str| {
                    let problem = Problem::error(format!("knowledge/{path}"), what);
                    problems.push(problem.at_line(line).help(help));
                };
                for sector in [&raw.sector, &raw.behind]
                    .into_iter()
                    .chain(&raw.otherwise)
                    .flatten()
                    .filter(|sector| !ontology.has_sector(sector))
                {
                    let help = "ontology/ lists the sectors";
                    problem(format!("`{sector}` is not a PLOVER sector"), help);
                }
                if let Some(code) = &raw.country
                    && known.country(code).is_none()
                    && !ontology.is_beyond_countries(code)
                {
                    let help = "countries/ and ontology/ list the codes";
                    problem(format!("`{code}` is no country or other actor code"), help);
                }
                let group = Group {
                    country: raw.country,
                    sector: raw.sector,
                    behind: raw.behind,
                    otherwise: raw.otherwise,
                    first: raw.first,
                };
                for code in raw.codes {
                    let code = code.into_inner();
                    if codes.groups.contains_key(&code) {
                        problem(format!("`{code}` stands in two tables"), "keep one of them");
                    }
                    codes.groups.insert(code, group.clone());
                }
            }
        }
        codes
    }

    /// An actor's code, and the letters in it that stand for nothing known.
    pub fn actor(&self, code: &str, known: &ActorKnowledge) -> (Coded, Vec<String>) {
        if !code.is_empty() && code.bytes().all(|byte| byte == b'-') {
            let null = Coded {
                null: true,
                ..Coded::default()
            };
            return (null, Vec::new());
        }
        // "A/B" is several actors; the first that is known stands for them.
        let mut parts = code.split('/');
        let (mut coded, mut unknown) = self.decode(parts.next().unwrap_or(code), false, known);
        for part in parts {
            if coded.is_usable() {
                unknown.push(format!("/{part}"));
            } else {
                let (next, more) = self.decode(part, false, known);
                coded = next;
                unknown.extend(more);
            }
        }
        (coded, unknown)
    }

    /// An agent's code: what stands before the country and behind it.
    pub fn agent(
        &self,
        before: &str,
        behind: &str,
        known: &ActorKnowledge,
    ) -> (Coded, Vec<String>) {
        let (mut coded, mut unknown) = match before {
            "" => Default::default(),
            before => self.decode(before, false, known),
        };
        let (after, more) = self.decode(behind, true, known);
        for sector in after.sectors {
            if !coded.sectors.contains(&sector) {
                coded.sectors.push(sector);
            }
        }
        unknown.extend(more);
        (coded, unknown)
    }

    fn decode(&self, code: &str, behind: bool, known: &ActorKnowledge) -> (Coded, Vec<String>) {
        let mut unknown = Vec::new();
        let mut reading = Decoding {
            coded: Coded::default(),
            otherwise: None,
            behind,
            known,
        };
        let letters: Vec<char> = code.chars().collect();
        for (at, group) in letters.chunks(3).enumerate() {
            let group: String = group.iter().collect();
            let first = at == 0 && !behind;
            if first && known.country(&group).is_some() {
                reading.country(&group);
                continue;
            }
            match self.groups.get(&group) {
                Some(meaning) if meaning.first || !first => reading.add(meaning),
                _ if known.country(&group).is_some() => reading.country(&group),
                _ => {
                    unknown.push(group);
                    // Whose it is cannot be known then: what follows is no country of theirs.
                    reading.behind |= first;
                }
            }
        }
        (reading.finish(), unknown)
    }
}

/// A code half read.
struct Decoding<'k> {
    coded: Coded,
    otherwise: Option<Vec<Box<str>>>,
    behind: bool,
    known: &'k ActorKnowledge,
}

impl Decoding<'_> {
    fn add(&mut self, group: &Group) {
        let mut sectors = &group.sector;
        match &group.country {
            Some(code) if self.known.country(code).is_some() => self.country(code),
            Some(code) => {
                let body = self.coded.country.as_deref();
                if !self.behind && matches!(body, None | Some("IGO")) {
                    self.coded.country = Some(code.clone());
                    // What it is itself comes before what a faith or field of work would say.
                    self.otherwise = Some(group.otherwise.clone().unwrap_or_default());
                } else {
                    sectors = &group.behind;
                }
            }
            None if self.otherwise.is_none() => self.otherwise.clone_from(&group.otherwise),
            None => {}
        }
        for sector in sectors {
            if !self.coded.sectors.contains(sector) {
                self.coded.sectors.push(sector.clone());
            }
        }
    }

    /// A country: the actor's, the home of a body that is no country's, or else only a part of the
    /// actor's country.
    fn country(&mut self, code: &str) {
        if self.behind {
            return;
        }
        match &self.coded.country {
            None => self.coded.country = Some(code.into()),
            Some(body) if self.known.country(body).is_none() && self.coded.home.is_none() => {
                self.coded.home = Some(code.into());
            }
            Some(_) => {}
        }
    }

    fn finish(mut self) -> Coded {
        if self.coded.sectors.is_empty() {
            self.coded.sectors = self.otherwise.unwrap_or_default();
        }
        self.coded
    }
}
