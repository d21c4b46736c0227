//! The served page in a real browser: it follows the files in place, so that what is open, what has
//! the focus and where the reader stands stay; and it asks nobody but its server for anything.

use crate::running::browser::Browser;
use crate::running::server::Server;
use crate::running::{SMALL, Scratch};
use serde_json::json;

const PROMISED: &str = r#"
promise {
  instance = { out = "2m" }
}

journey "browse" {
  enters = exoscale_compute_instance.web
}

service "web" {
  on      = exoscale_compute_instance.web
  listens = 443
}
"#;

/// A second journey, whose column stands before that of the first.
const EARLIER: &str = r#"
journey "administer" {
  enters = exoscale_compute_instance.web
}
"#;

/// What the reader did: an open cell, a chosen step, a focus, a place; and a sign that this is
/// still the document that was loaded.
const READ: &str = r#"
const story = document.querySelector(".story:target");
const steps = [...story.querySelectorAll("input")];
steps[0].click();
steps[0].focus({ preventScroll: true });
story.scrollIntoView();
window.scrollBy(0, 40);
window.read = { story, step: steps[0], top: story.getBoundingClientRect().top, title: story.querySelector("h3").textContent };
return window.scrollY > 0;
"#;

/// Whether all of it is as it was.
const STILL: &str = r#"
const { story, step, top } = window.read;
return JSON.stringify({
  open: document.querySelector(".story:target") === story,
  shown: getComputedStyle(story).display !== "none",
  chosen: step.isConnected && step.checked,
  focus: document.activeElement === step,
  place: Math.abs(story.getBoundingClientRect().top - top) < 2,
});
"#;
const ALL_STILL: &str = r#"{"open":true,"shown":true,"chosen":true,"focus":true,"place":true}"#;

fn started(test: &str) -> Option<(Browser, Scratch, Server)> {
    let browser = Browser::start(test)?;
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", PROMISED);
    let server = Server::start(scratch.path(), &[]);
    browser.size(1000, 400);
    browser.open(&server.address());
    browser.wait("the matrix", "return !!document.querySelector('table.matrix')");
    Some((browser, scratch, server))
}

/// Nothing on the console, and no request but to the server.
fn assert_quiet(browser: &Browser, server: &Server) {
    let mut asked = browser.requests();
    assert!(asked.iter().any(|it| it.ends_with("/events")), "requests are not recorded: {asked:?}");
    asked.retain(|it| !it.starts_with(&server.address()) && !it.starts_with("data:,"));
    assert_eq!(asked, Vec::<String>::new(), "somebody else is asked");
    assert_eq!(browser.console(), Vec::<String>::new(), "the page complains");
}

#[test]
fn a_save_is_seen_in_place_and_the_reader_stays_where_they_are() {
    let name = "a_save_is_seen_in_place_and_the_reader_stays_where_they_are";
    let Some((browser, scratch, server)) = started(name) else { return };
    browser.click("#s0-matrix td.broken a");
    browser.wait("an open cell", "return !!document.querySelector('.story:target')");
    assert_eq!(browser.run(READ), json!(true), "there is something to scroll");
    assert_eq!(browser.run(STILL), json!(ALL_STILL));

    // Rows and columns come before those that are open, and findings after them.
    scratch.file("web.outlast.hcl", format!("{EARLIER}{PROMISED}"));
    browser.wait(
        "the new column",
        "return document.querySelector('table.matrix thead').textContent.includes('administer')",
    );
    assert_eq!(browser.run(STILL), json!(ALL_STILL));

    scratch.file("web.outlast.hcl", PROMISED.replace("2m", "3m"));
    browser.wait("the new promise", "return document.body.textContent.includes('3 min')");
    browser.wait(
        "the old column gone",
        "return !document.querySelector('table.matrix thead').textContent.includes('administer')",
    );
    assert_eq!(browser.run(STILL), json!(ALL_STILL));
    assert_quiet(&browser, &server);
}

#[test]
fn an_error_is_seen_and_its_mend_as_well() {
    let Some((browser, scratch, server)) = started("an_error_is_seen_and_its_mend_as_well") else {
        return;
    };
    browser.click("#s0-matrix td.broken a");
    browser.wait("an open cell", "return !!document.querySelector('.story:target')");
    let title = "return document.querySelector('.story:target h3').textContent";
    let before = browser.run(title);
    scratch.file("broken.tf", "resource \"exoscale_compute_instance\" {{{");
    browser.wait(
        "the error",
        "return document.body.textContent.includes('broken.tf') \
         && document.body.textContent.includes('was not read whole')",
    );
    scratch.file("broken.tf", "");
    browser.wait("the mend", "return !document.body.textContent.includes('not read whole')");
    // The address still names the cell.
    browser.wait("the open cell", "return !!document.querySelector('.story:target')");
    assert_eq!(browser.run(title), before);
    assert_quiet(&browser, &server);
}

#[test]
fn a_page_whose_server_has_gone_says_so_and_stays() {
    let name = "a_page_whose_server_has_gone_says_so_and_stays";
    let Some((browser, _scratch, server)) = started(name) else { return };
    let status = "document.getElementById('live').textContent";
    assert_eq!(browser.run(&format!("return {status}")), json!(""));
    drop(server);
    browser.wait("the status", &format!("return {status}.includes('has ended')"));
    assert_eq!(browser.run("return !!document.querySelector('table.matrix')"), json!(true));
}

#[test]
fn names_of_users_stay_text_in_what_comes_later() {
    let name = "names_of_users_stay_text_in_what_comes_later";
    let Some((browser, scratch, server)) = started(name) else { return };
    let hostile = r#"<img src=x onerror=\"window.struck=1\"><script>window.struck=1</script>"#;
    let journey = format!(
        "{PROMISED}\njourney \"{hostile}\" {{\n  enters = exoscale_compute_instance.web\n}}\n"
    );
    scratch.file("web.outlast.hcl", journey);
    browser.wait("the name", "return document.body.textContent.includes('onerror=')");
    assert_eq!(browser.run("return window.struck === undefined"), json!(true));
    assert_eq!(
        browser.run("return document.querySelectorAll('#outlast img, #outlast script').length"),
        json!(0)
    );
    assert_quiet(&browser, &server);
}
