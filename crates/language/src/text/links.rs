//! Web addresses, e-mail addresses and file names: one word each.

/// How far an address may reach, so that hostile input stays linear.
const LONGEST: usize = 2048;

/// The end of the web or e-mail address that begins at byte `at` of `text`, if one does.
pub(super) fn end(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    if begins(rest, b"http://")
        || begins(rest, b"https://")
        || begins(rest, b"ftp://")
        || begins(rest, b"www.")
        || begins(rest, b"mailto:")
    {
        return Some(at + trimmed(rest, run(rest, is_link)));
    }
    // An e-mail address: a short run, an at sign, a host.
    let local = run(&rest[..rest.len().min(64)], is_local);
    if local > 0 && rest.get(local) == Some(&b'@') {
        let host = run(&rest[local + 1..], |b| is_local(b) && b != b'%');
        let end = trimmed(rest, local + 1 + host);
        if end > local + 1 {
            return Some(at + end);
        }
    }
    None
}

/// Whether `rest` begins with `start`, whatever the case.
fn begins(rest: &[u8], start: &[u8]) -> bool {
    rest.len() > start.len() && rest[..start.len()].eq_ignore_ascii_case(start)
}

/// Length of the run of bytes that `is` holds for.
fn run(rest: &[u8], is: impl Fn(u8) -> bool) -> usize {
    rest.iter().take(LONGEST).take_while(|b| is(**b)).count()
}

/// Bytes of a web address; anything beyond ASCII ends it.
fn is_link(b: u8) -> bool {
    b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'^')
}

/// Bytes of an e-mail address.
fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%')
}

/// Without punctuation that belongs to the sentence, not to the address.
fn trimmed(rest: &[u8], mut end: usize) -> usize {
    let open = rest[..end].contains(&b'(');
    while end > 0 {
        match rest[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b']' | b'*' | b'-' => end -= 1,
            b')' if !open => end -= 1,
            _ => break,
        }
    }
    end
}
