"""Do ids and references of a theory hold together? R findings that need it whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from cmo.store.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.findings import Pointer
    from cmo.model import Configuration, Theory

# Scales as printed by their publisher; see the Early Intervention Foundation's
# guidebook for what the values mean.
_EIF_LEVELS = ("2", "2+", "3", "3+", "4", "4+")
RATING_VALUES = {
    "eif-evidence": (
        *_EIF_LEVELS,
        *(f"{level}*" for level in _EIF_LEVELS),
        "NL2",
        "NE",
    ),
    "eif-cost": ("1", "2", "3", "4", "5", "NA"),
}

Wrong: TypeAlias = "tuple[str, Pointer, str, str]"


@dataclass(frozen=True)
class Ids:
    """The ids that references may name.

    Attributes:
        kinds: Id of the shared namespace to what it is ("element", "link" …).
        sources: Ids of sources.
        excerpts: Ids of passages as ``source-id#excerpt-id``.
        lost: Ids that stand in the files but in records that could not be read.
    """

    kinds: dict[str, tuple[str, ...]]
    sources: frozenset[str]
    excerpts: frozenset[str] | None
    lost: frozenset[str]

    @cached_property
    def wanted(self) -> Mapping[str, list[str]]:
        """The ids of each kind and of claims, in order; an id given twice, in both."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one, kinds in sorted(self.kinds.items()):
            for kind in kinds:
                found[kind].append(one)
            if _fits(kinds, CLAIM):
                found[CLAIM].append(one)
        return found


CLAIM = "claim"
CLAIMS = frozenset({"element", "link", "configuration", "rival"})


def check(theory: Theory, lost: frozenset[str] = frozenset()) -> Iterator[Wrong]:
    """Yield code, pointer, message and record id of every broken id or reference."""
    yield from _duplicates(theory)
    ids = _ids(theory, lost)
    yield from _in_theory(theory, ids)
    yield from _in_decisions(theory, ids)
    yield from _in_passages(theory, ids)
    yield from _in_sources(theory, ids)
    yield from _ratings(theory)


def _named(theory: Theory) -> Iterator[tuple[str, str, int, str]]:
    """Yield kind, list, index and id of the records that share one namespace."""
    for i, element in enumerate(theory.elements):
        yield "element", "elements", i, element.id
    for i, link in enumerate(theory.links):
        yield "link", "links", i, link.id
    for i, configuration in enumerate(theory.configurations):
        yield "configuration", "configurations", i, configuration.id
    for i, theme in enumerate(theory.themes):
        yield "theme", "themes", i, theme.id
    for i, rival in enumerate(theory.rivals):
        yield "rival", "rivals", i, rival.id


def _ids(theory: Theory, lost: frozenset[str]) -> Ids:
    wants_excerpts = any(e.excerpts for e in theory.emmie) or theory.ratings
    return Ids(
        kinds=_kinds(theory),
        sources=frozenset(source.id for source in theory.sources),
        excerpts=frozenset(
            f"{source.id}#{excerpt.id}"
            for source in theory.sources
            for excerpt in source.excerpts
        )
        if wants_excerpts
        else None,
        lost=lost,
    )


def _kinds(theory: Theory) -> dict[str, tuple[str, ...]]:
    """Return each id with what it is; of an id given twice, with both."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, _, _, one in _named(theory):
        kinds[one] = (*kinds.get(one, ()), kind) if one in kinds else (kind,)
    return kinds


def _duplicates(theory: Theory) -> Iterator[Wrong]:
    first: dict[str, str] = {}
    for kind, where, i, one in _named(theory):
        if one in first:
            message = (
                f"the id '{one}' is already that of {_a(first[one])}: give this {kind} "
                "another, and change what refers to it"
            )
            yield "R014", (where, i), message, one
        first.setdefault(one, kind)
    for where in ("decisions", "substantive_theories", "sources"):
        yield from _repeated((where,), (r.id for r in getattr(theory, where)))
    for s, source in enumerate(theory.sources):
        if len({e.id for e in source.excerpts}) < len(source.excerpts):
            yield from _repeated(
                ("sources", s, "excerpts"), (e.id for e in source.excerpts)
            )


def _repeated(where: Pointer, ids: Iterable[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for i, one in enumerate(ids):
        if one in seen:
            message = f"the id '{one}' is given twice: give this one another"
            yield "R014", (*where, i), message, one
        seen.add(one)


def _in_theory(theory: Theory, ids: Ids) -> Iterator[Wrong]:
    for i, element in enumerate(theory.elements):
        where: Pointer = ("elements", i)
        yield from _one(ids, (*where, "theme"), element.theme, element.id, "theme")
        yield from _one(
            ids, (*where, "part_of"), element.part_of, element.id, "element"
        )
    for i, link in enumerate(theory.links):
        yield from _one(ids, ("links", i, "source"), link.source, link.id, "element")
        yield from _one(ids, ("links", i, "target"), link.target, link.id, "element")
    for i, configuration in enumerate(theory.configurations):
        yield from _in_configuration(("configurations", i), configuration, ids)
    for i, rival in enumerate(theory.rivals):
        yield from _one(ids, ("rivals", i, "about"), rival.about, rival.id, CLAIM)
    for i, formal in enumerate(theory.substantive_theories):
        where = ("substantive_theories", i, "informs")
        yield from _many(ids, where, formal.informs, formal.id, CLAIM)
    for i, assessment in enumerate(theory.assessments):
        claim = assessment.claim
        yield from _one(ids, ("assessments", i, "claim"), claim, claim, CLAIM)


def _in_configuration(where: Pointer, one: Configuration, ids: Ids) -> Iterator[Wrong]:
    yield from _one(ids, (*where, "theme"), one.theme, one.id, "theme")
    for field in ("interventions", "contexts", "mechanisms", "outcomes"):
        yield from _many(ids, (*where, field), getattr(one, field), one.id, "element")
    for field in ("contrast_with", "part_of"):
        other = getattr(one, field)
        yield from _one(ids, (*where, field), other, one.id, "configuration")
    own = set(one.mechanisms) | ids.lost
    named: list[tuple[Pointer, str]] = [
        (("activations", m), m) for m in one.activations or ()
    ]
    for s, step in enumerate(one.steps):
        named += [(("steps", s, "all", i), m) for i, m in enumerate(step.all)]
        named += [(("steps", s, "any", i), m) for i, m in enumerate(step.any)]
    for field_at, mechanism in named:
        if mechanism not in own:
            hint = did_you_mean(mechanism, own)
            message = (
                f"'{mechanism}' is no mechanism of '{one.id}'{hint}: "
                "add it to its mechanisms, or correct the id"
            )
            yield "R016", (*where, *field_at), message, one.id


def _in_decisions(theory: Theory, ids: Ids) -> Iterator[Wrong]:
    # What a decision merged, split or retired may be gone from the theory.
    gone = {old for decision in theory.decisions for old in decision.from_}
    for i, decision in enumerate(theory.decisions):
        where = ("decisions", i)
        claims = [(j, c) for j, c in enumerate(decision.claims) if c not in gone]
        for j, claim in claims:
            yield from _one(ids, (*where, "claims", j), claim, decision.id, CLAIM)
        into = [(j, c) for j, c in enumerate(decision.into) if c not in gone]
        for j, claim in into:
            yield from _one(ids, (*where, "into", j), claim, decision.id, CLAIM)
        for j, source in enumerate(decision.sources):
            if source not in ids.sources and source not in ids.lost:
                hint = did_you_mean(source, ids.sources)
                message = (
                    f"'{source}' is no source{hint}: add its form, or correct the id"
                )
                yield "R015", (*where, "sources", j), message, decision.id


def _in_passages(theory: Theory, ids: Ids) -> Iterator[Wrong]:
    named: list[tuple[Pointer, str]] = [
        (("emmie", i, "excerpts", j), excerpt)
        for i, summary in enumerate(theory.emmie)
        for j, excerpt in enumerate(summary.excerpts)
    ]
    named += [
        (("ratings", i, "excerpt"), rating.excerpt)
        for i, rating in enumerate(theory.ratings)
        if rating.excerpt is not None
    ]
    known = ids.excerpts or frozenset()
    for where, excerpt in named:
        its_source = excerpt.partition("#")[0]
        if excerpt not in known and not {excerpt, its_source} & ids.lost:
            hint = did_you_mean(excerpt, known)
            message = (
                f"'{excerpt}' is no passage{hint}: write it as source-id#excerpt-id"
            )
            yield "R015", where, message, ""


def _in_sources(theory: Theory, ids: Ids) -> Iterator[Wrong]:
    claims = {one for one, kinds in ids.kinds.items() if _fits(kinds, CLAIM)}
    claims |= ids.lost
    for s, source in enumerate(theory.sources):
        if {u.claim for e in source.excerpts for u in e.bears_on} <= claims:
            continue
        for e, excerpt in enumerate(source.excerpts):
            for b, use in enumerate(excerpt.bears_on):
                if use.claim not in claims:
                    where = ("sources", s, "excerpts", e, "bears_on", b, "claim")
                    about = f"{source.id}#{excerpt.id}"
                    yield from _one(ids, where, use.claim, about, CLAIM)


def _ratings(theory: Theory) -> Iterator[Wrong]:
    for i, rating in enumerate(theory.ratings):
        values = RATING_VALUES.get(rating.scheme)
        if values is not None and rating.value not in values:
            message = (
                f"'{rating.value}' is no value of the scale '{rating.scheme}': "
                f"use one of {', '.join(values)}"
            )
            yield "R011", ("ratings", i, "value"), message, ""


def _fits(kinds: tuple[str, ...], wanted: str) -> bool:
    return not CLAIMS.isdisjoint(kinds) if wanted == CLAIM else wanted in kinds


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "element" else f"a {kind}"


def _many(
    ids: Ids, where: Pointer, named: tuple[str, ...], about: str, wanted: str
) -> Iterator[Wrong]:
    for i, one in enumerate(named):
        yield from _one(ids, (*where, i), one, about, wanted)


def _one(
    ids: Ids, where: Pointer, one: str | None, about: str, wanted: str
) -> Iterator[Wrong]:
    if one is None or one in ids.lost:
        return
    found = ids.kinds.get(one)
    if found is None:
        hint = did_you_mean(one, ids.wanted[wanted])
        message = (
            f"'{one}' is no {wanted} of this theory{hint}: add it, or correct the id"
        )
        yield "R015", where, message, about
    elif not _fits(found, wanted):
        message = (
            f"'{one}' is {_a(found[0])}, and {_a(wanted)} is wanted here: "
            "correct the id"
        )
        yield "R016", where, message, about
