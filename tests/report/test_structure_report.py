from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.analysis import chains, necessity
from cmo.analysis.structure import Structure, structure
from cmo.evidence import Evidence
from cmo.report.chains import KEY
from cmo.report.structure import STRUCTURE_KEY, remarks, rows
from tests.making import CMOC, element, link, said, theory

if TYPE_CHECKING:
    import pytest

BACK = link("back", "safety", "time", "becomes_context_of")


def argued(**parts: Any) -> Structure:
    return structure(Evidence(theory(**parts)))


def test_each_outcome_with_a_chain_has_a_row() -> None:
    elements = [
        element("visits", "intervention"),
        *(element(one, "mechanism") for one in ("trust", "hope")),
        *(element(one, "outcome") for one in ("safety", "calm", "luck")),
    ]
    links = [
        link("1", "visits", "hope", "provides"),
        link("2", "hope", "calm", "produces"),
        link("3", "visits", "luck", "affects"),
    ]
    sources = said("cmoc", "supports")
    parts = {"elements": elements, "links": links, "sources": sources}
    told = argued(**parts)
    assert rows(told) == [
        ("safety", "+", "2", ".", "2", ".", "a", "trust"),
        ("calm", "+", "2", "2", ".", ".", ".", "hope"),
    ]
    bare, loops = remarks(told)
    assert bare.startswith("No chain of causes leads from the programme to these")
    assert bare.endswith(": luck.")
    assert loops == "Feedback loops: none."


def test_an_outcome_that_hangs_on_no_one_study_says_so() -> None:
    ((*_, hangs_on, _),) = rows(argued(sources=said("cmoc", "supports", "supports")))
    assert hangs_on == "no one study"


def test_where_nothing_is_common_to_all_chains_there_is_a_dot() -> None:
    links = [link("1", "visits", "safety", "influences")]
    ((*_, through),) = rows(argued(links=links))
    assert through == "."


def test_what_a_configuration_needs_together_every_chain_passes_through() -> None:
    elements = [
        element("visits", "intervention"),
        *(element(one, "mechanism") for one in ("trust", "hope")),
        element("safety", "outcome"),
    ]
    together = {**CMOC, "contexts": [], "mechanisms": ["trust", "hope"]}
    told = argued(elements=elements, links=[], configurations=[together])
    ((*_, through),) = rows(told)
    assert through == "trust, hope"
    assert "takes a configuration to need its parts together" in STRUCTURE_KEY


def test_loops_are_told_with_what_they_do_and_which_steps_are_supported() -> None:
    told = argued(links=[BACK], sources=said("cmoc", "supports"))
    assert list(remarks(told)) == [
        f"Feedback loops: 1 ({'; '.join(KEY)}).",
        "reinforcing: safety ⇢ time ⇒ trust ⇒ safety",
    ]


def test_a_long_loop_is_cut() -> None:
    names = [f"e{i:02}" for i in range(20)]
    links = [
        link(f"l{i}", one, names[(i + 1) % 20], "leads_to")
        for i, one in enumerate(names)
    ]
    elements = [element(one, "outcome") for one in names]
    told = argued(elements=elements, links=links, configurations=[])
    assert list(remarks(told))[-1] == (
        f"reinforcing: {' ⇢ '.join(names[:12])} … (20 elements)"
    )


def test_of_a_chain_too_long_to_show_the_steps_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chains, "LONGEST", 1)
    ((_, sign, steps, gaps, whole, contested, *_),) = rows(argued())
    assert (sign, steps, gaps, whole, contested) == ("?", "2", "2", "?", "?")


def test_what_waits_for_itself_is_told() -> None:
    elements = [
        element("visits", "intervention"),
        element("trust", "mechanism"),
        element("calm", "mechanism"),
        element("safety", "outcome"),
    ]
    told = argued(
        elements=elements,
        links=[link("a", "safety", "calm", "becomes_context_of")],
        configurations=[{**CMOC, "contexts": ["calm"]}],
    )
    assert rows(told) == [("safety", "+", "2", "2", ".", ".", ".", "?")]
    assert next(remarks(told)) == (
        "As recorded, these wait for a context that only they bring about, so that "
        "no chain to them can begin: safety."
    )


def test_what_is_too_dense_to_tell_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(necessity, "PATIENCE", 0)
    told = argued()
    assert rows(told) == [("safety", "+", "2", "2", ".", ".", ".", "?")]
    assert list(remarks(told)) == [
        "Feedback loops: none.",
        "The theory is too dense to tell which mechanisms every chain passes through.",
        "The theory is too dense to tell which studies every evidenced chain rests on.",
    ]
