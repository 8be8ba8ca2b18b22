// What keys, buttons and fields do.

const KEYS = {
  i: "include", e: "exclude", m: "maybe", d: "duplicate", n: "note", u: "undo", s: "save", h: "marks",
  j: "next", k: "previous", arrowright: "next", arrowleft: "previous", "/": "filter", "?": "help", escape: "escape",
};
let asking = false; // an exclusion waits for its reason
let waiting = 0; // what looks for words a moment after the last key
const narrow = matchMedia("(max-width: 72rem)"); // as in page.css
let texts = null; // what the filter looks in, lower case

function commitNote() {
  const note = oneLine($("note").value);
  pull();
  if (setNote(rows[at][ID], note)) {
    drawHistory();
    drawProgress();
    say(decisionOn(rows[at][ID]) || !note ? "The note is kept." : "The note is kept in this browser, and goes into the file with your decision.");
  }
}

function ask(on) {
  asking = on;
  $("flowchart").classList.toggle("asking", on);
}

/** Decide on the citation that is shown, and show the next that is undecided. */
function decide(decision, reason, of) {
  if (decision === "exclude" && data.needsReason && !reason) {
    if (asking) { ACTIONS.escape(); return; } // asked for again: never mind
    ask(true);
    document.querySelector("[data-reason]").focus();
    say(`Exclude: which question is answered no? Choose it, or press 1 to ${Math.min(9, data.questions.length)}; Exclude again to leave it.`);
    return;
  }
  if (asking) { $("title").focus({ preventScroll: true }); } // Enter must not exclude the next one, too
  ask(false);
  pull();
  const record = rows[at][ID], note = oneLine($("note").value), before = current(record);
  const event = { record, decision, of: of || "", reason: reason || "", note };
  const next = following();
  const same = before && ["decision", "of", "reason", "note"].every((name) => before[name] === event[name]);
  if (!same) { add(event); }
  const pilot = !before && rows[at][BATCH] === "pilot" && rows.every((row) => row[BATCH] !== "pilot" || decisionOn(row[ID]));
  const done = `${inWords(event)}${same ? ", as before" : ""}. ${short(title(at))}${pilot ? " That was the pilot: meet before you go on." : ""}`;
  $("note").value = note;
  const stays = next === at;
  fit();
  go(next);
  const left = rows.some((row) => !decisionOn(row[ID]));
  say(done, stays ? (left ? "Nothing else is undecided in this filter." : "All are decided.") : "Next: " + title(at));
}

/** Take back the last decision; where a file has it, say the one before it again, or that it stays. */
function undo() {
  commitNote();
  pull();
  const last = events.at(-1);
  if (!last) { say("There is nothing to take back."); return; }
  let text = "";
  if (unsaved() > 0) {
    removeLast();
    text = `Taken back: ${inWords(last)}.`;
  } else {
    const before = history(last.record).at(-2);
    if (before && current(last.record) === last) {
      add({ ...before });
      text = `Said again: ${inWords(before)}. The file that was saved keeps the decision after it.`;
    } else {
      text = "That decision is in a saved file: it can be changed, and not unsaid. Decide anew to change it.";
    }
  }
  fit();
  go(place.get(last.record));
  say(`${text} ${short(title(at))}`);
}

function move(step) {
  commitNote();
  ask(false);
  const position = shown.indexOf(at);
  const from = shown.findIndex((n) => n > at);
  const target = position >= 0 ? position + step : step > 0 ? from : (from < 0 ? shown.length : from) - 1;
  if (target < 0 || target >= shown.length) { say(step > 0 ? "This is the last one." : "This is the first one."); return; }
  go(shown[target]);
  say("", `${title(at)} – ${$("decided").textContent}.`);
}

/** Work out which citations pass the filter; the one that is shown stays. */
function fit() {
  const decision = $("which").value, batch = $("batch").value;
  const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && !texts) {
    texts = rows.map((row) => [ID, TITLE, AUTHORS, ABSTRACT, KEYWORDS].map((column) => row[column]).join(" ").toLowerCase());
  }
  shown = [];
  rows.forEach((row, n) => {
    const said = decision === "all" || decisionOn(row[ID]) === (decision === "undecided" ? "" : decision);
    if (said && (batch === "" || row[BATCH] === batch) && words.every((word) => texts[n].includes(word))) { shown.push(n); }
  });
}

function filter() {
  commitNote();
  fit();
  listPage = 0;
  if (shown.length && !shown.includes(at)) { go(shown[0]); } else { go(at); }
}

function save() {
  commitNote();
  pull();
  if (!events.length) { say("Nothing is decided yet, so there is no file to save."); return; }
  const lines = events.map((event) => {
    const row = rows[place.get(event.record)];
    return [...FIELDS.map((name) => event[name]), row[OWN_TITLE], row[DETAILS]];
  });
  const address = URL.createObjectURL(new Blob([writeTable(lines)], { type: "text/csv;charset=utf-8" }));
  make("a", { href: address, download: data.file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  kept = events.length;
  savedAt = iso(Date.now());
  keepSaved();
  drawProgress();
  drawHistory();
  const notes = drafts.size ? ` ${count(drafts.size, "note")} without a decision not in it.` : "";
  say(`${data.file} is in your downloads, with ${count(events.length, "line")}. Put it into records/screening/ of the review.${notes}`);
}

/** Whether a file is this person's of this stage, by its name; one of another name only if the person says so. */
function isOwn(name) {
  const own = data.file.split(".", 2);
  if (name.toLowerCase().startsWith(`${own.join(".")}.`.toLowerCase())) { return true; }
  if (/^(title_abstract|full_text|adjudication|duplicates|allocation)\./i.test(name)) {
    say(`Nothing was taken from ${name}: it is another person's, or of another stage; here belongs ${data.file}.`);
    return false;
  }
  const sure = confirm(`Does ${name} hold ${own[1]}'s own decisions of the stage ${own[0]}, and nobody else's?`);
  if (!sure) { say(`Nothing was taken from ${name}.`); }
  return sure;
}

/** What the pipeline would refuse in a line of a file; empty where it takes it. */
function wrongIn({ record, decision, of, reason, time }) {
  if (!Object.hasOwn(DONE, decision)) { return `the decision ${decision}, which is unknown here`; }
  if (decision === "duplicate" && (!/^r[a-z2-7]{10}(-[1-9][0-9]*)?$/.test(of) || of === record)) {
    return of ? `${of} as the other record of a duplicate, which it cannot be` : "a duplicate, and not of which record";
  }
  if (reason && decision !== "exclude") { return `the reason ${reason} beside ${decision}; only an exclusion has one`; }
  if (reason && !Object.hasOwn(data.reasons, reason)) { return `the reason ${reason}, which is unknown here`; }
  if (!reason && decision === "exclude" && data.needsReason) { return "an exclusion without a reason"; }
  return time && Number.isNaN(momentOf(time)) ? `the time ${time}, which is none` : "";
}

/** Take a saved file in, where all of it can be. */
function takeFile(name, bytes) {
  let text = "";
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch (error) { text = new TextDecoder("windows-1252").decode(bytes); }
  const table = readTable(text);
  if (table.wrong) { say(`${name} is no decisions file: ${table.wrong}.`); return; }
  const mine = table.lines.filter((line) => line.decision && place.has(line.record));
  mine.forEach((line) => { line.decision = line.decision.toLowerCase(); });
  const bad = mine.find(wrongIn);
  if (bad) {
    say(`Nothing was taken from ${name}: line ${bad.line} has ${wrongIn(bad)}.`);
    return;
  }
  if (!isOwn(name)) { return; }
  const others = table.lines.filter((line) => line.decision).length - mine.length;
  const added = takeIn(mine.map((line) => Object.fromEntries(FIELDS.map((field) => [field, line[field]]))));
  fit();
  go(rows.some((row) => !decisionOn(row[ID])) ? rows.findIndex((row) => !decisionOn(row[ID])) : at);
  say(`${name}: ${count(added, "decision")} taken in.` + (others ? ` ${count(others, "line")} on citations that are not on this list left out.` : ""));
}

const ACTIONS = {
  include: () => decide("include"),
  exclude: () => decide("exclude"),
  maybe: () => decide("maybe"),
  duplicate: openDuplicate,
  note: () => $("note").focus(),
  undo,
  next: () => move(1),
  previous: () => move(-1),
  save,
  open: () => $("file").click(),
  filter: () => { $("list-details").open = true; $("words").focus(); $("words").select(); },
  help: () => $("help").showModal(),
  marks: () => { $("show-marks").checked = !$("show-marks").checked; showMarks(); },
  escape: () => { if (asking) { ask(false); $("title").focus({ preventScroll: true }); say("Not excluded."); } },
};

function showMarks() {
  for (const kind of ["include", "exclude", "search"]) {
    const own = $("mark-" + kind);
    document.body.classList.toggle("no-" + kind, !$("show-marks").checked || !(own && own.checked));
  }
}

/** The key as it is named in KEYS, on any keyboard: by its place where it has no Latin letter or digit. */
function nameOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (/^\d$/.test(event.key)) { return event.key; }
  if (digit && !event.shiftKey && !(event.key in KEYS)) { return digit[1]; }
  if (/^[^\x00-\x7f]$/.test(event.key)) { return event.code.replace("Key", "").toLowerCase(); }
  return event.key.toLowerCase();
}

/** Leave a field by keyboard, with what was typed in it: back to the citation. */
function leave(field) {
  if (field.id === "words") {
    clearTimeout(waiting);
    filter();
    $("list-details").open = !narrow.matches;
  }
  field.blur();
  $("title").focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea, input, select");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) {
    if (field && field.id === "note" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { leave(field); }
    return;
  }
  if (field && field.type !== "checkbox") {
    const leaves = event.key === "Escape" || (event.key === "Enter" && field.id === "words");
    if (leaves) { event.preventDefault(); leave(field); }
    return;
  }
  const key = nameOf(event);
  const question = data.questions[Number(key) - 1];
  const action = /^[1-9]$/.test(key) && question ? () => decide("exclude", question) : Object.hasOwn(KEYS, key) && ACTIONS[KEYS[key]];
  if (!action || (!$("keys-on").checked && key !== "escape")) { return; }
  event.preventDefault();
  if (!event.repeat || KEYS[key] === "next" || KEYS[key] === "previous") { action(); } // a key held down decides once
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) { return; }
  const of = button.dataset;
  if (of.do) { ACTIONS[of.do](); }
  else if (of.reason) { decide("exclude", of.reason); }
  else if (of.go) { commitNote(); ask(false); go(Number(of.go)); }
  else if (of.of) { chooseOther(of.of); }
  else if (of.page) { listPage += Number(of.page); drawList(); }
  else if (of.close) { $(of.close).close(); }
});

$("words").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
$("filter").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["which", "batch"]) { $(id).addEventListener("change", filter); }
$("note").addEventListener("blur", commitNote);
for (const box of document.querySelectorAll("#marks input")) { box.addEventListener("change", showMarks); }
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  if (file) { takeFile(file.name, await file.arrayBuffer()); }
  $("file").value = "";
});
addEventListener("beforeunload", (event) => {
  commitNote();
  if (unsaved() > 0 || (!shelf && drafts.size)) { event.preventDefault(); event.returnValue = ""; }
});
addEventListener("pagehide", commitNote);
/** Show what another window on this list has done. */
function follow() {
  const typed = document.activeElement === $("note") ? $("note").value : null;
  load();
  fit();
  draw();
  if (typed !== null) { $("note").value = typed; }
}

let soon = 0; // one look at all that another window has changed, not one for each entry
addEventListener("storage", (event) => {
  if (event.key === null) { keepAll(); } // another page has emptied the browser's store
  else if (event.key.startsWith(KEY) && !event.key.endsWith("/at")) {
    clearTimeout(soon);
    soon = setTimeout(follow, 50);
  }
});

load();
if (!shelf) { warnOfStorage(); }
const before = shelf ? place.get(shelf.getItem(KEY + "at")) : undefined;
const first = rows.findIndex((row) => !decisionOn(row[ID]));
$("list-details").open = !narrow.matches;
showMarks();
fit();
$("page").hidden = false;
go(before ?? Math.max(0, first));

if (!matchMedia("(pointer: coarse)").matches) { say("Keys: i include, e exclude, m maybe, u undo, ? help."); }
