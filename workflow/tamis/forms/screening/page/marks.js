// Words that are marked in a text. Time grows with the text's length: words are looked up one by one.

const LETTERS = /[\p{L}\p{N}]+/gu;
/** What may stand between the words of a phrase. */
const GAP = /^[\s'’\-‐‑–]{1,3}$/;
const LONGEST_WORD = 60, LONGEST_TEXT = 20000;

const phrases = data.marks.filter(([, text]) => text).map(([kind, text]) => ({
  kind,
  words: text.split(" ").map((word) => new RegExp(
    "^" + word.replace(/[^\p{L}\p{N}*?]/gu, "").replaceAll("?", "\\p{L}?").replaceAll("*", "[\\p{L}\\p{N}]*") + "$", "iu"
  )),
}));
const begins = new Map(); // word: the phrases that it can be the first word of

function beginning(word) {
  if (word.length > LONGEST_WORD) { return []; }
  let found = begins.get(word);
  if (!found) {
    if (begins.size > 20000) { begins.clear(); }
    found = phrases.filter((phrase) => phrase.words[0].test(word));
    begins.set(word, found);
  }
  return found;
}

/** Where to mark a text: [begin, end, kind], in order, none over another. The longest phrase wins. */
function marksIn(text) {
  const words = [...text.slice(0, LONGEST_TEXT).matchAll(LETTERS)].map((m) => [m.index, m.index + m[0].length, m[0]]);
  const found = [];
  for (let at = 0; at < words.length; at++) {
    let most = 0, kind = "";
    for (const phrase of beginning(words[at][2])) {
      const long = phrase.words.length;
      if (long > most && phrase.words.every((word, n) => n === 0 || (at + n < words.length &&
        words[at + n][2].length <= LONGEST_WORD && word.test(words[at + n][2]) &&
        GAP.test(text.slice(words[at + n - 1][1], words[at + n][0]))))) {
        most = long;
        kind = phrase.kind;
      }
    }
    if (most) {
      found.push([words[at][0], words[at + most - 1][1], kind]);
      at += most - 1;
    }
  }
  return found;
}

/** Put a text into an element, marked; what strangers wrote is only ever text. */
function putMarked(element, text) {
  const parts = [];
  let from = 0;
  for (const [begin, end, kind] of marksIn(text)) {
    const mark = document.createElement("mark");
    mark.className = kind;
    mark.textContent = text.slice(begin, end);
    parts.push(text.slice(from, begin), mark);
    from = end;
  }
  element.replaceChildren(...parts, text.slice(from));
}
