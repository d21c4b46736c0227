//! A real browser, through the WebDriver protocol of `chromedriver` (<https://www.w3.org/TR/webdriver2/>).
//!
//! Chromium without a window, with an empty profile and nothing that would call home. Where
//! either program is absent the test says so and is passed over. What pages say on the console and
//! what they ask the network for is recorded by the browser itself.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Scratch;
use super::http::{PATIENCE, exchange};

/// One window of a browser; it is closed with the value.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Where the browser keeps what it must.
    _profile: Scratch,
}

impl Browser {
    /// Starts a browser for this test; nothing, said loudly, where there is none.
    pub(crate) fn start(test: &str) -> Option<Self> {
        for program in ["chromium", "chromedriver"] {
            if !is_there(program) {
                eprintln!("SKIPPED: {test}: {program} not found in PATH");
                return None;
            }
        }
        let profile = Scratch::new();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = port_of(&mut driver);
        let asked = capabilities(&profile.path().display().to_string());
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        let session = browser.post("/session", &asked);
        browser.session = session["sessionId"].as_str().expect("a session has a name").to_string();
        // What the browser shows by itself asks for much, though nothing of it leaves the machine.
        browser.open("about:blank");
        browser.requests();
        browser.console();
        Some(browser)
    }

    /// Loads a page and waits until it is there.
    pub(crate) fn open(&self, address: &str) {
        self.ask("/url", &json!({ "url": address }));
    }

    /// What a script comes to: the body of a function, so it says `return`.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.ask("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until a script comes to `true`; the test fails with what it waited for.
    pub(crate) fn wait(&self, what: &str, script: &str) {
        let start = Instant::now();
        while self.run(script) != Value::Bool(true) {
            assert!(start.elapsed() < PATIENCE, "in vain waited for: {what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Clicks where a person would: on the middle of the element that a CSS selector finds.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.ask(&format!("/element/{element}/click"), &json!({}));
    }

    /// Presses keys where the focus is; keys without a letter have code points of their own
    /// (<https://www.w3.org/TR/webdriver2/#keyboard-actions>), `\u{E007}` is Enter.
    pub(crate) fn press(&self, keys: &str) {
        let each = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
        });
        let actions = each.collect::<Vec<_>>();
        let keyboard = json!([{ "type": "key", "id": "keyboard", "actions": actions }]);
        self.ask("/actions", &json!({ "actions": keyboard }));
    }

    /// Makes the window so large, in CSS pixels.
    pub(crate) fn size(&self, width: u32, height: u32) {
        self.ask("/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Asks for an experimental command of Chromium's own protocol, such as
    /// `Emulation.setEmulatedMedia`.
    pub(crate) fn command(&self, name: &str, parameters: &Value) -> Value {
        self.ask("/goog/cdp/execute", &json!({ "cmd": name, "params": parameters }))
    }

    /// The picture of the window, as PNG in base64.
    pub(crate) fn picture(&self) -> String {
        let path = format!("/session/{}/screenshot", self.session);
        self.exchange("GET", &path, "").as_str().unwrap().to_string()
    }

    /// What was said on the console since the last call, each with its level first.
    pub(crate) fn console(&self) -> Vec<String> {
        let entries = self.ask("/se/log", &json!({ "type": "browser" }));
        let said = entries.as_array().unwrap().iter();
        said.map(|it| format!("{}: {}", text(&it["level"]), text(&it["message"]))).collect()
    }

    /// The addresses that were asked for since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        let entries = self.ask("/se/log", &json!({ "type": "performance" }));
        let events = entries.as_array().unwrap().iter();
        let messages = events.map(|it| serde_json::from_str(text(&it["message"])).unwrap());
        let sent = messages.filter_map(|it: Value| {
            let event = &it["message"];
            (event["method"] == "Network.requestWillBeSent")
                .then(|| text(&event["params"]["request"]["url"]).to_string())
        });
        sent.collect()
    }

    fn element(&self, selector: &str) -> String {
        let asked = json!({ "using": "css selector", "value": selector });
        let found = self.ask("/element", &asked);
        let name = found.as_object().and_then(|it| it.values().next()).and_then(Value::as_str);
        name.unwrap_or_else(|| panic!("`{selector}` finds nothing")).to_string()
    }

    /// Asks the session for something.
    fn ask(&self, path: &str, body: &Value) -> Value {
        self.post(&format!("/session/{}{path}", self.session), body)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.exchange("POST", path, &body.to_string())
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> Value {
        let (port, length) = (self.port, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}"
        );
        let answer = exchange(port, &head, body);
        let mut value: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
        value["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes the browser. Nothing in here panics: that would hide why a test failed.
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let (session, port) = (&self.session, self.port);
            let head = format!("DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}");
            let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes());
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Whether a program is in the path.
fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The port that the driver took; it says so when it is ready.
fn port_of(driver: &mut Child) -> u16 {
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let words = lines.map_while(Result::ok);
    let mut ports = words.filter_map(|line| {
        let said = line.split_once("started successfully on port ")?.1;
        said.trim_end_matches('.').parse().ok()
    });
    ports.next().expect("chromedriver says its port")
}

/// A browser that shows no window and asks nobody but the page for anything.
fn capabilities(profile: &str) -> Value {
    let directory = format!("--user-data-dir={profile}");
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        directory.as_str(),
    ];
    let options = json!({ "args": arguments });
    let logs = json!({ "browser": "ALL", "performance": "ALL" });
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": logs,
    }}})
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
