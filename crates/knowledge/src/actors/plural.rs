//! Plurals of the nouns of knowledge, so that each is written once.

/// Singular and plural of `noun` or `noun/plural`.
pub fn both_numbers(noun: &str) -> (String, String) {
    match noun.split_once('/') {
        Some((singular, plural)) => (singular.to_string(), plural.to_string()),
        None => (noun.to_string(), plural_of(noun)),
    }
}

/// The regular plural; "minister of X" and the like change their first noun.
pub fn plural_of(noun: &str) -> String {
    for joint in [" of ", " to ", " for ", " in "] {
        if let Some((head, rest)) = noun.split_once(joint) {
            return format!("{}{joint}{rest}", plural_of(head));
        }
    }
    let lower = noun.to_lowercase();
    let stem = |cut: usize| &noun[..noun.len() - cut];
    if lower.ends_with('y')
        && !lower.ends_with("ay")
        && !lower.ends_with("ey")
        && !lower.ends_with("oy")
    {
        format!("{}ies", stem(1))
    } else if lower.ends_with("ch")
        || lower.ends_with("sh")
        || lower.ends_with('x')
        || lower.ends_with("ss")
    {
        format!("{noun}es")
    } else if lower.ends_with('s') {
        noun.to_string()
    } else {
        format!("{noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        assert_eq!(plural_of("militia"), "militias");
        assert_eq!(plural_of("army"), "armies");
        assert_eq!(plural_of("minister of defence"), "ministers of defence");
        assert_eq!(both_numbers("gunman/gunmen").1, "gunmen");
        assert_eq!(plural_of("security forces"), "security forces");
    }
}
