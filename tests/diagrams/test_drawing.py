from __future__ import annotations

import io
import json
import re
import struct
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from font_source_sans_pro import font_directory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmo.diagrams import child, drawing, fonts, labels
from cmo.diagrams.drawing import DrawingError, draw
from tests.diagrams import pictures
from tests.making import HANGING, element, theory

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = 'digraph { node [fontname="Source Sans Pro"]; a [label="Hello, world"] }'
STARTS = {"svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what puts some code in the place of pygraphviz, in the child."""

    def put(code: str) -> None:
        (tmp_path / "pygraphviz.py").write_text(code)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return put


@pytest.mark.parametrize("form", drawing.FORMATS)
def test_each_format_is_drawn(form: str) -> None:
    assert draw(SMALL, form).startswith(STARTS[form])


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'bmp': there are svg, png, pdf"):
        draw(SMALL, "bmp")


def test_more_dots_per_inch_make_a_larger_png() -> None:
    small, large = (draw(SMALL, "png", dpi=dpi) for dpi in (50, 100))
    assert width_of(large) == pytest.approx(2 * width_of(small), abs=2)


def width_of(png: bytes) -> int:
    return int.from_bytes(png[16:20])


@pytest.mark.parametrize("form", drawing.FORMATS)
def test_equal_dot_gives_equal_bytes_at_another_time_and_on_another_machine(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = pictures.dot(theory())
    before = draw(dot, form)
    (tmp_path / ".fonts").mkdir()
    (tmp_path / ".fonts/newer.ttf").write_bytes(newer_font())
    (tmp_path / "empty.conf").write_text("<fontconfig/>")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "empty.conf"))
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    time.sleep(1.1)
    assert draw(dot, form) == before


def newer_font() -> bytes:
    """Return another font that calls itself a later regular Source Sans Pro."""
    font = bytearray((Path(font_directory) / "SourceSansPro-Black.ttf").read_bytes())
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16):
        table, _, offset, _ = struct.unpack(">4sIII", font[at : at + 16])
        if table == b"OS/2":
            struct.pack_into(">H", font, offset + 4, 400)
        if table == b"head":
            struct.pack_into(">I", font, offset + 4, 99 << 16)
    return bytes(font)


def test_letters_are_drawn_and_not_boxes() -> None:
    # A font that lacks a letter draws the same box for each.
    one, other = (
        draw(f'digraph {{ node [fontname="Source Sans Pro"]; a [label="{x}"] }}', "png")
        for x in ("H", "N")
    )
    assert one != other


def test_pdf_holds_our_font_and_no_date() -> None:
    pdf = draw(SMALL, "pdf")
    assert b"SourceSansPro" in pdf
    assert b"(D:19700101000000Z" in pdf


def test_dates_of_a_pdf_are_fixed_without_moving_anything() -> None:
    pdf = b"/CreationDate (D:20260101120000+01'00)\n/ModDate(D:2026) /Author (D:2)"
    fixed = drawing.FORMATS["pdf"](pdf)
    assert len(fixed) == len(pdf)
    assert fixed == (
        b"/CreationDate (D:19700101000000Z     )\n/ModDate(D:1970) /Author (D:2)"
    )


def test_notes_of_a_png_are_left_out() -> None:
    png = draw(SMALL, "png")
    body = b"tEXt" + b"Software\0x"
    note = struct.pack(">I", 10) + body + struct.pack(">I", zlib.crc32(body))
    assert drawing.FORMATS["png"](png[:33] + note + png[33:]) == png


def test_time_is_limited(pretend: Callable[[str], None]) -> None:
    pretend("import time\ntime.sleep(60)")
    started = time.monotonic()
    with pytest.raises(DrawingError, match=r"after 0\.5 seconds: draw a smaller"):
        draw(SMALL, "svg", timeout=0.5)
    assert time.monotonic() - started < HANGING


def test_a_crash_is_told_and_not_shared(pretend: Callable[[str], None]) -> None:
    pretend("import os\nos.abort()")
    with pytest.raises(DrawingError, match="ended by signal 6"):
        draw(SMALL, "svg")


def test_what_graphviz_says_is_told() -> None:
    with pytest.raises(DrawingError, match="could not draw the figure"):
        draw("digraph { a [", "svg")


def test_an_empty_picture_is_a_fault(pretend: Callable[[str], None]) -> None:
    pretend(
        "class AGraph:\n"
        "    graph_attr = {}\n"
        "    def __init__(self, string): pass\n"
        "    def draw(self, **_): return b''\n"
    )
    with pytest.raises(DrawingError, match="it gave no reason"):
        draw(SMALL, "svg")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
@pytest.mark.parametrize(("form", "options"), [("pdf", ""), ("png", " -Gdpi=150")])
def test_without_pygraphviz_dot_on_the_path_draws(
    pretend: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    options: str,
) -> None:
    pretend("raise ImportError('not here')")
    dot = tmp_path / "dot"
    dot.write_text('#!/bin/sh\necho "dot $*"\n')
    dot.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert f"dot -T{form}{options}".encode() in draw(SMALL, form)


def test_without_any_graphviz_the_way_out_is_told(
    pretend: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend("raise ImportError('not here')")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DrawingError, match=r"pip install pygraphviz.*https://"):
        draw(SMALL, "svg")


@pytest.mark.parametrize("arguments", [["png", "dpi=50"], ["pdf"]])
def test_the_child_draws(arguments: list[str]) -> None:
    drawn = io.BytesIO()
    assert (
        child.main(arguments, io.BytesIO(json.dumps([SMALL] * 2).encode()), drawn) == 0
    )
    length = int.from_bytes(drawn.getvalue()[:8])
    first, second = drawn.getvalue()[8 : 8 + length], drawn.getvalue()[16 + length :]
    # The child leaves the time in a PDF; what asked for it takes it out.
    at = re.compile(rb"/(CreationDate|ModDate) ?\(.*?\)")
    assert at.sub(b"", first) == at.sub(b"", second)
    assert first.startswith(STARTS[arguments[0]])


def test_the_child_says_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert child.main(["svg"], io.BytesIO(b"\xff"), io.BytesIO()) == 1
    assert "utf-8" in capsys.readouterr().err


def test_the_child_says_that_pygraphviz_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert child.main(["svg"], io.BytesIO(), io.BytesIO()) == child.MISSING
    assert "pygraphviz" in capsys.readouterr().err


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_fonts_of_the_machine_come_after_ours_and_only_if_asked_for(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    folder = tmp_path / "R&D"
    folder.mkdir()
    folders = []
    for system in (False, True):
        variables = fonts.environment(folder, system=system)
        file = Path(variables["FONTCONFIG_FILE"])
        assert file.is_absolute()
        text = file.read_text("utf-8")
        assert "R&amp;D" in text
        folders.append([line for line in text.splitlines() if "<dir>" in line])
    ours = f"<dir>{Path(font_directory).resolve()}</dir>"
    assert folders[0] == [ours]
    assert folders[1][0] == ours
    assert len(folders[1]) > 1


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_label_survives_to_the_svg(texts: list[str]) -> None:
    elements = [
        element(f"e{i}", "outcome") | {"label": f"x{text}"}
        for i, text in enumerate(texts)
        if text.isprintable()
    ]
    made = theory(elements=elements, links=[], configurations=[])
    drawn = {node.id: node for node in pictures.nodes(pictures.svg(made))}
    for one in elements:
        shown = "".join(text.text or "" for text in drawn[f"element-{one['id']}"].texts)
        whole = labels.plain(one["label"]).replace(" ", "") + f"[{one['id']}]"
        if "…" not in shown:
            assert shown.replace(" ", "") == whole


def test_two_thousand_elements_are_drawn_or_given_up_in_time() -> None:
    elements = [
        element(f"e{i}", ("context", "mechanism", "outcome")[i % 3])
        for i in range(2000)
    ]
    links = [
        {
            "id": f"k{i}",
            "source": f"e{i}",
            "target": f"e{(i * 7) % 2000}",
            "relation": "influences",
        }
        for i in range(2000)
    ]
    dot = pictures.dot(theory(elements=elements, links=links, configurations=[]))
    started = time.monotonic()
    try:
        assert draw(dot, "svg", timeout=3)
    except DrawingError as error:
        assert "after 3 seconds" in str(error)  # noqa: PT017 - either will do
    assert time.monotonic() - started < HANGING
