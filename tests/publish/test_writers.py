from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cmo.publish.document import Paragraph, words
from cmo.publish.writers import FORMATS, WritingError, write
from tests.publish.documents import FOREIGN, HOSTILE, document, hostile, table


def test_the_document_comes_first() -> None:
    for form in FORMATS:
        files = write(document(), form, "guide")
        assert next(iter(files)) == f"guide.{form}"
        assert all(files.values())


@pytest.mark.parametrize("form", FORMATS)
def test_equal_documents_have_equal_bytes_seconds_apart(form: str) -> None:
    texts = [*HOSTILE, *(FOREIGN if form != "pdf" else [])]
    first = [write(one, form) for one in (document(), hostile(texts))]
    # Zip files count the time in steps of two seconds.
    time.sleep(2.1 if form in {"docx", "xlsx", "pdf"} else 0)
    assert [write(one, form) for one in (document(), hostile(texts))] == first


_PROGRAM = """
import hashlib
from cmo.publish.writers import FORMATS, write
from tests.publish.documents import document
for form in FORMATS:
    for name, held in write(document(), form).items():
        print(name, hashlib.sha256(held).hexdigest())
"""


def test_another_process_in_another_place_writes_the_same(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    said = []
    for place, seed, zone in ((root, "1", "UTC"), (tmp_path, "2", "Asia/Tokyo")):
        variables = {"PYTHONPATH": f"{root}", "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=place,
            env=os.environ | variables,
            capture_output=True,
            check=True,
            text=True,
        )
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0]


@pytest.mark.parametrize("form", [one for one in FORMATS if one != "docx"])
def test_only_docx_takes_a_reference_file(form: str) -> None:
    with pytest.raises(WritingError, match=r"team\.docx is for \.docx: leave it out"):
        write(document(), form, reference=Path("team.docx"))


def test_formats_are_given_what_is_ready() -> None:
    made = write(document(Paragraph(words("a\n\x00b")), table()), "html")
    assert b'<p dir="auto">a \\u0000b</p>' in made["document.html"]


def test_help_starts_without_what_writers_need() -> None:
    heavy = "{'docx', 'typst', 'xlsxwriter', 'lxml', 'markdown_it'}"
    program = (
        "import sys, cmo.publish.writers, cmo.publish.markdown_reader; "
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
