"""The style sheet of published pages: for screens of any width, and for paper."""

STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --faint: #4d4d4d; --line: #767676;
  --head: #f0f0f0; --link: #0b4a8f; }
* { box-sizing: border-box; }
html { text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink);
  font: 1.0625rem/1.55 "Source Sans Pro", "Source Sans 3", system-ui, "Segoe UI",
  Roboto, Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
.wide main { max-width: 90rem; }
.wide p, .wide li { max-width: 75ch; }
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 2em 0 .5em; text-wrap: balance; }
h1 { margin-top: .5em; font-size: 2rem; }
h2 { font-size: 1.5rem; }
h3 { font-size: 1.2rem; }
h4 { font-size: 1.0625rem; }
h5 { font-size: 1.0625rem; font-style: italic; }
p { margin: 0 0 .9em; }
ul, ol { margin: 0 0 .9em; padding-inline-start: 1.5em; }
li { margin: .25em 0; }
li > ul, li > ol { margin: .25em 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
.authors, .lead { color: var(--faint); }
.lead { font-size: 1.2rem; }
.note { color: var(--faint); font-size: .9rem; }
.reference { padding-inline-start: 1.5em; text-indent: -1.5em; font-size: .95rem; }
blockquote { margin: 1.2em 0; border-inline-start: 3px solid var(--line);
  padding-inline-start: 1em; }
blockquote p { margin: 0; }
nav { margin: 2em 0; border-block: 1px solid var(--line); padding: .75em 0; }
nav h2 { margin: 0 0 .4em; font-size: 1.0625rem; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li.below { padding-inline-start: 1.5em; }
.skip { position: absolute; left: -100rem; background: #fff; padding: .5rem 1rem; }
.skip:focus { left: 0; top: 0; z-index: 1; }
figure { margin: 2em 0; }
figcaption, caption { text-align: start; font-size: .95rem; line-height: 1.4; }
figcaption { margin-top: .6em; }
caption { padding-bottom: .5em; }
/* It stays in sight while a wide table scrolls below it. */
caption > span { position: sticky; left: 0; display: inline-block;
  max-width: min(52rem, calc(100vw - 2.5rem)); }
.scroll { position: relative; overflow-x: auto; margin: 2em 0; }
figure .scroll { margin: 0; }
svg { display: block; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.4;
  border-block: 2px solid var(--ink); }
th, td { padding: .45rem .6rem; text-align: start; vertical-align: top;
  overflow-wrap: break-word; }
thead th { background: var(--head); vertical-align: bottom; }
tbody th { font-weight: inherit; }
tbody tr { border-top: 1px solid var(--line); }
td p, th p { margin: 0 0 .3em; }
td p:last-child, th p:last-child { margin: 0; }
@media print {
  @page { size: A4; margin: 20mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  .skip, nav { display: none; }
  .scroll { overflow: visible; }
  svg { max-width: 100%; max-height: 230mm; }
  table { min-width: 0 !important; font-size: 8.5pt; }
  thead { display: table-header-group; }
  tr, figure, blockquote { break-inside: avoid; }
  h1, h2, h3, h4, h5, caption, thead, tbody tr:first-child { break-after: avoid; }
  p:has(+ ul, + ol) { break-after: avoid; }
  figcaption { break-before: avoid; }
  a { color: inherit; }
}
"""
