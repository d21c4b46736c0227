"use strict";
// Puts a newer page in place of the one that is seen, without taking anything away from who reads
// it: what did not change is not touched, so that the place in the page, what is open and what has
// the focus stay.

const ROOT = "outlast";
const STATUS = "live";
const GONE = "outlast has ended: this is what it said last";

// What a reader has done to an element, which no newer page undoes.
const READERS = new Set(["open"]);

// Whether one element may become the other: it has the same name, or neither has one.
const isSame = (old, fresh) =>
  old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id || "") === (fresh.id || "");

function removeUntil(old, end) {
  while (old !== end) {
    const gone = old;
    old = old.nextSibling;
    gone.remove();
  }
}

function updateAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !READERS.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !READERS.has(name)) old.setAttribute(name, value);
  }
}

// The old child that the fresh one is to be put in place of: the next one of its name, or the next
// one at all, unless that stands further down in the new page as it is.
function counterpart(old, fresh) {
  if (fresh.id) {
    while (old && !isSame(old, fresh)) old = old.nextSibling;
    return old;
  }
  if (!old || !isSame(old, fresh)) return null;
  for (let later = fresh.nextSibling; later; later = later.nextSibling) {
    if (old.isEqualNode(later)) return old.isEqualNode(fresh) ? old : null;
  }
  return old;
}

function update(element, page) {
  if (element.isEqualNode(page)) return;
  if (element.nodeType !== Node.ELEMENT_NODE) {
    element.nodeValue = page.nodeValue;
    return;
  }
  updateAttributes(element, page);
  let old = element.firstChild;
  for (const fresh of page.childNodes) {
    const found = counterpart(old, fresh);
    if (!found) {
      element.insertBefore(document.importNode(fresh, true), old);
      continue;
    }
    removeUntil(old, found);
    update(found, fresh);
    old = found.nextSibling;
  }
  removeUntil(old, null);
}

// Where the reader is: what has the focus, and the innermost named thing at the upper edge of the
// window and how far down it stands.
function place(root) {
  const focus = document.activeElement;
  const atEdge = [...root.querySelectorAll("[id]")].findLast((it) => {
    const { top, bottom } = it.getBoundingClientRect();
    return top <= 0 && bottom > 0;
  });
  return { focus, atEdge, top: atEdge?.getBoundingClientRect().top };
}

// Goes back there, as far as it still is.
function restore({ focus, atEdge, top }) {
  const open = document.getElementById(location.hash.slice(1));
  if (open && !document.querySelector(":target")) {
    // The address says what is open; of an element that is new it must say so again.
    const scroll = [window.scrollX, window.scrollY];
    location.replace(location.hash);
    window.scrollTo(...scroll);
  }
  if (document.activeElement !== focus) {
    const again = focus.isConnected ? focus : document.getElementById(focus.id);
    again?.focus({ preventScroll: true });
  }
  if (atEdge?.isConnected) window.scrollBy(0, atEdge.getBoundingClientRect().top - top);
}

// The rules that show the states of the picture: they come as text, for a style of a later page is
// not among those that the policy of the first one names.
function adoptRules(page) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(page.getElementById(ROOT).dataset.rules);
  document.adoptedStyleSheets = [sheet];
}

function show(page) {
  const root = document.getElementById(ROOT);
  const reader = place(root);
  document.title = page.title;
  adoptRules(page);
  update(root, page.getElementById(ROOT));
  restore(reader);
}

adoptRules(document);
const version = (page) => page.documentElement.dataset.version;
let shown = version(document);
let latest = shown;
let isBusy = false;

async function follow() {
  if (isBusy) return;
  isBusy = true;
  try {
    while (latest !== shown) {
      const asked = latest;
      const answer = await fetch("/");
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(page);
      shown = version(page);
      // The page may be newer than what was heard of; what was heard of since then is newer still.
      if (latest === asked) latest = shown;
    }
  } catch {
    // The server has gone: when it is there again it says which page is the latest.
    latest = shown;
  } finally {
    isBusy = false;
  }
}

const events = new EventSource("/events");
const line = document.getElementById(STATUS);
events.onmessage = ({ data }) => {
  latest = data;
  follow();
};
events.onopen = () => (line.textContent = "");
events.onerror = () => (line.textContent = GONE);
