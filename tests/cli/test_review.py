from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cmo.cli import cli
from cmo.model import BearsOn
from cmo.store import writing
from cmo.store.documents import adapter
from cmo.workspace.reviewing import due
from cmo.workspace.theories import Problem
from tests.making import excerpt, source, theory, use

if TYPE_CHECKING:
    from click.testing import Result

DOCS = Path(__file__).parents[2] / "docs"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["review", *map(str, arguments)])


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a theory of which one passage is suspect and one was never reviewed."""
    stamp = {"fingerprint": "0" * 16, "by": "A\tB", "date": "2025"}
    form = source(
        "a",
        excerpt("p1", use("trust", "no_effect", reviewed=stamp), use("safety")),
        excerpt("p2", use("trust", reviewed={"fingerprint": "0" * 16})),
    )
    bundle = tmp_path / "trust.theory.json"
    bundle.write_bytes(writing.canonical(theory(sources=[form, source("b")])))
    return bundle


class TestList:
    def test_suspects_come_first_and_then_what_was_never_reviewed(
        self, bundle: Path
    ) -> None:
        result = run("--list", bundle)
        assert result.exit_code == 0
        assert result.output.splitlines() == [
            "Trust",
            "suspect: the claim, or what it names, was reworded after the review",
            "  trust  a#p1 (no effect), last reviewed 2025 by A\\u0009B",
            "  trust  a#p2 (supports), reviewed once",
            "never reviewed",
            "  safety  1 passage",
            (
                "uses of passages: 2 suspect, 1 never reviewed on 1 claim, "
                "none reviewed and up to date"
            ),
            (
                "next: read the passages of a claim beside it ('cmo trace CLAIM'), "
                "then 'cmo review CLAIM --by NAME'"
            ),
        ]

    def test_it_changes_nothing(self, bundle: Path) -> None:
        before = bundle.read_bytes()
        run("--list", bundle)
        assert bundle.read_bytes() == before

    def test_nothing_due_is_told(self, bundle: Path, tmp_path: Path) -> None:
        run("--all", bundle)
        told = run("--list", bundle).output.splitlines()
        assert told == ["Trust", "nothing is due: 3 uses up to date"]
        bare = tmp_path / "bare.theory.json"
        bare.write_bytes(writing.canonical(theory()))
        told = run("--list", bare).output.splitlines()
        assert told[1:] == ["nothing is due: no passage bears on a claim"]

    def test_json_holds_what_the_documentation_says(self, bundle: Path) -> None:
        run("safety", bundle)
        report = json.loads(run("--list", "--format", "json", bundle).output)
        one = {"claim": "trust", "passage": "a#p1", "bearing": "no_effect"}
        other = {"claim": "trust", "passage": "a#p2", "bearing": "supports"}
        assert report == {
            "version": 1,
            "theory": "trust",
            "suspect": [
                one | {"last_review": {"by": "A\tB", "date": "2025"}},
                other | {"last_review": {"by": None, "date": None}},
            ],
            "never_reviewed": [],
            "totals": {"suspect": 2, "never_reviewed": 0, "up_to_date": 1},
        }
        section = (DOCS / "json.md").read_text("utf-8").partition("## `cmo review")[2]
        documented = set(re.findall("`([a-z_]+)`", section.partition("\n## ")[0]))
        used = report["suspect"][0]
        keys = {*report, *report["totals"], *used, *used["last_review"]}
        assert keys == documented

    def test_a_use_that_was_never_reviewed_has_no_last_review(
        self, bundle: Path
    ) -> None:
        report = json.loads(run("--list", "--format", "json", bundle).output)
        assert [u["last_review"] for u in report["never_reviewed"]] == [None]


class TestStamp:
    def test_each_passage_on_the_claim_is_told_with_its_last_review(
        self, bundle: Path
    ) -> None:
        result = run("trust", bundle, "--by", "CD")
        assert result.exit_code == 0
        assert result.output.splitlines() == [
            "reviewed trust: a#p1 (no effect), last reviewed 2025 by A\\u0009B",
            "reviewed trust: a#p2 (supports), reviewed once",
            f"wrote {bundle}",
            (
                "uses of passages: none suspect, 1 never reviewed on 1 claim, "
                "2 reviewed and up to date"
            ),
        ]

    def test_all_are_counted(self, bundle: Path) -> None:
        run("safety", bundle)
        assert run("--all", bundle).output.splitlines() == [
            "reviewed 2 uses of passages on 1 claim",
            "reviewed already and left as they are: 1 use",
            f"wrote {bundle}",
            "nothing is due: 3 uses up to date",
        ]
        assert "wrote" not in run("--all", bundle).output

    def test_a_first_review_is_told_as_such(self, bundle: Path) -> None:
        told = run("safety", bundle).output
        assert told.startswith("reviewed safety: a#p1 (supports), not reviewed before")

    def test_it_is_dated_today_unless_a_date_is_given(self, bundle: Path) -> None:
        run("safety", bundle)
        run("trust", bundle, "--date", "2026-03")
        dates = {
            u.bears.claim: u.bears.reviewed and u.bears.reviewed.date
            for u in due(bundle).current
        }
        # The day may end between the review and this line.
        today = datetime.now().astimezone().date()
        assert dates["trust"] == "2026-03"
        assert (today - datetime.fromisoformat(str(dates["safety"])).date()).days < 2

    def test_nobody_is_named_unless_told(self, bundle: Path) -> None:
        run("safety", bundle)
        assert '"by": "A\\tB"' in bundle.read_text("utf-8")
        (use,) = due(bundle).current
        assert use.bears.reviewed
        assert use.bears.reviewed.by is None

    def test_a_file_in_another_form_is_told(self, bundle: Path) -> None:
        bundle.write_text(json.dumps(json.loads(bundle.read_bytes())), "utf-8")
        told = run("safety", bundle).output
        assert f"wrote {bundle} (also put into canonical form)" in told

    @pytest.mark.parametrize("one", ["cmoc", "b"])
    def test_where_no_passage_is_nothing_is_done(self, bundle: Path, one: str) -> None:
        result = run(one, bundle)
        assert result.exit_code == 0
        told = f"there is no passage to review for '{one}'\n"
        assert result.output.startswith(told)

    def test_the_theory_around_the_working_directory_is_meant(
        self, bundle: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(bundle.parent)
        assert run("safety").exit_code == 0
        assert run("--list").output.startswith("Trust\n")

    def test_an_unknown_claim_is_a_problem_with_a_hint(self, bundle: Path) -> None:
        result = run("saftey", bundle)
        assert isinstance(result.exception, Problem)
        assert "did you mean 'safety'?" in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name what was reviewed, or give --all or --list"),
        (["--by", "AB"], "name what was reviewed, or give --all or --list"),
        (["theories/trust"], "'theories/trust' is no claim: name one before"),
        (["x.theory.json"], "'x.theory.json' is no claim: name one before"),
        (["a", "b", "c"], "'c' is one too many: only one theory can be named"),
        (["--all", "a", "b"], "'b' is one too many: only one theory can be named"),
        (["--list", "a", "b"], "'b' is one too many: only one theory can be named"),
        (["--list", "--all"], "--all does not go with --list"),
        (["--list", "--by", "AB"], "--by does not go with --list"),
        (["--list", "--date", "2026"], "--date does not go with --list"),
        (["a", "--format", "json"], "--format json goes with --list"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_a_stamp_is_what_the_manual_shows() -> None:
    page = (DOCS / "how-to.md").read_text("utf-8")
    shown = next(
        text
        for text in re.findall(r"```json BearsOn\n(.*?)```", page, re.DOTALL)
        if "reviewed" in text
    )
    stamp: Any = adapter(BearsOn).validate_json(shown)  # type: ignore[type-var]
    assert re.fullmatch("[0-9a-f]{16}", stamp.reviewed.fingerprint)
