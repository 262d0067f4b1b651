//! A JSON file that is one list: its elements are cut out and read one by one,
//! so that neither a long list nor one malformed element does harm.

use super::{Pages, Raw, json};
use crate::block::Origin;
use crate::limits;
use crate::opening::{self, Source};
use crate::options::Options;
use demarche_story::Problem;
use std::collections::VecDeque;
use std::io::BufRead;

/// The elements of a JSON list.
pub(crate) fn pages<'a>(place: &str, source: Source<'a>, options: &Options) -> Pages<'a> {
    let place = place.to_owned();
    let options = options.clone();
    let mut cutter = Cutter::new(source);
    let mut record = 0;
    let mut waiting: VecDeque<Raw> = VecDeque::new();
    Box::new(std::iter::from_fn(move || {
        loop {
            if let Some(raw) = waiting.pop_front() {
                return Some(raw);
            }
            match cutter.element(&place)? {
                Cut::Element(bytes, line) => {
                    record += 1;
                    let origin = Origin {
                        place: place.clone(),
                        line: Some(line),
                        record: Some(record),
                    };
                    waiting.extend(json::record(&bytes, origin, &options));
                }
                Cut::Problem(raw) => {
                    record += 1;
                    waiting.push_back(raw);
                }
            }
        }
    }))
}

enum Cut {
    Element(Vec<u8>, u64),
    Problem(Raw),
}

struct Cutter<'a> {
    source: Source<'a>,
    line: u64,
    /// Brackets open around the current byte; 1 inside the list itself.
    depth: u32,
    string: bool,
    escape: bool,
    done: bool,
}

impl<'a> Cutter<'a> {
    fn new(source: Source<'a>) -> Cutter<'a> {
        Cutter {
            source,
            line: 1,
            depth: 0,
            string: false,
            escape: false,
            done: false,
        }
    }

    /// The next element's bytes and the line on which it starts.
    fn element(&mut self, place: &str) -> Option<Cut> {
        if self.done {
            return None;
        }
        let mut bytes: Vec<u8> = Vec::new();
        let mut start = None;
        let mut too_long = false;
        loop {
            let byte = match self.next_byte() {
                Ok(Some(byte)) => byte,
                Ok(None) => {
                    self.done = true;
                    let problem = Problem::error(place, "the list does not end: `]` is missing")
                        .at_line(self.line)
                        .help("the file may be cut short; the elements before were read");
                    return Some(Cut::Problem(Raw::Problem(problem)));
                }
                Err(error) => {
                    self.done = true;
                    let problem = opening::unreadable(place, &error).at_line(self.line);
                    return Some(Cut::Problem(Raw::Problem(problem)));
                }
            };
            let ends = self.take(byte);
            if ends {
                self.done = self.depth == 0;
                if let Some(line) = start {
                    return Some(if too_long {
                        Cut::Problem(json::too_long(place, line, "an element"))
                    } else {
                        Cut::Element(bytes, line)
                    });
                }
                if self.done {
                    return None;
                }
                continue;
            }
            let opening = self.depth == 1 && byte == b'[' && start.is_none() && bytes.is_empty();
            if start.is_none() && (byte.is_ascii_whitespace() || (opening && !self.string)) {
                // White space, or the bracket that opens the list itself.
                continue;
            }
            start.get_or_insert(self.line);
            if bytes.len() >= limits::RECORD {
                too_long = true;
                bytes = Vec::new();
            }
            if !too_long {
                bytes.push(byte);
            }
        }
    }

    /// Follows strings and brackets; whether the byte ends an element.
    fn take(&mut self, byte: u8) -> bool {
        if self.string {
            match byte {
                _ if self.escape => self.escape = false,
                b'\\' => self.escape = true,
                b'"' => self.string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b',' => return self.depth == 1,
            _ => {}
        }
        false
    }

    fn next_byte(&mut self) -> std::io::Result<Option<u8>> {
        let Some(byte) = self.source.fill_buf()?.first().copied() else {
            return Ok(None);
        };
        self.source.consume(1);
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(Some(byte))
    }
}
