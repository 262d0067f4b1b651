//! Actor dictionaries: blocks of names that share codes, some of them dated.

use super::dates;
use super::lines::Line;
use super::problems::{Kind, Problems};
use crate::actors::Range;

/// Names with their codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Names with their lines: the primary one, then its synonyms.
    pub names: Vec<(String, u64)>,
    /// Codes in the order of the file.
    pub codes: Vec<DatedCode>,
    /// Whether there were codes that could not be read.
    malformed: bool,
}

/// One `[CODE restriction]`.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedCode {
    /// The letters.
    pub code: String,
    /// When it holds; `None` where it stands without a date.
    pub range: Option<Range>,
    /// As the file writes it, without the brackets.
    pub said: String,
    /// Line of the file.
    pub line: u64,
}

/// Reads the lines of an actor dictionary.
pub fn parse(lines: &[Line<'_>], problems: &mut Problems<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let synonym = line.text.starts_with('+');
        let continues = synonym || line.text.starts_with('[');
        if continues && blocks.is_empty() {
            let what = format!("`{}` has no name before it", line.text);
            problems.add(line.number, Kind::Nameless, what);
            continue;
        }
        if !continues {
            finish(blocks.last(), problems);
            blocks.push(Block::default());
        }
        let Some((name, codes, rest)) = brackets(&line.text) else {
            let what = format!("`{}` is not a name with codes in brackets", line.text);
            problems.add(line.number, Kind::Brackets, what);
            continue;
        };
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        if !rest.is_empty() {
            let what = format!("`{rest}` stands behind the code");
            problems.add(line.number, Kind::Behind, what);
        }
        let name = readable(if synonym { &name[1..] } else { name });
        if !name.is_empty() {
            block.names.push((name, line.number));
        } else if synonym || !continues {
            let what = format!("`{}` holds no name", line.text);
            problems.add(line.number, Kind::Nameless, what);
            continue;
        }
        for said in codes {
            match dated(said, line.number, problems) {
                Some(code) => block.codes.push(code),
                None => block.malformed = true,
            }
        }
    }
    finish(blocks.last(), problems);
    blocks.retain(|block| !block.names.is_empty() && !block.codes.is_empty());
    blocks
}

/// What is before the brackets, in each of them and behind; `None` where they do not match.
pub fn brackets(text: &str) -> Option<(&str, Vec<&str>, &str)> {
    let Some(at) = text.find('[') else {
        return (!text.contains([']', '{', '}'])).then_some((text, Vec::new(), ""));
    };
    let (name, mut rest) = text.split_at(at);
    let mut codes = Vec::new();
    while let Some(inside) = rest.strip_prefix('[') {
        let (code, after) = inside.split_once(']')?;
        if code.contains('[') {
            return None;
        }
        codes.push(code.trim());
        rest = after.trim_start();
    }
    let matched = !name.contains(']') && !rest.contains(['[', ']']);
    matched.then_some((name.trim_end(), codes, rest.trim_end()))
}

/// A name as a story would write it, in small letters: no underscores, no acronym in parentheses behind.
pub fn readable(name: &str) -> String {
    let mut name = name.replace('_', " ");
    if let Some(at) = name.find('(')
        && at > 0
        && name.trim_end().ends_with(')')
    {
        name.truncate(at);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn dated(said: &str, line: u64, problems: &mut Problems<'_>) -> Option<DatedCode> {
    let end = said
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))
        .unwrap_or(said.len());
    let (code, when) = said.split_at(end);
    let range = match when.trim() {
        "" => None,
        when => match dates::restriction(when) {
            Ok(range) => Some(range),
            Err(what) => {
                problems.add(line, Kind::Date, format!("in [{said}], {what}"));
                return None;
            }
        },
    };
    Some(DatedCode {
        code: code.to_uppercase(),
        range,
        said: said.to_owned(),
        line,
    })
}

/// Tells what is wrong with a block when all of it is read.
fn finish(block: Option<&Block>, problems: &mut Problems<'_>) {
    let Some(block) = block else { return };
    if block.codes.is_empty() {
        if let Some((name, line)) = block.names.first()
            && !block.malformed
        {
            let more = match block.names.len() - 1 {
                0 => String::new(),
                1 => " with its synonym".to_owned(),
                n => format!(" with its {n} synonyms"),
            };
            let what = format!("`{name}`{more} has no code");
            problems.add(*line, Kind::Uncoded, what);
        }
        return;
    }
    let undated = block.codes.iter().position(|code| code.range.is_none());
    if let Some(at) = undated
        && block.codes[at..].iter().any(|code| code.range.is_some())
    {
        let code = &block.codes[at];
        let what = format!(
            "[{}] has no date and stands before codes that do",
            code.said
        );
        problems.add(code.line, Kind::Masks, what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::lines;

    /// Blocks as `name, name: CODE from..until; CODE`, and what is told.
    fn check(text: &str, expected: &[&str], told: &[&str]) {
        let mut found = Vec::new();
        let mut problems = Problems::new("a.txt", &mut found);
        let lines = lines::read(text.as_bytes(), &mut problems);
        let blocks = parse(&lines, &mut problems);
        let blocks: Vec<String> = blocks.iter().map(shown).collect();
        assert_eq!(blocks, expected);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), told.len(), "{found:#?}");
        for (found, told) in found.iter().zip(told) {
            assert!(found.starts_with(told), "{found}");
        }
    }

    fn shown(block: &Block) -> String {
        let names: Vec<&str> = block.names.iter().map(|(name, _)| name.as_str()).collect();
        let codes: Vec<String> = block
            .codes
            .iter()
            .map(|c| format!("{} {}", c.code, c.said))
            .collect();
        format!("{}: {}", names.join(", "), codes.join("; "))
    }

    #[test]
    fn blocks_share_their_codes() {
        check(
            "ASTA_NORDBY_\n+MINISTER_ASTA_NORDBY_\n+A._NORDBY\n\t[NORGOV 970101-061231] # cabinet\n\t[norELI]\nLUND_[SWE]\n+LUNDIAN\nTWO_\t[USAGOV 981022-010811] [IGOUNO >070201]\n",
            &[
                "asta nordby, minister asta nordby, a. nordby: NORGOV NORGOV 970101-061231; NORELI norELI",
                "lund, lundian: SWE SWE",
                "two: USAGOV USAGOV 981022-010811; IGOUNO IGOUNO >070201",
            ],
            &[],
        );
    }

    #[test]
    fn an_acronym_in_parentheses_is_not_part_of_the_name() {
        check(
            "LUND_FRONT_(LF)_ [SWEREB]\n",
            &["lund front: SWEREB SWEREB"],
            &[],
        );
    }

    #[test]
    fn an_undated_code_before_dated_ones_is_told() {
        check(
            "SAM\n\t[NOR]\n\t[NORMIL >010101]\n",
            &["sam: NOR NOR; NORMIL NORMIL >010101"],
            &["a.txt:2: [NOR] has no date and stands before codes that do"],
        );
    }

    #[test]
    fn malformed_lines_lose_only_themselves() {
        check(
            "\t[NOR]\nA_B [SWE\n+C_D\n\t[SWE 2004017-20061201]\n\t[FIN]\n+E]_\nNOBODY\n+NOONE\n+ [DNK]\n_ [DNK]\nF [ISL] G\nH [NOR 20121204]\n",
            &["c d: FIN FIN", "f: ISL ISL"],
            &[
                "a.txt:1: `[NOR]` has no name before it",
                "a.txt:2: `A_B [SWE` is not a name with codes",
                "a.txt:4: in [SWE 2004017-20061201], `2004017-20061201` is no dated restriction",
                "a.txt:6: `+E]_` is not a name",
                "a.txt:9: `+ [DNK]` holds no name",
                "a.txt:7: `nobody` with its synonym has no code",
                "a.txt:10: `_ [DNK]` holds no name",
                "a.txt:11: `G` stands behind the code",
                "a.txt:12: in [NOR 20121204], `20121204` is no dated restriction",
            ],
        );
    }

    #[test]
    fn a_name_without_a_code_is_told() {
        check(
            "U.N._\nLUND [SWE]\nX\n+Y\n+Z\n",
            &["lund: SWE SWE"],
            &[
                "a.txt:1: `u.n.` has no code",
                "a.txt:3: `x` with its 2 synonyms has no code",
            ],
        );
    }
}
