//! Parsed dictionaries to a [`Dictionary`] and role nouns, in the order in which they were given.

use super::actors::{self, Block};
use super::agents::{self, Agent};
use super::codes::Codes;
use super::kind::{self, FileKind};
use super::problems::{Kind, Problems};
use super::{DictionaryFile, lines};
use crate::actors::{
    ActorKnowledge, Coded, Dictionary, Entry, Letters, Listed, Meaning, Role, Sense, normal,
};
use demarche_story::{MentionClass, Problem};
use rustc_hash::FxHashMap;

/// Letters of the longest name that may be an acronym.
const LONGEST_ACRONYM: usize = 6;

/// Lays dictionaries over what is known: names into [`ActorKnowledge::dictionary`], agents among
/// the roles. Where two of them have a name, the later one counts.
pub fn lay(
    known: &mut ActorKnowledge,
    codes: &Codes,
    files: &[DictionaryFile],
    problems: &mut Vec<Problem>,
) {
    let mut compiler = Compiler {
        dictionary: Dictionary {
            phrases: known.phrases.empty_alike(),
            ..Dictionary::default()
        },
        known,
        codes,
        ids: FxHashMap::default(),
        listed: Vec::new(),
    };
    for file in files {
        let before = problems.len();
        compiler.file(file, &mut Problems::new(&file.place, problems));
        problems[before..].sort_by_key(|problem| problem.line);
    }
    let dictionary = compiler.dictionary;
    known.dictionary = dictionary;
}

struct Compiler<'k> {
    dictionary: Dictionary,
    known: &'k mut ActorKnowledge,
    codes: &'k Codes,
    /// Codes that were decoded before, with what is unknown in them.
    ids: FxHashMap<String, (Option<u32>, Vec<String>)>,
    /// Codes and lines of the roles that the present file gave.
    listed: Vec<(String, u64)>,
}

impl Compiler<'_> {
    fn file(&mut self, file: &DictionaryFile, problems: &mut Problems<'_>) {
        let lines = lines::read(&file.bytes, problems);
        let kind = kind::of(&lines);
        if let Some(what) = kind.refusal() {
            problems.file(what, "only actor and agent dictionaries can be loaded");
            return;
        }
        self.dictionary.places.push(file.place.as_str().into());
        if kind == FileKind::Agents {
            let first_role = self.known.roles.len() as u32;
            self.listed.clear();
            for agent in agents::parse(&lines, problems) {
                self.agent(agent, first_role, problems);
            }
        } else {
            for block in actors::parse(&lines, problems) {
                self.actor(block, problems);
            }
        }
    }

    fn current(&self) -> u32 {
        self.dictionary.places.len() as u32 - 1
    }

    fn actor(&mut self, block: Block, problems: &mut Problems<'_>) {
        let first = self.dictionary.entries.len() as u32;
        let file = self.current();
        for dated in block.codes {
            let Some(code) = self.code(&dated.code, &dated.said, dated.line, problems) else {
                continue;
            };
            self.dictionary.entries.push(Entry {
                code,
                range: dated.range,
                said: dated.said.into(),
                file,
                line: dated.line as u32,
            });
        }
        let end = self.dictionary.entries.len() as u32;
        if end == first {
            return;
        }
        let id = self.dictionary.actors.len() as u32;
        self.dictionary.actors.push(Listed { file, first, end });
        for (name, line) in block.names {
            self.twice(&name, id, line, problems);
            let meaning = Meaning {
                sense: Sense::Dictionary,
                id,
                letters: self.letters(&name),
                plural: false,
            };
            self.dictionary.phrases.add(&name, meaning);
        }
    }

    /// The id of an actor's code; `None` where it says nothing.
    fn code(
        &mut self,
        code: &str,
        said: &str,
        line: u64,
        problems: &mut Problems<'_>,
    ) -> Option<u32> {
        if !self.ids.contains_key(code) {
            let (coded, unknown) = self.codes.actor(code, self.known);
            let id = coded.is_usable().then(|| {
                self.dictionary.codes.push(coded);
                self.dictionary.codes.len() as u32 - 1
            });
            self.ids.insert(code.to_owned(), (id, unknown));
        }
        let (id, unknown) = &self.ids[code];
        tell(id.is_some(), unknown, said, line, problems);
        *id
    }

    /// Tells that an earlier entry of this file has the name with another undated code.
    fn twice(&self, name: &str, id: u32, line: u64, problems: &mut Problems<'_>) {
        let dictionary = &self.dictionary;
        let undated = |id: u32| {
            let actor = dictionary.actors[id as usize];
            let mut entries = dictionary.entries[actor.first as usize..actor.end as usize].iter();
            entries.find(|entry| entry.range.is_none())
        };
        let Some(own) = undated(id) else { return };
        let earlier = dictionary
            .phrases
            .get(name)
            .iter()
            .filter(|meaning| meaning.sense == Sense::Dictionary && meaning.id != id)
            .filter_map(|meaning| undated(meaning.id))
            .find(|entry| entry.file == own.file);
        if let Some(earlier) = earlier
            && earlier.code != own.code
        {
            let what = format!(
                "`{name}` is [{}] on line {} and [{}] here",
                earlier.said, earlier.line, own.said
            );
            problems.add(line, Kind::Twice, what);
        }
    }

    /// How a name must look: dictionaries are in capitals throughout, so acronyms are those that
    /// knowledge has as acronyms, and single words without vowels or of up to three letters.
    fn letters(&self, name: &str) -> Letters {
        // Knowledge has no longer acronyms, and most names are longer.
        if name.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_ACRONYM {
            return Letters::Capital;
        }
        let mut known = self.known.phrases.get(name).iter();
        if known.any(|meaning| meaning.letters == Letters::AllCapitals) {
            return Letters::AllCapitals;
        }
        match &normal::atoms(name)[..] {
            [word] if word.len() <= 3 || !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) => {
                Letters::AllCapitals
            }
            _ => Letters::Capital,
        }
    }

    fn agent(&mut self, agent: Agent, first_role: u32, problems: &mut Problems<'_>) {
        let (coded, unknown) = self.codes.agent(&agent.code.0, &agent.code.1, self.known);
        tell(
            coded.is_usable(),
            &unknown,
            &agent.said,
            agent.line,
            problems,
        );
        if !coded.is_usable() {
            return;
        }
        self.dictionary.agents += 1;
        let (mut role, mut twice) = (None::<u32>, false);
        for (form, plural) in &agent.forms {
            let taken = self.dictionary.phrases.get(form).iter();
            let taken = taken.filter(|meaning| meaning.sense == Sense::Role);
            if let Some(taken) = taken.map(|meaning| meaning.id).find(|id| *id >= first_role) {
                // Told of one form.
                let other = &self.known.roles[taken as usize];
                let (said, line) = &self.listed[(taken - first_role) as usize];
                if !twice && (other.sectors != coded.sectors || other.code != coded.country) {
                    twice = true;
                    let what = format!(
                        "`{form}` is [{said}] on line {line} and [{}] here",
                        agent.said
                    );
                    problems.add(agent.line, Kind::Twice, what);
                }
                continue;
            }
            let (class, kind) = self.sort(form, agent.no_plural);
            let id = role.filter(|id| {
                let role = &self.known.roles[*id as usize];
                role.class == class && role.kind == kind
            });
            let id = match id {
                Some(id) => id,
                None => self.role(form, class, kind, &agent, &coded),
            };
            role = Some(id);
            let meaning = Meaning {
                sense: Sense::Role,
                id,
                letters: Letters::Any,
                plural: *plural,
            };
            self.dictionary.phrases.add(form, meaning);
        }
    }

    /// Of what sort a noun is and which office it names: knowledge says so where it has the noun,
    /// or for the sort its head.
    fn sort(&self, noun: &str, no_plural: bool) -> (MentionClass, Option<Box<str>>) {
        let role_of = |noun: &str| {
            let mut meanings = self.known.phrases.get(noun).iter();
            let role = meanings.find(|meaning| meaning.sense == Sense::Role)?;
            Some(&self.known.roles[role.id as usize])
        };
        if let Some(role) = role_of(noun) {
            return (role.class, role.kind.clone());
        }
        let head = [" of ", " for ", " in ", " to "]
            .iter()
            .filter_map(|joint| noun.find(joint))
            .min()
            .map_or(noun, |at| &noun[..at]);
        let ends = head.match_indices(' ').map(|(at, _)| &head[at + 1..]);
        let role = std::iter::once(head).chain(ends).find_map(role_of);
        let class = match role {
            Some(role) => role.class,
            None if no_plural => MentionClass::Group,
            None => MentionClass::Person,
        };
        (class, None)
    }

    /// Adds an agent's noun to the roles.
    fn role(
        &mut self,
        noun: &str,
        class: MentionClass,
        kind: Option<Box<str>>,
        agent: &Agent,
        coded: &Coded,
    ) -> u32 {
        let role = Role {
            noun: noun.into(),
            sectors: coded.sectors.clone(),
            class,
            kind,
            code: coded.country.clone(),
            weak: false,
            source: Some(self.source(&agent.said, agent.line)),
        };
        self.known.roles.push(role);
        self.listed.push((agent.said.clone(), agent.line));
        self.known.roles.len() as u32 - 1
    }

    fn source(&self, said: &str, line: u64) -> Box<str> {
        let place = &self.dictionary.places[self.current() as usize];
        format!("[{said}] ({place}:{line})").into()
    }
}

/// Tells of a code that cannot be used, or not all of it.
fn tell(usable: bool, unknown: &[String], said: &str, line: u64, problems: &mut Problems<'_>) {
    let letters: Vec<String> = unknown.iter().map(|group| format!("`{group}`")).collect();
    let is = if unknown.len() == 1 { "is" } else { "are" };
    let letters = letters.join(" and ");
    if usable && !unknown.is_empty() {
        problems.add(
            line,
            Kind::Group,
            format!("in [{said}], {letters} {is} not known"),
        );
    } else if !usable && unknown.is_empty() {
        let what = format!("[{said}] is no country, body or sector");
        problems.add(line, Kind::Nothing, what);
    } else if !usable {
        let what = format!("[{said}] says nothing: {letters} {is} not known");
        problems.add(line, Kind::Nothing, what);
    }
}
