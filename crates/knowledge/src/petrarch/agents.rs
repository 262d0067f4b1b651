//! Agent dictionaries: role nouns with their plurals and sets of words.

use super::actors::{brackets, readable};
use super::lines::Line;
use super::problems::{Kind, Problems};
use std::collections::BTreeMap;

/// A role noun with all its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// In small letters; whether each is a plural.
    pub forms: Vec<(String, bool)>,
    /// Whether it says that it has no plural: mostly a body of people.
    pub no_plural: bool,
    /// What stands before and behind the place of the country.
    pub code: (String, String),
    /// The code as the file writes it.
    pub said: String,
    /// Line of the file.
    pub line: u64,
}

/// Reads the lines of an agent dictionary.
pub fn parse(lines: &[Line<'_>], problems: &mut Problems<'_>) -> Vec<Agent> {
    let mut sets = BTreeMap::new();
    let mut agents = Vec::new();
    for line in lines {
        if let Some((name, words)) = set(&line.text) {
            sets.insert(name, words);
            continue;
        }
        let mut problem = |kind, what: &str| {
            problems.add(line.number, kind, format!("`{}` {what}", line.text));
        };
        let Some((phrase, plurals, code)) = entry(&line.text) else {
            problem(Kind::Brackets, "is not a noun with a code in brackets");
            continue;
        };
        let Some(said) = code else {
            problem(Kind::Uncoded, "has no code");
            continue;
        };
        let Some((before, behind)) = said.split_once('~').filter(|(_, b)| !b.contains('~')) else {
            problem(Kind::Tilde, "does not say where the country stands");
            continue;
        };
        let singulars = expand(phrase, &sets);
        let plurals = match plurals {
            Some(words) => expand(words, &sets),
            // A set at the end holds plurals itself.
            None if phrase.ends_with('!') => Some(Vec::new()),
            None => singulars
                .as_ref()
                .map(|forms| forms.iter().map(|form| plural_of(form)).collect()),
        };
        let (Some(singulars), Some(plurals)) = (singulars, plurals) else {
            problem(Kind::Set, "holds a marker that is no set");
            continue;
        };
        let no_plural = plurals.is_empty() && singulars.len() == 1;
        let forms = singulars.into_iter().map(|form| (form, false));
        let forms = forms.chain(plurals.into_iter().map(|form| (form, true)));
        let forms: Vec<_> = forms.filter(|(form, _)| !form.is_empty()).collect();
        if forms.is_empty() {
            problem(Kind::Nameless, "holds no noun");
            continue;
        }
        agents.push(Agent {
            forms,
            no_plural,
            code: (before.to_uppercase(), behind.to_uppercase()),
            said: said.to_owned(),
            line: line.number,
        });
    }
    agents
}

/// `!NAME! = ONE, TWO`.
fn set(text: &str) -> Option<(String, Vec<String>)> {
    let (name, words) = text.split_once('=')?;
    let name = name.trim().strip_prefix('!')?.strip_suffix('!')?;
    let words = words.split(',').map(|word| word.trim().to_owned());
    Some((
        name.to_owned(),
        words.filter(|word| !word.is_empty()).collect(),
    ))
}

/// `PHRASE {PLURAL} [CODE]`: phrase, what is in braces, code; `None` where brackets do not match.
#[allow(clippy::type_complexity, reason = "three parts of one line")]
fn entry(text: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
    let (noun, plural, code) = match text.split_once('{') {
        Some((noun, rest)) => {
            let (plural, code) = rest.split_once('}')?;
            (noun, Some(plural.trim()), code)
        }
        None => match text.find('[') {
            Some(at) => (&text[..at], None, &text[at..]),
            None => (text, None, ""),
        },
    };
    if noun.contains([']', '}', '[']) {
        return None;
    }
    let (before, codes, behind) = brackets(code.trim())?;
    if !before.is_empty() || !behind.is_empty() || codes.len() > 1 {
        return None;
    }
    Some((noun.trim_end(), plural, codes.first().copied()))
}

/// The phrase with each word of its sets, in small letters; `None` where a marker is no set. The
/// empty phrase gives none.
fn expand(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Option<Vec<String>> {
    if phrase.is_empty() {
        return Some(Vec::new());
    }
    let Some((before, rest)) = phrase.split_once('!') else {
        return Some(vec![readable(phrase)]);
    };
    let (name, behind) = rest.split_once('!')?;
    let mut forms = Vec::new();
    for word in sets.get(name)? {
        forms.extend(expand(&format!("{before}{word}{behind}"), sets)?);
    }
    Some(forms)
}

/// The format's own plural: y becomes ies, s becomes ses, all else takes s.
fn plural_of(form: &str) -> String {
    match form.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if form.ends_with('s') => format!("{form}es"),
        None => format!("{form}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::lines;

    const SETS: &str = "!PERSON! = MAN, MEN, WOMAN\n!MINIST! = MINISTER, MINISTERS\n";

    /// Agents as `form, PLURAL: code`, and what is told.
    fn check(text: &str, expected: &[&str], told: &[&str]) {
        let text = format!("{SETS}{text}");
        let mut found = Vec::new();
        let mut problems = Problems::new("a.txt", &mut found);
        let lines = lines::read(text.as_bytes(), &mut problems);
        let agents = parse(&lines, &mut problems);
        let agents: Vec<String> = agents.iter().map(shown).collect();
        assert_eq!(agents, expected);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), told.len(), "{found:#?}");
        for (found, told) in found.iter().zip(told) {
            assert!(found.starts_with(told), "{found}");
        }
    }

    fn shown(agent: &Agent) -> String {
        let form = |(form, plural): &(String, bool)| match plural {
            true => form.to_uppercase(),
            false => form.clone(),
        };
        let forms: Vec<String> = agent.forms.iter().map(form).collect();
        format!("{}: {}~{}", forms.join(", "), agent.code.0, agent.code.1)
    }

    #[test]
    fn plurals_go_by_the_format() {
        check(
            "STUDENT [~EDU]\nDEPUTY_ [ ~leg]\nCONGRESS [~LEG]\nATTORNEY_GENERAL {ATTORNEYS_GENERAL } [~GOV]\nPOLICE {} [~COP]\nRIGHTS_BODY [  NGO~]\n",
            &[
                "student, STUDENTS: ~EDU",
                "deputy, DEPUTIES: ~LEG",
                "congress, CONGRESSES: ~LEG",
                "attorney general, ATTORNEYS GENERAL: ~GOV",
                "police: ~COP",
                "rights body, RIGHTS BODIES: NGO~",
            ],
            &[],
        );
    }

    #[test]
    fn sets_are_expanded() {
        check(
            "CONGRESS!PERSON! [~LEG]\nHOME_!MINIST![~GOV]\n!MINIST! FOR_THE_ARMY [~GOVMIL]\nFIRE!PERSON! {} [~GOV]\n",
            &[
                "congressman, congressmen, congresswoman: ~LEG",
                "home minister, home ministers: ~GOV",
                "minister for the army, ministers for the army, MINISTER FOR THE ARMIES, MINISTERS FOR THE ARMIES: ~GOVMIL",
                "fireman, firemen, firewoman: ~GOV",
            ],
            &[],
        );
    }

    #[test]
    fn malformed_lines_lose_only_themselves() {
        check(
            "RANGER [~ENV}\nISLANDER\nGUARD [MIL]\nTOWNS!FOLK! [~CVL]\nHALF!WAY [~CVL]\n{} [~CVL]\nTWO {A [~CVL]\nCOOK [~LAB] X\nMAID [~LAB]\n",
            &["maid, MAIDS: ~LAB"],
            &[
                "a.txt:3: `RANGER [~ENV}` is not a noun",
                "a.txt:4: `ISLANDER` has no code",
                "a.txt:5: `GUARD [MIL]` does not say where",
                "a.txt:6: `TOWNS!FOLK! [~CVL]` holds a marker",
                "a.txt:7: `HALF!WAY [~CVL]` holds a marker",
                "a.txt:8: `{} [~CVL]` holds no noun",
                "a.txt:9: `TWO {A [~CVL]` is not a noun",
                "a.txt:10: `COOK [~LAB] X` is not a noun",
            ],
        );
    }
}
