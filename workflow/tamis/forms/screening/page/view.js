// What is shown: one citation at a time, a page of the list, the progress.

const [ID, TITLE, AUTHORS, WHERE, ABSTRACT, KEYWORDS, DOI, PMID, URL_, KIND, BATCH, OWN_TITLE, DETAILS] = Array(13).keys();
const PAGE = 50;
const WORDS = { include: "include", exclude: "exclude", maybe: "maybe", duplicate: "duplicate", "": "undecided" };
const DONE = { include: "Included", exclude: "Excluded", maybe: "Maybe", duplicate: "Duplicate" };
const SIGNS = { include: "✓", exclude: "✕", maybe: "?", duplicate: "=", "": "·" };
const rows = data.rows;
const place = new Map(rows.map((row, at) => [row[ID], at]));
let at = 0; // the citation that is shown
let shown = rows.map((_, n) => n); // those that pass the filter, in order
let listPage = 0;

const $ = (id) => document.getElementById(id);
const count = (number, word) => number.toLocaleString("en") + " " + word + (number === 1 ? "" : "s");
const short = (text) => (text.length > 80 ? text.slice(0, 78).trimEnd() + " …" : text) || "[no title]";
const title = (n) => rows[n][TITLE] || "[no title]";
const decisionOn = (record) => (current(record) || { decision: "" }).decision;
const inWords = (event) => DONE[event.decision] +
  (event.reason ? ": " + (data.reasons[event.reason] || event.reason) : "") +
  (event.of ? " of " + (place.has(event.of) ? short(title(place.get(event.of))) : event.of) : "");

/** Make an element with text or elements in it. */
function make(name, attributes, ...content) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => { element.setAttribute(key, value); });
  element.append(...content);
  return element;
}

/** Say what was done, for eyes and for screen readers; what comes next is only read aloud. */
function say(text, next) {
  $("said").replaceChildren(text, ...(next ? [make("span", { class: "sr" }, " " + next)] : []));
}

function warnOfStorage() {
  $("storage").hidden = false;
}

function draw() {
  drawCitation();
  drawList();
  drawProgress();
}

function drawCitation() {
  const row = rows[at], event = current(row[ID]), position = shown.indexOf(at);
  const where = position < 0 ? "not in the filter" : `${(position + 1).toLocaleString("en")} of ${shown.length.toLocaleString("en")}`;
  $("position").textContent = where;
  $("batch-of").textContent = row[BATCH] ? (/^\d/.test(row[BATCH]) ? "batch " : "") + row[BATCH] : "";
  $("record").textContent = row[ID];
  $("decided").textContent = event ? inWords(event) : "Not decided yet";
  $("decided").className = event ? "chip " + event.decision : "chip";
  putMarked($("title"), title(at));
  $("authors").textContent = row[AUTHORS];
  $("where").textContent = row[WHERE];
  putMarked($("abstract"), row[ABSTRACT] || "There is no abstract.");
  $("abstract").classList.toggle("none", !row[ABSTRACT]);
  $("keywords").replaceChildren(...(row[KEYWORDS] ? [make("b", {}, "Keywords "), row[KEYWORDS]] : []));
  $("links").replaceChildren(...linksOf(row));
  $("note").value = noteOf(row[ID]);
  drawHistory();
  for (const button of document.querySelectorAll("[data-do]")) {
    if (button.dataset.do in DONE) { button.setAttribute("aria-pressed", String(!!event && event.decision === button.dataset.do)); }
  }
  for (const button of document.querySelectorAll("[data-reason]")) {
    const here = !!event && event.decision === "exclude" && event.reason === button.dataset.reason;
    button.setAttribute("aria-pressed", String(here));
  }
}

function drawHistory() {
  const all = history(rows[at][ID]);
  $("history").hidden = all.length < 2;
  $("events").replaceChildren(...(all.length < 2 ? [] : all.map((event) =>
    make("li", {}, (event.time || "no time").replace("T", " ") + " " + inWords(event) + (event.note ? ` (${event.note})` : "")))));
}

function linksOf(row) {
  const found = [];
  const link = (address, text) => {
    if (found.length) { found.push(" · "); }
    found.push(make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text));
  };
  if (row[DOI]) { link("https://doi.org/" + row[DOI].split("/").map(encodeURIComponent).join("/"), "doi " + row[DOI]); }
  if (/^\d+$/.test(row[PMID])) { link("https://pubmed.ncbi.nlm.nih.gov/" + row[PMID] + "/", "PubMed " + row[PMID]); }
  if (/^https?:\/\/[^\s]+$/i.test(row[URL_])) { link(row[URL_], "web page"); }
  if (row[KIND]) { found.push((found.length ? " · " : "") + row[KIND]); }
  return found;
}

function drawList() {
  const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
  listPage = Math.min(listPage, last);
  const had = $("list").contains(document.activeElement);
  $("list").replaceChildren(...shown.slice(listPage * PAGE, (listPage + 1) * PAGE).map((n) => {
    const decision = decisionOn(rows[n][ID]);
    const button = make("button", { type: "button", "data-go": n, class: decision || "open" },
      make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[decision]),
      make("span", { class: "name", dir: "auto" }, short(title(n))),
      make("span", { class: "sr" }, ", " + WORDS[decision]));
    if (n === at) { button.setAttribute("aria-current", "true"); }
    return make("li", {}, button);
  }));
  const here = $("list").querySelector("[aria-current]");
  if (here) {
    const box = $("list-box");
    box.scrollTop = here.offsetTop - box.clientHeight / 3;
    if (had) { here.focus({ preventScroll: true }); }
  }
  $("list-pages").hidden = last === 0;
  $("list-place").textContent = `${listPage + 1} of ${last + 1}`;
  $("list-back").disabled = listPage === 0;
  $("list-on").disabled = listPage === last;
  $("found").textContent = shown.length ? count(shown.length, "citation") : "No citation fits.";
}

function drawProgress() {
  const all = { include: 0, exclude: 0, maybe: 0, duplicate: 0, "": 0 };
  let inBatch = 0, ofBatch = 0;
  for (const row of rows) {
    const decision = decisionOn(row[ID]);
    all[decision]++;
    if (row[BATCH] === rows[at][BATCH]) { ofBatch++; inBatch += decision ? 1 : 0; }
  }
  const done = rows.length - all[""];
  $("progress").max = rows.length;
  $("progress").value = done;
  $("progress").textContent = done;
  $("done").textContent = `${done.toLocaleString("en")} of ${rows.length.toLocaleString("en")} decided`;
  $("by-word").textContent = Object.keys(DONE).filter((word) => all[word]).map((word) => `${all[word].toLocaleString("en")} ${word}`).join(", ");
  const batch = rows[at][BATCH];
  $("in-batch").textContent = batch ? `${/^\d/.test(batch) ? "batch " : ""}${batch}: ${inBatch.toLocaleString("en")} of ${ofBatch.toLocaleString("en")}` : "";
  drawSaved();
}

function drawSaved() {
  const open = unsaved();
  document.body.classList.toggle("unsaved", open > 0);
  $("unsaved").textContent = open ? `${count(open, "decision")} not in a file yet.` : events.length ? "All is in a file." : "Nothing to save yet.";
  $("saved").textContent = savedAt ? `Last saved ${savedAt.slice(0, 16).replace("T", " ")}.` : "";
}

/** The citation after this one that is undecided, from the top again at the end; else the next one. */
function following() {
  const from = shown.findIndex((n) => n > at);
  const order = from < 0 ? shown : [...shown.slice(from), ...shown.slice(0, from)];
  const next = order.find((n) => n !== at && !decisionOn(rows[n][ID]));
  return next ?? (from < 0 ? at : shown[from]);
}

/** Show a citation. */
function go(n) {
  at = n;
  const position = shown.indexOf(n);
  if (position >= 0) { listPage = Math.floor(position / PAGE); }
  keep("at", rows[n][ID]);
  draw();
  if (scrollY > $("citation").offsetTop) { scrollTo(0, $("citation").offsetTop - 8); }
}
