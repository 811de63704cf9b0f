// Search: in labels, plain labels, definitions and ids, in words for what helps and
// what hinders, and in passages. Filters hide no hit: it says that they leave it out.
import { byId, make, number, swatch } from "./dom.js";
import { claims, evidence, theory } from "./theory.js";
import { kindOf, nameOf, stateWords } from "./passages.js";

const MOST = 30;
const AROUND = 60; // characters shown before and after what was found

// Letter case and accents do not count.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// "CMOC 6", "cmoc6" and "CMOC-6" ask for the same.
const joinedUp = (text) => folded(text).replace(/[^\p{L}\p{N}]/gu, "");

let index = null;
function indexed() {
  if (index) return index;
  const { passages, uses } = evidence();
  const about = new Map();
  for (const [claim, own] of Object.entries(uses)) {
    for (const use of own) {
      if (!about.has(use.passage)) about.set(use.passage, []);
      about.get(use.passage).push(claim);
    }
  }
  index = {
    claims: [...claims.values()].map((one) => [folded(wordsOf(one)), one]),
    passages: passages.flatMap((one, i) => {
      const own = (about.get(i) ?? []).filter((id) => claims.has(id));
      if (!own.length || one.hidden) return [];
      return [[folded(`${one.text}\n${nameOf(one)}`), one, own]];
    }),
  };
  return index;
}

function wordsOf(one) {
  const parts = one.facts.flatMap(([, own]) => own);
  return [one.label, one.plain, one.id, one.number, one.statement, askedFor(one), ...parts]
    .filter((part) => typeof part === "string")
    .join("\n");
}

const LEFT_OUT = "; left out by the filters";

// What people who look for what helps or hinders call it.
const askedFor = (one) =>
  one.is_of_circumstance ? (theory.effects[one.does]?.words ?? "") : "";

export function makeSearch(isShown) {
  const field = byId("x_search");
  const box = byId("x_results");
  const list = byId("x_hits");
  const status = byId("x_found");

  // First the one with that number, then those whose label has the words, then what
  // helps or hinders if that was asked for.
  function hits(words) {
    const fits = ([text]) => words.every((word) => text.includes(word));
    const asked = joinedUp(words.join(""));
    const rank = ([, one]) => {
      if (one.number && joinedUp(one.number) === asked) return 3;
      if (fits([folded(one.label)])) return 2;
      return fits([askedFor(one)]) ? 1 : 0;
    };
    const { claims: known, passages } = indexed();
    const found = known.filter((hit) => fits(hit) || rank(hit));
    return [found.sort((a, b) => rank(b) - rank(a)), passages.filter(fits)];
  }

  const isLeftOut = (ids) => !ids.some(isShown);

  function close() {
    box.hidden = true;
    list.replaceChildren();
    status.textContent = "";
  }

  function look() {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    const [found, passages] = hits(words);
    box.hidden = false;
    const gone = [
      found.filter(([, one]) => isLeftOut([one.id])).length,
      passages.filter(([, , own]) => isLeftOut(own)).length,
    ];
    status.textContent = summed(found.length, passages.length) + leftOut(...gone);
    list.replaceChildren(
      ...found.slice(0, MOST).map(([, one]) => claimItem(one)),
      ...passages.slice(0, MOST).map((hit) => passageItem(hit, words[0])),
    );
  }

  function summed(some, others) {
    if (!some && !others) return "Nothing found: try fewer words or other ones.";
    const told = `${number(some, "entry", "entries")} and ${number(others, "passage")} found`;
    const isCut = Math.max(some, others) > MOST;
    return isCut ? `${told}; the first ${MOST} of each are listed.` : `${told}.`;
  }

  function leftOut(some, others) {
    if (!some && !others) return "";
    const told = [
      some && number(some, "entry", "entries"),
      others && number(others, "passage"),
    ].filter(Boolean).join(" and ");
    return ` Of these the filters leave out ${told}, listed all the same.`;
  }

  const claimItem = (one) =>
    item(
      one.id,
      swatch("kind", one.kind),
      make("bdi", {}, one.label),
      make("small", {}, `${described(one)}${isLeftOut([one.id]) ? LEFT_OUT : ""}`),
    );

  const described = (one) =>
    [kindOf(one), theory.effects[one.does]?.said, stateWords(one)].filter(Boolean).join(", ");

  function passageItem([, one, own], word) {
    const from = `passage ${one.id} of ${theory.sources[one.source].short}`;
    const about = `bears on ${number(own.length, "entry", "entries")}`;
    return item(
      `${own.find(isShown) ?? own[0]}:${nameOf(one)}`,
      make("bdi", {}, snippet(one.text, word)),
      make("small", {}, `${from}; ${about}${isLeftOut(own) ? LEFT_OUT : ""}`),
    );
  }

  const item = (target, ...content) =>
    make("li", {}, make("a", { href: `#${target}` }, ...content));

  const links = () => [...list.querySelectorAll("a")];
  field.addEventListener("input", look);
  field.addEventListener("focus", () => field.value && box.hidden && look());
  byId("x_search_form").addEventListener("submit", (event) => {
    event.preventDefault();
    links()[0]?.click();
  });
  byId("x_search_form").addEventListener("keydown", (event) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && all.length) {
      event.preventDefault();
      all[Math.min(all.length - 1, here + 1)].focus();
    } else if (event.key === "ArrowUp" && here >= 0) {
      event.preventDefault();
      (all[here - 1] ?? field).focus();
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
      field.focus();
    }
  });
  list.addEventListener("click", ({ target }) => {
    // Not before the link was followed.
    if (target.closest("a")) setTimeout(close);
  });
  addEventListener("pointerdown", (event) => {
    if (!box.hidden && !byId("x_search_form").contains(event.target)) close();
  });
  return {
    field,
    // Filters were set meanwhile.
    again: () => box.hidden || look(),
  };
}

// The words around the first one found; where folding moved them, the beginning.
function snippet(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word));
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + word.length + AROUND);
  return `${from ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}
