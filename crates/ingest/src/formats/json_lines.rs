//! JSON Lines: one record a line, read line by line.

use super::{Pages, Raw, json};
use crate::block::Origin;
use crate::limits;
use crate::opening::{self, Source};
use crate::options::Options;
use std::collections::VecDeque;
use std::io::BufRead;

/// The records of a JSON Lines file.
pub(crate) fn pages<'a>(place: &str, source: Source<'a>, options: &Options) -> Pages<'a> {
    let place = place.to_owned();
    let options = options.clone();
    let mut lines = Lines {
        source,
        line: 0,
        done: false,
    };
    let mut record = 0;
    let mut waiting: VecDeque<Raw> = VecDeque::new();
    Box::new(std::iter::from_fn(move || {
        loop {
            if let Some(raw) = waiting.pop_front() {
                return Some(raw);
            }
            match lines.next_line(&place)? {
                Line::Problem(raw) => {
                    record += 1;
                    return Some(raw);
                }
                Line::Bytes(bytes) => {
                    let bytes = bytes.trim_ascii();
                    if bytes.is_empty() {
                        continue;
                    }
                    record += 1;
                    let origin = Origin {
                        place: place.clone(),
                        line: Some(lines.line),
                        record: Some(record),
                    };
                    waiting.extend(json::record(bytes, origin, &options));
                }
            }
        }
    }))
}

struct Lines<'a> {
    source: Source<'a>,
    /// Number of the line that was read last.
    line: u64,
    done: bool,
}

enum Line {
    Bytes(Vec<u8>),
    Problem(Raw),
}

impl Lines<'_> {
    /// The next line without its break; a line beyond the limit is read past,
    /// without being kept.
    fn next_line(&mut self, place: &str) -> Option<Line> {
        if self.done {
            return None;
        }
        self.line += 1;
        let mut bytes: Vec<u8> = Vec::new();
        let mut too_long = false;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    self.done = true;
                    let problem = opening::unreadable(place, &error).at_line(self.line);
                    return Some(Line::Problem(Raw::Problem(problem)));
                }
            };
            if buffer.is_empty() {
                self.done = true;
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if bytes.len() + part.len() > limits::RECORD {
                too_long = true;
                bytes = Vec::new();
            }
            if !too_long {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() {
                break;
            }
        }
        Some(if too_long {
            Line::Problem(json::too_long(place, self.line, "a line"))
        } else {
            Line::Bytes(bytes)
        })
    }
}
