// The table: the same claims, sorted and filtered.
import { byId, isCalm } from "./dom.js";
import { claims, theory } from "./theory.js";

export function makeTable(onClear) {
  const body = byId("x_rows");
  const heads = [...document.querySelectorAll("#x_claims th[data-by]")];
  const rows = new Map([...body.rows].map((row) => [row.dataset.claim, row]));
  const place = new Map(theory.claims.map((one, i) => [one.id, i]));
  const states = new Map(Object.keys(theory.states).map((word, i) => [word, i]));
  const themes = new Map(theory.themes.map((one, i) => [one.id, i]));
  const effects = new Map(Object.keys(theory.effects).map((word, i) => [word, i]));
  const themeAt = (id) => themes.get(id) ?? themes.size;
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const counted = (i) => (one) => -(one.direct[i] * 1e6 + one.indirect[i]);
  const keys = {
    order: (one) => place.get(one.id),
    label: (one) => one.label,
    kind: (one) => one.kind,
    theme: (one) => Math.min(...one.themes.map(themeAt), themes.size),
    state: (one) => states.get(one.state),
    documents: (one) => -one.documents,
    flags: (one) => -one.flags.length,
    does: (one) => effects.get(one.does) ?? effects.size,
  };
  for (const i of [0, 1, 2, 3, 4]) keys[`count${i}`] = counted(i);

  function sort(by, isDown) {
    const key = keys[by];
    const turn = isDown ? -1 : 1;
    const sorted = [...claims.values()].map((one) => [key(one), one.id]);
    sorted.sort(([a, one], [b, other]) => {
      const first = typeof a === "string" ? compare(a, b) : a - b;
      return first * turn || place.get(one) - place.get(other);
    });
    body.append(...sorted.map(([, id]) => rows.get(id)));
    for (const head of heads) {
      head.removeAttribute("aria-sort");
      if (head.dataset.by === by) {
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      }
    }
  }

  for (const head of heads) {
    // What a column is sorted by becomes a button: without a script it is a word.
    const button = document.createElement("button");
    button.type = "button";
    head.dataset.title = head.textContent; // for paper
    button.append(...head.childNodes);
    head.append(button);
    // Numbers are wanted with the largest first, and that counts as descending.
    const isNumber = head.classList.contains("number") || head.dataset.by === "flags";
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      if (isNumber) {
        const isUp = now === "descending";
        sort(head.dataset.by, isUp);
        head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      } else {
        sort(head.dataset.by, now === "ascending");
      }
    });
  }
  // A table wider than its box says so, and moves at a click.
  const box = byId("x_table_box");
  const sideways = byId("x_sideways");
  const rest = () => box.scrollWidth - box.clientWidth - box.scrollLeft;
  const look = () => {
    sideways.hidden = box.scrollWidth <= box.clientWidth + 1;
    sideways.textContent = rest() > 1 ? "More columns →" : "← First columns";
    box.classList.toggle("cut", rest() > 1);
  };
  box.addEventListener("scroll", look);
  new ResizeObserver(look).observe(box);
  sideways.addEventListener("click", () => {
    const by = rest() > 1 ? box.clientWidth / 2 : -box.scrollWidth;
    box.scrollBy({ left: by, behavior: isCalm() ? "auto" : "smooth" });
  });
  byId("x_causal").addEventListener("click", () => sort("order", false));
  byId("x_clear_all").addEventListener("click", () => {
    onClear();
    box.focus();
  });

  return {
    row: (claim) => rows.get(claim),
    filter(kept, reason) {
      for (const [id, row] of rows) row.hidden = !kept.has(id);
      byId("x_nothing").textContent = reason;
      byId("x_none").hidden = kept.size > 0;
    },
    choose(claim) {
      for (const [id, row] of rows) row.classList.toggle("chosen", id === claim);
    },
  };
}
