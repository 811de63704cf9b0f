"""The style sheet of the evidence and gap map.

Nothing is told by colour alone, and no colour stands for more or better.
"""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --faint: #4a4a4a;
  --line: #767676; --head: #f1f1f1; --link: #0b4a8f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #16181c; --faint: #b4b4b4; --line: #8c8c8c;
    --head: #24272d; --link: #a6caff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 110rem; padding: 1rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { margin-top: 2rem; font-size: 1.3rem; }
h3 { font-size: 1.05rem; }
p, li, dd, blockquote { max-width: 70ch; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
:target { outline: 2px dashed var(--line); outline-offset: 4px; }
small { color: var(--faint); font-size: .8em; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
  gap: .25rem 1.5rem; }
dt, dd { display: inline; margin: 0; }
dt { font-weight: 600; }
dt::after { content: ": "; }
blockquote { margin: .5rem 0; border-left: 3px solid var(--line); padding-left: .75rem;
  white-space: pre-line; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
/* What is focused comes to stand beside the row headings, not under them. */
.scroll { position: relative; overflow-x: auto; max-width: max-content;
  scroll-padding-left: 13rem; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.3; }
caption { padding: .25rem 0 .5rem; text-align: left; font-weight: 600; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; }
th { background: var(--head); font-weight: 600; text-align: left; }
th[scope=row] { position: sticky; left: 0; min-width: 9rem; max-width: 18rem; }
thead th { vertical-align: bottom; }
td { text-align: center; color: var(--faint); }
td.filled { text-align: left; }
td > span { font-size: 1.5em; line-height: 1; }
td a span { display: block; }
table:not(.upright) td a { white-space: nowrap; }
.upright thead th + th > div { writing-mode: vertical-rl; transform: rotate(180deg);
  max-height: 16rem; }
@media (max-width: 40rem) {
  .scroll { scroll-padding-left: 9rem; }
  table { font-size: .8rem; }
  th[scope=row] { min-width: 8rem; max-width: 8rem; hyphens: auto; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { --ink: #000; --paper: #fff; --faint: #444; --line: #666; --head: #fff;
    --link: #000; }
  body { padding: 0; font-size: 9pt; }
  .skip { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 6.5pt; }
  th, td { padding: .1rem .2rem; }
  td a { text-decoration: none; }
  .upright thead th + th > div { max-height: 11rem; }
  th[scope=row] { position: static; min-width: 0; }
  tr, section li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
"""
