// Parts of the page, made without ever reading text as HTML.

export const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

// Children are elements, text, or nothing; text stays text.
export function make(tag, attributes = {}, ...children) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      one.setAttribute(name, value === true ? "" : value);
    }
  }
  one.append(...children.flat().filter((child) => child || child === 0));
  return one;
}

// The look of a kind or a state, from the symbols at the head of the page.
export function swatch(group, word) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "swatch");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#x_${group}_${word}`);
  picture.append(use);
  return picture;
}

export const worded = (word) => word.replaceAll("_", " ");

export const number = (count, one, many = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
