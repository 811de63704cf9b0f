// The page: views, and which claim is open. The address says which, so that it can
// be linked to, and back and forward work.
import { byId, isCalm } from "./dom.js";
import { makeFigure } from "./figure.js";
import { makeFilters } from "./filters.js";
import { fill } from "./panel.js";
import { makeSearch } from "./search.js";
import { makeTable } from "./table.js";
import { claims, neighboursOf, partsOf } from "./theory.js";

document.documentElement.classList.add("js");
const panel = byId("x_panel");
const open = (id) => { location.hash = id; };
let chosen = null;
let opener = null;
let isPicked = false; // in the figure: then it need not be brought into view
const figure = makeFigure((id) => {
  isPicked = true;
  if (id === chosen) show(id);
  else open(id);
});
const table = makeTable(() => filters.clear());
let shown = new Set(claims.keys()); // by the filters
const filters = makeFilters(({ kept, near, isActive, reason }) => {
  figure?.filter(kept, isActive ? near : kept);
  table.filter(kept, reason);
  // Dimming or hiding the rest is no reason to move.
  const isOther = [...kept].join() !== [...shown].join();
  if (isOther) figure?.gather(new Set([...kept, ...near]));
  shown = kept;
  search.again();
});
const search = makeSearch((id) => shown.has(id));

function view(name) {
  document.body.dataset.view = name;
  for (const one of ["figure", "table"]) {
    byId(`x_to_${one}`)?.setAttribute("aria-pressed", `${one === name}`);
  }
  if (name === "table") table.row(chosen)?.scrollIntoView({ block: "nearest" });
}

function show(id, passage = null) {
  chosen = id;
  fill(panel, id, passage, shut);
  panel.hidden = false;
  document.body.classList.add("opened");
  panel.scrollTop = 0;
  figure?.choose(id, partsOf(claims.get(id)));
  table.choose(id);
  const article = passage && byId(`x_${passage}`);
  (article || byId("x_panel_title")).focus();
  article?.scrollIntoView({ block: "center", behavior: isCalm() ? "auto" : "smooth" });
  if (isPicked) figure?.show(id);
  else figure?.approach(id, neighboursOf(claims.get(id)));
  isPicked = false;
}

function hide() {
  if (chosen === null) return;
  const link = table.row(chosen)?.querySelector("a");
  const back = [opener, figure?.mark(chosen), link, byId("x_main")];
  chosen = null;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("opened");
  figure?.choose(null, []);
  table.choose(null);
  const isThere = (one) => one?.isConnected && one.getClientRects().length > 0;
  back.find(isThere)?.focus();
}

function shut() {
  // Not `location.hash`: an empty one would scroll to the top of the page.
  history.pushState(null, "", "#");
  hide();
}

function follow() {
  const [id, ...rest] = location.hash.slice(1).split(":");
  if (id.startsWith("x_")) return;
  if (!claims.has(id)) return hide();
  show(id, rest.length ? rest.join(":") : null);
}

const isNarrow = matchMedia("(max-width: 62rem)");
view(figure ? "figure" : "table");
for (const one of ["figure", "table"]) {
  byId(`x_to_${one}`)?.addEventListener("click", () => view(one));
}
for (const one of document.querySelectorAll("[data-only]")) {
  one.addEventListener("click", () => {
    filters.only(one.dataset.only);
    view("table");
    byId("x_table_box").focus();
  });
}
const unfold = () => { byId("x_filters").open = !isNarrow.matches; };
unfold();
isNarrow.addEventListener("change", unfold);
addEventListener("hashchange", follow);
// Following a link takes its focus away, so what opened the panel is noted before.
document.addEventListener("focusin", ({ target }) => {
  if (!panel.contains(target)) opener = target;
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && chosen !== null) shut();
  const isTyping = event.target.matches?.("input, select, textarea");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.field.focus();
  }
});
filters.apply();
follow();
