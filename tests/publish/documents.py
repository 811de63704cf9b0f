"""Documents that tests write."""

from __future__ import annotations

from xml.sax.saxutils import escape

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    words,
)

# Each comes out as itself in every format.
HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> &lt; &amp;amp;",
    "quotes \" ' ` ]]> --> <!-- note -->",
    r"back \ slash \N \n C:\temp \textbf{x} $x_1^2$ 100% #1 {a|b} ~x~",
    "#set text(red) @label *bold* _it_ = heading $ [x](y) ![i](j)",
    "- list -- dash --- dash ,, `` '' << >>",
    "1. number",
    "+1 =cmd()|' /C calc'!A0 @sum",
    "=1+1",
    "| pipe | table \\| |",
    "résumé Ωβж “curly” – ≥5 → ✓",
    "_x0041_ %s {0} {{ jinja }} {% raw %}",
    "https://example.org/a_b?c=d&e=f#g www.example.org a@example.org",
]
# Fonts that not every machine has would be needed for these in a PDF.
FOREIGN = ["信頼と安全", "ثقة بين الأطراف", "אמון abc", "emoji 👩‍👧 🙂"]


def cell(text: str) -> Cell:
    """Return a cell of one plain line."""
    return Cell((words(text),))


def svg(text: str = "a picture", width: int = 300, height: int = 120) -> bytes:
    """Return a picture with ids that another one has too."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        'role="img" aria-labelledby="figure-title">'
        '<title id="figure-title">T</title>'
        '<defs><linearGradient id="shade"><stop offset="0" stop-color="#8fc3ec"/>'
        "</linearGradient></defs>"
        f'<rect id="box" fill="url(#shade)" width="{width}" height="{height}"/>'
        '<use xlink:href="#box"/>'
        '<text x="12" y="40" font-size="12" '
        "font-family=\"'Source Sans Pro', Arial, sans-serif\">"
        f"{escape(text)}</text></svg>"
    ).encode()


def png(width: int = 8, height: int = 4) -> bytes:
    """Return a white picture of so many dots."""
    import struct
    import zlib

    def chunk(kind: bytes, held: bytes) -> bytes:
        check = zlib.crc32(kind + held)
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", check)

    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def figure(name: str = "theory", caption: str = "The theory", **size: float) -> Figure:
    """Return a figure that can be drawn in every format."""
    drawn = {"svg": svg(), "png": png(), "pdf": b"%PDF-1.4\n"}
    return Figure(
        name,
        caption,
        f"What {name} shows, in words.",
        size.get("width", 120.0),
        size.get("height", 48.0),
        drawn.__getitem__,
    )


def table(rows: int = 3, columns: int = 3, caption: str = "What was found") -> Table:
    """Return a table of plain text."""
    return Table(
        caption,
        tuple(Column(f"Column {c + 1}", 1 + c % 2) for c in range(columns)),
        tuple(
            tuple(cell(f"Row {r + 1}, column {c + 1}") for c in range(columns))
            for r in range(rows)
        ),
    )


def document(*blocks: object, **others: object) -> Document:
    """Return a document of these blocks, or one that has each kind."""
    made = blocks or (
        Paragraph(words("What this is about."), Style.LEAD),
        Heading(1, words("First part")),
        Paragraph(
            (
                Run("Some "),
                Run("strong", strong=True),
                Run(" and "),
                Run("emphasised", emphasis=True),
                Run(" words, and a "),
                Run("page", url="https://example.org/a?b=c&d=e"),
                Run(", and "),
                Run("none", url="javascript:alert(1)"),
                Run("."),
            )
        ),
        Heading(2, words("Lists")),
        Bullets(
            (
                Item(words("One"), (Item(words("Within one")),)),
                Item(words("Two")),
            )
        ),
        Bullets((Item(words("First")), Item(words("Second"))), numbered=True),
        Bullets((Item(words("Again first")),), numbered=True),
        Heading(1, words("Second part")),
        table(),
        figure(),
        Paragraph(words("They told us so."), Style.QUOTE),
        Paragraph(words("Take care."), Style.NOTE),
        Heading(1, words("References")),
        Paragraph(words("Author, A. (2021). Title."), Style.REFERENCE),
    )
    return Document(
        "A title",
        made,  # type: ignore[arg-type]
        **{"authors": ("A. Author", "B. Writer")} | others,  # type: ignore[arg-type]
    )


def hostile(texts: list[str]) -> Document:
    """Return a document with each of `texts` in each place."""
    return document(
        *(Heading(1, words(one)) for one in texts),
        *(Paragraph(words(one)) for one in texts),
        Bullets(tuple(Item(words(one)) for one in texts)),
        Table(
            texts[0],
            (Column(texts[0]), Column("Number")),
            tuple((cell(one), Cell(number=1.5)) for one in texts),
        ),
        figure(caption=texts[-1]),
    )


def parted() -> Document:
    """Return a document with a list of its parts, which are of three levels."""
    return document(
        Contents(),
        Heading(1, words("One & only")),
        Heading(2, words("Within")),
        Heading(3, words("Deep")),
        Heading(1, (Run("A "), Run("page", url="https://example.org/"))),
    )
