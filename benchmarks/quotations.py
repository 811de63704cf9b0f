"""Documents of thirty pages, each with one quotation: the same for two programs.

A document looks like what is made from a PDF: short lines, a running header, page
numbers and form feeds, typographic quotation marks, ligatures, hyphenation. Each
quotation stands in its text; it was copied without the line breaks, with straight
quotation marks and plain letters. The same arguments give the same bytes.

What is written:

    theory/     a theory folder, for `cmo quotes`
    data.json   the same quotations, for `linkml-reference-validator validate data`
    schema.yaml the schema that goes with them

Usage: python benchmarks/quotations.py DOCUMENTS FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import random
from itertools import accumulate, product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES, LINES, WIDTH = 30, 42, 70
QUOTED_WORDS = 24


class Document(NamedTuple):
    """A document: its id, its text, and what is quoted from it."""

    id: str
    text: str
    quotation: str


def make(documents: int, folder: Path) -> None:
    """Write so many documents, and what both programs read, into `folder`."""
    theory = folder / "theory"
    for name in ("sources", "texts"):
        (theory / name).mkdir(parents=True)
    rows = []
    for one in _documents(documents):
        content = one.text.encode()
        path = theory / "texts" / f"{one.id}.txt"
        path.write_bytes(content)
        form = to_json(_source(one, hashlib.sha256(content).hexdigest()), indent=2)
        (theory / "sources" / f"{one.id}.json").write_bytes(form + b"\n")
        rows.append(
            {
                "id": one.id,
                "supporting_text": one.quotation,
                "reference": f"file:{path.resolve()}",
            }
        )
    (theory / "theory.json").write_bytes(to_json(_THEORY, indent=2) + b"\n")
    (folder / "data.json").write_bytes(to_json(rows))
    (folder / "schema.yaml").write_text(_SCHEMA, "utf-8")


def _documents(number: int) -> Iterator[Document]:
    vocabulary = _vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    for i in range(number):
        chance = random.Random(i)  # noqa: S311 - nothing secret
        words = chance.choices(
            vocabulary, cum_weights=weights, k=PAGES * LINES * WIDTH // 4
        )
        yield _document(f"report-{i}", [*_punctuated(words, chance)])


def _vocabulary() -> list[str]:
    """Return some thousand words, the short ones first, as they are used most."""
    made = ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]
    random.Random(0).shuffle(made)  # noqa: S311 - nothing secret
    return [*_COMMON.split(), *made]


_COMMON = (
    "the of and to in a that was they for with it as were on not their by had have "
    "this from or worker family parents at but she he be which said one more when "
    "children there so if what would who trust safety risk felt time"
)
_STARTS = ("re", "con", "in", "com", "ex", "pro", "de", "sup", "per", "trans", "of")
_MIDDLES = ("port", "mit", "vid", "ser", "cep", "lat", "ten", "sen", "lec", "dic", "fi")
_ENDS = ("ed", "ing", "ment", "tion", "al", "ence", "able", "er", "ive", "ity", "s", "")


def _punctuated(words: list[str], chance: random.Random) -> Iterator[str]:
    starts = True
    for word in words:
        shown = word.capitalize() if starts else word
        mark = chance.random()
        starts = mark < 0.06  # noqa: PLR2004
        if starts:
            yield f"{shown}."
        elif mark < 0.12:  # noqa: PLR2004
            yield f"{shown},"
        elif mark < 0.13:  # noqa: PLR2004
            yield f"“{shown}”"
        elif mark < 0.135:  # noqa: PLR2004
            yield f"{shown}’s"
        else:
            yield shown


def _document(name: str, words: list[str]) -> Document:
    """Set `words` in pages, and quote some from the page in the middle."""
    pages: list[str] = []
    quotation = ""
    left = iter(words)
    for number in range(1, PAGES + 1):
        lines, whole = _page(left)
        if number == PAGES // 2:
            quotation = " ".join(whole[20 : 20 + QUOTED_WORDS]).translate(_PLAIN)
        head = f"Evaluation report {name}\n\n"
        pages.append(f"{head}{chr(10).join(lines)}\n\n{number}\n")
    text = "\f".join(pages).replace("fi", "ﬁ")
    return Document(name, text, quotation)


def _page(words: Iterator[str]) -> tuple[list[str], list[str]]:
    """Return a page's lines, every ninth of which is hyphenated, and its words."""
    lines: list[str] = []
    used: list[str] = []
    line = ""
    for word in words:
        if len(line) + len(word) < WIDTH:
            line = f"{line} {word}".lstrip()
        elif len(lines) == LINES - 1:
            lines.append(line)
            break
        elif len(lines) % 9 == 8 and len(word) > 6:  # noqa: PLR2004
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        else:
            lines.append(line)
            line = word
        used.append(word)
    return lines, used


_PLAIN = str.maketrans("“”’", '""\'')


def _source(one: Document, sha256: str) -> dict[str, object]:
    return {
        "schema_version": 1,
        "id": one.id,
        "citation": {"type": "report", "title": f"Evaluation {one.id}"},
        "kind": "grey",
        "text": {"path": f"{one.id}.txt", "sha256": sha256},
        "excerpts": [
            {
                "id": "p1",
                "locator": {"page": PAGES // 2},
                "text": one.quotation,
                "verbatim": True,
                "bears_on": [{"claim": "trust", "bearing": "supports"}],
            }
        ],
    }


_THEORY = {
    "schema_version": 1,
    "id": "quotations",
    "title": "A theory with one quotation a document",
    "elements": [
        {"id": "trust", "kind": "mechanism", "label": "Parents trust the worker"}
    ],
}
_SCHEMA = """\
id: https://example.org/quotations
name: quotations
prefixes:
  linkml: https://w3id.org/linkml/
default_prefix: quotations
default_range: string
imports:
  - linkml:types
classes:
  Quotation:
    attributes:
      id:
        identifier: true
      supporting_text:
        slot_uri: linkml:excerpt
      reference:
        slot_uri: linkml:authoritative_reference
"""


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description="Make documents with quotations.")
    parser.add_argument("documents", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    make(given.documents, given.folder)


if __name__ == "__main__":
    main()
