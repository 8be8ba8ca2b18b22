// Finds words in the whole page: how often in each part, and Enter goes from one place to the next.
(function () {
  "use strict";
  var BLOCKS = "p, li, td, th, dt, dd, figcaption, caption, summary, blockquote, h3, h4, h5";
  var form = document.getElementById("finder");
  if (!form) { return; }
  var field = document.getElementById("finder-words");
  var state = document.getElementById("finder-found");
  var hits = document.getElementById("finder-hits");
  var blocks = null;
  var found = [];
  var now = -1;
  function index() {
    var all = Array.prototype.slice.call(document.querySelectorAll("main > section")).map(function (part) {
      return Array.prototype.map.call(part.querySelectorAll(BLOCKS), function (block) {
        return { block: block, part: part, text: block.textContent.toLowerCase() };
      });
    });
    return Array.prototype.concat.apply([], all);
  }
  // A block fits that has all words, unless a block in it has them all too.
  function fitting(wanted) {
    var kept = [];
    for (var i = blocks.length - 1; i >= 0; i -= 1) {
      var fits = wanted.every(function (word) { return blocks[i].text.indexOf(word) >= 0; });
      if (fits && !(kept.length && blocks[i].block.contains(kept[kept.length - 1].block))) { kept.push(blocks[i]); }
    }
    return kept.reverse();
  }
  function leave() {
    if (found[now]) { found[now].block.classList.remove("hit"); }
  }
  function go(to) {
    leave();
    now = (to + found.length) % found.length;
    var block = found[now].block;
    for (var up = block; up; up = up.parentElement) { if (up.tagName === "DETAILS") { up.open = true; } }
    block.dispatchEvent(new Event("reveal", { bubbles: true }));
    block.classList.add("hit");
    block.scrollIntoView({ block: "center" });
    state.textContent = (now + 1) + " of " + found.length;
  }
  function find() {
    leave();
    blocks = blocks || index();
    var wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = wanted.length ? fitting(wanted) : [];
    now = -1;
    hits.textContent = "";
    var parts = [];
    found.forEach(function (one, at) {
      var last = parts[parts.length - 1];
      if (last && last.part === one.part) { last.n += 1; } else { parts.push({ part: one.part, n: 1, at: at }); }
    });
    parts.forEach(function (one) {
      var link = document.createElement("a");
      link.href = "#" + one.part.id;
      link.textContent = one.part.querySelector(".title").firstChild.textContent.trim();
      link.addEventListener("click", function (event) {
        event.preventDefault();
        go(one.at);
        found[now].block.tabIndex = -1;
        found[now].block.focus({ preventScroll: true });
      });
      var item = document.createElement("li");
      item.append(link, " ", String(one.n));
      hits.append(item);
    });
    state.textContent = !wanted.length ? "" : !found.length ? "Nothing found" :
      found.length + (found.length === 1 ? " place" : " places") + "; Enter goes to the next";
  }
  var waiting = 0;
  // What was opened or filled since is found too.
  field.addEventListener("focus", function () { blocks = null; });
  field.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 200); });
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { field.value = ""; find(); }
    if (event.key !== "Enter") { return; }
    event.preventDefault();
    if (!found.length) { find(); }
    if (found.length) { go(now + (event.shiftKey ? -1 : 1)); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
})();
