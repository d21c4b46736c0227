//! Sentences of help with the names that somebody may have meant.

pub use outlast_terraform::nearest;

/// A sentence of help that names them; empty when there is none.
pub fn did_you_mean(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => format!("did you mean {only}?"),
        Some((last, first)) => format!("did you mean {} or {last}?", first.join(", ")),
    }
}
