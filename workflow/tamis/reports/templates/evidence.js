// Filters the quotes, goes from one to the next by key, and scrolls each page to its words. It reads without.
(function () {
  "use strict";
  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  var quotes = all(".quote");
  var texts = null;
  var form = document.getElementById("find");
  var words = document.getElementById("words");
  var state = document.getElementById("state");
  var study = document.getElementById("study");
  var person = document.getElementById("person");
  function find() {
    texts = texts || quotes.map(function (one) { return one.textContent.toLowerCase(); });
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    quotes.forEach(function (one, at) {
      var its = one.dataset;
      var fits = (!state.value || (state.value === "open" ? its.well === "no" : its.state === state.value)) &&
        (!study.value || its.study === study.value) &&
        (!person.value || its.people.split(" ").indexOf(person.value) >= 0) &&
        wanted.every(function (word) { return texts[at].indexOf(word) >= 0; });
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    all(".sheet-of, .study-case").forEach(function (part) {
      part.hidden = !part.querySelector(".quote:not([hidden])");
    });
    document.getElementById("found").textContent = shown + " of " + quotes.length + " shown";
  }
  function bring(frame, spot) {
    frame.scrollTop = Math.max(0, spot.offsetTop - 96);
    frame.scrollLeft = Math.max(0, spot.offsetLeft - 40);
  }
  function step(by) {
    var shown = quotes.filter(function (one) { return !one.hidden; });
    var at = shown.indexOf(document.activeElement.closest ? document.activeElement.closest(".quote") : null);
    var next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (!next) { return; }
    next.focus();
    next.scrollIntoView({ block: "start" });
    var spot = document.getElementById(next.id.replace("quote-", "words-"));
    if (spot) { bring(spot.closest(".window"), spot); }
  }
  var keys = {
    j: function () { step(1); },
    k: function () { step(-1); },
    u: function () { state.value = state.value === "open" ? "" : "open"; find(); }
  };
  addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (typing && event.key === "Escape") { event.target.blur(); }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });
  all(".window").forEach(function (frame) {
    var spot = frame.querySelector(".spot");
    if (spot) { bring(frame, spot); }
  });
  var waiting = 0;
  words.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 200); });
  [state, study, person].forEach(function (one) { one.addEventListener("change", find); });
  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
  // What a link leads to is shown, whatever was sought.
  function show() {
    var to = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!to || !to.closest("[hidden]")) { return; }
    form.reset();
    find();
    to.scrollIntoView({ block: "start" });
  }
  addEventListener("hashchange", show);
  document.addEventListener("click", function (event) {
    if (event.target.closest("a[href^='#']")) { setTimeout(show, 0); }  // the same one again is no change
  });
  // What was never scrolled to is printed, too.
  addEventListener("beforeprint", function () {
    all("img").forEach(function (image) { image.loading = "eager"; image.decoding = "sync"; });
  });
  form.hidden = false;
})();
