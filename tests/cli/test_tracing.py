from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cmo.report.escaping import terminal
from cmo.store import writing
from tests.analysis.arguments import RELATIONS
from tests.making import Json, element, excerpt, link, source, theory, use
from tests.report.made import HOSTILE
from tests.test_bad_input import apart, cmo, is_one_line

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
FORMATS = ["text", "markdown", "json"]


def saved(folder: Path, **parts: Any) -> Path:
    file = folder / "trust.theory.json"
    file.write_bytes(writing.canonical(theory(**parts)))
    return file


class TestTrace:
    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize(
        "about",
        [
            "shared-responsibility",
            "child-safety",
            "cmoc-shared-view",
            "shared-responsibility-produces-child-safety",
            "rival-good-leadership",
            "sheehan-2018-summary",
            "sheehan-2018-summary#p14",
            "study:ten-pilots",
        ],
    )
    def test_it_answers_in_each_format(self, about: str, form: str) -> None:
        ran = cmo("trace", about, SOFS, "--format", form)
        assert (ran.status, ran.err) == (0, "")
        assert about.rpartition(":")[2] in ran.out.replace("\\", "")
        assert ran.out.endswith("\n")
        if form == "json":
            assert json.loads(ran.out)["theory"] == "signs-of-safety"

    def test_text_is_the_default(self) -> None:
        text = cmo("trace", "child-safety", SOFS, "--format", "text").out
        assert cmo("trace", "child-safety", SOFS).out == text

    def test_an_id_that_matches_nothing_gets_a_hint(self) -> None:
        ran = cmo("trace", "child-saftey", SOFS)
        assert (ran.status, ran.out) == (2, "")
        assert is_one_line(ran.err)
        assert "(did you mean 'child-safety'?)" in ran.err

    def test_without_an_id_its_usage_is_shown(self) -> None:
        ran = cmo("trace")
        assert (ran.status, ran.out) == (2, "")
        assert "Missing argument 'ID'" in ran.err


class TestWhatIf:
    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize(
        "options",
        [
            ["--only", "independent"],
            ["--only", "independent", "--towards", "MTM"],
            ["--without", "study:ten-pilots", "--without", "baginsky-2021"],
            ["--min-rigour", "moderate"],
            ["--direct-only"],
            ["--kinds", "review,policy", "--kinds", "grey"],
        ],
    )
    def test_it_answers_in_each_format(self, options: list[str], form: str) -> None:
        ran = cmo("whatif", SOFS, *options, "--format", form)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith("\n")
        if form == "json":
            assert json.loads(ran.out)["conditions"]

    def test_kinds_can_stand_in_one_list_or_apart(self) -> None:
        one = cmo("whatif", SOFS, "--kinds", "review,grey").out
        assert cmo("whatif", SOFS, "--kinds", "review", "--kinds", "grey").out == one

    def test_that_nothing_is_left_is_said(self) -> None:
        ran = cmo("whatif", SOFS, "--only", "independent")
        assert ran.status == 0
        assert "Nothing is left: no passage meets the condition." in ran.out

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ([], "say what to leave out"),
            (["--without", "baginski-2021"], "(did you mean 'baginsky-2021'?)"),
            (["--towards", "MTM"], "add --only independent"),
            (["--only", "independent", "--towards", "nobody"], "no source names"),
            (["--kinds", "reviews"], "(did you mean 'review'?)"),
        ],
    )
    def test_what_cannot_be_asked_is_told_in_one_line(
        self, options: list[str], told: str
    ) -> None:
        ran = cmo("whatif", SOFS, *options)
        assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
        assert told in ran.err

    def test_nothing_is_written(self, tmp_path: Path) -> None:
        file = saved(tmp_path, sources=[source("a", excerpt("p", use("trust")))])
        before = file.read_bytes()
        assert cmo("whatif", file, "--without", "a").status == 0
        assert list(tmp_path.iterdir()) == [file]
        assert file.read_bytes() == before


class TestBrokenFiles:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "\x00",
            '{"id": "t", "title": "T", "elements": [{}]}',
            json.dumps(
                {"id": "t", "title": "T", "links": [link("l", "a", "b", "produces")]}
            ),
            json.dumps(
                {
                    "id": "t",
                    "title": "T",
                    "sources": [source("s", excerpt("p", use("gone")))],
                }
            ),
        ],
    )
    def test_they_end_in_one_line_and_status_two(
        self, tmp_path: Path, text: str
    ) -> None:
        file = tmp_path / "t.theory.json"
        file.write_text(text, "utf-8")
        for form in FORMATS:
            for words in (["trace", "a"], ["whatif", "--direct-only"]):
                ran = cmo(*words, file, "--format", form)
                assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
                assert str(file) in ran.err

    def test_so_does_a_path_without_theory(self, tmp_path: Path) -> None:
        for words in (["trace", "a"], ["whatif", "--direct-only"]):
            for path in (tmp_path, tmp_path / "nothing"):
                ran = cmo(*words, path)
                assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)


def test_what_users_wrote_acts_on_no_terminal(tmp_path: Path) -> None:
    for text in HOSTILE:
        words = "".join(c for c in f"x{text}" if c in "\t\n" or c.isprintable())
        passage = excerpt("p", use("trust", note=words), text=words)
        titled = source("a", passage, citation={"title": words})
        elements = [element("trust", "mechanism"), element("safety", "outcome")]
        parts: Json = {
            "title": words,
            "elements": [{**one, "label": words} for one in elements],
            "links": [link("l", "trust", "safety", "produces")],
            "configurations": [],
            "sources": [titled],
        }
        file = saved(tmp_path, **parts)
        for asked in (["trace", "trust"], ["trace", "a"], ["whatif", "--without", "a"]):
            for form in FORMATS:
                ran = cmo(*asked, file, "--format", form)
                assert (ran.status, ran.err) == (0, "")
                assert all(one == "\n" or one.isprintable() for one in ran.out)


def test_a_hostile_id_is_told_in_one_harmless_line() -> None:
    for text in HOSTILE:
        words = text.replace("\udcff", "")
        ran = cmo("trace", words, SOFS)
        assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
        assert terminal(ran.err.rstrip("\n")) == ran.err.rstrip("\n")


def test_each_run_says_the_same(tmp_path: Path) -> None:
    names = [f"o{i}" for i in range(12)]
    file = saved(
        tmp_path,
        elements=[element("i", "intervention")]
        + [element(one, "outcome") for one in names],
        links=[link("start", "i", "o0", "influences")]
        + [
            link(f"{a}-{b}", a, b, RELATIONS[(len(a) + i) % 4])
            for i, a in enumerate(names)
            for b in names
            if a != b
        ],
        configurations=[],
        sources=[source("a", excerpt("p", use("start"), use("o0-o1")))],
    )
    for words in (
        ["trace", "o7"],
        ["coverage"],
        ["whatif", "--without", "a"],
    ):
        first, then = (
            apart(*words, file, "--format", "json", env={"PYTHONHASHSEED": seed})
            for seed in ("1", "2")
        )
        assert first.status == 0
        assert first.out == then.out


def test_a_trace_is_the_same_however_names_hash() -> None:
    def told(seed: str) -> bytes:
        command = [sys.executable, "-m", "cmo", "trace", "cmoc-shared-view", str(SOFS)]
        return subprocess.check_output(
            command, env={**os.environ, "PYTHONHASHSEED": seed}
        )

    assert told("1") == told("2") == told("3")
