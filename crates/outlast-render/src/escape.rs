//! The user's text, made safe for a terminal.
//!
//! A name may hold an escape sequence that recolours the terminal or moves its cursor. Control
//! characters and marks that change the direction of writing are shown as what they are.

/// Whether a terminal would act on this character instead of showing it.
fn is_active(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One character as it is shown: a tab is two spaces, what a terminal would act on is spelt out.
fn push(out: &mut String, letter: char) {
    match letter {
        '\t' => out.push_str("  "),
        _ if is_active(letter) => {
            out.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
        }
        _ => out.push(letter),
    }
}

/// A text of one line, as it is shown.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut out, letter);
    }
    out
}

/// A text whose line breaks are kept.
pub(crate) fn shown_lines(text: &str) -> Vec<String> {
    text.lines().map(shown).collect()
}

/// An argument as a shell takes it.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_.:/@%+=".contains(letter);
    if text.contains(|letter| letter == '\t' || is_active(letter)) {
        return spelt_out(text);
    }
    if !text.is_empty() && text.chars().all(plain) {
        text.to_string()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// An argument with characters that a terminal would act on, in the quotes in which a shell (bash,
/// zsh) reads them spelt out: `$'a\nb'`.
fn spelt_out(text: &str) -> String {
    let mut out = String::from("$'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => out.extend(['\\', letter]),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            _ if letter.is_ascii_control() => {
                out.push_str(&format!("\\x{:02x}", u32::from(letter)));
            }
            _ if is_active(letter) => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("zone-dark:ch-gva-2"), "zone-dark:ch-gva-2");
        assert_eq!(quoted("instance:a.web[0]"), "'instance:a.web[0]'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted("a\tb\n'\u{1b}\u{202e}"), r"$'a\tb\n\'\x1b\u202e'");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_spelt_out() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown("\u{202e}gpj.exe"), "\\u{202e}gpj.exe");
        assert_eq!(shown("a\tb\r"), "a  b\\u{d}");
        assert_eq!(shown("zürich 東京"), "zürich 東京");
        assert_eq!(shown_lines("a\nb"), ["a", "b"]);
    }
}
