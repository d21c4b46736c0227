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

// Where the reader is: what has the focus, and the first thing in sight and how far down it stands.
function place(root) {
  const focus = document.activeElement;
  const inSight = [...root.querySelectorAll("[id]")].find((it) => it.getBoundingClientRect().bottom > 0);
  return {
    focus: focus === document.body ? null : focus,
    target: document.querySelector(":target"),
    inSight,
    top: inSight?.getBoundingClientRect().top,
    scroll: [window.scrollX, window.scrollY],
  };
}

// Goes back there, as far as it still is.
function restore({ focus, target, inSight, top, scroll }) {
  if (target && !document.querySelector(":target") && document.getElementById(target.id)) {
    // What is open is named by the address; a new element of that name must be named anew.
    location.replace(`#${target.id}`);
    window.scrollTo(...scroll);
  }
  if (focus && document.activeElement !== focus) {
    const again = focus.isConnected ? focus : focus.id && document.getElementById(focus.id);
    again?.focus({ preventScroll: true });
  }
  if (inSight?.isConnected) window.scrollBy(0, inSight.getBoundingClientRect().top - top);
}

function show(page) {
  const root = document.getElementById(ROOT);
  const reader = place(root);
  document.title = page.title;
  update(root, page.getElementById(ROOT));
  restore(reader);
}

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
const status = document.getElementById(STATUS);
events.onmessage = ({ data }) => {
  latest = data;
  follow();
};
events.onopen = () => (status.textContent = "");
events.onerror = () => (status.textContent = GONE);
