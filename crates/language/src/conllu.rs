//! CoNLL-U: reads treebanks for measuring, writes sentences for `demarche parse`.
//!
//! The format: <https://universaldependencies.org/format.html>. A written
//! token such as "didn't" that holds several words is a range line ("2-3")
//! there and a run of [`Token`]s with [`Token::clitic`] here.

use demarche_story::{EntityKind, Problem, Relation, Sentence, Span, Token, Upos, Xpos};
use std::fmt::Write;

/// A sentence of a CoNLL-U file.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    /// The `sent_id`, or an empty string.
    pub id: String,
    /// The `# text` line, or the text rebuilt from the forms; spans point into it.
    pub text: String,
    /// The words with their tree, as the record that the other rooms use. Its
    /// `index` counts the file's sentences and its `paragraph` the paragraphs.
    pub sentence: Sentence,
    /// The tenth column of each word, as written (`Entity=…`, `SpaceAfter=No`, `_`).
    pub misc: Vec<Box<str>>,
    /// Whether a document begins here; the id may be empty.
    pub new_document: Option<String>,
    /// Whether a paragraph begins here (a document's first sentence begins one).
    pub new_paragraph: bool,
    /// Number of the first line, from 1.
    pub line: u64,
}

impl Gold {
    /// The value of `key` in word `index`'s tenth column.
    pub fn misc(&self, index: usize, key: &str) -> Option<&str> {
        self.misc
            .get(index)?
            .split('|')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }
}

/// Reads CoNLL-U. Sentences that cannot be read are left out and reported;
/// `name` is the file's name for the report.
pub fn read(name: &str, input: &str) -> (Vec<Gold>, Vec<Problem>) {
    let mut sentences = Vec::new();
    let mut problems = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let mut paragraph = 0u32;
    let mut first_line = 1;
    for (number, line) in (1..).zip(input.lines().chain(std::iter::once(""))) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() {
            if block.is_empty() {
                first_line = number;
            }
            block.push(line);
            continue;
        }
        if block.iter().any(|line| !line.starts_with('#')) {
            match read_block(&block) {
                Ok(mut gold) => {
                    gold.line = first_line;
                    gold.new_paragraph |= gold.new_document.is_some();
                    if gold.new_paragraph && !sentences.is_empty() {
                        paragraph += 1;
                    }
                    gold.sentence.index = sentences.len() as u32;
                    gold.sentence.paragraph = paragraph;
                    sentences.push(gold);
                }
                Err((offset, what)) => problems.push(
                    Problem::error(name, what)
                        .at_line(first_line + offset as u64)
                        .help("the sentence was left out"),
                ),
            }
        }
        block.clear();
    }
    (sentences, problems)
}

/// Reads the lines of one sentence; an error names the line within the block.
fn read_block(block: &[&str]) -> Result<Gold, (usize, String)> {
    let mut gold = Gold {
        id: String::new(),
        text: String::new(),
        sentence: Sentence {
            index: 0,
            paragraph: 0,
            span: Span { start: 0, end: 0 },
            tokens: Vec::new(),
            entities: Vec::new(),
        },
        misc: Vec::new(),
        new_document: None,
        new_paragraph: false,
        line: 0,
    };
    let mut text = None;
    // Written tokens: form, number of words, whether a space follows.
    let mut written: Vec<(&str, usize, bool)> = Vec::new();
    let mut range: Option<(usize, usize)> = None;
    for (offset, line) in block.iter().enumerate() {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "text" => text = Some(value.trim().to_owned()),
                "sent_id" => gold.id = value.trim().to_owned(),
                "newdoc" | "newdoc id" => gold.new_document = Some(value.trim().to_owned()),
                "newpar" | "newpar id" => gold.new_paragraph = true,
                _ => {}
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, relation, _, misc] = columns[..] else {
            return Err((offset, format!("{} columns instead of 10", columns.len())));
        };
        if id.contains('.') {
            continue; // An empty node of the enhanced graph.
        }
        let space = !misc.split('|').any(|pair| pair == "SpaceAfter=No");
        let number = |text: &str| {
            text.parse::<usize>()
                .map_err(|_| (offset, format!("'{text}' is not a number")))
        };
        if let Some((from, to)) = id.split_once('-') {
            let (from, to) = (number(from)?, number(to)?);
            if to < from || to - from > 1000 {
                return Err((offset, format!("'{id}' is not a range of words")));
            }
            written.push((form, to - from + 1, space));
            range = Some((from, to));
            continue;
        }
        let index = number(id)?;
        if index != gold.sentence.tokens.len() + 1 {
            return Err((offset, format!("word '{id}' is out of order")));
        }
        let clitic = match range {
            Some((from, to)) if (from..=to).contains(&index) => index > from,
            _ => {
                written.push((form, 1, space));
                false
            }
        };
        let head = if head == "_" { 0 } else { number(head)? };
        gold.sentence.tokens.push(Token {
            span: Span { start: 0, end: 0 },
            form: form.into(),
            lemma: lemma.into(),
            upos: Upos::parse(upos),
            xpos: Xpos::parse(xpos),
            head: head.checked_sub(1).map(|head| head as u32),
            relation: Relation::parse(relation),
            clitic,
            margin: u8::MAX,
        });
        gold.misc.push(misc.into());
    }
    let count = gold.sentence.tokens.len() as u32;
    let outside = |token: &Token| token.head.is_some_and(|head| head >= count);
    if let Some(word) = gold.sentence.tokens.iter().position(outside) {
        return Err((0, format!("the head of word {} does not exist", word + 1)));
    }
    gold.text = text.unwrap_or_else(|| rebuilt(&written));
    if place(&mut gold.sentence.tokens, &written, &gold.text).is_none() {
        // The `# text` line does not hold these words: rebuild it from them.
        gold.text = rebuilt(&written);
        place(&mut gold.sentence.tokens, &written, &gold.text)
            .ok_or((0, "the words do not fit their ranges".to_owned()))?;
    }
    gold.sentence.span = Span::new(0, gold.text.len());
    if let (Some(first), Some(last)) = (gold.sentence.tokens.first(), gold.sentence.tokens.last()) {
        gold.sentence.span = first.span.cover(last.span);
    }
    Ok(gold)
}

/// The text that the written tokens spell.
fn rebuilt(written: &[(&str, usize, bool)]) -> String {
    let mut text = String::new();
    for (form, _, space) in written {
        text.push_str(form);
        if *space {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Finds the tokens in `text` and gives each word its span.
fn place(tokens: &mut [Token], written: &[(&str, usize, bool)], text: &str) -> Option<()> {
    let mut at = 0;
    let mut rest = tokens.iter_mut();
    for (form, words, _) in written {
        let gap = text.get(at..)?;
        let start = at + (gap.len() - gap.trim_start().len());
        let end = start + form.len();
        if text.get(start..end)? != *form {
            return None;
        }
        let parts: Vec<&mut Token> = rest.by_ref().take(*words).collect();
        if parts.len() != *words {
            return None;
        }
        let spelled = parts.iter().map(|token| token.form.len()).sum::<usize>() == form.len();
        let mut from = start;
        let count = parts.len();
        for (index, token) in parts.into_iter().enumerate() {
            // Words that do not spell the token ("won't" = "will" + "not") share it evenly.
            let mut to = if index + 1 == count {
                end
            } else if spelled {
                from + token.form.len()
            } else {
                start + form.len() * (index + 1) / count
            };
            while !text.is_char_boundary(to) {
                to += 1;
            }
            token.span = Span::new(from, to.max(from));
            from = to;
        }
        at = end;
    }
    Some(())
}

/// The name of an entity kind in the `Entity` entry.
fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Date => "date",
        EntityKind::Number => "number",
        EntityKind::Money => "money",
        EntityKind::Other => "other",
    }
}

/// Writes the sentences of the story `id` with the text `text`, as CoNLL-U.
///
/// Named entities stand in MISC as `Entity=(kind-head` … `)`, where `head` is
/// the position of the head word in the entity, from 1.
pub fn write(out: &mut String, id: &str, text: &str, sentences: &[Sentence]) {
    let mut paragraph = None;
    for (number, sentence) in sentences.iter().enumerate() {
        if number == 0 {
            let _ = writeln!(out, "# newdoc id = {}", one_line(id));
            let _ = writeln!(out, "# global.Entity = etype-head");
        }
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            let _ = writeln!(out, "# newpar");
        }
        let _ = writeln!(out, "# sent_id = {}-{}", one_line(id), number + 1);
        let _ = writeln!(out, "# text = {}", one_line(sentence.span.of(text)));
        write_words(out, text, sentence);
        out.push('\n');
    }
}

/// Line breaks and tabs have a meaning in CoNLL-U: they become spaces.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The word lines of one sentence.
fn write_words(out: &mut String, text: &str, sentence: &Sentence) {
    let tokens = &sentence.tokens;
    let glued = |index: usize| {
        tokens
            .get(index + 1)
            .is_some_and(|next| next.span.start == tokens[index].span.end)
    };
    for (index, token) in tokens.iter().enumerate() {
        let last = (index + 1..tokens.len())
            .take_while(|&later| tokens[later].clitic)
            .last();
        if let (false, Some(last)) = (token.clitic, last) {
            let form = one_line(sentence.span_of(index, last).of(text));
            let misc = if glued(last) { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(
                out,
                "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                index + 1,
                last + 1
            );
        }
        let mut misc = String::new();
        for entity in &sentence.entities {
            if entity.first == index as u32 {
                let head = entity.head.saturating_sub(entity.first) + 1;
                let _ = write!(misc, "({}-{head}", kind(entity.kind));
                if entity.last == entity.first {
                    misc.push(')');
                }
            }
        }
        for entity in &sentence.entities {
            if entity.last == index as u32 && entity.first != entity.last {
                misc.push(')');
            }
        }
        if !misc.is_empty() {
            misc.insert_str(0, "Entity=");
        }
        let inside = token.clitic || tokens.get(index + 1).is_some_and(|next| next.clitic);
        if glued(index) && !inside {
            misc.push_str(if misc.is_empty() { "" } else { "|" });
            misc.push_str("SpaceAfter=No");
        }
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}",
            index + 1,
            one_line(&token.form),
            one_line(&token.lemma),
            token.upos,
            token.xpos,
            token.head.map_or(0, |head| head + 1),
            token.relation,
            if misc.is_empty() { "_" } else { &misc },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = a\n# sent_id = a-1\n# newpar\n# text = They didn't sign.\n\
        1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t4:nsubj\tEntity=(1-person)\n\
        2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n\
        4\tsign\tsign\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";

    #[test]
    fn reads_ranges_and_misc() {
        let (sentences, problems) = read("sample", SAMPLE);
        assert_eq!(problems, []);
        let gold = &sentences[0];
        assert_eq!(gold.new_document.as_deref(), Some("a"));
        assert!(gold.new_paragraph);
        let words: Vec<(&str, bool)> = gold
            .sentence
            .tokens
            .iter()
            .map(|t| (t.span.of(&gold.text), t.clitic))
            .collect();
        assert_eq!(
            words,
            [
                ("They", false),
                ("did", false),
                ("n't", true),
                ("sign", false),
                (".", false)
            ]
        );
        assert_eq!(gold.misc(0, "Entity"), Some("(1-person)"));
        assert_eq!(gold.sentence.root(), Some(3));
    }

    #[test]
    fn what_is_written_reads_back() {
        let (first, _) = read("sample", SAMPLE);
        let sentences: Vec<Sentence> = first.iter().map(|gold| gold.sentence.clone()).collect();
        let mut out = String::new();
        write(&mut out, "a", &first[0].text, &sentences);
        let (second, problems) = read("written", &out);
        assert_eq!(problems, []);
        assert_eq!(second[0].sentence, first[0].sentence);
        assert_eq!(second[0].text, first[0].text);
    }

    #[test]
    fn a_broken_sentence_is_reported_and_the_next_is_read() {
        let input = format!("1\tone\tone\tNUM\n\n{SAMPLE}1\tx\tx\tX\tXX\t_\t9\tdep\t_\t_\n");
        let (sentences, problems) = read("broken", &input);
        assert_eq!(sentences.len(), 1);
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].line, Some(1));
        assert!(
            problems[1].what.contains("head of word 1"),
            "{}",
            problems[1].what
        );
    }
}
