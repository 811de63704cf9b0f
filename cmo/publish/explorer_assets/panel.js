// The panel: all that is known of one claim, its passages last.
import { make, number, swatch, worded } from "./dom.js";
import { kindOf, linkTo, paragraph, passagesOn, section, stateOf } from "./passages.js";
import {
  assessmentsOf, claims, decisionsOn, linksFrom, linksTo, placesOf, rivalsOf, theory,
} from "./theory.js";

const COUNTS = [
  "for it", "refuting it", "no effect", "inconclusive", "proposing it, no data",
];

export function fill(panel, id, passage, onClose) {
  const one = claims.get(id);
  panel.replaceChildren(
    heading(one, onClose),
    ...[
      one.given_up && make("p", { class: "caution" }, `${one.given_up}.`),
      one.silent && silent(one.silent),
      one.statement && paragraph("statement", one.statement),
      said(one),
      one.facts.length > 0 && section("What the theory says", facts(one.facts)),
      ...around(one),
      ...judged(one),
      passagesOn(one, passage),
    ].filter(Boolean),
  );
}

// Nobody may take it for what brought the outcome about.
const silent = (ids) =>
  make(
    "p",
    { class: "caution" },
    ids.length > 1 ? "Mechanisms that did not fire here: " : "Did not fire here: ",
    ids.flatMap((id, i) => [i > 0 && ", ", linkTo(id)]),
  );

function heading(one, onClose) {
  const close = make(
    "button",
    { type: "button", class: "close", "aria-label": "Close this panel" },
    "×",
  );
  close.addEventListener("click", onClose);
  const title = { id: "x_panel_title", tabindex: "-1", dir: "auto" };
  return make(
    "div",
    { class: "head" },
    make("p", { class: "kind" }, swatch("kind", one.kind), kindOf(one)),
    close,
    make("h2", title, one.label),
    one.plain && paragraph("plain", "In plain words: ", make("bdi", {}, one.plain)),
    make("p", { class: "id" }, one.id),
  );
}

const facts = (list) =>
  make(
    "dl",
    { class: "facts" },
    list.map(([term, parts]) =>
      make(
        "div",
        {},
        make("dt", {}, term),
        make("dd", { dir: "auto" }, parts.map(part)),
      ),
    ),
  );

const part = (one) =>
  typeof one === "string"
    ? make("span", {}, `${one} `)
    : make("span", { class: "part" }, linkTo(one.claim), " ");

const listed = (items) =>
  make("ul", { class: "list" }, items.map((item) => make("li", {}, item)));

function said(one) {
  const flags = one.flags.map((flag) =>
    make("li", {}, make("b", {}, worded(flag)), `: ${theory.flags[flag]}`),
  );
  return section(
    "What the evidence says",
    make("p", {}, stateOf(one), `: ${theory.states[one.state]}.`),
    flags.length > 0 && make("ul", { class: "list flags" }, flags),
    ...under("The team’s policy asks for what is not there:", one.unmet),
    counts(one),
    ...under("Passages reach it by way of:", one.inherited.map((id) => linkTo(id))),
  );
}

const under = (title, items) =>
  items.length ? [make("p", {}, title), listed(items)] : [];

function counts(one) {
  const told = COUNTS.map((name, i) => [name, one.direct[i], one.indirect[i]]).filter(
    ([, direct, indirect]) => direct || indirect,
  );
  if (!told.length) return make("p", { class: "quiet" }, "No study speaks of it.");
  const head = ["Studies", "directly", "indirectly"];
  return make(
    "table",
    { class: "counts" },
    make("caption", {}, `Studies, in ${number(one.documents, "document")}`),
    make(
      "thead",
      {},
      make("tr", {}, head.map((name) => make("th", { scope: "col" }, name))),
    ),
    make("tbody", {}, told.map(counted)),
  );
}

const counted = ([name, ...numbers]) =>
  make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    numbers.map((count) => make("td", {}, `${count || "·"}`)),
  );

function around(one) {
  const arrow = (link, end) =>
    end === "target" ? `${link.relation} →` : `← ${link.relation}`;
  const along = (links, end) =>
    links.map((link) => [
      linkTo(link.id, arrow(link, end)), " ", linkTo(link[end]), " ", stateOf(link),
    ]);
  const places = placesOf(one.id).map((place) => [
    linkTo(place.id), ` as ${place.roles[one.id]} `, stateOf(place),
  ]);
  const rivals = rivalsOf(one.id).map((rival) => [
    linkTo(rival.id), " ", stateOf(rival),
  ]);
  const groups = {
    "What leads to it": along(linksTo(one.id), "source"),
    "What it leads to": along(linksFrom(one.id), "target"),
    "In configurations": places,
    "Rival theories": rivals,
  };
  return Object.entries(groups)
    .filter(([, items]) => items.length)
    .map(([title, items]) => section(title, listed(items)));
}

// What people judged: recorded, and shown beside what the evidence says.
function judged(one) {
  const groups = {
    Decisions: decisionsOn(one.id),
    "People’s confidence (GRADE-CERQual)": assessmentsOf(one.id),
  };
  return Object.entries(groups)
    .filter(([, records]) => records.length)
    .map(([title, records]) =>
      section(title, ...records.map((record) => facts(record.facts))),
    );
}
