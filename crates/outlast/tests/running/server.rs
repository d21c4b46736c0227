//! `outlast serve` in a process of its own, at a port that was free; it ends with the value.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::http::{PATIENCE, exchange};

/// A server that is there.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Serves what these arguments name, from this directory.
    pub(crate) fn start(directory: &Path, arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_outlast"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(directory)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.strip_prefix("http://127.0.0.1:").and_then(|it| it.strip_suffix("/\n"));
        let port = port.unwrap_or_else(|| panic!("no address in `{line}`")).parse().unwrap();
        Self { process, port }
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Waits until the page has this text; gives the page.
    pub(crate) fn wait_for_page(&self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let head = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}", self.port);
            let page = exchange(self.port, &head, "").body;
            if page.contains(text) {
                return page;
            }
            assert!(start.elapsed() < PATIENCE, "in vain waited for `{text}` in {page}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for its end: the exit code, and what went to standard error.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut text = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        (self.process.wait().unwrap().code(), text)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
