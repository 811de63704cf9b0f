"""Judge theories: findings, coverage, where a review stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.findings import FAMILIES
from cmo.report.findings import Findings, by_place
from cmo.report.status import Status
from cmo.store.wording import did_you_mean
from cmo.workspace.theories import Problem, find_all, load, only, open_theory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.analysis.coverage import Coverage
    from cmo.findings import Finding, Rule
    from cmo.workspace.theories import AnyPath


def check(
    paths: Iterable[AnyPath] = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Findings:
    """Return everything that is wrong with the theories at `paths`.

    Args:
        paths: Folders, bundles or folders of theories; none: the theories in
            or around the working directory.
        select: Codes, or how codes start, to report; none: all.
        ignore: Codes, or how codes start, to leave out.

    Raises:
        Problem: There is no theory to check, or a code is unknown.
    """
    # Imported late: coverage and status are asked for without the rules.
    from cmo.rules import run

    _refuse_unknown(select, ignore)

    def wanted(code: str) -> bool:
        chosen = not select or code.startswith(tuple(select))
        return chosen and not (ignore and code.startswith(tuple(ignore)))

    theories, missing = find_all(paths)
    found: list[Finding] = [one for one in missing if wanted(one.code)]
    broken: list[str] = [one.place.file for one in missing]
    not_judged: set[str] = set()
    ids: list[str] = []
    for theory in theories:
        reading = open_theory(theory)
        findings, skipped = run(reading, wanted)
        found += [one for one in reading.findings if wanted(one.code)]
        found += findings
        broken += reading.broken
        not_judged.update(skipped)
        ids.append(reading.theory.id if reading.theory else "")
    return Findings(
        found=by_place(found),
        theories=tuple(map(str, theories)),
        ids=tuple(ids),
        broken=tuple(broken),
        not_judged=tuple(sorted(not_judged)),
    )


def coverage(path: AnyPath | None = None) -> Coverage:
    """Return what the evidence says of every claim of the theory at `path`.

    Raises:
        Problem: There is no theory, or more than one.
        Unreadable: A file cannot be read whole, so that nothing which rests
            on absence can be said.
    """
    from cmo.analysis.coverage import coverage as cover

    return cover(load(path))


def status(path: AnyPath | None = None) -> Status:
    """Return where the theory at `path` stands, and what to do next.

    Raises:
        Problem: There is no theory, or more than one.
        Unreadable: A file cannot be read whole.
    """
    from cmo.analysis.coverage import coverage as cover
    from cmo.evidence.studies import read_and_cited

    where = only(path)
    theory = load(where)
    studies, cited = read_and_cited(theory)
    return Status(
        coverage=cover(theory),
        findings=check([where]),
        passages=sum(len(s.excerpts) for s in theory.sources),
        studies=studies,
        cited=cited,
    )


def rules() -> dict[str, Rule]:
    """Return every rule by its code, the reading rules first."""
    from cmo.rules import RULES
    from cmo.store.codes import READING_RULES

    return {**READING_RULES, **dict(sorted(RULES.items()))}


def topics() -> dict[str, str]:
    """Return what can be explained, rules, states and flags, with the explanation."""
    from cmo.evidence import Flag, State

    found = {
        code: f"{code} {rule.name} ({rule.severity})\n\n{rule.documentation}"
        for code, rule in rules().items()
    }
    for word in State:
        found[word] = (
            f"{word} (state of a claim)\n\n{word.meaning[0].upper()}{word.meaning[1:]}."
        )
    for flag in Flag:
        found[flag] = (
            f"{flag} (flag of a claim)\n\n{flag.meaning[0].upper()}{flag.meaning[1:]}."
        )
    return found


def _words() -> dict[str, str]:
    """Return the words of all vocabularies of a theory file with their meanings."""
    from cmo.model import vocabulary

    found: dict[str, str] = {}
    for one in vars(vocabulary).values():
        if isinstance(one, type) and issubclass(one, vocabulary.Vocabulary):
            what = _first_sentence(one)
            for word in one:
                text = f"{word}: {word.meaning}.\n  {what}"
                found[word] = f"{found[word]}\n\n{text}" if word in found else text
    return found


def _first_sentence(documented: type) -> str:
    return str(documented.__doc__).split("\n", maxsplit=1)[0]


def listing() -> Iterator[str]:
    """Yield all topics, a line each, under what they are about."""
    heading = ""
    for name, text in topics().items():
        about = FAMILIES.get(name[0], "States and flags of a claim")
        if about != heading:
            heading = about
            yield heading
        head, _, body = text.partition("\n\n")
        yield f"  {head}: {body.splitlines()[0]}"


def explain(topic: str) -> str:
    """Return what a rule, a state, a flag or a word of the files means.

    Raises:
        Problem: There is no such topic.
    """
    known, words = topics(), _words()
    plain = topic.lower().replace("-", "_").replace(" ", "_")
    by_name = {rule.name: code for code, rule in rules().items()}
    for name in (topic.upper(), by_name.get(topic.lower())):
        if name in known:
            return known[name]
    if told := [told[plain] for told in (known, words) if plain in told]:
        return "\n\n".join(told)
    hint = did_you_mean(topic, [*known, *by_name, *words])
    message = f"'{topic}' is no rule, state, flag or word of the files{hint}"
    raise Problem(message)


def _refuse_unknown(select: Sequence[str], ignore: Sequence[str]) -> None:
    if not (select or ignore):
        return
    known = rules()
    for code in (*select, *ignore):
        if not code or not any(one.startswith(code) for one in known):
            hint = did_you_mean(code, known)
            message = f"'{code}' starts no rule's code{hint}: see 'cmo explain'"
            raise Problem(message)
