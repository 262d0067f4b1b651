//! What can be wrong with a dictionary, each kind with its advice.

use demarche_story::Problem;

/// Collects the problems of one file.
pub struct Problems<'p> {
    place: &'p str,
    found: &'p mut Vec<Problem>,
}

/// Kinds of problems; all of one kind have the same advice, by which a terminal may sum them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A comment that is not `<!-- … -->`.
    Comment,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A bracket without its other one.
    Brackets,
    /// Words behind the codes.
    Behind,
    /// A restriction that is no date, or ends before it begins.
    Date,
    /// An undated code before dated ones.
    Masks,
    /// Letters that stand for nothing we know.
    Group,
    /// A code that names neither country nor sector.
    Nothing,
    /// A name without a code.
    Uncoded,
    /// A code or synonym without a name.
    Nameless,
    /// A name that stands there twice with different codes.
    Twice,
    /// An agent's code that does not say where the country stands.
    Tilde,
    /// A marker `!…!` that is no set.
    Set,
}

impl Kind {
    /// What comes of it and what to do.
    fn advice(self) -> &'static str {
        match self {
            Kind::Comment => "write <!-- … -->, or # for the rest of a line",
            Kind::Encoding => "read as Latin-1; save the file as UTF-8",
            Kind::Brackets => "the line is left out; write NAME [CODE]",
            Kind::Behind => "they are passed over; write # before a comment",
            Kind::Date => {
                "this code is left out; write YYMMDD or YYYYMMDD, as in 970101-061231, >011222 or <900823"
            }
            Kind::Masks => {
                "used only where no dated one holds, as the format is documented; PETRARCH itself would use it always"
            }
            Kind::Group => {
                "the rest of the code is used; knowledge/dictionaries/ says what letters stand for"
            }
            Kind::Nothing => "the code is left out: there is nothing like it in PLOVER",
            Kind::Uncoded => "the name is left out; write NAME [CODE]",
            Kind::Nameless => "the line is left out",
            Kind::Twice => "the first of them counts",
            Kind::Tilde => "the line is left out; write [~CODE] or [CODE~]",
            Kind::Set => "the line is left out; define the set above it: !SET! = ONE, TWO",
        }
    }
}

impl<'p> Problems<'p> {
    /// Problems of the file `place` go to `found`.
    pub fn new(place: &'p str, found: &'p mut Vec<Problem>) -> Problems<'p> {
        Problems { place, found }
    }

    /// Adds a warning.
    pub fn add(&mut self, line: u64, kind: Kind, what: String) {
        let problem = Problem::warning(self.place, what).at_line(line);
        self.found.push(problem.help(kind.advice()));
    }

    /// Adds an error that concerns the whole file.
    pub fn file(&mut self, what: &str, help: &str) {
        self.found.push(Problem::error(self.place, what).help(help));
    }
}
