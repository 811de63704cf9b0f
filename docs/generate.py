"""Write what is made from the code: schemas, lists in the docs, the worked outputs.

Usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import click
import worked_example

from cmo.cli import cli
from cmo.evidence import Flag, State
from cmo.findings import FAMILIES
from cmo.model import Source, Theory, vocabulary
from cmo.model.vocabulary import Vocabulary
from cmo.store import schemas
from cmo.workspace.judging import rules

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

ROOT = Path(__file__).parent.parent


def generated() -> dict[Path, str]:
    """Return each generated file with what should stand in it."""
    return {
        **{
            ROOT / "schemas" / schemas.file_name(name): schemas.generate(name)
            for name in schemas.ROOTS
        },
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "format.md": format_page(),
        ROOT / "README.md": with_commands((ROOT / "README.md").read_text("utf-8")),
        **worked_example.generated(),
    }


def rules_page() -> str:
    """Return the page of all rules, states and flags."""
    lines = [
        "# Rules, states and flags",
        "",
        "Made from the code by `docs/generate.py`; `cmo explain CODE` says the same.",
        "",
        "## States of a claim",
        "",
        "The first that fits, from the passages that bear on the claim directly.",
        "",
        *(f"- **{word}**: {word.meaning}" for word in State),
        "",
        "## Flags",
        "",
        *(f"- **{word}**: {word.meaning}" for word in Flag),
    ]
    for family, title in FAMILIES.items():
        lines += ["", f"## {title}"]
        for code, rule in rules().items():
            if code.startswith(family):
                lines += ["", f"### {code} {rule.name} ({rule.severity})", ""]
                lines.append(rule.documentation)
    return "\n".join(lines) + "\n"


_FORMAT_HEAD = (
    "Made from the code by `docs/generate.py`. Fields in **bold** are required. "
    "Every record also takes `extra`, an object for your team's own fields."
)


def format_page() -> str:
    """Return the page of all records, fields and vocabularies."""
    lines = [
        "# The file format, version 1",
        "",
        _FORMAT_HEAD,
    ]
    for record in _records(Theory, Source):
        lines += ["", f"## {record.__name__}", "", _first_line(record), ""]
        lines += ["| field | holds |", "| --- | --- |"]
        for field in dataclasses.fields(record):
            told: FieldInfo = field.default  # type: ignore[assignment] # our records
            name = told.serialization_alias or field.name
            if name == "extra":
                continue
            shown = f"**{name}**" if told.is_required() else name
            words = _words(get_type_hints(record)[field.name])
            lines.append(f"| {shown} | {told.description}{words} |")
    lines += ["", "# Vocabularies"]
    for word_list in _vocabularies():
        lines += ["", f"## {word_list.__name__}", "", _first_line(word_list), ""]
        lines += [f"- `{word}`: {word.meaning}" for word in word_list]
    return "\n".join(lines) + "\n"


def with_commands(readme: str) -> str:
    """Return `readme` with its table of commands made anew."""
    rows = ["| command | what it does |", "| --- | --- |"]
    for name, command in cli.commands.items():
        rows.append(f"| `cmo {name}` | {command.get_short_help_str(limit=100)} |")
    table = "\n".join(rows)
    start, end = "<!-- commands -->", "<!-- end of commands -->"
    return re.sub(
        f"{start}.*?{end}",
        lambda _: f"{start}\n{table}\n{end}",
        readme,
        flags=re.DOTALL,
    )


def _records(*roots: type[Any]) -> list[type[Any]]:
    found: dict[type[Any], None] = {}
    pending = list(roots)
    while pending:
        one = pending.pop(0)
        if one not in found:
            found[one] = None
            for hint in get_type_hints(one).values():
                pending += [c for c in _classes(hint) if dataclasses.is_dataclass(c)]
    return list(found)


def _classes(hint: Any) -> list[type[Any]]:  # noqa: ANN401
    if isinstance(hint, type) and not get_args(hint):
        return [hint]
    return [found for part in get_args(hint) for found in _classes(part)]


def _words(hint: Any) -> str:  # noqa: ANN401
    lists = [c for c in _classes(hint) if issubclass(c, Vocabulary)]
    return "".join(f" ({', '.join(f'`{w}`' for w in c)})" for c in lists)


def _vocabularies() -> list[type[Vocabulary]]:
    return [
        one
        for one in vars(vocabulary).values()
        if isinstance(one, type) and issubclass(one, Vocabulary) and len(one)
    ]


def _first_line(documented: type[Any]) -> str:
    return str(documented.__doc__).split("\n", maxsplit=1)[0]


@click.command()
@click.option("--check", is_flag=True, help="Only tell what is stale.")
def main(*, check: bool) -> None:
    """Write the generated files, or tell which are stale."""
    stale = [
        path
        for path, text in generated().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in stale:
        print(f"{'stale' if check else 'wrote'} {path.relative_to(ROOT)}")
        if not check:
            path.write_text(generated()[path], "utf-8")
    sys.exit(check and bool(stale))


if __name__ == "__main__":
    main()
