// A page of cases: filters them, and goes from one to the next by key. The page's own script says which they are.
// cases: their selector; filters: the fields that choose, the first of them, set to "open", what u shows alone;
// fits: whether a case's data are what was chosen; after, at: what else follows on a search, and on a step.
function browse(page) {
  "use strict";
  var cases = Array.prototype.slice.call(document.querySelectorAll(page.cases));
  var texts = null;
  var form = document.getElementById("find");
  var words = document.getElementById("words");
  var first = page.filters[0];
  function find() {
    texts = texts || cases.map(function (one) { return one.textContent.toLowerCase(); });
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    cases.forEach(function (one, at) {
      var fits = page.fits(one.dataset) && wanted.every(function (word) { return texts[at].indexOf(word) >= 0; });
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    if (page.after) { page.after(); }
    document.getElementById("found").textContent = shown + " of " + cases.length + " shown";
  }
  function step(by) {
    var shown = cases.filter(function (one) { return !one.hidden; });
    var at = shown.indexOf(document.activeElement.closest ? document.activeElement.closest(page.cases) : null);
    var next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (!next) { return; }
    next.focus();
    next.scrollIntoView({ block: "start" });
    if (page.at) { page.at(next); }
  }
  var keys = {
    j: function () { step(1); },
    k: function () { step(-1); },
    u: function () { first.value = first.value === "open" ? "" : "open"; find(); }
  };
  addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (typing && event.key === "Escape") { event.target.blur(); }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });
  var waiting = 0;
  words.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 200); });
  page.filters.forEach(function (one) { one.addEventListener("change", find); });
  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
  form.hidden = false;
  return { form: form, find: find };
}
