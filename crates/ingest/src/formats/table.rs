//! Tables, separated by commas, semicolons, tabs or bars, read row by row.

use super::{Pages, Raw, json, record};
use crate::block::Origin;
use crate::encoding;
use crate::limits;
use crate::opening::{self, Source};
use crate::options::{Format, Options};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use demarche_story::Problem;
use std::collections::VecDeque;
use std::io::BufRead;

/// Columns beyond which a row is taken for damaged.
const COLUMNS: usize = 4096;

/// The rows of a table with a header row.
pub(crate) fn pages<'a>(
    place: &str,
    source: Source<'a>,
    format: Format,
    options: &Options,
) -> Pages<'a> {
    let separator = match format {
        Format::Tsv => b'\t',
        _ => separator(source.head()),
    };
    let mut table = Table {
        rows: Rows {
            source,
            reader: ReaderBuilder::new().delimiter(separator).build(),
            output: vec![0; 4096],
            ends: vec![0; 64],
            done: false,
        },
        header: Vec::new(),
        record: 0,
        place: place.to_owned(),
        options: options.clone(),
    };
    let mut waiting: VecDeque<Raw> = VecDeque::new();
    let mut stopped = false;
    Box::new(std::iter::from_fn(move || {
        loop {
            if let Some(raw) = waiting.pop_front() {
                return Some(raw);
            }
            if stopped {
                return None;
            }
            match table.rows.next_row(&table.place)? {
                Row::Fields(row, line) if table.header.is_empty() => {
                    stopped = !table.take_header(row, line, &mut waiting);
                }
                Row::Fields(row, line) => table.take_row(row, line, &mut waiting),
                Row::Problem(raw) => waiting.push_back(raw),
            }
        }
    }))
}

/// The separator that gives a table's first line its columns.
pub(crate) fn separator(head: &[u8]) -> u8 {
    let text = String::from_utf8_lossy(head);
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or("");
    [b',', b'\t', b';', b'|']
        .into_iter()
        .max_by_key(|separator| {
            let columns: Vec<&str> = first.split(char::from(*separator)).collect();
            let known = columns
                .iter()
                .filter(|name| record::is_known_name(name.trim().trim_matches('"')))
                .count();
            // Of equals, `max_by_key` keeps the last: the comma is to win.
            (known, columns.len(), usize::from(*separator == b','))
        })
        .unwrap_or(b',')
}

struct Table<'a> {
    rows: Rows<'a>,
    header: Vec<String>,
    record: u64,
    place: String,
    options: Options,
}

impl Table<'_> {
    /// Takes the header row; whether the table can be read with it.
    fn take_header(&mut self, row: Vec<Vec<u8>>, line: u64, raws: &mut VecDeque<Raw>) -> bool {
        let names: Vec<String> = row
            .iter()
            .map(|name| encoding::decode(name, None).text.trim().to_owned())
            .collect();
        let columns = &self.options.columns;
        let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
        let list = names
            .iter()
            .take(12)
            .map(|name| name.chars().take(30).collect::<String>())
            .collect::<Vec<_>>()
            .join(", ");
        let good = match &columns.text {
            Some(wanted) => has(wanted),
            None => names.iter().any(|name| record::is_text_name(name)),
        };
        if !good {
            let what = match &columns.text {
                Some(wanted) => format!("no column `{wanted}` (the header row has {list})"),
                None => format!("no column for the text (the header row has {list})"),
            };
            let problem = Problem::error(&self.place, what).at_line(line).help(
                "the first row must name the columns; name the one with the text: text=COLUMN",
            );
            raws.push_back(Raw::Problem(problem));
            return false;
        }
        let others = [
            &columns.id,
            &columns.title,
            &columns.published,
            &columns.publisher,
            &columns.byline,
            &columns.url,
            &columns.language,
        ];
        for wanted in others.into_iter().flatten().filter(|name| !has(name)) {
            let problem = Problem::warning(
                &self.place,
                format!("no column `{wanted}` (the header row has {list})"),
            )
            .at_line(line)
            .help("check the column mapping");
            raws.push_back(Raw::Problem(problem));
        }
        self.header = names;
        true
    }

    fn take_row(&mut self, mut row: Vec<Vec<u8>>, line: u64, raws: &mut VecDeque<Raw>) {
        if row.iter().all(|field| field.trim_ascii().is_empty()) {
            return;
        }
        self.record += 1;
        while row.len() > self.header.len() && row.last().is_some_and(Vec::is_empty) {
            row.pop();
        }
        if row.len() > self.header.len() {
            let problem = Problem::error(
                &self.place,
                format!(
                    "a row with {} fields where the header row has {}: skipped",
                    row.len(),
                    self.header.len()
                ),
            )
            .at_line(line)
            .help("put fields that hold the separator in double quotes");
            raws.push_back(Raw::Problem(problem));
            return;
        }
        let origin = Origin {
            place: self.place.clone(),
            line: Some(line),
            record: Some(self.record),
        };
        let mut fields = Vec::new();
        let mut broken = None;
        for (name, value) in self.header.iter().zip(&row) {
            let decoded = encoding::decode(value, None);
            broken = broken.or(decoded.problem(&self.place));
            fields.push((name.clone(), decoded.text));
        }
        if let Some(problem) = broken {
            raws.push_back(Raw::Problem(problem.at_line(line)));
        }
        match record::page(&fields, &self.options.columns) {
            Ok(page) => raws.push_back(Raw::Page(Box::new(page), origin)),
            Err(names) => {
                let problem = json::missing_text(&self.place, &names, &self.options);
                raws.push_back(Raw::Problem(problem.at_line(line)));
            }
        }
    }
}

enum Row {
    /// The fields and the line on which the row starts.
    Fields(Vec<Vec<u8>>, u64),
    Problem(Raw),
}

struct Rows<'a> {
    source: Source<'a>,
    reader: Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    done: bool,
}

impl Rows<'_> {
    fn next_row(&mut self, place: &str) -> Option<Row> {
        if self.done {
            return None;
        }
        let line = self.reader.line();
        let (mut written, mut ended) = (0, 0);
        let mut too_long = false;
        loop {
            let input = match self.source.fill_buf() {
                Ok(input) => input,
                Err(error) => {
                    self.done = true;
                    let problem = opening::unreadable(place, &error).at_line(line);
                    return Some(Row::Problem(Raw::Problem(problem)));
                }
            };
            let (result, read, wrote, ends) = self.reader.read_record(
                input,
                &mut self.output[written..],
                &mut self.ends[ended..],
            );
            self.source.consume(read);
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if too_long || self.output.len() >= limits::RECORD => {
                    // The row is read to its end, but no longer kept.
                    too_long = true;
                    written = 0;
                }
                ReadRecordResult::OutputFull => {
                    let size = self.output.len() * 2;
                    self.output.resize(size, 0);
                }
                ReadRecordResult::OutputEndsFull if too_long || self.ends.len() >= COLUMNS => {
                    too_long = true;
                    ended = 0;
                }
                ReadRecordResult::OutputEndsFull => {
                    let size = self.ends.len() * 2;
                    self.ends.resize(size, 0);
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => {
                    self.done = true;
                    return None;
                }
            }
        }
        if too_long {
            return Some(Row::Problem(json::too_long(place, line, "a row")));
        }
        let mut start = 0;
        let fields = self.ends[..ended]
            .iter()
            .map(|end| {
                let field = self.output[start..*end].to_vec();
                start = *end;
                field
            })
            .collect();
        Some(Row::Fields(fields, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        for (head, expected) in [
            ("id,date,text\n", b','),
            ("id;date;text\n", b';'),
            ("id\tdate\ttext\n", b'\t'),
            ("id|date|text\n", b'|'),
            ("text\n", b','),
        ] {
            assert_eq!(separator(head.as_bytes()), expected, "{head}");
        }
    }
}
