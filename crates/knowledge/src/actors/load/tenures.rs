//! Offices and people: who held what, from when until when.

use super::BEYOND;
use super::Loader;
use crate::actors::dates;
use crate::actors::dates::Range;
use crate::actors::normal;
use crate::actors::phrases::{Letters, Sense, letters_of_name};
use crate::actors::plural::plural_of;
use crate::actors::raw;
use crate::actors::records::{Office, Person, Role, Tenure, sectors_of_kind};
use crate::toml_file::Lines;
use demarche_story::{MentionClass, Problem};
use toml::Spanned;

/// Kinds of office that one person holds at a time: overlapping tenures are reported.
const ONE_AT_A_TIME: &[&str] = &[
    "head-of-state",
    "head-of-government",
    "monarch",
    "heir",
    "foreign",
    "interior",
    "finance",
    "defence",
    "speaker",
    "army-chief",
    "central-bank",
    "organisation-head",
];

impl Loader<'_> {
    pub(super) fn office(&mut self, raw: raw::Office, lines: &Lines, text: &str) {
        let line = lines.of(raw.title.span().start);
        let title = raw.title.into_inner();
        let Some(mut default) = sectors_of_kind(&raw.kind) else {
            self.problem(
                line,
                format!("`{}` is no kind of office", raw.kind),
                "knowledge/README.md lists them",
            );
            return;
        };
        let mut sectors = self.sectors(&raw.sector, line);
        let mut code = self.code(&raw.country, line);
        let mut organisation = None;
        if !raw.organisation.is_empty() {
            let found = self
                .known
                .phrases
                .get(&raw.organisation)
                .iter()
                .find(|m| m.sense == Sense::Organisation);
            match found.map(|m| m.id) {
                Some(id) => {
                    let body = &self.known.organisations[id as usize];
                    organisation = Some(id);
                    code = code.or_else(|| body.code.clone());
                    // An official of a body of several countries is no government's: as the body.
                    let abroad = body
                        .code
                        .as_deref()
                        .is_some_and(|code| BEYOND.contains(&code));
                    if sectors.is_empty() && (default.is_empty() || abroad) {
                        sectors = body.sectors.clone();
                        default = &[];
                    }
                }
                None => {
                    let what = format!(
                        "organisation `{}` is not in organisations/",
                        raw.organisation
                    );
                    self.problem(line, what, "add it there or mend the name");
                }
            }
        }
        if sectors.is_empty() {
            sectors = default.iter().map(|sector| Box::from(*sector)).collect();
        }
        let id = self.known.offices.len() as u32;
        for name in std::iter::once(&title).chain(&raw.aliases) {
            let is_role = self
                .known
                .phrases
                .get(name)
                .iter()
                .any(|m| m.sense == Sense::Role);
            if !is_role {
                let role = self.known.roles.len() as u32;
                self.known.roles.push(Role {
                    noun: name.to_lowercase().into(),
                    sectors: sectors.clone(),
                    class: MentionClass::Person,
                    kind: Some(raw.kind.as_str().into()),
                    // "UN special envoy", "Pentagon spokesman": the title itself says whose.
                    code: code.clone().filter(|code| self.names_body_of(name, code)),
                    weak: false,
                    source: None,
                });
                let letters = if letters_of_name(name) == Letters::AllCapitals {
                    Letters::AllCapitals
                } else {
                    Letters::Any
                };
                self.phrase(name, Sense::Role, role, letters, false);
                self.phrase(&plural_of(name), Sense::Role, role, letters, true);
            }
        }
        let key = (
            code.clone().unwrap_or_default(),
            Box::from(raw.kind.as_str()),
        );
        self.known.offices_by_kind.entry(key).or_default().push(id);
        self.known.offices.push(Office {
            code: code.clone(),
            organisation,
            title: title.as_str().into(),
            kind: raw.kind.as_str().into(),
            sectors: sectors.clone(),
            place: self.place.as_str().into(),
            line,
        });
        let Some(holders) = raw.holders else { return };
        let tenure = Tenure {
            office: Some(id),
            code,
            sectors,
            title: Some(title.as_str().into()),
            kind: raw.kind.as_str().into(),
            range: Range::default(),
        };
        let kind = raw.kind;
        let listed = self.names(&holders, &tenure, lines, text);
        if ONE_AT_A_TIME.contains(&kind.as_str()) && !raw.shared {
            self.overlaps(&title, listed);
        }
    }

    /// Whether a title begins with the name of a land, its seat or an organisation of this code.
    fn names_body_of(&self, title: &str, code: &str) -> bool {
        let known = &self.known;
        let words: Vec<&str> = title.split_whitespace().collect();
        let own = |other: &Option<Box<str>>| other.as_deref() == Some(code);
        (1..words.len().min(4)).any(|count| {
            known
                .phrases
                .get(&words[..count].join(" "))
                .iter()
                .any(|m| match m.sense {
                    Sense::LandName | Sense::LandAdjective | Sense::LandCapital => {
                        own(&known.lands[m.id as usize].code)
                    }
                    Sense::LandSeat => {
                        own(&known.lands[known.seats[m.id as usize].land as usize].code)
                    }
                    Sense::Organisation => own(&known.organisations[m.id as usize].code),
                    _ => false,
                })
        })
    }

    pub(super) fn people(&mut self, raw: raw::People, lines: &Lines, text: &str) {
        let line = lines.of(raw.names.span().start);
        let code = self.code(&raw.country, line);
        let sectors = self.sectors(&raw.sector, line);
        let title = raw.role.map(Box::from);
        let tenure = Tenure {
            office: None,
            code,
            sectors,
            title,
            kind: "".into(),
            range: Range::default(),
        };
        self.names(&raw.names, &tenure, lines, text);
    }

    /// Reads lines of `FROM..UNTIL Name = alias`; returns range, name and line of each.
    fn names(
        &mut self,
        list: &Spanned<String>,
        tenure: &Tenure,
        lines: &Lines,
        text: &str,
    ) -> Vec<(Range, String, u64)> {
        let mut listed = Vec::new();
        let first = lines.of(list.span().start);
        // A text in three quotes begins on the line after them; TOML drops that line end.
        let below = u64::from(text[list.span().start..].starts_with("\"\"\"\n"));
        for (number, entry) in (first + below..).zip(list.get_ref().lines()) {
            let entry = entry.split('#').next().unwrap_or("").trim();
            if entry.is_empty() {
                continue;
            }
            let (start, rest) = entry.split_once(char::is_whitespace).unwrap_or((entry, ""));
            let (range, names) = if start.contains("..") {
                match dates::range(start) {
                    Some(range) => (range, rest),
                    None => {
                        let what = format!("`{start}` is not a range of dates");
                        self.problem(
                            number,
                            what,
                            "write FROM..UNTIL with dates such as 2015, 2015-09 or 2015-09-18",
                        );
                        continue;
                    }
                }
            } else {
                (Range::default(), entry)
            };
            if let (Some(from), Some(until)) = (range.from, range.until)
                && until < from
            {
                self.problem(number, format!("`{start}` ends before it begins"), "");
                continue;
            }
            let mut names = names
                .split('=')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            let Some(name) = names.next() else {
                self.problem(
                    number,
                    "a range without a name".into(),
                    "write FROM..UNTIL  Name",
                );
                continue;
            };
            let tenure = Tenure {
                range,
                ..tenure.clone()
            };
            self.person(name, names, tenure);
            listed.push((range, name.to_string(), number));
        }
        listed
    }

    fn person<'n>(&mut self, name: &str, aliases: impl Iterator<Item = &'n str>, tenure: Tenure) {
        let key: Vec<Box<str>> = normal::atoms(name)
            .iter()
            .map(|atom| Box::from(self.known.phrases.canonical(atom)))
            .collect();
        if key.is_empty() {
            return;
        }
        // People of one name are one person, unless the name is a single word ("Abdullah") in two countries.
        let merged = self.people.get(&key).copied().filter(|id| {
            key.len() > 1
                || self.known.people[*id as usize]
                    .tenures
                    .iter()
                    .any(|other| other.code == tenure.code)
        });
        let id = match merged {
            Some(id) => {
                self.known.people[id as usize].tenures.push(tenure);
                id
            }
            None => {
                let id = self.known.people.len() as u32;
                self.known.people.push(Person {
                    name: name.into(),
                    tenures: vec![tenure],
                });
                self.people.insert(key.clone(), id);
                id
            }
        };
        self.known.index_surname(&key, id);
        self.phrase(name, Sense::Person, id, Letters::Capital, false);
        for alias in aliases {
            let atoms = normal::atoms(alias);
            if atoms.len() == 1 {
                let word = self.known.phrases.canonical(&atoms[0]).into();
                self.known.add_surname(word, id);
            } else {
                self.phrase(alias, Sense::Person, id, Letters::Capital, false);
                self.known.index_surname(&atoms, id);
            }
        }
    }

    /// Tenures of one office that overlap by more than a transition are reported.
    fn overlaps(&mut self, title: &str, mut listed: Vec<(Range, String, u64)>) {
        listed.sort_by_key(|(range, ..)| range.from);
        for pair in listed.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            if first.1 != second.1 && first.0.overlaps(&second.0, 370) {
                let what = format!("{title}: `{}` and `{}` overlap", first.1, second.1);
                let problem = Problem::warning(self.place.clone(), what)
                    .at_line(second.2)
                    .help("give the first an end, or two tables if the office is shared");
                self.problems.push(problem);
            }
        }
    }
}
