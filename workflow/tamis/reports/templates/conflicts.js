// Filters the conflicts, and goes from one to the next by key. The page reads without it.
(function () {
  "use strict";
  var cases = Array.prototype.slice.call(document.querySelectorAll(".case"));
  var texts = null;
  var form = document.getElementById("find");
  var words = document.getElementById("words");
  var way = document.getElementById("way");
  var stage = document.getElementById("stage");
  var pair = document.getElementById("pair");
  function find() {
    texts = texts || cases.map(function (one) { return one.textContent.toLowerCase(); });
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    cases.forEach(function (one, at) {
      var fits = (!way.value || one.dataset.way === way.value) &&
        (!stage.value || one.dataset.stage === stage.value) &&
        (!pair.value || one.dataset.pairs.split("|").indexOf(pair.value) >= 0) &&
        wanted.every(function (word) { return texts[at].indexOf(word) >= 0; });
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.getElementById("found").textContent = shown + " of " + cases.length + " shown";
  }
  function step(by) {
    var shown = cases.filter(function (one) { return !one.hidden; });
    var at = shown.indexOf(document.activeElement.closest ? document.activeElement.closest(".case") : null);
    var next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "start" }); }
  }
  var keys = {
    j: function () { step(1); },
    k: function () { step(-1); },
    u: function () { way.value = way.value === "open" ? "" : "open"; find(); }
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
  [way, stage, pair].forEach(function (one) { one.addEventListener("change", find); });
  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
  form.hidden = false;
})();
