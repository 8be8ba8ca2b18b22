// The decisions file: how it is written, and how it is read back.

const data = JSON.parse(document.getElementById("data").textContent);
const COLUMNS = ["record", "decision", "of", "reason", "note", "time", "title", "details"];
const FORMULA = /^'*[=+\-@\t\r]/;
const DECIMAL = /^[+-]?[0-9]+(\.[0-9]+)?$/;

/** A cell that no spreadsheet runs, as the pipeline writes it; `plain` is the way back. */
function harmless(text) {
  return FORMULA.test(text) && !DECIMAL.test(text) ? "'" + text : text;
}

function plain(text) {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** One line: git merges logs line by line, so a decision never takes two. */
function oneLine(text) {
  return text.replace(/[\s\0\u2028\u2029]+/g, " ").trim();
}

function writeTable(lines) {
  const rows = [COLUMNS, ...lines].map((cells) =>
    cells
      .map((cell) => {
        const text = harmless(oneLine(cell));
        return /[",;]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
      })
      .join(",")
  );
  return "\ufeff" + rows.join("\n") + "\n"; // with the mark, without which Excel takes it for cp1252
}

/** The rows of a CSV file as lists of cells, each with the number of its line. */
function cellsOf(text, separator) {
  const rows = [];
  let row = [], cell = "", quoted = false, line = 1, begin = 1;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "\n") { line++; }
    if (quoted) {
      if (letter !== '"') { cell += letter; }
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else { quoted = false; }
    } else if (letter === '"' && cell === "") { quoted = true; }
    else if (letter === separator) { row.push(cell); cell = ""; }
    else if (letter === "\n") {
      rows.push([begin, [...row, cell]]);
      row = []; cell = ""; begin = line;
    } else if (letter !== "\r") { cell += letter; }
  }
  if (cell || row.length) { rows.push([begin, [...row, cell]]); }
  return rows;
}

/**
 * The lines of a decisions file, also where a spreadsheet has saved it anew.
 * Returns {lines: [{line, record, decision, ...}]}, or {wrong: why} where it is no such file.
 */
function readTable(text) {
  const clean = text.replace(/^\ufeff/, "");
  const head = clean.split("\n", 1)[0];
  const separator = [",", ";", "\t"].find((mark) =>
    ["record", "decision"].every((name) => cellsOf(head, mark).some(([, cells]) => cells.includes(name)))
  );
  if (!separator) { return { wrong: "it has no columns record and decision in its first line" }; }
  const [[, names], ...rows] = cellsOf(clean, separator);
  return {
    lines: rows.filter(([, cells]) => cells.some((cell) => cell.trim())).map(([line, cells]) => {
      const found = { line };
      COLUMNS.forEach((name) => { found[name] = plain((cells[names.indexOf(name)] || "").trim()); });
      return found;
    }),
  };
}
