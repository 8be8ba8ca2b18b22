// Opens what a link leads into. The page reads without it.
(function () {
  "use strict";
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var up = target; up; up = up.parentElement) { if (up.tagName === "DETAILS") { up.open = true; } }
    if (target.classList.contains("entry")) {
      var behind = target.querySelector("details");
      if (behind) { behind.open = true; }
    }
    target.dispatchEvent(new Event("reveal", { bubbles: true }));
    target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  // Once all of the page's script has run, which may move what is linked to.
  document.addEventListener("DOMContentLoaded", open);
})();
