//! Paths as texts: `/`-separated, relative to the root of the input. No file system.

/// The path without `.` and `..` as far as they can be taken away.
pub(crate) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The path that `path` means when it is said in `directory`.
pub(crate) fn join(directory: &str, path: &str) -> String {
    if path.starts_with('/') {
        normal(path)
    } else {
        normal(format!("{directory}/{path}").trim_start_matches('/'))
    }
}
