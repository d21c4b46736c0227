//! The page in a real browser: it opens on the matrix, a cell opens its timeline and marks the
//! picture, by mouse and by keyboard, in the light and in the dark; it says nothing on the console,
//! asks nobody for anything, and what a user wrote stays text.

use std::fs;

use crate::running::browser::Browser;
use crate::running::{SMALL, Scratch, root};
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

/// Writes the page of a directory and opens it.
fn open(browser: &Browser, scratch: &Scratch, input: &str) -> String {
    let page = scratch.path().join("report.html");
    let output = format!("html={}", page.display());
    let ran = scratch.run(&["check", input, "--output", &output]);
    assert!(page.exists(), "{}{}", ran.out, ran.err);
    let address = format!("file://{}", page.display());
    browser.open(&address);
    address
}

/// What the page asked for beside itself, and what it said.
fn assert_quiet(browser: &Browser, page: &str) {
    let mut asked = browser.requests();
    asked.retain(|address| address.split('#').next() != Some(page));
    assert_eq!(asked, Vec::<String>::new(), "the page asks for something");
    assert_eq!(browser.console(), Vec::<String>::new(), "the page says something");
}

fn is_shown(selector: &str) -> String {
    format!(
        "return document.querySelector({selector:?}).checkVisibility({{visibilityProperty: true}});"
    )
}

#[test]
fn a_cell_opens_its_timeline_and_marks_the_picture() {
    let Some(browser) = Browser::start("a_cell_opens_its_timeline_and_marks_the_picture") else {
        return;
    };
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", PROMISED);
    let page = open(&browser, &scratch, ".");
    assert_eq!(browser.run(&is_shown("table.matrix")), json!(true));
    assert_eq!(browser.run(&is_shown(".picture")), json!(true));
    let cell = "#s0-matrix td.broken a";
    assert_eq!(browser.run(&is_shown(".story")), json!(false), "a timeline is open at first");
    assert_eq!(browser.run(&is_shown(".card .mark")), json!(false), "something is marked at first");
    let before = browser.run(PLACES);
    browser.click(cell);
    browser.wait("an open timeline", &is_shown(".story:target"));
    browser.wait("a mark", &is_shown(".card.machine .mark.away"));
    assert_eq!(browser.run(PLACES), before, "something moved");
    // The first step is the one before the fault; nothing is marked then.
    browser.run("document.querySelector('.story:target input').focus();");
    browser.press(" ");
    browser.wait(
        "no mark",
        &format!("{} === false;", is_shown(".card.machine .mark.away").trim_end_matches(';')),
    );
    browser.press("\u{E015}");
    browser.wait("the next step", &is_shown(".card.machine .mark.away"));
    browser.click(".story:target .close");
    browser.wait("a closed timeline", "return document.querySelector('.story:target') === null;");
    assert_quiet(&browser, &page);
}

/// Where each card lies in the drawing.
const PLACES: &str = "return JSON.stringify([...document.querySelectorAll('.card .box')]
    .map(it => ['x', 'y', 'width', 'height'].map(name => it.getAttribute(name))));";

#[test]
fn everything_is_reached_by_keyboard() {
    let Some(browser) = Browser::start("everything_is_reached_by_keyboard") else { return };
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", PROMISED);
    let page = open(&browser, &scratch, ".");
    let on_cell = "return document.activeElement.matches('.matrix td.broken a');";
    let mut steps = 0;
    while browser.run(on_cell) != json!(true) {
        browser.press("\u{E004}");
        steps += 1;
        assert!(steps < 200, "no cell has the focus");
    }
    let outline = "return getComputedStyle(document.activeElement).outlineStyle;";
    assert_eq!(browser.run(outline), json!("solid"), "the focus is not seen");
    browser.press("\u{E007}");
    browser.wait("an open timeline", &is_shown(".story:target"));
    let inside = "return document.activeElement.closest('.story:target') !== null;";
    browser.press("\u{E004}");
    browser.wait("the focus in the timeline", inside);
    assert_quiet(&browser, &page);
}

#[test]
fn the_dark_is_dark_and_paper_is_white() {
    let Some(browser) = Browser::start("the_dark_is_dark_and_paper_is_white") else { return };
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", PROMISED);
    open(&browser, &scratch, ".");
    let lightness = "return getComputedStyle(document.body).backgroundColor
        .match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3;";
    let emulate = |media: &str, scheme: &str| {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let asked = json!({ "media": media, "features": features });
        browser.command("Emulation.setEmulatedMedia", &asked);
        browser.run(lightness).as_f64().unwrap()
    };
    assert!(emulate("", "light") > 200.0);
    assert!(emulate("", "dark") < 60.0);
    assert!(emulate("print", "dark") > 250.0);
}

/// Something that would run, load or break out if it were ever taken for markup.
const HOSTILE: &str = r#"</title></style><script>document.title='run'</script>\"><img src=x onerror=document.title='run'>"#;

#[test]
fn what_a_user_wrote_stays_text() {
    let Some(browser) = Browser::start("what_a_user_wrote_stays_text") else { return };
    let scratch = Scratch::new();
    let terraform = SMALL.replace("\"web\"\n", &format!("\"{HOSTILE}\"\n"));
    let terraform = terraform.replace("resource \"exoscale_compute_instance\" \"web\" {", &format!(
        "# {HOSTILE}\nresource \"exoscale_compute_instance\" \"web\" {{\n  for_each = toset([\"{HOSTILE}\"])"
    ));
    let promised = PROMISED.replace("\"browse\"", &format!("\"{HOSTILE}\"")).replace(
        "promise {",
        &format!("place \"{HOSTILE}\" {{\n  kind = \"site\"\n}}\n\npromise {{"),
    );
    scratch.file("main.tf", terraform).file("web.outlast.hcl", promised);
    let page = open(&browser, &scratch, ".");
    let text = fs::read_to_string(scratch.path().join("report.html")).unwrap();
    assert!(text.contains("&lt;script&gt;"), "nothing of it is on the page");
    for markup in ["<script", "<img"] {
        assert!(!text.contains(markup), "{markup} is on the page");
    }
    let found = "return document.querySelectorAll('script, img, iframe, [onerror]').length;";
    assert_eq!(browser.run(found), json!(0));
    assert_ne!(browser.run("return document.title;"), json!("run"));
    assert_quiet(&browser, &page);
}

/// Texts that reach out of their card, by their real widths.
const TOO_WIDE: &str = "return [...document.querySelectorAll('.card')].flatMap(card => {
    const box = card.querySelector('.box').getBBox();
    return [...card.querySelectorAll(':scope > text')]
        .filter(it => it.getBBox().x + it.getBBox().width > box.x + box.width)
        .map(it => it.textContent);
});";

#[test]
fn every_example_fits_on_every_screen_and_is_quiet() {
    let Some(browser) = Browser::start("every_example_fits_on_every_screen_and_is_quiet") else {
        return;
    };
    let mut examples: Vec<_> = fs::read_dir(root().join("examples"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    examples.sort();
    assert!(examples.len() > 10);
    for example in examples {
        let scratch = Scratch::new();
        let page = open(&browser, &scratch, &example.display().to_string());
        for width in [1440, 1024, 500] {
            browser.size(width, 900);
            let over = "return document.documentElement.scrollWidth <= innerWidth;";
            assert_eq!(browser.run(over), json!(true), "{}: {width}", example.display());
        }
        assert_eq!(browser.run(TOO_WIDE), json!([]), "{}", example.display());
        let ids = "const ids = [...document.querySelectorAll('[id]')].map(it => it.id);
            const links = [...document.querySelectorAll('a')].map(it => it.getAttribute('href'));
            return new Set(ids).size === ids.length
                && links.every(it => it.startsWith('#') && document.getElementById(it.slice(1)));";
        assert_eq!(browser.run(ids), json!(true), "{}: a link leads nowhere", example.display());
        assert_quiet(&browser, &page);
    }
}
