// The dialog in which the other record of a duplicate is chosen.

function findOthers() {
  const wanted = $("other").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (let n = 0; n < rows.length && wanted.length && found.length < 20; n++) {
    const text = (rows[n][ID] + " " + rows[n][TITLE]).toLowerCase();
    if (n !== at && wanted.every((word) => text.includes(word))) { found.push([rows[n][ID], title(n) + " (" + rows[n][WHERE] + ")"]); }
  }
  const typed = $("other").value.trim().toLowerCase();
  if (/^r[a-z2-7]{10}(-\d+)?$/.test(typed) && !place.has(typed)) { found.push([typed, "not on this list"]); }
  $("others").replaceChildren(...found.map(([id, name]) =>
    make("li", {}, make("button", { type: "button", "data-of": id }, make("span", { dir: "auto" }, name), " ", make("code", {}, id)))));
  $("take").disabled = found.length === 0;
  $("others-found").textContent = wanted.length ? (found.length === 20 ? "the first 20" : String(found.length)) + " found" : "";
}

function openDuplicate() {
  commitNote();
  ask(false);
  $("other").value = "";
  findOthers();
  $("duplicate").showModal();
  $("other").focus();
}

function chooseOther(id) {
  $("duplicate").close();
  decide("duplicate", "", id);
}

$("other").addEventListener("input", findOthers);
$("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = $("others").querySelector("button");
  if (first) { chooseOther(first.dataset.of); }
});
