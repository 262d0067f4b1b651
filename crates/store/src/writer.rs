//! Writes records, one format a method, to anything that takes bytes.

use crate::csv;
use crate::record::EventRecord;
use std::io::{self, Write};

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated, a header first; lists are joined by `;`.
    Csv,
}

/// Writes event records one after the other.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    format: Format,
    started: bool,
}

impl<W: Write> Writer<W> {
    /// A writer to `out`; nothing is written yet.
    pub fn new(format: Format, out: W) -> Writer<W> {
        Writer {
            out,
            format,
            started: false,
        }
    }

    /// Writes one record, and before the first one what the format opens with.
    pub fn write(&mut self, record: &EventRecord) -> io::Result<()> {
        self.start()?;
        match self.format {
            Format::JsonLines => {
                serde_json::to_writer(&mut self.out, record)?;
                self.out.write_all(b"\n")
            }
            Format::Csv => self.out.write_all(csv::row(record).as_bytes()),
        }
    }

    /// Ends the output and hands back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.start()?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn start(&mut self) -> io::Result<()> {
        if self.format == Format::Csv && !self.started {
            self.out.write_all(csv::header().as_bytes())?;
        }
        self.started = true;
        Ok(())
    }
}
