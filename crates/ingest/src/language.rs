//! Which language a story is in. Only English is coded.

/// What the language of a text is taken to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English, by detection or by the input's own word.
    English,
    /// Another language: its ISO 639 code and, where known, its English name.
    Other(String, String),
}

/// Characters that are looked at: enough to be sure, few enough to be quick.
const SAMPLE: usize = 1500;

/// Letters below which detection says little.
const ENOUGH: usize = 120;

/// Tells the language of `text`, whose input says it is `declared`.
///
/// The words weigh more than the label, but short texts are too little to
/// contradict it.
pub(crate) fn tell(text: &str, declared: Option<&str>) -> Language {
    let sample: String = text.chars().take(SAMPLE).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let declared = declared.map(str::trim).filter(|code| !code.is_empty());
    let latin = sample
        .chars()
        .filter(|c| c.is_alphabetic() && (c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(c)))
        .count();
    let info = whatlang::detect(&sample);
    // Another script is another language, however short the text.
    let foreign_script = letters >= 20 && latin * 2 < letters;
    if let Some(info) = info
        && (foreign_script || (letters >= ENOUGH && info.is_reliable()))
    {
        return if info.lang() == whatlang::Lang::Eng {
            Language::English
        } else {
            Language::Other(
                two_letters(info.lang().code()).to_owned(),
                info.lang().eng_name().to_owned(),
            )
        };
    }
    match declared {
        Some(code) if !is_english(code) => Language::Other(code.to_owned(), code.to_owned()),
        _ => Language::English,
    }
}

fn is_english(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    let main = code.split(['-', '_']).next().unwrap_or("");
    matches!(main, "en" | "eng" | "english")
}

/// ISO 639-1 for the ISO 639-3 codes of the detector; what has none keeps its
/// three letters.
fn two_letters(code: &str) -> &str {
    match code {
        "rus" => "ru",
        "fra" => "fr",
        "spa" => "es",
        "deu" => "de",
        "ita" => "it",
        "por" => "pt",
        "ara" => "ar",
        "cmn" => "zh",
        "jpn" => "ja",
        "kor" => "ko",
        "tur" => "tr",
        "pes" => "fa",
        "heb" => "he",
        "ukr" => "uk",
        "bel" => "be",
        "pol" => "pl",
        "nld" => "nl",
        "swe" => "sv",
        "dan" => "da",
        "nob" => "nb",
        "fin" => "fi",
        "ces" => "cs",
        "slk" => "sk",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "bul" => "bg",
        "mkd" => "mk",
        "ron" => "ro",
        "hun" => "hu",
        "ell" => "el",
        "cat" => "ca",
        "epo" => "eo",
        "hin" => "hi",
        "urd" => "ur",
        "ben" => "bn",
        "tam" => "ta",
        "ind" => "id",
        "vie" => "vi",
        "tha" => "th",
        "lat" => "la",
        "aze" => "az",
        "kat" => "ka",
        "hye" => "hy",
        "uzb" => "uz",
        "est" => "et",
        "lav" => "lv",
        "lit" => "lt",
        "afr" => "af",
        "zul" => "zu",
        "yid" => "yi",
        "amh" => "am",
        "mya" => "my",
        "khm" => "km",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le président de la République a annoncé jeudi que la France \
        enverrait des renforts au Sahel, tandis que les négociations avec les pays voisins \
        se poursuivent à Bamako depuis une semaine.";
    const ENGLISH: &str = "The president announced on Thursday that France would send \
        reinforcements to the Sahel, while talks with neighbouring countries have been going \
        on in Bamako for a week.";

    #[test]
    fn words_weigh_more_than_labels() {
        assert_eq!(tell(ENGLISH, Some("fr")), Language::English);
        assert_eq!(tell(ENGLISH, None), Language::English);
        assert_eq!(
            tell(FRENCH, Some("en")),
            Language::Other("fr".to_owned(), "French".to_owned())
        );
    }

    #[test]
    fn short_texts_go_by_their_label() {
        assert_eq!(tell("Talks began.", None), Language::English);
        assert_eq!(tell("Talks began.", Some("en-GB")), Language::English);
        assert_eq!(
            tell("Rien.", Some("fr")),
            Language::Other("fr".to_owned(), "fr".to_owned())
        );
        assert!(matches!(
            tell("Переговоры начались в Москве.", None),
            Language::Other(..)
        ));
    }
}
