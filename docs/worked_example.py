"""The worked example: what commands say of Signs of Safety, written into the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import cmo
from cmo.analysis.trace import trace_claim
from cmo.cli import cli
from cmo.evidence import DECIDING, LOOKED, Evidence, State
from cmo.model.vocabulary import Bearing
from cmo.report.escaping import markdown_cell
from cmo.report.passages import words

if TYPE_CHECKING:
    from cmo.model import Excerpt

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "worked-example"
THEORY = "theories/signs-of-safety"

# Page to the command that writes it.
PAGES = {
    "trace-shared-responsibility.md": "trace shared-responsibility",
    "trace-child-safety.md": "trace child-safety",
    "whatif-only-independent.md": "whatif --only independent",
    "whatif-independent-of-developers.md": "whatif --only independent --towards MTM",
    "whatif-without-ten-pilots.md": "whatif --without study:ten-pilots",
    "matrix-mechanism-source.md": "matrix --rows mechanism --columns source",
}

# One claim in each state, and the rival that the evidence favours.
CLAIMS = (
    "sofs-programme-provides-fresh-opportunities",
    "sofs-programme-affects-practice-improvement",
    "sofs-programme-affects-visible-changes",
    "rival-good-leadership",
    "sofs-programme-affects-staff-wellbeing",
    "sofs-programme-affects-reduced-need-for-care",
    "cmoc-shared-view",
    "shared-responsibility-produces-child-safety",
    "complex-situations-constrains-way-of-working",
    "child-safety-leads-to-reduced-need-for-care",
)


def generated() -> dict[Path, str]:
    """Return each page with what should stand in it."""
    readme = FOLDER / "README.md"
    return {
        **{FOLDER / name: _page(command) for name, command in PAGES.items()},
        readme: with_states(readme.read_text("utf-8")),
    }


def _page(command: str) -> str:
    words = [*command.split(), str(ROOT / THEORY), "--format", "markdown"]
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    told = f"*What `cmo {command} {THEORY} --format markdown` prints.*"
    title, rest = done.output.split("\n", 1)
    return f"{title}\n\n{told}\n{rest}"


def with_states(page: str) -> str:
    """Return `page` with its table of states made anew."""
    evidence = Evidence(cmo.load(ROOT / THEORY))
    rows = ["| state | claim | what makes it so |", "| --- | --- | --- |"]
    for claim in CLAIMS:
        trace = trace_claim(evidence, claim)
        state = trace.support.state.replace("_", " ")
        about = f"{markdown_cell(trace.label)} (`{claim}`)"
        rows.append(f"| **{state}** | {about} | {_because(evidence, claim)} |")
    table = "\n".join(rows)
    start, end = "<!-- states -->", "<!-- end of states -->"
    return re.sub(
        f"{start}.*?{end}", lambda _: f"{start}\n{table}\n{end}", page, flags=re.DOTALL
    )


def _said(excerpt: Excerpt) -> str:
    said, _ = words(excerpt, None, public=True)
    return said.text


def _because(evidence: Evidence, claim: str) -> str:
    """Return the passages that make the claim's state what it is, or what does."""
    trace = trace_claim(evidence, claim)
    state = trace.support.state
    wanted = DECIDING.get(state, LOOKED if state is State.INDIRECT else set())
    if state is State.THEORISED:
        wanted = {Bearing.PROPOSES}
    uses = [u for u in trace.support.uses if u.bears.bearing in wanted]
    if state is State.UNDEVELOPED:
        return f"The team says why: {markdown_cell(str(trace.record.undeveloped))}"
    if not uses:
        return "No passage bears on it."
    return "<br>".join(
        f"{use.bears.bearing.replace('_', ' ')} ({use.bears.directness}), "
        f"`{use.passage}`: {markdown_cell(_said(use.excerpt))}"
        for use in uses
    )
