"""The Typst program that shows a document: it reads the tree as JSON.

No word of users stands in a program, so that none has to be escaped.
"""

TEMPLATE = r"""
#let document-of = json(bytes(sys.inputs.document))
#let ink = rgb("#1a1a1a")
#let faint = rgb("#4d4d4d")
#let line-colour = rgb("#8c8c8c")

#set document(title: document-of.title, author: document-of.authors, date: none)
#set page(
  paper: "a4",
  flipped: document-of.landscape,
  margin: (x: document-of.margin * 1mm, y: document-of.margin * 1mm),
  footer: context align(right, text(8.5pt, fill: faint, counter(page).display(
    "1 / 1",
    both: true,
  ))),
)
#set text(
  font: document-of.fonts,
  fallback: document-of.fallback,
  size: 10.5pt,
  fill: ink,
  lang: document-of.language,
  region: document-of.region,
)
#set par(leading: 0.62em, spacing: 1em)
#set list(indent: 0.4em, body-indent: 0.6em, spacing: 0.7em)
#set enum(indent: 0.4em, body-indent: 0.6em, spacing: 0.7em)
#show title: set text(21pt, weight: "bold")
#show title: set par(leading: 0.4em)
#show title: set block(above: 0pt, below: 0.7em)
#show heading: set block(above: 1.5em, below: 0.75em, sticky: true)
#show heading.where(level: 1): set text(15pt, weight: "bold")
#show heading.where(level: 2): set text(12.5pt, weight: "bold")
#show heading.where(level: 3): set text(11pt, weight: "bold")
#show heading.where(level: 4): set text(10.5pt, weight: "bold", style: "italic")
// Those of the list of contents look like links without it.
#show link: it => if type(it.dest) == str {
  underline(offset: 2pt, stroke: 0.5pt, text(rgb("#0b4a8f"), it))
} else { it }
#show outline: it => {
  show heading: set text(12.5pt)
  it
}
#set figure.caption(separator: [. ])
#show figure.caption: it => block(width: 100%, spacing: 0.7em, sticky: true, {
  set align(start)
  set text(9.5pt)
  set par(leading: 0.5em)
  strong({
    it.supplement
    [ ]
    context it.counter.display(it.numbering)
    [.]
  })
  [ ]
  it.body
})
#show figure: set block(above: 1.6em, below: 1.6em)
#show figure: set align(start)
#show quote: set block(above: 1.1em, below: 1.1em)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#show table: set text(8.5pt)
#show table: set par(leading: 0.48em, spacing: 0.55em)

// Every second piece is a word too long for a line: it may break anywhere.
#let pieces(given) = {
  for (at, piece) in given.enumerate() {
    if calc.even(at) { piece } else { piece.clusters().join(box(width: 0pt)) }
  }
}
#let run(one) = {
  let body = pieces(one.pieces)
  if one.emphasis { body = emph(body) }
  if one.strong { body = strong(body) }
  if one.url != none { link(one.url, body) } else { body }
}
#let words(given) = given.runs.map(run).join()
#let directed(given, body) = {
  if given.leftward {
    set text(dir: rtl)
    body
  } else { body }
}
#let paragraph(one) = {
  let body = directed(one.words, par(words(one.words)))
  if one.style == "lead" {
    set text(11.5pt, fill: faint)
    block(below: 1.4em, body)
  } else if one.style == "note" {
    set text(9pt, fill: faint)
    body
  } else if one.style == "quote" {
    quote(block: true, block(
      inset: (left: 0.8em, y: 0.15em),
      stroke: (left: 1.5pt + line-colour),
      body,
    ))
  } else if one.style == "reference" {
    set par(hanging-indent: 1.4em, spacing: 0.75em)
    set text(9.5pt)
    body
  } else { body }
}
#let items(given, numbered) = {
  let entries = given.map(one => directed(one.words, {
    if one.leads {
      block(sticky: true, spacing: 0.7em, words(one.words))
    } else { words(one.words) }
    if one.items.len() > 0 { items(one.items, numbered) }
  }))
  if numbered { enum(..entries) } else { list(..entries) }
}
#let cell-body(lines) = for one in lines { directed(one, par(words(one))) }
#let row(one, narrow) = one.cells.zip(narrow).map(((
  lines,
  is-narrow,
)) => table.cell(breakable: not one.whole, {
  set text(hyphenate: is-narrow)
  cell-body(lines)
}))
#let grid-of(one) = figure(
  kind: table,
  supplement: [Table],
  caption: directed(one.caption, words(one.caption)),
  table(
    columns: one.shares.map(share => share * 1fr),
    align: start + top,
    inset: (x: 4pt, y: 4.5pt),
    stroke: (_, y) => (
      top: if y == 0 { 0.9pt + ink } else { none },
      bottom: if y == 0 { 0.9pt + ink } else { 0.4pt + line-colour },
    ),
    fill: (_, y) => if y == 0 { rgb("#f0f0f0") },
    table.header(repeat: one.header.whole, ..row(one.header, one.narrow)),
    ..one.rows.map(cells => row(cells, one.narrow)).flatten(),
  ),
)
#let picture(one) = figure(
  kind: image,
  supplement: [Figure],
  caption: directed(one.caption, words(one.caption)),
  image(
    bytes(one.svg),
    format: "svg",
    width: one.width * 1mm,
    height: one.height * 1mm,
    alt: one.alternative,
  ),
)

#title()
#if document-of.authors.len() > 0 {
  block(below: 1.6em, text(fill: faint, document-of.authors.join(", ")))
}
#for one in document-of.blocks {
  if one.kind == "heading" {
    heading(level: one.level, directed(one.words, words(one.words)))
  } else if one.kind == "contents" {
    outline(title: document-of.contents, depth: one.depth)
  } else if one.kind == "paragraph" {
    if one.leads {
      block(sticky: true, spacing: 1em, paragraph(one))
    } else { paragraph(one) }
  } else if one.kind == "bullets" {
    block(above: 0.9em, below: 1.1em, items(one.items, one.numbered))
  } else if one.kind == "table" {
    grid-of(one)
  } else {
    picture(one)
  }
}
"""
