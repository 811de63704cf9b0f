"""Findings made by hand, and texts that try to be more than text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cmo.findings import Finding, Place, Severity
from cmo.report.findings import Findings, by_place

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE = [
    "a|b, c; d",
    "\"quoted\" and 'quoted'",
    "two\nlines\r\nand\rmore\ttabs",
    "x::error file=a::y",
    "\n::error::z",
    "%0A::warning::%25",
    "##[error]old",
    "=cmd()",
    "<script>alert(1)</script> </details> &lt; &#0;",
    "]]> <!-- --> <![CDATA[",
    "\x00 \\u0000 \x1b[31m \x9b31m",
    "@octocat closes #12, GH-7, o/r#3, !4 :tada:",
    "https://example.org www.example.org a@example.org mailto:a@example.org",
    "[x](javascript:1) ![y](z) [1]: q",
    "{0} {} }{",
    "\udcff \ufffe \u202e \u2028 \x85",
    "`code` *bold* ~~gone~~ $1$ \\",
    "",
]


_ONE = Finding(
    code="E301",
    severity=Severity.WARNING,
    place=Place("theories/t/theory.json", 3, 5),
    pointer="/elements/0",
    message="is not what it should be",
    id="trust",
)


def finding(
    message: str = _ONE.message,
    *,
    file: str = _ONE.place.file,
    at: tuple[int, int] = (3, 5),
    **more: Any,
) -> Finding:
    return replace(_ONE, message=message, place=Place(file, *at), **more)


def findings(
    *found: Finding,
    theories: Sequence[str] = ("theories/t",),
    ids: Sequence[str] = ("t",),
    broken: Sequence[str] = (),
    not_judged: Sequence[str] = (),
) -> Findings:
    return Findings(
        found=by_place(found),
        theories=tuple(theories),
        ids=tuple(ids),
        broken=tuple(broken),
        not_judged=tuple(not_judged),
    )
