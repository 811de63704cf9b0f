"""Synthetic theories: any size, the same bytes for the same arguments.

A theory is made of *units*, each one configuration: two contexts, a mechanism,
an outcome and the four links that join them, for every 80 uses of passages. A
source has twenty passages, a passage one, two or three uses, a claim about
nine. What is written is what `cmo fmt` would write.

Usage: python benchmarks/synthetic.py USES PATH [--findings N] [--shape SHAPE]
(PATH is a folder, or a bundle if it ends in .theory.json)
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Record = dict[str, Any]

SHAPES = ("plain", "loops", "chains", "hubs")
LEAST = 1_000
USES_PER_UNIT = 80
PASSAGES = 20
BUNDLE = ".theory.json"

# In the shape `hubs` one use in five is the hub's, and its configuration has up to
# so many members; a hub or a chain has up to so many links.
HUB_SHARE = 5
MEMBERS = 1_000
LINKS = 10_000

# Coprime to any number of claims below it: neighbouring uses speak of claims
# far apart, as a document speaks of all parts of a theory.
_STRIDE = 1_000_003


@dataclass
class Plan:
    """A theory, and which claims its passages speak of.

    Attributes:
        theory: What theory.json holds.
        claims: Ids of the claims that need passages.
        uses: The number of uses.
        hub: The claim that takes a large share of all uses, or none.
        contested: Claims that one passage refutes.
        unplaced: Passages, by number, that have no locator.
        unappraised: Sources, by number, that have no appraisal.
    """

    theory: Record
    claims: list[str]
    uses: int
    hub: str | None = None
    contested: set[str] = field(default_factory=set)
    unplaced: set[int] = field(default_factory=set)
    unappraised: set[int] = field(default_factory=set)

    @property
    def passages(self) -> int:
        """The number of passages: six uses are three of them."""
        whole, rest = divmod(self.uses, 6)
        return whole * 3 + (0, 1, 2, 2, 3, 3)[rest]

    @property
    def sources(self) -> int:
        """The number of documents."""
        return -(-self.passages // PASSAGES)


def make(uses: int, path: Path, *, findings: int = 0, shape: str = "plain") -> None:
    """Write a theory with `uses` uses of passages at `path`.

    Args:
        uses: At least 1,000.
        path: A folder, or a bundle if it ends in ``.theory.json``.
        findings: How many findings `cmo check` gives, notes included; for the
            plain shape. Others give none but notes on the loops they have.
        shape: ``"plain"``; ``"loops"``: outcomes lead back to contexts, half
            of the units in rings of five, half in one ring; ``"chains"``: up
            to 10,000 outcomes follow one another; ``"hubs"``: a mechanism with
            up to 10,000 links and a fifth of all uses, and a configuration of
            up to 1,000 members.

    Raises:
        ValueError: Too few uses, an unknown shape, or more findings than fit.
    """
    if uses < LEAST or shape not in SHAPES or (findings and shape != "plain"):
        message = f"cannot make {findings} findings in {uses} uses, shape {shape}"
        raise ValueError(message)
    plan = _plan(uses, shape)
    _spoil(plan, findings)
    if path.name.endswith(BUNDLE):
        _write_bundle(plan, path)
    else:
        _write_folder(plan, path)


def _write_folder(plan: Plan, path: Path) -> None:
    (path / "sources").mkdir(parents=True)
    (path / "theory.json").write_bytes(to_json(plan.theory, indent=2) + b"\n")
    for source in _sources(plan):
        form = to_json({"schema_version": 1, **source}, indent=2) + b"\n"
        (path / "sources" / f"{source['id']}.json").write_bytes(form)


def _write_bundle(plan: Plan, path: Path) -> None:
    # One source at a time: a million uses as Python objects would need gigabytes.
    head = to_json(plan.theory, indent=2).removesuffix(b"\n}")
    with path.open("wb") as file:
        file.write(head + b',\n  "sources": [\n    ')
        for i, source in enumerate(_sources(plan)):
            text = to_json(source, indent=2).replace(b"\n", b"\n    ")
            file.write((b",\n    " if i else b"") + text)
        file.write(b"\n  ]\n}\n")


def _plan(uses: int, shape: str) -> Plan:
    units = [_unit(u) for u in range(uses // USES_PER_UNIT)]
    theory: Record = {
        "schema_version": 1,
        "id": "synthetic",
        "title": f"A synthetic theory with {uses:,} uses of passages",
        "question": "What works, for whom, in which circumstances, and why?",
        "authors": ["benchmarks/synthetic.py"],
        "intervention": {"name": "Home visits", "description": _words(0, 30)},
        "heuristic": "CMO",
        "themes": [
            {"id": f"theme-{t}", "title": _label(t, "Theme"), "order": t}
            for t in range(_THEMES)
        ],
        "elements": [_visit(v) for v in range(-(-len(units) // _UNITS_PER_VISIT))],
        "links": [],
        "configurations": [],
    }
    for unit in units:
        _add(theory, unit)
    if shape == "loops":
        theory["links"] += _rings(len(units))
    elif shape == "chains":
        _add(theory, _chain(min(LINKS, uses // 10)))
    elif shape == "hubs":
        _add(theory, _hub(min(LINKS, uses // 10)))
    claims = [one["id"] for part in _PARTS for one in theory[part]]
    return Plan(theory, claims, uses, hub=_HUB if shape == "hubs" else None)


_PARTS = ("elements", "links", "configurations")
_THEMES = 12
_UNITS_PER_VISIT = 10
_HUB = "hub-trust"


def _add(theory: Record, more: Record) -> None:
    for part in _PARTS:
        theory[part] += more[part]


def _unit(u: int) -> Record:
    visit = f"home-visit-{u // _UNITS_PER_VISIT}"
    near, far, trust, safety = (
        f"experienced-worker-{u}",
        f"high-caseload-{u}",
        f"trust-in-worker-{u}",
        f"safety-at-home-{u}",
    )
    return {
        "elements": [
            _context(near, u, ["individual", "interpersonal"]),
            _context(far, u + 1, ["institutional"]),
            _mechanism(trust, u),
            _outcome(safety, u),
        ],
        "links": [
            _link(f"visit-offers-trust-{u}", visit, trust, "provides"),
            _link(f"experience-enables-{u}", near, trust, "enables"),
            _link(f"caseload-constrains-{u}", far, trust, "constrains"),
            _link(f"trust-brings-safety-{u}", trust, safety, "produces"),
        ],
        "configurations": [
            _configuration(f"cmoc-{u}", u, visit, [near, far], trust, [safety])
        ],
    }


def _rings(units: int) -> list[Record]:
    """Return links from each unit's outcome to the context of the next in its ring."""
    half = units // 2
    rings = [range(u, min(u + 5, half)) for u in range(0, half, 5)]
    return [
        _link(
            f"safety-changes-worker-{u}",
            f"safety-at-home-{u}",
            f"experienced-worker-{ring[(i + 1) % len(ring)]}",
            "becomes_context_of",
        )
        for ring in (*rings, range(half, units))
        for i, u in enumerate(ring)
    ]


def _chain(links: int) -> Record:
    names = ["safety-at-home-0", *(f"later-outcome-{i}" for i in range(links))]
    return {
        "elements": [_outcome(name, i) for i, name in enumerate(names[1:])],
        "links": [
            _link(f"then-follows-{i}", names[i], names[i + 1], "leads_to")
            for i in range(links)
        ],
        "configurations": [],
    }


def _hub(links: int) -> Record:
    spokes = [f"spoke-{i}" for i in range(links)]
    end, members = "hub-safety", spokes[: min(MEMBERS, links) - 3]
    return {
        "elements": [
            _mechanism(_HUB, 0),
            _outcome(end, 0),
            *(_context(one, i, ["institutional"]) for i, one in enumerate(spokes)),
        ],
        "links": [
            _link("visit-offers-hub", "home-visit-0", _HUB, "provides"),
            _link("hub-brings-safety", _HUB, end, "produces"),
            *(_link(f"{one}-enables-hub", one, _HUB, "enables") for one in spokes),
        ],
        "configurations": [
            _configuration("cmoc-hub", 0, "home-visit-0", members, _HUB, [end])
        ],
    }


def _visit(v: int) -> Record:
    return {
        "id": f"home-visit-{v}",
        "kind": "intervention",
        **_shared(v, "Home visit"),
        "intended": True,
    }


def _context(name: str, n: int, layers: list[str]) -> Record:
    return {
        "id": name,
        "kind": "context",
        **_shared(n, _what(name)),
        "valence": "positive",
        "layers": layers,
        "for_whom": "parents of young children",
    }


def _mechanism(name: str, n: int) -> Record:
    return {
        "id": name,
        "kind": "mechanism",
        **_shared(n, _what(name)),
        "resource": _words(n, 12),
        "reasoning": _words(n + 5, 14),
        "actor": "parents",
    }


def _outcome(name: str, n: int) -> Record:
    return {
        "id": name,
        "kind": "outcome",
        **_shared(n, _what(name)),
        "valence": "positive",
        "intended": True,
        "proximity": ("proximal", "intermediate", "distal")[n % 3],
        "domain": "child safety",
    }


def _what(name: str) -> str:
    """Return what a record is called, so that two of one number differ in label."""
    return name.rstrip("-0123456789").replace("-", " ").capitalize()


def _shared(n: int, what: str) -> Record:
    return {
        "label": _label(n, what),
        "plain_label": f"{_label(n + 1, what)}, in plain words",
        "definition": _words(n, 25),
        "theme": f"theme-{n % _THEMES}",
    }


def _link(name: str, source: str, target: str, relation: str) -> Record:
    return {
        "id": name,
        "source": source,
        "target": target,
        "relation": relation,
        "rationale": _words(len(name) + len(source), 15),
    }


def _configuration(  # noqa: PLR0913, PLR0917 - one argument for each role
    name: str,
    n: int,
    visit: str,
    contexts: list[str],
    mechanism: str,
    outcomes: list[str],
) -> Record:
    return {
        "id": name,
        "label": _label(n, _what(name)),
        "theme": f"theme-{n % _THEMES}",
        "phase": ("before", "during", "after")[n % 3],
        "interventions": [visit],
        "actors": ["parents", "social workers"],
        "contexts": contexts,
        "mechanisms": [mechanism],
        "outcomes": outcomes,
        "statement": f"{_words(n, 18)} because {_words(n + 9, 10)}",
        "status": "working",
    }


def _sources(plan: Plan) -> Iterator[Record]:
    for s in range(plan.sources):
        passages = range(s * PASSAGES, min((s + 1) * PASSAGES, plan.passages))
        yield _source(plan, s, passages)


def _source(plan: Plan, s: int, passages: range) -> Record:
    family = _FAMILIES[s % len(_FAMILIES)]
    year = 2000 + s % 25
    # Every fifth document reports the study of the one before it.
    study = s - 1 if s % 5 == 4 else s  # noqa: PLR2004
    judgements = {"appraisal": _appraisal(s)} if s not in plan.unappraised else {}
    return {
        "id": f"{family.lower()}-{year}-{s}",
        "citation": {
            "type": "article-journal",
            "title": f"Study {s}: {_words(s, 13)}",
            "author": [
                {"family": family, "given": "Ada"},
                {"family": _FAMILIES[(s + 3) % len(_FAMILIES)], "given": "José"},
            ],
            "issued": {"date-parts": [[year, s % 12 + 1]]},
            "container-title": "Journal of Synthetic Reviews",
            "volume": str(s % 40 + 1),
            "page": f"{s % 400 + 1}–{s % 400 + 14}",
            "DOI": f"10.1000/synthetic.{s}",
        },
        "kind": _KINDS[s % len(_KINDS)],
        "study": f"study-{study}",
        "independence": {
            "judgement": "independent",
            "rationale": "No tie to the programme’s owners is declared.",
        },
        "setting": f"{_words(s, 6)}, {year - 3}–{year - 1}",
        **judgements,
        "extraction": {"coder": f"coder-{s % 2 + 1}", "date": f"2024-{s % 12 + 1:02}"},
        "excerpts": [_passage(plan, p) for p in passages],
    }


_KINDS = (
    "empirical_qualitative",
    "empirical_mixed",
    "empirical_quantitative",
    "grey",
    "empirical_qualitative",
)
_FAMILIES = ("Baginsky", "Okafor", "Nunez", "Lindqvist", "Tanaka", "Moreau", "Webb")


def _appraisal(n: int) -> Record:
    return {
        "relevance": ("high", "moderate")[n % 2],
        "richness": ("moderate", "high")[n % 3 % 2],
        "rigour": ("high", "moderate", "moderate")[n % 3],
        "rationale": _words(n, 12),
    }


def _passage(plan: Plan, p: int) -> Record:
    # Passages have one, two, three uses in turn.
    first = p // 3 * 6 + (0, 1, 3)[p % 3]
    uses = range(first, min(first + p % 3 + 1, plan.uses))
    record: Record = {"id": f"p{p % 30 + 1}-{p % PASSAGES + 1}"}
    if p not in plan.unplaced:
        record["locator"] = {"page": p % 30 + 1, "section": "Findings"}
    record["text"] = _quoted(p) if p % 4 == 0 else _words(p, 40)
    if p % 2 == 0:
        record["verbatim"] = True
    record["data_type"] = _DATA[p % len(_DATA)]
    if p % 5 == 0:
        record["unit"] = f"site {p % 7}"
    if p % 10 == 0:
        record["appraisal"] = _appraisal(p)
    record["coder"] = f"coder-{p % 2 + 1}"
    record["bears_on"] = [_use(plan, k) for k in uses]
    return record


_DATA = ("participant_quote", "author_interpretation", "result")


def _use(plan: Plan, k: int) -> Record:
    if plan.hub and k % HUB_SHARE == 0:
        return {"claim": plan.hub, "bearing": "supports", "relevance": "high"}
    number = k - k // HUB_SHARE - 1 if plan.hub else k
    turn = number // len(plan.claims)
    claim = plan.claims[number * _STRIDE % len(plan.claims)]
    record: Record = {"claim": claim, "bearing": "supports"}
    # Two studies speak directly for each claim before any passage says else.
    if turn == 2 and claim in plan.contested:  # noqa: PLR2004
        record["bearing"] = "refutes"
    elif turn > 1:
        record["bearing"] = ("supports", "supports", "proposes", "neutral")[k % 4]
        if k % 5 == 0:
            record |= {"directness": "indirect", "inference": "inferred"}
    if k % 2 == 0:
        record["relevance"] = ("high", "moderate")[k % 4 // 2]
    if k % 6 == 0:
        record["note"] = _words(k, 10)
    return record


def _spoil(plan: Plan, findings: int) -> None:
    """Change `plan` so that checking it gives as many `findings`, of six rules."""
    kinds = len(_FAULTS)
    for i, (fault, places) in enumerate(_FAULTS):
        wanted = (findings + kinds - 1 - i) // kinds
        there = places(plan)
        if wanted > there:
            message = f"{findings} findings do not fit {plan.uses} uses"
            raise ValueError(message)
        for j in range(wanted):
            fault(plan, j * there // wanted)


def _drop_locator(plan: Plan, n: int) -> None:
    plan.unplaced.add(n)


def _lengthen_label(plan: Plan, n: int) -> None:
    plan.theory["elements"][n]["label"] += " and so on" * 6


def _add_bare_link(plan: Plan, n: int) -> None:
    source, target = f"high-caseload-{n}", f"experienced-worker-{n + 1}"
    plan.theory["links"].append(_link(f"bare-{n}", source, target, "shapes"))


def _drop_appraisal(plan: Plan, n: int) -> None:
    plan.unappraised.add(n)


def _drop_plain_label(plan: Plan, n: int) -> None:
    del plan.theory["elements"][n]["plain_label"]


def _contest(plan: Plan, n: int) -> None:
    plan.contested.add(plan.theory["links"][n]["id"])


# What makes one finding, and at how many places it can be done: rules E311,
# W401, E301, E312, W402 and E306.
_FAULTS: tuple[tuple[Callable[[Plan, int], None], Callable[[Plan], int]], ...] = (
    (_drop_locator, lambda plan: plan.passages),
    (_lengthen_label, lambda plan: len(plan.theory["elements"])),
    (_add_bare_link, lambda plan: len(plan.theory["configurations"]) - 1),
    (_drop_appraisal, lambda plan: plan.sources),
    (_drop_plain_label, lambda plan: len(plan.theory["elements"])),
    # Every unit has four links that passages speak of; bare ones come after.
    (_contest, lambda plan: 4 * len(plan.theory["configurations"])),
)


def _label(n: int, what: str) -> str:
    return f"{what} {_HOW[n % len(_HOW)]} {_WHERE[n % len(_WHERE)]} {n}"


_HOW = ("builds", "is tested", "wanes", "returns", "is shared", "is offered", "grows")
_WHERE = (
    "early on",
    "in crises",
    "at meetings",
    "with families",
    "in small teams",
    "under pressure",
    "after a change of worker",
    "in rural areas",
    "with support",
    "out of hours",
    "in court",
)

_SENTENCE = (
    "families said that they felt heard when the same worker came back each week and "
    "asked what had gone well before asking what had gone wrong and several parents "
    "told us “she did not judge me” which they set against earlier visits – those had "
    "been brief and guarded while managers who protected time for reflection saw fewer "
    "cases return and teams with high caseloads reported that plans were written for "
    "the file rather than with the family so that trust built slowly if at all"
)
_TEXT = _SENTENCE.split()
_SPREAD = _TEXT * 3


def _words(n: int, count: int) -> str:
    """Return `count` words that differ with `n`, some typographic marks among them."""
    start = n * 7 % len(_TEXT)
    return " ".join(_SPREAD[start : start + count])


def _quoted(n: int) -> str:
    """Return a passage with what JSON has to escape: quotation marks, a new line."""
    return f'{_words(n, 22)}: "{_words(n + 3, 10)}"\n{_words(n + 6, 8)}'


def main() -> None:
    """Write the theory that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a synthetic theory.")
    parser.add_argument("uses", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--findings", type=int, default=0)
    parser.add_argument("--shape", choices=SHAPES, default="plain")
    given = parser.parse_args()
    make(given.uses, given.path, findings=given.findings, shape=given.shape)


if __name__ == "__main__":
    main()
