// A field above each long table that keeps the rows with some words, and headings that sort it. Without it nothing
// is missing: tables stand as they were written, and print shows all rows in any case.
(function () {
  "use strict";
  var LONG = 8;
  var order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  function make(tag, name, text) {
    var element = document.createElement(tag);
    element.className = name;
    element.textContent = text || "";
    return element;
  }
  function list(things) { return Array.prototype.slice.call(things); }

  // What a cell says to a reader: signs that only the eye sees are left out, a place in a file too.
  function said(cell) {
    if (!cell) { return ""; }
    if (cell.dataset.sort) { return cell.dataset.sort; }
    var copy = cell.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true], .place, .mark, .note").forEach(function (part) { part.remove(); });
    return copy.textContent.trim();
  }
  // A number with thousands set off, and what may stand around it: ≥, %, a stand-in's mark, an interval.
  function number(text) {
    var found = /^[^\w.−-]*([-−]?[\d,]*\.?\d+)/.exec(text);
    return found ? parseFloat(found[1].replace(/,/g, "").replace("−", "-")) : NaN;
  }
  // Where each heading stands, as the position of its column; headings may span rows and columns.
  function columns(head) {
    var taken = list(head.rows).map(function () { return []; });
    var found = [];
    list(head.rows).forEach(function (row, at) {
      var column = 0;
      list(row.cells).forEach(function (cell) {
        while (taken[at][column]) { column += 1; }
        for (var down = 0; down < cell.rowSpan && at + down < taken.length; down += 1) {
          for (var along = 0; along < cell.colSpan; along += 1) { taken[at + down][column + along] = true; }
        }
        if (cell.tagName === "TH" && cell.scope === "col" && cell.colSpan === 1) { found.push([cell, column]); }
        column += cell.colSpan;
      });
    });
    return found;
  }
  function at(row, column) {
    var cells = list(row.cells);
    for (var i = 0, from = 0; i < cells.length; i += 1) {
      if (column < from + cells[i].colSpan) { return cells[i].colSpan === 1 ? cells[i] : null; }
      from += cells[i].colSpan;
    }
    return null;
  }
  function sorted(rows, column, counts, down) {
    var keys = rows.map(function (row) { return said(at(row, column)); });
    var numbers = keys.map(number);
    // Words among numbers, such as "not recorded", go to the end, as what is empty does.
    var counted = counts || keys.every(function (key) { return /^\W*[\d,.]*\W*$/.test(key); });
    var last = keys.map(function (key, i) { return !key || (counted && isNaN(numbers[i])); });
    return rows.map(function (row, i) { return i; }).sort(function (a, b) {
      if (last[a] !== last[b]) { return last[a] ? 1 : -1; }
      var by = last[a] ? 0 : counted ? numbers[a] - numbers[b] : order.compare(keys[a], keys[b]);
      return (down ? -by : by) || a - b;
    }).map(function (i) { return rows[i]; });
  }

  function sortable(table, rows) {
    var body = table.tBodies[0];
    var after = body.querySelector("tr.total");
    var heads = columns(table.tHead);
    heads.forEach(function (pair) {
      var head = pair[0];
      var button = make("button", "sort");
      button.type = "button";
      if (!head.textContent.trim() || head.querySelector("a")) { return; }
      button.append.apply(button, list(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var next = { none: "ascending", ascending: "descending", descending: "none" };
        var way = next[head.getAttribute("aria-sort") || "none"];
        heads.forEach(function (other) { other[0].removeAttribute("aria-sort"); });
        if (way !== "none") { head.setAttribute("aria-sort", way); }
        (way === "none" ? rows : sorted(rows, pair[1], head.classList.contains("num"), way === "descending")).forEach(function (row) {
          body.insertBefore(row, after);
        });
      });
    });
  }

  function filtered(table, rows, at) {
    var box = make("div", "table-find");
    var label = make("label", "", "Find in this table");
    var field = make("input", "");
    var state = make("span", "tally", rows.length + " rows");
    field.type = "search";
    field.id = "table-find-" + at;
    field.autocomplete = "off";
    label.htmlFor = field.id;
    var caption = table.caption && table.caption.textContent.trim();
    if (caption) { label.append(make("span", "sr", ": " + caption)); }
    state.setAttribute("role", "status");
    var texts = null;
    var groups = list(table.tBodies).map(function (body) { return [body, list(body.querySelectorAll("tr.group"))]; });
    var sums = list(table.querySelectorAll("tbody > tr.total, tfoot"));
    function find() {
      texts = texts || rows.map(function (row) { return row.textContent.toLowerCase(); });
      var wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row, i) {
        row.hidden = !wanted.every(function (word) { return texts[i].indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      groups.forEach(function (group) {
        var empty = !group[0].querySelector("tr:not(.group):not([hidden])");
        group[1].forEach(function (row) { row.hidden = empty; });
      });
      // A sum of all rows is no sum of those that are left.
      sums.forEach(function (sum) { sum.hidden = wanted.length > 0; });
      state.textContent = (wanted.length ? shown + " of " : "") + rows.length + " rows";
    }
    var waiting = 0;
    field.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 150); });
    // A link or the search leads to a row that is left out: all rows are there again.
    table.addEventListener("reveal", function (event) {
      if (event.target.closest("[hidden]")) { field.value = ""; find(); }
    });
    box.append(label, field, state);
    (table.closest(".scroll") || table).before(box);
  }

  // The keyboard stops at a box that scrolls, and passes those that have room for their table.
  var boxes = new ResizeObserver(function (seen) {
    seen.forEach(function (one) {
      if (one.target.scrollWidth > one.target.clientWidth + 1) { one.target.tabIndex = 0; } else { one.target.removeAttribute("tabindex"); }
    });
  });
  document.querySelectorAll("main > section .scroll").forEach(function (box) {
    if (!box.closest(".item")) { boxes.observe(box); }
  });

  document.querySelectorAll("main table:not(.sides):not(.numbers)").forEach(function (table, at) {
    var rows = list(table.querySelectorAll("tbody > tr:not(.group):not(.total)"));
    if (rows.length <= LONG || !table.tHead || table.querySelector("tbody [rowspan]")) { return; }
    filtered(table, rows, at);
    if (table.tBodies.length === 1 && !table.querySelector("tr.group, tr.beneath")) { sortable(table, rows); }
  });
})();
