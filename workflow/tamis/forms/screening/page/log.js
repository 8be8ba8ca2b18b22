// What was decided. Events are only ever added; the first `kept` of them stand in a file that was saved or
// opened, and are never changed or taken away again. All is kept in the browser, one entry an event.

const KEY = "tamis/screening/" + data.digest + "/";
const FIELDS = ["record", "decision", "of", "reason", "note", "time"];
const events = [];
const drafts = new Map(); // notes on citations without a decision
const histories = new Map();
let kept = 0, savedAt = "", shelf = null;

try {
  shelf = localStorage;
  shelf.setItem(KEY + "try", "1");
  shelf.removeItem(KEY + "try");
} catch (error) {
  shelf = null;
}

/** Keep a value under a name, or forget it (null). Says in the page when the browser keeps nothing. */
function keep(name, value) {
  if (!shelf) { return; }
  try {
    if (value === null) { shelf.removeItem(KEY + name); } else { shelf.setItem(KEY + name, value); }
  } catch (error) {
    shelf = null;
    warnOfStorage();
  }
}

const pack = (event) => JSON.stringify(FIELDS.map((name) => event[name]));

function keepAll() {
  events.forEach((event, at) => keep("e" + at, pack(event)));
  for (let at = events.length; shelf && shelf.getItem(KEY + "e" + at) !== null; at++) { keep("e" + at, null); }
  drafts.forEach((note, record) => keep("d/" + record, note));
  keepSaved();
}

function keepSaved() { keep("saved", JSON.stringify([kept, savedAt])); }

/** Take everything from the browser: at the beginning, and when another window has changed it. */
function load() {
  if (!shelf) { return; }
  events.length = 0;
  drafts.clear();
  try {
    for (let at = 0, text; (text = shelf.getItem(KEY + "e" + at)) !== null; at++) {
      const values = JSON.parse(text);
      events.push(Object.fromEntries(FIELDS.map((name, n) => [name, values[n]])));
    }
    [kept, savedAt] = JSON.parse(shelf.getItem(KEY + "saved") || '[0,""]');
  } catch (error) { // what is there is not ours: leave it alone
    shelf = null;
    remember();
    return;
  }
  for (let at = 0; at < shelf.length; at++) {
    const name = shelf.key(at);
    if (name.startsWith(KEY + "d/")) { drafts.set(name.slice(KEY.length + 2), shelf.getItem(name)); }
  }
  remember();
}

/** Take what another window has decided meanwhile, before something is added here. */
function pull() {
  if (!shelf) { return; }
  const last = events.length - 1;
  const same = last < 0 || shelf.getItem(KEY + "e" + last) === pack(events[last]);
  if (same && shelf.getItem(KEY + "e" + events.length) === null) { return; }
  if (shelf.getItem(KEY + "e0") === null) { keepAll(); } else { load(); } // emptied behind our back: put back
}

/**
 * The moment of a day or time as it is written in logs, also by a spreadsheet; NaN where the pipeline would
 * take it for none: a browser alone knows a 31st of February, and reads 1.2.2024 as the 2nd of January.
 */
function momentOf(text) {
  const found = /^(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text.trim());
  if (!found) { return NaN; }
  const [, y, m, d, day, month, year, hour = "0", minute = "00", second = "00", zone = ""] = found;
  const two = (number) => number.padStart(2, "0");
  const date = [y || year, two(m || month), two(d || day)].join("-");
  const there = new Date(`${date}T00:00:00Z`); // the 30th of February is the 1st of March to it, or none
  if (Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== date) { return NaN; }
  const offset = zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2");
  return Number(hour) > 23 ? NaN : Date.parse(`${date}T${two(hour)}:${minute}:${second}${offset}`);
}

/** Put the events of each citation in order of time; a line without one was written after that above it. */
function remember() {
  histories.clear();
  let moment = 0;
  for (const event of events) {
    moment = momentOf(event.time) || moment;
    event.moment = moment;
    const all = histories.get(event.record);
    if (all) { all.push(event); } else { histories.set(event.record, [event]); }
  }
  histories.forEach((all) => all.sort((a, b) => a.moment - b.moment));
}

const history = (record) => histories.get(record) || [];
const current = (record) => history(record).at(-1);
const isKept = (event) => events.lastIndexOf(event) < kept;

/** The local time with its offset, to the second. */
function iso(moment) {
  const minutes = -new Date(moment).getTimezoneOffset();
  const two = (number) => String(number).padStart(2, "0");
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const local = new Date(moment + minutes * 60000).toISOString().slice(0, 19);
  return local + (minutes < 0 ? "-" : "+") + two(hours) + ":" + two(rest);
}

/** Add a decision. It is later than the one before it on that citation, even where the clock is not. */
function add(event) {
  const before = current(event.record);
  const now = Math.max(Math.floor(Date.now() / 1000) * 1000, before ? before.moment + 1000 : 0);
  const made = { ...event, time: iso(now), moment: now };
  events.push(made);
  histories.set(made.record, [...history(made.record), made]);
  keep("e" + (events.length - 1), pack(made));
  setDraft(made.record, "");
}

/** Take the last event away again, where no file has it. */
function removeLast() {
  const gone = events.pop();
  keep("e" + events.length, null);
  histories.set(gone.record, history(gone.record).filter((event) => event !== gone));
  if (gone.note && !current(gone.record)) { setDraft(gone.record, gone.note); }
}

function setDraft(record, note) {
  if (note) { drafts.set(record, note); } else if (!drafts.delete(record)) { return; }
  keep("d/" + record, note || null);
}

const noteOf = (record) => drafts.get(record) ?? (current(record) || { note: "" }).note;

/** Write a note: beside the decision, or beside the one to come. What a file has is said anew, with the note. */
function setNote(record, note) {
  if (note === noteOf(record)) { return false; }
  const event = current(record);
  if (!event) { setDraft(record, note); }
  else if (isKept(event)) { add({ ...event, note }); }
  else {
    event.note = note;
    keep("e" + events.lastIndexOf(event), pack(event));
  }
  return true;
}

/** Take the lines of a saved file: those that are not here yet come before what no file has. */
function takeIn(lines) {
  pull();
  const key = (event) => pack(event);
  const fresh = events.slice(kept);
  const there = new Set(events.slice(0, kept).map(key));
  const before = events.length;
  const added = lines.filter((line) => !there.has(key(line)) && there.add(key(line)));
  events.splice(kept, fresh.length, ...added, ...fresh.filter((event) => !there.has(key(event))));
  kept += added.length;
  remember();
  added.forEach((event) => setDraft(event.record, ""));
  keepAll();
  return events.length - before;
}

function unsaved() { return events.length - kept; }
