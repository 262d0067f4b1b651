//! From a reader to pages: decompression, encoding, format.

use crate::block::Origin;
use crate::detect;
use crate::encoding;
use crate::formats::{self, Pages, Raw, html, json, json_lines, json_list, markdown, plain, table};
use crate::limits;
use crate::options::{Format, Options};
use demarche_story::Problem;
use std::fs::File;
use std::io::{self, BufRead, Cursor, Read};
use std::path::Path;

/// Any input.
pub(crate) type Input<'a> = Box<dyn Read + Send + 'a>;

/// Bytes that are looked at to tell compression, encoding and format.
const HEAD: usize = 64 << 10;

/// A buffered input whose first bytes can be looked at before it is read.
pub(crate) struct Source<'a> {
    buffer: Vec<u8>,
    start: usize,
    /// An error that came while the first bytes were read: told after them.
    error: Option<io::Error>,
    input: Input<'a>,
    /// Bytes at the start that were looked at.
    head: usize,
}

impl<'a> Source<'a> {
    fn new(mut input: Input<'a>) -> Source<'a> {
        let mut buffer = Vec::with_capacity(HEAD);
        let error = (&mut input)
            .take(HEAD as u64)
            .read_to_end(&mut buffer)
            .err();
        let head = buffer.len();
        Source {
            buffer,
            start: 0,
            error,
            input,
            head,
        }
    }

    /// The first bytes; only before anything was read.
    pub fn head(&self) -> &[u8] {
        &self.buffer[self.start.min(self.head)..self.head]
    }

    fn skip(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.buffer.len());
    }

    /// Everything up to `limit` bytes; `Ok(None)` where there is more.
    fn whole(mut self, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        (&mut self).take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= limit).then_some(bytes))
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start >= self.buffer.len() {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            self.buffer.resize(HEAD, 0);
            self.start = 0;
            let read = loop {
                match self.input.read(&mut self.buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other,
                }
            };
            match read {
                Ok(read) => self.buffer.truncate(read),
                Err(error) => {
                    self.buffer.clear();
                    return Err(error);
                }
            }
        }
        Ok(&self.buffer[self.start..])
    }

    fn consume(&mut self, amount: usize) {
        self.skip(amount);
    }
}

impl Read for Source<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(out.len());
        out[..amount].copy_from_slice(&available[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

/// The problem of an input that stopped giving bytes.
pub(crate) fn unreadable(place: &str, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return Problem::error(
            place,
            "the compressed data end too early: the file is truncated",
        )
        .help("fetch or copy the file again; complete records before the break are kept");
    }
    let compressed = matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
    );
    if compressed {
        return Problem::error(place, format!("the compressed data are damaged: {error}"))
            .help("fetch or copy the file again; complete records before the damage are kept");
    }
    Problem::error(place, format!("cannot be read: {error}"))
}

fn only<'a>(raw: Raw) -> Pages<'a> {
    Box::new(std::iter::once(raw))
}

/// The input without compression.
fn unpacked(mut source: Source<'_>) -> io::Result<Source<'_>> {
    // A compressed file in a compressed file is rare, a third layer an attack.
    for _ in 0..2 {
        source = if source.head().starts_with(b"\x1f\x8b") {
            Source::new(Box::new(flate2::read::MultiGzDecoder::new(source)))
        } else if source.head().starts_with(b"\x28\xb5\x2f\xfd") {
            Source::new(Box::new(zstd::stream::read::Decoder::with_buffer(source)?))
        } else {
            break;
        };
    }
    Ok(source)
}

/// All bytes of a file that is no story, without compression; for what users hand in beside stories.
///
/// Fails where the file cannot be read or is larger than [`limits::PAGE`].
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let source = unpacked(Source::new(Box::new(File::open(path)?)))?;
    source.whole(limits::PAGE)?.ok_or_else(|| {
        let most = limits::megabytes(limits::PAGE);
        io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {most}"))
    })
}

/// The pages of an input named `place`.
pub(crate) fn pages<'a>(place: &str, input: Input<'a>, options: &Options) -> Pages<'a> {
    let mut source = match unpacked(Source::new(input)) {
        Ok(source) => source,
        Err(error) => return only(Raw::Problem(unreadable(place, &error))),
    };
    if source.head().is_empty() {
        let problem = match source.error.take() {
            Some(error) => unreadable(place, &error),
            None => Problem::error(place, "the file is empty")
                .help("remove it, or fetch its content again"),
        };
        return only(Raw::Problem(problem));
    }
    if let Some((encoding, mark)) = encoding::utf16(source.head()) {
        source.skip(mark);
        let bytes = match source.whole(limits::UTF16) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return only(Raw::Problem(too_large(place, limits::UTF16))),
            Err(error) => return only(Raw::Problem(unreadable(place, &error))),
        };
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        source = Source::new(Box::new(Cursor::new(text.into_bytes())));
    }
    if source.head().starts_with(b"\xef\xbb\xbf") {
        source.skip(3);
    }
    if let Some((what, help)) = detect::binary(source.head()) {
        let problem = Problem::error(place, format!("not a text but {what}")).help(help);
        return only(Raw::Problem(problem));
    }
    if source.error.is_none() && source.buffer.len() < HEAD && blank(source.head()) {
        let problem = Problem::error(place, "the file holds nothing but white space")
            .help("remove it, or fetch its content again");
        return only(Raw::Problem(problem));
    }
    let format = options
        .format
        .or_else(|| detect::by_name(place))
        .unwrap_or_else(|| detect::by_looking(source.head()));
    let list = source
        .head()
        .trim_ascii_start()
        .strip_prefix(b"[")
        .is_some();
    match format {
        Format::JsonLines | Format::Json if list => json_list::pages(place, source, options),
        Format::JsonLines => json_lines::pages(place, source, options),
        // Many .json files are JSON Lines in truth.
        Format::Json if detect::by_looking(source.head()) == Format::JsonLines => {
            json_lines::pages(place, source, options)
        }
        Format::Csv | Format::Tsv => table::pages(place, source, format, options),
        Format::Text | Format::Markdown | Format::Html | Format::Json => {
            whole_file(place, source, format, options)
        }
    }
}

fn blank(bytes: &[u8]) -> bool {
    bytes.trim_ascii().is_empty()
}

fn too_large(place: &str, limit: usize) -> Problem {
    Problem::error(
        place,
        format!(
            "larger than the {} that one story's file may have",
            limits::megabytes(limit)
        ),
    )
    .help("split the file into one story a file, or into JSON Lines")
}

/// Formats in which a file is one page.
fn whole_file<'a>(place: &str, source: Source<'a>, format: Format, options: &Options) -> Pages<'a> {
    let limit = match format {
        // Nothing is cleaned away here: the story's own limit holds, with room
        // for encodings of more than one byte a character.
        Format::Text => limits::STORY * 2,
        _ => limits::PAGE,
    };
    let bytes = match source.whole(limit) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return only(Raw::Problem(too_large(place, limit))),
        Err(error) => return only(Raw::Problem(unreadable(place, &error))),
    };
    let declared = match format {
        Format::Html => encoding::declared(&bytes),
        _ => None,
    };
    let decoded = encoding::decode(&bytes, declared.as_deref());
    drop(bytes);
    let mut raws: Vec<Raw> = decoded
        .problem(place)
        .map(Raw::Problem)
        .into_iter()
        .collect();
    let origin = Origin {
        place: place.to_owned(),
        line: None,
        record: None,
    };
    let page = match format {
        Format::Markdown => markdown::page(&decoded.text),
        Format::Html => html::page(&decoded.text),
        Format::Json => {
            raws.extend(json::document(&decoded.text, place, options));
            return Box::new(raws.into_iter());
        }
        _ => plain::page(decoded.text),
    };
    raws.push(formats::Raw::Page(Box::new(page), origin));
    Box::new(raws.into_iter())
}
