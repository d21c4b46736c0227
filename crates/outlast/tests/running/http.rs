//! One HTTP exchange over a plain socket of the loopback, byte by byte as the test wants it.
//!
//! No library: a test of a server must be able to send what a library would refuse to. Only what
//! our server and a WebDriver answer with is read: a length, or everything until the end.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case, with their values, in the order of the answer.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// A connection to a port of this machine.
pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends a request with this head (without its empty line) and body, and reads the answer.
pub(crate) fn exchange(port: u16, head: &str, body: &str) -> Answer {
    let mut stream = connect(port);
    stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
    answer(stream, head.starts_with("HEAD "))
}

/// Reads one answer; that to `HEAD` has no body, whatever its head says.
pub(crate) fn answer(stream: TcpStream, bare: bool) -> Answer {
    let mut reader = BufReader::new(stream);
    let (status, headers) = head(&mut reader);
    let mut answer = Answer { status, headers, body: String::new() };
    let mut bytes = Vec::new();
    match answer.header("content-length").map(|it| it.parse().unwrap()) {
        _ if bare => {}
        Some(length) => {
            bytes.resize(length, 0);
            reader.read_exact(&mut bytes).unwrap();
        }
        None => {
            reader.read_to_end(&mut bytes).unwrap();
        }
    }
    answer.body = String::from_utf8(bytes).unwrap();
    answer
}

/// Reads the head of an answer: its status and headers.
pub(crate) fn head(reader: &mut BufReader<TcpStream>) -> (u16, Vec<(String, String)>) {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_string()
    };
    let first = line();
    let status = first.split(' ').nth(1).unwrap_or_else(|| panic!("no status in `{first}`"));
    let status = status.parse().unwrap();
    let mut headers = Vec::new();
    loop {
        let line = line();
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
    }
    (status, headers)
}
