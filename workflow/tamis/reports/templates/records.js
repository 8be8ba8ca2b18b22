// Opens the records behind a number, each with all that happened to it. What `packed` holds: reports/packed.py.
// Without it a link leads to the number's entry at the end of the page.
(function () {
  "use strict";
  var packed = JSON.parse(document.getElementById("lists").textContent);
  var PORTION = 200;
  var KINDS = ["search", "found", "link", "vote", "settled", "outcome", "sought", "study", "exit"];
  var ids = null, unique = 0;

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) { element.className = name; }
    if (text !== undefined) { element.textContent = text; }
    return element;
  }
  function button(name, text, act) {
    var element = make("button", name, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }
  function word(at) { return packed.words[at || 0]; }
  // A path breaks after a slash; the file's name stays with its line (reports/environment.py, `parted`).
  function place(file, line) {
    var code = make("code", "place"), parts = (packed.files[file] + (line ? ":" + line : "")).split("/"), name = parts.pop();
    parts.forEach(function (part) { code.append(part + "/", make("wbr")); });
    code.append(make("span", "", name));
    return code;
  }
  // Texts of strangers one after the other: each keeps its own direction to itself.
  function joined(element, texts) {
    texts.filter(Boolean).forEach(function (text, at) { element.append(at ? " · " : "", make("bdi", "", text)); });
    return element;
  }
  function counted(n) { return n.toLocaleString("en-GB"); }

  // --- what is packed ---
  function record(at) {
    var row = packed.records[at];
    return {
      at: at, id: row[0], title: word(row[1]) || "[no title]", file: row[2], line: row[3], authors: word(row[4]),
      year: row[5] || "", source: word(row[6]), home: row[7] || 0, own: row[8] || [], shared: row[9] || []
    };
  }
  function thing(at) {
    var row = packed.things[at];
    return {
      record: row[0] ? record(row[0] - 1) : null, file: row[1], line: row[2], text: word(row[3]),
      n: (row[4] || 0) + 1, beside: row[5] ? packed.records[row[5] - 1][0] : ""
    };
  }
  function behind(id) {
    var at = 0;
    return packed.lists[id].map(function (step) { at += step; return thing(at); });
  }
  function named(id) {
    if (!ids) {
      ids = new Map();
      packed.records.forEach(function (row, at) { ids.set(row[0], at); });
    }
    return ids.get(id);
  }
  function surnames(authors) {
    var all = authors.split(";").map(function (one) { return one.split(",")[0].trim(); }).filter(Boolean);
    return all.length > 3 ? all.slice(0, 3).join(", ") + " et al." : all.join(", ");
  }

  // --- the life of a record ---
  function event(of, own) {
    var item = make("li", "event " + KINDS[of[0]] + (of[9] ? " past" : ""));
    item.append(make("bdi", "what", word(of[2])));
    if (of[8]) {
      var other = record(of[8] - 1);
      item.append(" ", button("link", other.id, function () { openRecord(other.at); }), " in ", make("bdi", "", other.source));
      if (bare(other.title) !== bare(own.title)) { item.append(", “", make("bdi", "", other.title), "”"); }
    }
    if (of[9]) { item.append(" ", make("span", "later", "a later line took its place")); }
    if (of[5]) { item.append(make("span", "why", word(of[5]))); }
    if (of[6]) {
      var said = make("span", "said", "“");
      said.append(make("bdi", "", word(of[6])), "”");
      item.append(said);
    }
    var foot = make("span", "at");
    if (of[7]) { foot.append(word(of[7]), " · "); }
    foot.append(place(of[3], of[4]));
    item.append(foot);
    return item;
  }
  function life(own) {
    var whole = make("div", "life"), home = packed.records[own.home], list = null, part = -1;
    whole.append(joined(make("p", "who"), [own.id, own.authors, own.year]));
    function add(at) {
      var of = packed.events[at];
      if (!list || of[1] !== part) {
        part = of[1];
        list = make("ol");
        list.setAttribute("aria-label", word(part));
        whole.append(make("p", "part", word(part)), list);
      }
      list.append(event(of, own));
    }
    own.own.forEach(add);
    if (own.home !== own.at && home[9]) {
      var onward = make("p", "onward", "What became of the publication, as ");
      onward.append(button("link", home[0], function () { openRecord(own.home); }), ":");
      whole.append(onward);
      list = null;
    }
    (home[9] || []).forEach(add);
    if (own.own.some(function (at) { return KINDS[packed.events[at][0]] === "link" && packed.events[at][8]; })) {
      var beside = make("a", "", "The records of this publication, side by side");
      beside.href = "duplicates.html#citation-" + home[0];
      whole.append(beside);
    }
    return whole;
  }

  function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }
  function bare(title) { return plain(title).replace(/[^\p{L}\p{N}]+/gu, ""); }

  // --- lists ---
  function row(of) {
    var item = make("li", "item");
    if (of.record) {
      var one = of.record, opener = button("opener", "", function () {
        var now = opener.getAttribute("aria-expanded") !== "true";
        if (now && !item.querySelector(".life")) {
          var told = life(one);
          told.id = opener.getAttribute("aria-controls");
          item.append(told);
        }
        opener.setAttribute("aria-expanded", now);
        item.classList.toggle("open", now);
      });
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", "life-" + (unique += 1));
      var name = make("span", "name", one.title);
      name.dir = "auto";
      opener.append(name);
      opener.append(joined(make("span", "by"), [surnames(one.authors), one.year, one.source]));
      item.append(opener);
    }
    var line = make("p", "line");
    if (of.beside) {
      var beside = make("a");
      beside.append(make("bdi", "", of.text));
      beside.href = "duplicates.html#citation-" + of.beside;
      line.append(beside, " ");
    } else if (of.text) {
      line.append(make("bdi", "", of.text), " ");
    }
    line.append(place(of.file, of.line));
    item.append(line);
    return item;
  }
  function hay(of) {
    var one = of.record;
    var parts = one ? [one.title, one.authors, one.year, one.source, one.id, packed.files[one.file] + ":" + one.line] : [];
    return plain(parts.concat(of.text, packed.files[of.file] + ":" + of.line).join(" "));
  }
  function sum(things) { return things.reduce(function (n, of) { return n + of.n; }, 0); }
  function browse(things) {
    var whole = make("div", "records"), list = make("ol", "items"), hays = null, found = things, end = 0;
    var status = make("p", "status"), all = sum(things);
    status.setAttribute("role", "status");
    var more = button("more", "", function () {
      var first = end;
      grow();
      var next = list.children[first] && list.children[first].querySelector("button");
      if (next) { next.focus(); }
    });
    function grow() {
      found.slice(end, end + PORTION).forEach(function (of) { list.append(row(of)); });
      end = Math.min(end + PORTION, found.length);
      more.hidden = end === found.length;
      more.textContent = "Show " + counted(Math.min(PORTION, found.length - end)) + " more";
    }
    function show(words) {
      var terms = plain(words).split(/\s+/).filter(Boolean);
      if (terms.length) { hays = hays || things.map(hay); }
      found = things.filter(function (_, at) {
        return terms.every(function (term) { return hays[at].includes(term); });
      });
      list.textContent = "";
      end = 0;
      grow();
      status.textContent = terms.length ? counted(sum(found)) + " of " + counted(all) + " match" : things.length ? counted(all) + " in all" : "There is none.";
    }
    if (things.length > 5) {
      var label = make("label", "filter"), field = make("input");
      field.type = "search";
      field.autocomplete = "off";
      field.spellcheck = false;
      field.addEventListener("input", function () { show(field.value); });
      label.append(make("span", "", "Filter by title, author, year, source, id or file"), field);
      whole.append(label);
    }
    whole.append(status, list, more);
    show("");
    return whole;
  }

  // --- the panel ---
  var panel = null, head, body, opener = null, views = [];
  function build() {
    panel = make("dialog", "panel");
    panel.setAttribute("aria-labelledby", "panel-title");
    head = make("div", "panel-head");
    body = make("div", "panel-body");
    panel.append(head, body);
    panel.addEventListener("close", function () {
      views = [];
      body.textContent = "";
      if (opener && opener.isConnected) { opener.focus(); }
    });
    panel.addEventListener("click", function (click) { if (click.target === panel) { panel.close(); } });
    document.body.append(panel);
  }
  function present() {
    var view = views[views.length - 1], tools = make("div", "tools");
    head.textContent = "";
    if (views.length > 1) { tools.append(button("link back-to", "Back", back)); }
    if (view.entry) {
      var entry = make("a", "", "Where this number comes from");
      entry.href = "#n-" + view.entry;
      entry.addEventListener("click", function (click) {
        click.preventDefault();
        // The panel gives the focus to its opener once it is shut; the browser, left to itself, to nothing.
        opener = document.querySelector("#" + CSS.escape("n-" + view.entry) + " h4");
        opener.tabIndex = -1;
        panel.close();
        location.hash = entry.hash;
      });
      tools.append(entry);
    }
    var title = make("h2");
    title.id = "panel-title";
    title.tabIndex = -1;
    if (view.number) {
      var value = make("span", "value");
      value.append(make("b", "", view.number));
      if (view.mark) {
        var mark = make("span", "mark", view.mark);
        mark.setAttribute("aria-hidden", "true");
        value.append(mark, make("span", "sr", " (rests on stand-ins)"));
      }
      title.append(value, " ");
    }
    title.append(make("bdi", "", view.title));
    var close = button("close", "×", function () { panel.close(); });
    close.setAttribute("aria-label", "Close");
    head.append(title, tools, close);
    body.textContent = "";
    body.append(view.content);
    body.scrollTop = view.scrolled || 0;
    return title;
  }
  function open(view) {
    if (!panel) { build(); }
    if (panel.open) {
      views[views.length - 1].scrolled = body.scrollTop;
      views[views.length - 1].focused = document.activeElement;
    } else {
      opener = document.activeElement;
      views = [];
    }
    views.push(view);
    // What is not shown cannot be scrolled: the list would stay where the one before it was left.
    if (!panel.open) { panel.showModal(); }
    present().focus();
  }
  function back() {
    views.pop();
    var title = present(), focused = views[views.length - 1].focused;
    (focused && focused.isConnected ? focused : title).focus();
  }
  function openNumber(id, from) {
    var entry = document.getElementById("n-" + id), mark = entry.querySelector("h4 .mark");
    if (from) { from.focus(); }
    open({
      entry: id, number: entry.querySelector("h4 b").textContent, mark: mark ? mark.textContent : "",
      title: entry.querySelector("h4 > span").textContent, content: browse(behind(id))
    });
  }
  function openRecord(at) {
    var one = record(at), content = make("div", "records");
    content.append(life(one));
    open({ title: one.title, content: content });
  }

  // --- where they open from ---
  if (!packed.lists) { return; }
  document.addEventListener("click", function (click) {
    var link = click.target.closest && click.target.closest("svg a[href^='#n-']");
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) { return; }
    var id = decodeURIComponent(link.getAttribute("href").slice(3));
    if (Object.hasOwn(packed.lists, id)) {
      click.preventDefault();
      openNumber(id, link);
    }
  });
  document.querySelectorAll(".entry details").forEach(function (details) {
    details.addEventListener("toggle", function () {
      if (!details.open || details.dataset.filled) { return; }
      details.dataset.filled = "yes";
      if (details.dataset.list) {
        details.querySelector(".behind").replaceWith(browse(behind(details.dataset.list)));
        return;
      }
      details.querySelectorAll("code.rec").forEach(function (code) {
        var at = named(code.textContent);
        if (at !== undefined) { code.replaceWith(button("link rec", code.textContent, function () { openRecord(at); })); }
      });
    });
  });
})();
