// Filters: which entries are shown, in the figure and in the table alike.
import { byId, number } from "./dom.js";
import { claims, evidence, partsOf, theory, usesOf } from "./theory.js";

const GROUPS = ["theme", "kind", "state", "does", "layer"];

// "contexts, interventions and outcomes"
function kindsOf(all) {
  const kinds = [...new Set(all.map((one) => one.kind))].sort();
  const told = kinds.map((kind) => (all.length === 1 ? kind : `${kind}s`));
  const last = told.pop();
  return told.length ? `${told.join(", ")} and ${last}` : last;
}

// "39 claims that the theory argues for, 19 contexts, interventions and outcomes"
function madeOf(all) {
  const argued = all.filter((one) => one.argued);
  const gone = all.filter((one) => one.given_up);
  const others = all.filter((one) => !one.argued && !one.given_up);
  return [
    argued.length && `${number(argued.length, "claim")} that the theory argues for`,
    gone.length && `${gone.length.toLocaleString("en")} given up`,
    others.length && `${others.length.toLocaleString("en")} ${kindsOf(others)}`,
  ].filter(Boolean).join(", ");
}

// Why nothing is shown, and the way out. Entries are `uncounted` that have a state
// which was chosen, but not as claims that the theory argues for.
function reasonOf(uncounted) {
  const nothing = "No entry fits all filters.";
  if (!uncounted.length) return `${nothing} Take one of them away, or all:`;
  const occurring = uncounted.filter((one) => !one.given_up);
  if (!occurring.length) {
    const gone = number(uncounted.length, "entry", "entries");
    return `${nothing} What would fit was given up (${gone}): “What the evidence says” ` +
      "finds only what the theory still argues for. Take that filter away, or all:";
  }
  const found = `${occurring.length.toLocaleString("en")} ${kindsOf(occurring)}`;
  return `${nothing} Of ${found} the evidence says so, but only that they occur: to see ` +
    "them, choose their kind too; or take all filters away:";
}

export function makeFilters(onChange) {
  const form = byId("x_filter_form");
  const status = byId("x_shown");
  const chosen = (name) => {
    const boxes = form.querySelectorAll(`[name="${name}"]:checked`);
    return new Set([...boxes].map((one) => one.value));
  };
  const valuesOf = {
    theme: (one) => (one.themes.length ? one.themes : [""]),
    kind: (one) => [one.kind],
    // That an element occurs is seldom what is in doubt: it is no gap. Those who ask
    // for its kind ask just that.
    state: (one, kinds) =>
      one.argued || (kinds.has(one.kind) && !one.given_up) ? [one.state] : [],
    does: (one) => (one.does ? [one.does] : []),
    layer: (one) => one.layers,
  };

  const entries = number(claims.size, "entry", "entries");
  const made = madeOf([...claims.values()]);

  function spoken(source) {
    if (!source) return () => true;
    const [about, id] = source.split(":"); // no id holds one
    const { passages } = evidence();
    const isMeant =
      about === "study"
        ? (use) => use.study === id
        : (use) => theory.sources[passages[use.passage].source].id === id;
    return (one) => usesOf(one.id).some(isMeant);
  }

  function apply() {
    const wanted = GROUPS.map((name) => [name, chosen(name)]).filter(
      ([, values]) => values.size,
    );
    const source = byId("x_source")?.value ?? "";
    const speaks = spoken(source);
    const kinds = chosen("kind");
    const near = new Set();
    const misfits = (one) =>
      wanted.filter(([name, values]) =>
        !valuesOf[name](one, kinds).some((value) => values.has(value)),
      );
    const spokenOf = [...claims.values()].filter(speaks);
    const kept = new Set(
      spokenOf.filter((one) => !misfits(one).length).map((one) => one.id),
    );
    const uncounted = kept.size ? [] : spokenOf.filter((one) =>
      chosen("state").has(one.state) && misfits(one).every(([name]) => name === "state"),
    );
    for (const id of kept) for (const part of partsOf(claims.get(id))) near.add(part);
    const active = wanted.length + (source ? 1 : 0);
    byId("x_active").textContent = active ? ` (${active} in use)` : "";
    byId("x_clear").hidden = !active;
    status.textContent = active
      ? `${kept.size.toLocaleString("en")} of ${entries} shown.`
      : `All ${entries} shown: ${made}.`;
    document.body.classList.toggle("hides", byId("x_hide").checked);
    onChange({ kept, near, isActive: active > 0, reason: reasonOf(uncounted) });
  }

  function clear() {
    form.reset();
    apply();
  }

  form.addEventListener("change", apply);
  byId("x_clear").addEventListener("click", () => {
    clear();
    // The button is gone: what follows is found from the heading of the filters.
    byId("x_filters").querySelector("summary").focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return {
    apply,
    clear,
    only(kind) {
      form.reset();
      form.querySelector(`[name="kind"][value="${kind}"]`).checked = true;
      apply();
    },
  };
}
