// The contents list: closed on a narrow screen, marks what is being read, `/` goes to its search. What print opens.
(function () {
  "use strict";
  var box = document.querySelector(".contents details");
  var links = Array.prototype.slice.call(box.querySelectorAll("ol a"));
  var parts = links.map(function (link) { return document.getElementById(link.hash.slice(1)); });
  var current = null;
  function mark() {
    // Where there is nothing left to scroll, the last part is being read, however short it is.
    var end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    var line = end ? innerHeight : innerHeight * 0.3;
    var at = 0;
    parts.forEach(function (part, i) { if (part && part.getBoundingClientRect().top <= line) { at = i; } });
    if (links[at] === current) { return; }
    if (current) { current.removeAttribute("aria-current"); }
    current = links[at];
    current.setAttribute("aria-current", "location");
    // The list scrolls in itself where it is longer than the window; the page stays where it is.
    if (current.offsetTop < box.scrollTop) { box.scrollTop = current.offsetTop - 40; }
    var below = current.offsetTop + current.offsetHeight - box.clientHeight;
    if (below > box.scrollTop) { box.scrollTop = below + 40; }
  }
  var waiting = false;
  addEventListener("scroll", function () {
    if (waiting) { return; }
    waiting = true;
    requestAnimationFrame(function () { waiting = false; mark(); });
  }, { passive: true });
  addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    var field = box.querySelector("input[type=search]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !field) { return; }
    event.preventDefault();
    box.open = true;
    field.focus();
  });
  // What is shut is printed too, but for lists that are long.
  addEventListener("beforeprint", function () {
    var shut = "main > section:not(#numbers):not(#sheets) details:not(.long):not(.item):not(.rule):not(.abstract)";
    document.querySelectorAll(shut).forEach(function (details) { details.open = true; });
  });
  if (matchMedia("(max-width: 62rem)").matches) { box.open = false; }
  if (links.length) { mark(); }
})();
