// Filters: which entries are shown, in the figure and in the table alike.
import { byId, number } from "./dom.js";
import { claims, evidence, partsOf, theory, usesOf } from "./theory.js";

const GROUPS = ["theme", "kind", "state", "layer"];

// "39 claims that the theory argues for, 19 contexts, interventions and outcomes"
function madeOf(all) {
  const argued = all.filter((one) => one.argued);
  const gone = all.filter((one) => one.given_up);
  const others = all.filter((one) => !one.argued && !one.given_up);
  const kinds = [...new Set(others.map((one) => one.kind))].sort();
  const last = kinds.pop();
  const told = (kind) => (others.length === 1 ? kind : `${kind}s`);
  const named = kinds.length ? `${kinds.map(told).join(", ")} and ${told(last)}` : told(last);
  return [
    argued.length && `${number(argued.length, "claim")} that the theory argues for`,
    gone.length && `${gone.length.toLocaleString("en")} given up`,
    others.length && `${others.length.toLocaleString("en")} ${named}`,
  ].filter(Boolean).join(", ");
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
    // That an element occurs is seldom what is in doubt: it is no gap.
    state: (one) => (one.argued ? [one.state] : []),
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
    const kept = new Set();
    const near = new Set();
    for (const one of claims.values()) {
      const fits = wanted.every(([name, values]) =>
        valuesOf[name](one).some((value) => values.has(value)),
      );
      if (fits && speaks(one)) kept.add(one.id);
    }
    for (const id of kept) for (const part of partsOf(claims.get(id))) near.add(part);
    const active = wanted.length + (source ? 1 : 0);
    byId("x_active").textContent = active ? ` (${active} in use)` : "";
    byId("x_clear").hidden = !active;
    status.textContent = active
      ? `${kept.size.toLocaleString("en")} of ${entries} shown.`
      : `All ${entries} shown: ${made}.`;
    document.body.classList.toggle("hides", byId("x_hide").checked);
    onChange(kept, near, active > 0);
  }

  form.addEventListener("change", apply);
  byId("x_clear").addEventListener("click", () => {
    form.reset();
    apply();
    // The button is gone: what follows is found from the heading of the filters.
    byId("x_filters").querySelector("summary").focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return {
    apply,
    only(kind) {
      form.reset();
      form.querySelector(`[name="kind"][value="${kind}"]`).checked = true;
      apply();
    },
  };
}
