// The theory and its evidence, as the page holds them.
import { byId } from "./dom.js";

const read = (id) => JSON.parse(byId(id).textContent);

export const theory = read("x_theory");
export const claims = new Map(theory.claims.map((one) => [one.id, one]));

const gathered = (pairs) => {
  const found = new Map();
  for (const [key, value] of pairs) {
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(value);
  }
  return (key) => found.get(key) ?? [];
};

const links = theory.claims.filter((one) => one.kind === "link");
export const linksFrom = gathered(links.map((one) => [one.source, one]));
export const linksTo = gathered(links.map((one) => [one.target, one]));
export const placesOf = gathered(
  theory.claims.flatMap((one) =>
    Object.keys(one.roles ?? {}).map((member) => [member, one]),
  ),
);
export const rivalsOf = gathered(
  theory.claims.filter((one) => one.about).map((one) => [one.about, one]),
);
export const decisionsOn = gathered(
  theory.decisions.flatMap((one) => one.claims.map((claim) => [claim, one])),
);
export const assessmentsOf = gathered(
  theory.assessments.flatMap((one) => one.claims.map((claim) => [claim, one])),
);

// Passages are many: they are read when the first is asked for.
let known = null;
export function evidence() {
  known ??= read("x_evidence");
  return known;
}

export const usesOf = (claim) => evidence().uses[claim] ?? [];

// What stands next to a claim: what it is made of, mechanisms first, and what arrows
// join to it.
export const neighboursOf = (one) => [
  ...new Set([
    ...partsOf(one).filter((id) => claims.get(id).kind === "mechanism"),
    ...partsOf(one),
    ...linksFrom(one.id).map((link) => link.target),
    ...linksTo(one.id).map((link) => link.source),
  ]),
];

// What is near a claim in the figure: the ends of a link, the members of a
// configuration, what a rival is about.
export const partsOf = (one) =>
  [one.source, one.target, one.about, ...Object.keys(one.roles ?? {})].filter((id) =>
    claims.has(id),
  );
