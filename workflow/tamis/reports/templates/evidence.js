// Filters the quotes, goes from one to the next by key, and scrolls each page to its words. It reads without.
(function () {
  "use strict";
  function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
  var state = document.getElementById("state");
  var study = document.getElementById("study");
  var person = document.getElementById("person");
  function bring(frame, spot) {
    frame.scrollTop = Math.max(0, spot.offsetTop - 96);
    frame.scrollLeft = Math.max(0, spot.offsetLeft - 40);
  }
  all(".window").forEach(function (frame) {
    var spot = frame.querySelector(".spot");
    if (spot) { bring(frame, spot); }
  });
  var quotes = browse({
    cases: ".quote",
    filters: [state, study, person],
    fits: function (its) {
      return (!state.value || (state.value === "open" ? its.well === "no" : its.state === state.value)) &&
        (!study.value || its.study === study.value) &&
        (!person.value || its.people.split(" ").indexOf(person.value) >= 0);
    },
    after: function () {
      all(".sheet-of, .study-case").forEach(function (part) {
        part.hidden = !part.querySelector(".quote:not([hidden])");
      });
    },
    at: function (quote) {
      var spot = document.getElementById(quote.id.replace("quote-", "words-"));
      if (spot) { bring(spot.closest(".window"), spot); }
    }
  });
  // What a link leads to is shown, whatever was sought.
  function show() {
    var to = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!to || !to.closest("[hidden]")) { return; }
    quotes.form.reset();
    quotes.find();
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
})();
