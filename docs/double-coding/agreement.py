"""Say how far the two codings of Signs of Safety agree.

The files beside this one hold what each coder wrote, before any settlement: one
row links one passage (by its first excerpt) to one claim of the codebook.

Usage: python docs/double-coding/agreement.py
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

Key = tuple[str, str, str]
Coding = dict[Key, dict[str, str]]

HERE = Path(__file__).parent
JUDGEMENTS = {
    "bearing": "bearing (supports, proposes, inconclusive …)",
    "directness": "directness",
    "inference": "inference",
}


def read(coder: str) -> Coding:
    """Return a coder's rows by source, excerpt and claim."""
    path = HERE / f"coder-{coder}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["source"], row["excerpt"], row["claim"]): row
            for row in csv.DictReader(file)
        }


def passages(links: set[Key]) -> set[tuple[str, str]]:
    """Return the passages that the links start from."""
    return {(source, excerpt) for source, excerpt, _ in links}


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Return Cohen's kappa: agreement beyond what chance would give."""
    count = len(pairs)
    first, second = (Counter(one) for one in zip(*pairs, strict=True))
    observed = sum(a == b for a, b in pairs) / count
    expected = sum(first[value] * second[value] for value in first) / count**2
    return (observed - expected) / (1 - expected)


def row(*cells: object) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def counts(a: Coding, b: Coding) -> list[str]:
    """Return the table of how much each coder linked, and a line on the overlap."""
    both, either = a.keys() & b.keys(), a.keys() | b.keys()
    of_a, of_b = passages(set(a)), passages(set(b))
    share, dice = len(both) / len(either), 2 * len(both) / (len(a) + len(b))
    overlap = f"{100 * share:.0f} % of {len(either)} (Dice {dice:.2f})"
    alone = f"{len(a) - len(both)} by A, {len(b) - len(both)} by B"
    return [
        row("", "coder A", "coder B", "both"),
        row(*["---"] * 4),
        row("links from a passage to a claim", len(a), len(b), len(both)),
        row("passages that bear on any claim", *map(len, (of_a, of_b, of_a & of_b))),
        "",
        f"Links made by both: {overlap}; by one only: {alone}.",
    ]


def agreement(a: Coding, b: Coding) -> list[str]:
    """Return the table of how both judged the links that both made."""
    both = sorted(a.keys() & b.keys())
    lines = [
        row(
            f"of the {len(both)} links that both made",
            "agree",
            "percent",
            "Cohen's kappa",
        ),
        row(*["---"] * 4),
    ]
    for field, name in JUDGEMENTS.items():
        pairs = [(a[key][field], b[key][field]) for key in both]
        same = sum(x == y for x, y in pairs)
        percent = f"{100 * same / len(both):.1f}"
        lines.append(row(name, same, percent, f"{kappa(pairs):.2f}"))
    wholes = [key for key in both if a[key]["covers"] or b[key]["covers"]]
    same = sum(a[key]["covers"] == b[key]["covers"] for key in wholes)
    percent = f"{100 * same / len(wholes):.1f}"
    name = f"covers ({len(wholes)} links to configurations)"
    return [*lines, row(name, same, percent, "")]


if __name__ == "__main__":
    first, second = read("a"), read("b")
    print("\n".join([*counts(first, second), "", *agreement(first, second)]))
