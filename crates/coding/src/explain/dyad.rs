//! A dyad as a user asks for it: `RUS>UKR`, `RUS GOV>UKR CVL`, `>UKR`, `RUS<>UKR`.

use demarche_story::Actor;
use std::fmt;
use std::str::FromStr;

/// Who, to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dyad {
    /// Who does it.
    pub actor: Side,
    /// To whom it is done.
    pub recipient: Side,
    /// Whether the other way round is asked for as well.
    pub either: bool,
}

/// Codes that an actor must have, each as country or as sector; none stand for anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side(Vec<String>);

impl Side {
    /// Whether everybody fits.
    pub fn is_anybody(&self) -> bool {
        self.0.is_empty()
    }

    /// The codes, as they were given.
    pub fn codes(&self) -> &[String] {
        &self.0
    }

    /// Whether an actor has all the codes. Nobody unresolved fits, whoever is asked for.
    pub fn fits(&self, actor: &Actor) -> bool {
        actor.is_resolved() && self.0.iter().all(|code| has(actor, code))
    }

    /// The codes that an actor lacks, where it has the first one but not all.
    pub fn lacking(&self, actor: &Actor) -> Option<Vec<&str>> {
        let (first, rest) = self.0.split_first()?;
        let lacking: Vec<&str> = rest
            .iter()
            .filter(|code| !has(actor, code))
            .map(String::as_str)
            .collect();
        (has(actor, first) && !lacking.is_empty()).then_some(lacking)
    }
}

fn has(actor: &Actor, code: &str) -> bool {
    let own = actor.country.iter().chain(&actor.sector);
    own.chain(&actor.other_sectors).any(|known| known == code)
}

impl FromStr for Dyad {
    type Err = String;

    fn from_str(text: &str) -> Result<Dyad, String> {
        let form = "write it as \"RUS>UKR\", \"RUS GOV>UKR\", \">UKR\" or \"RUS<>UKR\"";
        let (left, right) = text
            .split_once('>')
            .ok_or_else(|| format!("`{text}` is no dyad: {form}"))?;
        let (left, either) = match left.strip_suffix('<') {
            Some(left) => (left, true),
            None => (left, false),
        };
        let dyad = Dyad {
            actor: side(left)?,
            recipient: side(right)?,
            either,
        };
        if dyad.actor.is_anybody() && dyad.recipient.is_anybody() {
            return Err(format!("a dyad names at least one side: {form}"));
        }
        Ok(dyad)
    }
}

fn side(text: &str) -> Result<Side, String> {
    let mut codes = Vec::new();
    for code in text.split_whitespace().filter(|code| *code != "*") {
        if code.len() != 3 || !code.chars().all(|c| c.is_ascii_alphabetic()) {
            return Err(format!(
                "`{code}` is no code: countries and sectors have three letters (RUS, GOV)"
            ));
        }
        codes.push(code.to_ascii_uppercase());
    }
    Ok(Side(codes))
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_anybody() {
            return f.write_str("anybody");
        }
        f.write_str(&self.0.join(" "))
    }
}

impl fmt::Display for Dyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = if self.either { "<>" } else { ">" };
        write!(f, "{} {arrow} {}", self.actor, self.recipient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(country: &str, sectors: &[&str]) -> Actor {
        Actor {
            country: Some(country.into()),
            sector: sectors.first().map(|s| s.to_string()),
            other_sectors: sectors.iter().skip(1).map(|s| s.to_string()).collect(),
            ..Actor::default()
        }
    }

    #[test]
    fn dyads_are_read() {
        let dyad: Dyad = "rus gov > UKR".parse().expect("a dyad");
        assert_eq!(dyad.actor.codes(), ["RUS", "GOV"]);
        assert_eq!(dyad.recipient.codes(), ["UKR"]);
        assert!(!dyad.either);
        let dyad: Dyad = "RUS<>UKR".parse().expect("a dyad");
        assert!(dyad.either);
        assert_eq!(dyad.to_string(), "RUS <> UKR");
        let dyad: Dyad = "*>UKR".parse().expect("a dyad");
        assert!(dyad.actor.is_anybody());
        assert_eq!(dyad.to_string(), "anybody > UKR");
        for wrong in ["RUS", ">", "* > *", "Russia>Ukraine", "RU>UKR", ""] {
            assert!(wrong.parse::<Dyad>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_code_must_be_there() {
        let dyad: Dyad = "RUS MIL>".parse().expect("a dyad");
        assert!(dyad.actor.fits(&actor("RUS", &["GOV", "MIL"])));
        assert!(!dyad.actor.fits(&actor("RUS", &["GOV"])));
        assert_eq!(
            dyad.actor.lacking(&actor("RUS", &["GOV"])),
            Some(vec!["MIL"])
        );
        assert_eq!(dyad.actor.lacking(&actor("UKR", &["MIL"])), None);
        // Anybody is somebody of whom something is known.
        assert!(dyad.recipient.fits(&actor("UKR", &[])));
        assert!(!dyad.recipient.fits(&Actor::default()));
    }
}
