//! CoNLL-U with all that measuring needs: documents, paragraphs, surface tokens, MISC.
//!
//! The text of a document is put together from `# text` (or from forms and `SpaceAfter=No` where
//! that does not fit), with a blank line between paragraphs, and every word gets its bytes in it.

use demarche_story::{Relation, Sentence, Span, Token, Upos, Xpos};

/// One syntactic word of gold.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// FORM.
    pub form: String,
    /// LEMMA.
    pub lemma: String,
    /// UPOS.
    pub upos: String,
    /// XPOS.
    pub xpos: String,
    /// HEAD, from 1; 0 is the root.
    pub head: usize,
    /// DEPREL with its subtype.
    pub relation: String,
    /// MISC.
    pub misc: String,
    /// Its bytes in the document's text (those of the surface token where a multiword token
    /// does not spell its words).
    pub span: (usize, usize),
    /// Index of its surface token.
    pub token: usize,
}

/// One surface token: a word, or a multiword token.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The form as written.
    pub form: String,
    /// Its bytes in the document's text.
    pub span: (usize, usize),
    /// Index of its first word.
    pub first: usize,
    /// Number of its words.
    pub words: usize,
    space_after: bool,
}

/// One sentence of gold.
#[derive(Clone, Debug, Default)]
pub struct GoldSentence {
    /// `sent_id`.
    pub id: String,
    /// `# text`.
    pub text: Option<String>,
    /// The words, empty nodes left out.
    pub words: Vec<Word>,
    /// The surface tokens.
    pub tokens: Vec<Surface>,
    /// Index of the paragraph in the document.
    pub paragraph: usize,
    starts_paragraph: bool,
}

/// One document: sentences over a text.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `newdoc id`.
    pub id: String,
    /// The text, paragraphs with a blank line between.
    pub text: String,
    /// The paragraphs, in bytes.
    pub paragraphs: Vec<(usize, usize)>,
    /// The sentences.
    pub sentences: Vec<GoldSentence>,
    /// Position of the fields in `Entity=`, where `# global.Entity` says so.
    pub entity_fields: Option<String>,
}

/// Reads all documents; lines that do not fit are told and left out.
pub fn read(text: &str) -> (Vec<Document>, Vec<String>) {
    let mut documents: Vec<Document> = Vec::new();
    let mut problems = Vec::new();
    let mut sentence = GoldSentence::default();
    let mut new_document: Option<String> = Some(String::new());
    let mut entity_fields: Option<String> = None;
    // Words still to come of the open multiword token.
    let mut inside = 0usize;
    let mut finish = |sentence: &mut GoldSentence,
                      new_document: &mut Option<String>,
                      fields: &Option<String>| {
        let done = std::mem::take(sentence);
        if done.words.is_empty() {
            sentence.starts_paragraph = done.starts_paragraph;
            return;
        }
        if let Some(id) = new_document.take() {
            documents.push(Document {
                id,
                entity_fields: fields.clone(),
                ..Document::default()
            });
        }
        if let Some(document) = documents.last_mut() {
            document.sentences.push(done);
        }
    };
    for (number, line) in text.lines().chain([""]).enumerate() {
        if line.trim().is_empty() {
            finish(&mut sentence, &mut new_document, &entity_fields);
            inside = 0;
        } else if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "newdoc id" | "newdoc" => new_document = Some(value.trim().to_string()),
                "newpar id" | "newpar" => sentence.starts_paragraph = true,
                "sent_id" => sentence.id = value.trim().to_string(),
                "text" => sentence.text = Some(value.trim().to_string()),
                "global.Entity" => entity_fields = Some(value.trim().to_string()),
                _ => {}
            }
        } else {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() != 10 {
                problems.push(format!(
                    "line {}: {} columns instead of 10",
                    number + 1,
                    fields.len()
                ));
                continue;
            }
            if fields[0].contains('.') {
                continue;
            }
            let space_after = !fields[9].split('|').any(|item| item == "SpaceAfter=No");
            let surface = |words| Surface {
                form: fields[1].to_string(),
                first: sentence.words.len(),
                words,
                space_after,
                ..Surface::default()
            };
            if let Some((first, last)) = fields[0].split_once('-') {
                match (first.parse::<usize>(), last.parse::<usize>()) {
                    (Ok(first), Ok(last)) if first <= last => {
                        inside = last - first + 1;
                        let surface = surface(inside);
                        sentence.tokens.push(surface);
                    }
                    _ => problems.push(format!("line {}: bad range {}", number + 1, fields[0])),
                }
                continue;
            }
            if inside > 0 {
                inside -= 1;
            } else {
                let surface = surface(1);
                sentence.tokens.push(surface);
            }
            let head = fields[6].parse().unwrap_or_else(|_| {
                problems.push(format!("line {}: HEAD is {:?}", number + 1, fields[6]));
                0
            });
            sentence.words.push(Word {
                form: fields[1].to_string(),
                lemma: fields[2].to_string(),
                upos: fields[3].to_string(),
                xpos: fields[4].to_string(),
                head,
                relation: fields[7].to_string(),
                misc: fields[9].to_string(),
                span: (0, 0),
                token: sentence.tokens.len() - 1,
            });
        }
    }
    for document in &mut documents {
        lay_out(document);
    }
    (documents, problems)
}

/// Builds the document's text and gives every token and word its bytes.
fn lay_out(document: &mut Document) {
    let mut space = false;
    for (index, sentence) in document.sentences.iter_mut().enumerate() {
        if index == 0 || sentence.starts_paragraph {
            if index > 0 {
                document.text.push_str("\n\n");
            }
            document
                .paragraphs
                .push((document.text.len(), document.text.len()));
        } else if space {
            document.text.push(' ');
        }
        sentence.paragraph = document.paragraphs.len() - 1;
        let start = document.text.len();
        if let Some(text) = &sentence.text
            && let Some(spans) = locate(&sentence.tokens, text)
        {
            for (token, span) in sentence.tokens.iter_mut().zip(spans) {
                token.span = (start + span.0, start + span.1);
            }
            document.text.push_str(text);
        } else {
            let count = sentence.tokens.len();
            for (at, token) in sentence.tokens.iter_mut().enumerate() {
                let begin = document.text.len();
                document.text.push_str(&token.form);
                token.span = (begin, document.text.len());
                if token.space_after && at + 1 < count {
                    document.text.push(' ');
                }
            }
        }
        space = sentence.tokens.last().is_none_or(|token| token.space_after);
        if let Some(paragraph) = document.paragraphs.last_mut() {
            paragraph.1 = document.text.len();
        }
        for token in &sentence.tokens {
            place_words(token, &mut sentence.words);
        }
    }
}

/// Bytes of each token's form in `text`, when nothing but white space stands between them.
fn locate(tokens: &[Surface], text: &str) -> Option<Vec<(usize, usize)>> {
    let mut at = 0;
    let mut spans = Vec::with_capacity(tokens.len());
    for token in tokens {
        let rest = &text[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        if !text[start..].starts_with(token.form.as_str()) {
            return None;
        }
        at = start + token.form.len();
        spans.push((start, at));
    }
    text[at..].trim().is_empty().then_some(spans)
}

/// Divides a surface token's bytes among its words where they spell it.
fn place_words(token: &Surface, words: &mut [Word]) {
    let end = (token.first + token.words).min(words.len());
    let words = &mut words[token.first.min(end)..end];
    let spelled: String = words.iter().map(|word| word.form.as_str()).collect();
    let mut at = token.span.0;
    let spells = spelled == token.form;
    for word in words {
        word.span = if spells {
            let start = at;
            at += word.form.len();
            (start, at)
        } else {
            token.span
        };
    }
}

impl Document {
    /// The sentences as records with nothing but tokens: what the language model is given.
    pub fn bare_sentences(&self) -> Vec<Sentence> {
        self.sentences
            .iter()
            .enumerate()
            .map(|(index, sentence)| sentence.bare(index))
            .collect()
    }

    /// The paragraphs as spans.
    pub fn paragraph_spans(&self) -> Vec<Span> {
        self.paragraphs
            .iter()
            .map(|&(start, end)| Span::new(start, end))
            .collect()
    }
}

impl GoldSentence {
    fn bare(&self, index: usize) -> Sentence {
        let tokens: Vec<Token> = self
            .words
            .iter()
            .enumerate()
            .map(|(at, word)| Token {
                span: Span::new(word.span.0, word.span.1),
                form: word.form.as_str().into(),
                lemma: "".into(),
                upos: Upos::X,
                xpos: Xpos::Fw,
                head: None,
                relation: Relation::Dep,
                clitic: self.tokens[word.token].first != at,
                margin: u8::MAX,
            })
            .collect();
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        };
        Sentence {
            index: index as u32,
            paragraph: self.paragraph as u32,
            span,
            tokens,
            entities: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{read_text, shared};

    const SMALL: &str = "\
# newdoc id = d1
# sent_id = d1-1
# text = He didn't go.
1\tHe\the\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tthere\tthere\tADV\tRB\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = d1-2
# text = Ça va?
1\tÇa\tÇa\tX\tFW\t_\t0\troot\t_\t_
2\tva\tva\tX\tFW\t_\t1\tflat\t_\tSpaceAfter=No
3\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# sent_id = d1-3
# text = Yes
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

# newdoc id = d2
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_
";

    #[test]
    fn text_and_spans() {
        let (documents, problems) = read(SMALL);
        assert!(problems.is_empty());
        assert_eq!(documents.len(), 2);
        let d1 = &documents[0];
        assert_eq!(d1.text, "He didn't go. Ça va?\n\nYes");
        assert_eq!(d1.paragraphs, [(0, 21), (23, 26)]);
        assert_eq!(documents[1].text, "No!");
        for document in &documents {
            for sentence in &document.sentences {
                for word in &sentence.words {
                    assert_eq!(&document.text[word.span.0..word.span.1], word.form);
                }
            }
        }
        let first = &d1.bare_sentences()[0];
        assert_eq!(first.tokens.len(), 5);
        let clitics: Vec<bool> = first.tokens.iter().map(|token| token.clitic).collect();
        assert_eq!(clitics, [false, false, true, false, false]);
        assert_eq!(d1.sentences[0].tokens.len(), 4);
    }

    #[test]
    fn bad_lines_are_told() {
        let (documents, problems) = read("1\tHe\n\n1\tHe\the\tPRON\tPRP\t_\tx\troot\t_\t_\n");
        assert_eq!(documents.len(), 1);
        assert_eq!(problems.len(), 2);
        assert!(problems[0].starts_with("line 1: 2 columns"));
    }

    #[test]
    fn treebank_text_fits_its_tokens() {
        let Some(path) = shared("treebanks/en_gum-dev.conllu.gz") else {
            return;
        };
        let text = read_text(&path).expect("readable");
        let (documents, problems) = read(&text);
        assert!(problems.is_empty(), "{problems:?}");
        assert!(documents.len() > 10);
        for document in &documents {
            for sentence in &document.sentences {
                for token in &sentence.tokens {
                    assert_eq!(&document.text[token.span.0..token.span.1], token.form);
                }
            }
        }
    }
}
