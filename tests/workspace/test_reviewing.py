from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from cmo.store import writing
from cmo.workspace.producing import tidy
from cmo.workspace.reviewing import due, review
from cmo.workspace.theories import Problem, Unreadable, load
from tests.making import excerpt, source, theory, use
from tests.store.disk import LEFT, leftovers, tree
from tests.store.test_transaction import crashes, forks

if TYPE_CHECKING:
    from pathlib import Path

    from cmo.model import Source, Theory
    from cmo.workspace.reviewing import Stamped


def forms() -> list[dict[str, Any]]:
    """Return three sources; the third, of a claim's name, bears on nothing."""
    return [
        source(
            "a",
            excerpt("p1", use("trust"), use("safety")),
            excerpt("p2", use("trust", "refutes")),
        ),
        source("b", excerpt("p1", use("trust-safety"), use("trust"))),
        source("time"),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a theory folder in canonical form."""
    folder = tmp_path.resolve() / "trust"
    (folder / "sources").mkdir(parents=True)
    (folder / "theory.json").write_bytes(writing.canonical(theory()))
    for form in theory(sources=forms()).sources:
        file = folder / "sources" / f"{form.id}.json"
        file.write_bytes(writing.canonical(form))
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return the same theory in one file."""
    bundle = tmp_path.resolve() / "trust.theory.json"
    bundle.write_bytes(writing.canonical(theory(sources=forms())))
    return bundle


def names(files: tuple[Path, ...]) -> list[str]:
    return [file.name for file in files]


def stamps(path: Path) -> set[tuple[str, str, str | None]]:
    """Return the uses that are stamped, as passage, claim and who looked."""
    found = ((u, u.bears.reviewed) for u in due(path).current)
    return {(u.passage, u.bears.claim, stamp.by) for u, stamp in found if stamp}


def reworded(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


class TestReview:
    def test_a_claim_means_all_passages_on_it(self, folder: Path) -> None:
        done = review(folder, ids=["trust"], by="AB", date="2026-03-02")
        assert names(done.files) == ["a.json", "b.json"]
        assert [u.passage for u in done.uses] == ["a#p1", "a#p2", "b#p1"]
        assert stamps(folder) == {(p, "trust", "AB") for p in ("a#p1", "a#p2", "b#p1")}
        assert [u.bears.claim for u in done.left.unreviewed] == [
            "safety",
            "trust-safety",
        ]
        assert due(folder) == done.left

    def test_a_passage_means_its_uses(self, folder: Path) -> None:
        review(folder, ids=["a#p1"])
        assert stamps(folder) == {("a#p1", "trust", None), ("a#p1", "safety", None)}

    def test_a_source_means_the_uses_of_its_passages(self, folder: Path) -> None:
        review(folder, ids=["b", "a#p2"])
        assert stamps(folder) == {
            ("b#p1", "trust", None),
            ("b#p1", "trust-safety", None),
            ("a#p2", "trust", None),
        }

    def test_an_id_of_a_claim_and_a_source_means_the_claim(self, folder: Path) -> None:
        shutil.move(folder / "sources" / "b.json", folder / "sources" / "trust.json")
        reworded(folder / "sources" / "trust.json", '"id": "b"', '"id": "trust"')
        done = review(folder, ids=["trust"])
        assert {u.bears.claim for u in done.uses} == {"trust"}

    def test_all_means_every_use(self, folder: Path) -> None:
        done = review(folder, every=True)
        assert len(done.uses) == 5
        assert (done.left.unreviewed, done.left.suspect) == ((), ())

    def test_only_files_that_change_are_written(self, folder: Path) -> None:
        before = tree(folder)
        review(folder, ids=["a"])
        after = tree(folder)
        changed = {file for file in before if before[file] != after[file]}
        assert changed == {folder / "sources" / "a.json"}
        assert set(after) - set(before) == {folder / ".theory.cmo-lock"}

    def test_what_is_written_is_canonical(self, folder: Path, bundle: Path) -> None:
        for path in (folder, bundle):
            review(path, every=True, by="Zoë", date="2026")
            assert tidy(path, check=True).changed == ()

    def test_a_bundle_is_one_file(self, bundle: Path) -> None:
        assert review(bundle, ids=["safety"], by="AB").files == (bundle,)
        assert stamps(bundle) == {("a#p1", "safety", "AB")}
        assert [s.id for s in load(bundle).sources] == ["a", "b", "time"]

    def test_a_second_time_nothing_is_written(self, folder: Path) -> None:
        review(folder, ids=["trust"], by="AB")
        before = tree(folder)
        done = review(folder, ids=["trust"], by="CD")
        assert (done.files, done.uses, len(done.current)) == ((), (), 3)
        assert tree(folder) == before

    def test_what_is_suspect_is_stamped_anew(self, folder: Path) -> None:
        review(folder, every=True, by="AB")
        reworded(folder / "theory.json", '"label": "Safety"', '"label": "Calm"')
        assert {u.bears.claim for u in due(folder).suspect} == {
            "safety",
            "trust-safety",
        }
        done = review(folder, ids=["safety"], by="CD")
        assert [u.bears.reviewed and u.bears.reviewed.by for u in done.uses] == ["AB"]
        assert [u.bears.claim for u in done.left.suspect] == ["trust-safety"]
        assert ("a#p1", "safety", "CD") in stamps(folder)

    def test_files_that_were_not_canonical_are_named(self, folder: Path) -> None:
        file = folder / "sources" / "b.json"
        own = {"extra": {"z": [1, None], "a": "é"}}
        file.write_text(json.dumps(json.loads(file.read_bytes()) | own), "utf-8")
        done = review(folder, every=True)
        assert names(done.files) == ["a.json", "b.json"]
        assert names(done.tidied) == ["b.json"]
        assert load(folder).sources[1].extra == own["extra"]

    def test_a_claim_on_which_nothing_bears_is_no_fault(self, folder: Path) -> None:
        for one in ("cmoc", "time"):
            done = review(folder, ids=[one])
            assert (done.uses, done.current, done.files) == ((), (), ())

    @pytest.mark.parametrize(
        ("one", "hint"),
        [
            ("thrust", "'trust'"),
            ("trust-safty", "'trust-safety'"),
            ("b#p", "'b#p1'"),
            ("zzz#zzz", None),
        ],
    )
    def test_an_unknown_id_gets_a_hint(
        self, folder: Path, one: str, hint: str | None
    ) -> None:
        with pytest.raises(Problem, match=f"'{one}' is no claim, source or") as caught:
            review(folder, ids=["trust", one])
        told = str(caught.value).partition("did you mean ")[2].rstrip("?)")
        assert told == (hint or "")
        assert stamps(folder) == set()

    @pytest.mark.parametrize("name", ["\x1b[31m", "A\x00", "\ud800", "A\x85"])
    def test_a_name_that_no_file_can_hold_is_refused(
        self, folder: Path, name: str
    ) -> None:
        with pytest.raises(Problem, match="control character"):
            review(folder, every=True, by=name)

    @pytest.mark.parametrize("name", ["", " \n"])
    def test_an_empty_name_is_refused(self, folder: Path, name: str) -> None:
        with pytest.raises(Problem, match="name is empty: write it, or leave it out"):
            review(folder, every=True, by=name)

    @pytest.mark.parametrize("date", ["today", "2026-13", "02.03.2026", "2026\n", ""])
    def test_a_date_that_no_file_can_hold_is_refused(
        self, folder: Path, date: str
    ) -> None:
        with pytest.raises(Problem, match="is no date: write it as 2026-11-22"):
            review(folder, every=True, date=date)


class TestNothingIsLost:
    def test_a_broken_file_stops_it(self, folder: Path) -> None:
        broken = folder / "sources" / "b.json"
        broken.write_bytes(broken.read_bytes()[:-20])
        before = tree(folder)
        with pytest.raises(Unreadable, match=r"b\.json"):
            review(folder, ids=["safety"])
        assert tree(folder) == before

    def test_a_file_that_changes_meanwhile_is_never_overwritten(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, other = (folder / "sources" / f"{name}.json" for name in "ab")
        before = one.read_bytes()
        self.meanwhile(monkeypatch, lambda: other.write_bytes(b"{}"))
        with pytest.raises(Problem, match=r"b\.json changed on disk since it was read"):
            review(folder, every=True)
        assert (one.read_bytes(), other.read_bytes()) == (before, b"{}")

    def test_a_claim_that_is_reworded_meanwhile_stays_suspect(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = folder / "theory.json"
        new = own.read_text("utf-8").replace("Safety", "Calm")
        self.meanwhile(monkeypatch, lambda: own.write_text(new, "utf-8"))
        review(folder, ids=["safety"])
        assert [u.bears.claim for u in due(folder).suspect] == ["safety"]

    def meanwhile(self, monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
        """Do something between the reading and the writing."""
        plain = writing.canonical

        def canonical(record: Theory | Source) -> bytes:
            act()
            return plain(record)

        monkeypatch.setattr(writing, "canonical", canonical)

    @forks
    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
    def test_a_crash_at_any_step_leaves_all_stamps_or_none(self, folder: Path) -> None:
        kept = folder.with_name("kept")
        shutil.copytree(folder, kept)
        counts = []
        for at in range(1, 200):
            crashed = crashes(lambda: review(folder, every=True, by="AB"), at)
            review(folder, every=True, by="CD")
            assert len(stamps(folder)) == 5
            counts.append(sum(by == "AB" for _, _, by in stamps(folder)))
            assert leftovers(folder) <= LEFT
            if not crashed:
                break
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
        assert set(counts) == {0, 5}
        assert counts == sorted(counts), "once committed, always new"

    def test_two_at_once_lose_no_stamp(self, folder: Path) -> None:
        def until_done(one: str) -> Stamped:
            for _ in range(1000):
                with suppress(Problem):
                    return review(folder, ids=[one], by=one)
            return review(folder, ids=[one], by=one)

        with ThreadPoolExecutor(3) as people:
            list(people.map(until_done, ["trust", "safety", "trust-safety"]))
        assert stamps(folder) == {
            *((passage, "trust", "trust") for passage in ("a#p1", "a#p2", "b#p1")),
            ("a#p1", "safety", "safety"),
            ("b#p1", "trust-safety", "trust-safety"),
        }


def test_without_a_path_the_theory_around_is_meant(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "sources")
    assert len(review(ids=["trust"]).uses) == 3
    assert len(due().current) == 3
