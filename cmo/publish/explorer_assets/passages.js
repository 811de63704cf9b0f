// What panels are made of, and the passages that bear on a claim.
import { make, swatch, worded } from "./dom.js";
import { claims, evidence, theory, usesOf } from "./theory.js";

const AT_ONCE = 40; // passages, before the button for more

// A paragraph of what users wrote, in the direction of its own language.
export const paragraph = (name, ...children) =>
  make("p", { class: name, dir: "auto" }, ...children);

export const section = (title, ...content) =>
  make("section", {}, make("h3", {}, title), ...content);

// Of an element passages say that it occurs, not that it brings anything about.
export function stateWords(one) {
  if (one.argued) return worded(one.state);
  return `${one.given_up ? "given up" : "that it occurs"}: ${worded(one.state)}`;
}

export const stateOf = (one) =>
  make("span", { class: "state" }, swatch("state", one.state), stateWords(one));

// "configuration, CMOC 6", as the table of configurations numbers them
export const kindOf = (one) =>
  [one.kind === "rival" ? "rival theory" : one.kind, one.number].filter(Boolean).join(", ");

export function linkTo(id, text = null) {
  const one = claims.get(id);
  if (!one) return make("span", { dir: "auto" }, text ?? id);
  return make("a", { href: `#${id}`, dir: "auto", class: "claim" }, text ?? one.label);
}

// What a passage is called in addresses: `source:passage`.
export const nameOf = (passage) => `${theory.sources[passage.source].id}:${passage.id}`;

const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The passages on a claim by study and document; `wanted` is among those shown.
export function passagesOn(one, wanted) {
  const uses = usesOf(one.id);
  if (!uses.length) {
    return section("Passages", paragraph("quiet", "No passage bears on it."));
  }
  const list = evidence().passages;
  const ordered = uses.map((use) => ({ use, passage: list[use.passage] }));
  ordered.sort(
    (a, b) =>
      inOrder(a.use.study, b.use.study) || a.passage.source - b.passage.source,
  );
  const box = section(`Passages (${uses.length.toLocaleString("en")})`);
  const more = make("button", { type: "button" }, "Show more passages");
  let shown = 0;
  let last = {};
  const add = (count) => {
    for (const entry of ordered.slice(shown, shown + count)) {
      last = placed(box, last, entry);
    }
    shown = Math.min(ordered.length, shown + count);
    box.append(more);
    more.hidden = shown === ordered.length;
  };
  more.addEventListener("click", () => {
    const next = shown;
    add(AT_ONCE);
    box.querySelectorAll(".passage")[next]?.focus();
  });
  const at = ordered.findIndex(({ passage }) => nameOf(passage) === wanted);
  add(Math.max(AT_ONCE, at + 1));
  return box;
}

// Puts a passage under its study and its document, which are named once.
function placed(box, last, { use, passage }) {
  const isOther = use.study !== last.study;
  if (isOther) box.append(make("h4", {}, `Study ${use.study}`));
  if (isOther || passage.source !== last.source) {
    box.append(documentOf(theory.sources[passage.source]));
  }
  box.append(card(use, passage));
  return { study: use.study, source: passage.source };
}

function documentOf(one) {
  const judged = [
    one.why && paragraph("", `Independence: ${one.why}`),
    one.appraisal && paragraph("", `Appraisal: ${one.appraisal}`),
  ].filter(Boolean);
  return make(
    "div",
    { class: "document" },
    paragraph(
      "",
      make("bdi", { class: "title" }, one.short),
      " ",
      make("bdi", {}, one.title),
      " ",
      make("span", { class: "id" }, one.id),
    ),
    paragraph("quiet", `${one.kind}; independence: ${one.independence}`),
    one.extent && paragraph("quiet", `What was read: ${one.extent}`),
    one.setting && paragraph("quiet", one.setting),
    judged.length > 0 &&
      make("details", {}, make("summary", {}, "How it was judged"), ...judged),
  );
}

function card(use, passage) {
  const how = [use.directness ?? "direct", use.inference ?? "stated"];
  if (use.covers) how.push(`covers ${use.covers}`);
  const more = [
    passage.result && `Result: ${passage.result}`,
    passage.reports && `Reports ${passage.reports}`,
    use.appraised ? `Appraised: ${use.appraised}` : "Not appraised",
    use.note && `Note: ${use.note}`,
    use.suspect && "The claim was reworded since this was reviewed",
  ];
  return make(
    "article",
    {
      class: `passage bears-${use.bearing}`,
      id: `x_${nameOf(passage)}`,
      tabindex: "-1",
      "aria-label": `Passage ${passage.id}, ${worded(use.bearing)}`,
    },
    paragraph(
      "how",
      make("b", {}, worded(use.bearing)),
      `: ${theory.bearings[use.bearing]}`,
    ),
    paragraph("quiet", how.join(", ")),
    passage.hidden
      ? paragraph("quiet", "This passage is not for publication: its text is left out.")
      : make("blockquote", { dir: "auto" }, passage.text),
    where(passage),
    ...more.filter(Boolean).map((line) => paragraph("quiet", line)),
  );
}

function where(passage) {
  const { url, address } = passage;
  const page = { href: url, rel: "noopener noreferrer", target: "_blank" };
  return paragraph(
    "where",
    `#${passage.id}, ${passage.where}`,
    address && `, ${address}`,
    url && " ",
    url && make("a", page, url),
  );
}
