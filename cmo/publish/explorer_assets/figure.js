// The figure: to pan, to zoom, and to choose a claim in.
import { SVG, byId, isCalm } from "./dom.js";

const NEAREST = 4;
const LEGIBLE = 0.8; // pixels for a unit: text of 12 units can be read
const READABLE = 1; // pixels for a unit: it is read with ease
const LARGEST = 1.2; // pixels for a unit: a small figure does not fill a large screen
const STEP = 1.3;
const MARGIN = 24; // pixels
const DRAGGED = 4; // pixels

export function makeFigure(onChoose) {
  const frame = byId("x_canvas");
  const drawing = frame?.querySelector("svg.figure");
  if (!drawing) return null;
  const whole = drawing.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const marks = new Map();
  const at = { x: 0, y: 0, scale: 1 }; // the middle of what is seen
  let running = 0;
  let isWhole = false; // is all of it wanted, however large the frame becomes?

  const size = () => ({
    width: frame.clientWidth || 1,
    height: frame.clientHeight || 1,
  });
  const fitting = () =>
    Math.min(
      (size().width - MARGIN) / full.width,
      (size().height - MARGIN) / full.height,
    );
  const farthest = () => Math.min(fitting() * 0.7, 1);

  function draw() {
    const { width, height } = size();
    const [w, h] = [width / at.scale, height / at.scale];
    drawing.setAttribute("viewBox", `${at.x - w / 2} ${at.y - h / 2} ${w} ${h}`);
  }

  function go(x, y, scale = at.scale, { slowly = true } = {}) {
    const to = {
      scale: Math.min(NEAREST, Math.max(farthest(), scale)),
      x: Math.min(full.x + full.width, Math.max(full.x, x)),
      y: Math.min(full.y + full.height, Math.max(full.y, y)),
    };
    cancelAnimationFrame(running);
    isWhole = false;
    if (!slowly || isCalm()) {
      Object.assign(at, to);
      draw();
      return;
    }
    const from = { ...at };
    const started = performance.now();
    const step = (now) => {
      // A frame's time can lie before that of the event it follows.
      const part = Math.min(1, Math.max(0, now - started) / 180);
      const eased = 1 - (1 - part) ** 3;
      for (const name of ["x", "y", "scale"]) {
        at[name] = from[name] + (to[name] - from[name]) * eased;
      }
      draw();
      if (part < 1) running = requestAnimationFrame(step);
    };
    running = requestAnimationFrame(step);
  }

  const pan = (dx, dy, how) =>
    go(at.x + dx / at.scale, at.y + dy / at.scale, at.scale, how);

  // Zooms so that what is under the pointer stays there.
  function zoom(factor, pointer = null, how = undefined) {
    const scale = Math.min(NEAREST, Math.max(farthest(), at.scale * factor));
    const { left, top } = frame.getBoundingClientRect();
    const { width, height } = size();
    const dx = pointer ? pointer.clientX - left - width / 2 : 0;
    const dy = pointer ? pointer.clientY - top - height / 2 : 0;
    const x = at.x + dx / at.scale - dx / scale;
    const y = at.y + dy / at.scale - dy / scale;
    go(x, y, scale, how);
  }

  function fit(how) {
    const scale = Math.min(LARGEST, fitting());
    go(full.x + full.width / 2, full.y + full.height / 2, scale, how);
    isWhole = true;
  }

  // A box on the screen, in the units of the figure.
  function inFigure(box) {
    const around = frame.getBoundingClientRect();
    const x = (pixels) => at.x + (pixels - (around.left + around.right) / 2) / at.scale;
    const y = (pixels) => at.y + (pixels - (around.top + around.bottom) / 2) / at.scale;
    return { left: x(box.left), right: x(box.right), top: y(box.top), bottom: y(box.bottom) };
  }

  const mainOf = (claim) => marks.get(claim)?.find((one) => !one.dataset.part);
  const boxOf = (claim) => mainOf(claim).getBoundingClientRect();

  // Brings a claim into view, near enough to be read.
  function show(claim) {
    if (!mainOf(claim) || !frame.clientWidth) return;
    draw(); // the panel beside it may just have been opened
    const box = boxOf(claim);
    const around = frame.getBoundingClientRect();
    const is_inside =
      box.left >= around.left && box.right <= around.right &&
      box.top >= around.top && box.bottom <= around.bottom;
    if (is_inside && at.scale >= LEGIBLE * 0.7) return;
    const dx = (box.left + box.right) / 2 - (around.left + around.right) / 2;
    const dy = (box.top + box.bottom) / 2 - (around.top + around.bottom) / 2;
    go(at.x + dx / at.scale, at.y + dy / at.scale, Math.max(at.scale, LEGIBLE));
  }

  // The scale at which a box just fits into the frame.
  const fitted = (box) =>
    Math.min(
      (size().width - 2 * MARGIN) / Math.max(1, box.right - box.left),
      (size().height - 2 * MARGIN) / Math.max(1, box.bottom - box.top),
    );
  const joined = (a, b) => ({
    left: Math.min(a.left, b.left), right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom),
  });
  const goTo = (box, scale) =>
    go((box.left + box.right) / 2, (box.top + box.bottom) / 2, scale);

  // Brings all of some claims into view; those that are not drawn move nothing.
  let awaited = null;
  function gather(claims) {
    const ids = [...claims].filter(mainOf);
    awaited = frame.clientWidth ? null : claims;
    if (!ids.length || awaited) return;
    if (ids.length === marks.size) return fit();
    draw();
    const parts = ids.flatMap((id) => marks.get(id));
    const all = parts.map((one) => inFigure(one.getBoundingClientRect())).reduce(joined);
    goTo(all, Math.min(READABLE, fitted(all)));
  }

  // Brings a claim into view with those near it, as many as can be read there.
  function approach(claim, near) {
    const ids = [claim, ...near].filter(mainOf);
    if (!ids.length || !frame.clientWidth) return;
    draw(); // the panel beside it may just have been opened
    const boxes = ids.map((id) => inFigure(boxOf(id)));
    // The nearer first: those too far away to be read with it stay outside.
    const around = (own) =>
      boxes
        .map((box) => [-fitted(joined(own, box)), box])
        .sort(([a], [b]) => a - b)
        .reduce(
          ({ all, count }, [, box]) =>
            fitted(joined(all, box)) >= LEGIBLE
              ? { all: joined(all, box), count: count + 1 }
              : { all, count },
          { all: own, count: 0 },
        );
    // Of what is not drawn itself, as many parts as can be.
    const starts = mainOf(claim) ? boxes.slice(0, 1) : boxes;
    const { all } = starts.map(around).reduce((a, b) => (b.count > a.count ? b : a));
    goTo(all, Math.min(READABLE, Math.max(LEGIBLE, fitted(all))));
  }

  for (const mark of drawing.querySelectorAll("[data-claim]")) {
    const claim = mark.dataset.claim;
    if (!marks.has(claim)) marks.set(claim, []);
    marks.get(claim).push(mark);
    addHalo(mark);
    if (mark.dataset.part) {
      mark.setAttribute("aria-hidden", "true");
      continue;
    }
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", mark.querySelector("title")?.textContent ?? claim);
    mark.setAttribute("tabindex", "0");
  }
  // A picture holds nothing that could be chosen; a group does.
  drawing.setAttribute("role", "group");

  // What can be hit, and what shows focus: wider than a thin line.
  function addHalo(mark) {
    const shape = mark.querySelector("path, polygon, ellipse");
    if (!shape || mark.dataset.part === "word") return;
    const halo = document.createElementNS(SVG, shape.tagName);
    for (const name of ["d", "points", "cx", "cy", "rx", "ry"]) {
      if (shape.hasAttribute(name)) halo.setAttribute(name, shape.getAttribute(name));
    }
    halo.setAttribute("class", "halo");
    shape.before(halo);
  }

  const pointers = new Map();
  let moved = 0;
  const middle = () => {
    const all = [...pointers.values()];
    const x = all.reduce((sum, one) => sum + one.clientX, 0) / all.length;
    const y = all.reduce((sum, one) => sum + one.clientY, 0) / all.length;
    const apart =
      all.length > 1
        ? Math.hypot(all[0].clientX - all[1].clientX, all[0].clientY - all[1].clientY)
        : 0;
    return { clientX: x, clientY: y, apart };
  };

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = 0;
    pointers.set(event.pointerId, event);
  });
  addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = middle();
    pointers.set(event.pointerId, event);
    const after = middle();
    const [dx, dy] = [before.clientX - after.clientX, before.clientY - after.clientY];
    moved += Math.hypot(dx, dy);
    if (moved < DRAGGED) return;
    if (!frame.classList.contains("dragged")) {
      frame.classList.add("dragged");
      // So that a drag ends wherever the pointer is let go.
      frame.setPointerCapture(event.pointerId);
    }
    pan(dx, dy, { slowly: false });
    if (before.apart && after.apart) {
      moved += DRAGGED;
      zoom(after.apart / before.apart, after, { slowly: false });
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    addEventListener(kind, (event) => {
      pointers.delete(event.pointerId);
      if (!pointers.size) frame.classList.remove("dragged");
    });
  }
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const turned = Math.max(-120, Math.min(120, event.deltaY * lines));
    zoom(Math.exp(-turned / 300), event, { slowly: false });
  }, { passive: false });

  drawing.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-claim]");
    if (mark && moved < DRAGGED) onChoose(mark.dataset.claim);
  });

  const keys = {
    ArrowLeft: () => pan(-80, 0),
    ArrowRight: () => pan(80, 0),
    ArrowUp: () => pan(0, -80),
    ArrowDown: () => pan(0, 80),
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    0: () => fit(),
  };
  byId("x_figure").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target.closest("[data-claim]");
    if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onChoose(mark.dataset.claim);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  frame.addEventListener("focusin", (event) => {
    // The browser scrolls what it focuses into view; here the view moves instead.
    frame.scrollTo(0, 0);
    const mark = event.target.closest("[data-claim]");
    if (mark?.matches(":focus-visible")) show(mark.dataset.claim);
  });

  byId("x_nearer").addEventListener("click", () => zoom(STEP));
  byId("x_farther").addEventListener("click", () => zoom(1 / STEP));
  byId("x_whole").addEventListener("click", () => fit());

  let isStarted = false;
  const settle = () => {
    if (!frame.clientWidth) return;
    if (awaited) gather(awaited);
    else if (isWhole || !isStarted) fit({ slowly: false });
    else draw();
    isStarted = true;
  };
  settle();
  new ResizeObserver(settle).observe(frame);
  return {
    has: (claim) => marks.has(claim),
    show,
    approach,
    gather,
    mark: mainOf,
    choose(claim, near) {
      for (const [id, own] of marks) {
        for (const mark of own) {
          mark.classList.toggle("chosen", id === claim);
          mark.classList.toggle("member", near.includes(id));
        }
      }
    },
    // Claims that are `kept` stand out, what is `near` them stays readable.
    filter(kept, near) {
      const isFiltered = [...marks.keys()].some((id) => !kept.has(id));
      drawing.classList.toggle("filtered", isFiltered);
      for (const [id, own] of marks) {
        const is_out = !kept.has(id) && !near.has(id);
        for (const mark of own) {
          mark.classList.toggle("near", !kept.has(id) && near.has(id));
          mark.classList.toggle("out", is_out);
          if (mark.dataset.part) continue;
          mark.setAttribute("tabindex", is_out ? "-1" : "0");
          if (is_out) mark.setAttribute("aria-hidden", "true");
          else mark.removeAttribute("aria-hidden");
        }
      }
    },
  };
}
