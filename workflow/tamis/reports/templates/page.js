// Opens what a link leads into, and fills a long list when it is opened. The page reads without it.
(function () {
  "use strict";
  var packed = JSON.parse(document.getElementById("lists").textContent);
  function code(text, name) {
    var element = document.createElement("code");
    element.textContent = text;
    if (name) { element.className = name; }
    return element;
  }
  function line(thing) {
    var item = document.createElement("li");
    var own = typeof thing === "number";
    var record = own ? packed.records[thing] : thing[0] === null ? null : packed.records[thing[0]];
    var place = own ? record.slice(2) : thing.slice(1, 3);
    var text = own ? "" : thing[3];
    if (record) { item.append(code(record[0]), " ", record[1] || "[no title]", text ? ": " : ""); }
    var beside = text;
    if (!own && thing[4]) {
      beside = document.createElement("a");
      beside.href = "duplicates.html#citation-" + thing[4];
      beside.textContent = text;
    }
    item.append(beside, " ", code(packed.files[place[0]] + (place[1] ? ":" + place[1] : ""), "place"));
    return item;
  }
  function fill(details) {
    var things = packed.lists && packed.lists[details.dataset.list];
    if (!things || details.dataset.filled) { return; }
    details.dataset.filled = "yes";
    var list = document.createElement("ul");
    list.className = "behind";
    things.forEach(function (thing) { list.append(line(thing)); });
    details.querySelector(".behind").replaceWith(list);
  }
  document.querySelectorAll("details[data-list]").forEach(function (details) {
    details.addEventListener("toggle", function () { if (details.open) { fill(details); } });
  });
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var up = target; up; up = up.parentElement) { if (up.tagName === "DETAILS") { up.open = true; } }
    if (target.classList.contains("entry")) {
      var behind = target.querySelector("details");
      if (behind) { behind.open = true; }
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  open();
  if (matchMedia("(max-width: 62rem)").matches) { document.querySelector(".contents details").open = false; }
  addEventListener("beforeprint", function () {
    document.querySelectorAll("main > section:not(#numbers):not(#sheets) details:not(.long)").forEach(function (details) { details.open = true; });
  });
})();
