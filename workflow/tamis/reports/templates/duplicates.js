// Opens what a link leads to, and finds words in the lists. The page reads without it.
(function () {
  "use strict";
  var items = Array.prototype.slice.call(document.querySelectorAll("details.item"));
  var texts = null;
  var words = document.getElementById("words");
  var differs = document.getElementById("differs");
  var state = document.getElementById("found");
  var onward = document.createElement("button");
  onward.type = "button";
  onward.className = "onward";
  onward.textContent = "Go to the first";
  onward.hidden = true;
  onward.addEventListener("click", go);
  state.after(onward);
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.tagName === "DETAILS") { target.open = true; target.hidden = false; }
    target.scrollIntoView();
  }
  function find() {
    texts = texts || items.map(function (item) { return item.textContent.toLowerCase(); });
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    items.forEach(function (item, at) {
      var fits = (!differs.value || item.dataset.differs.split("|").indexOf(differs.value) >= 0) &&
        wanted.every(function (word) { return texts[at].indexOf(word) >= 0; });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    state.textContent = shown + " of " + items.length + " shown";
    onward.hidden = !shown;
  }
  // To the first one that is shown: what is above it may fill the window.
  function go() {
    var first = items.find(function (item) { return !item.hidden; });
    if (!first) { return; }
    first.querySelector("summary").focus({ preventScroll: true });
    first.scrollIntoView();
  }
  var waiting = 0;
  words.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 200); });
  differs.addEventListener("change", find);
  document.getElementById("find").addEventListener("submit", function (event) { event.preventDefault(); find(); go(); });
  document.getElementById("find").hidden = false;
  document.querySelectorAll(".answer input").forEach(function (input) {
    input.addEventListener("focus", function () { input.select(); });
  });
  addEventListener("hashchange", open);
  open();
})();
