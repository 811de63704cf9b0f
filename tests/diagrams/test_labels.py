from __future__ import annotations

import pygraphviz
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.diagrams import labels

HOSTILE = [
    "<b>x</b>",
    r"\N",
    r"\\N \G \L \l \r",
    'say "so"',
    '\\"',
    "ends in \\",
    "R&D &lt; &amp;amp; &#65;",
    "two\nlines\tand a tab",
    "نص من اليمين إلى اليسار",
    "文字排版" * 12,
    "\u202eoverride\u202c",
    "🙂 👩‍👩‍👧 ✓",
    "a\x00b\x1b[31mc\ufffe",
    "]]> --> <!-- {|} ${x} %s",
    "x" * 20_000,
    "word " * 5_000,
    "&" * 20_000,
    "\u200b",
]


@given(st.text(), st.floats(min_value=4, max_value=60), st.integers(1, 8))
def test_no_line_is_wider_or_more_than_asked(text: str, room: float, most: int) -> None:
    lines = labels.wrap(text, room, most)
    assert 1 <= len(lines) <= most
    assert all(labels.width(line) <= room for line in lines)


@given(st.text())
def test_wrapping_keeps_every_character_where_there_are_lines_enough(
    text: str,
) -> None:
    lines = labels.wrap(text, 20, 10_000)
    assert "".join(lines).replace(" ", "") == labels.plain(text).replace(" ", "")


def test_words_are_broken_only_if_no_line_can_hold_them() -> None:
    lines = labels.wrap("Whole-organisation change", 14, 5)
    assert lines == ["Whole-organisation", "change"]
    assert len(labels.wrap("x" * 30, 10, 5)) > 1


def test_lines_are_about_equally_long() -> None:
    lines = labels.wrap("Managers feel more prescribed to", 13, 5)
    assert lines == ["Managers feel", "more prescribed to"]


def test_what_is_left_out_is_marked() -> None:
    lines = labels.wrap("word " * 50, 10, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_plain_text_is_one_bounded_line_that_xml_can_hold() -> None:
    assert labels.plain(" two\n lines\x00\x1b\ufffe ") == "two lines"
    assert labels.plain("x" * 9, 5) == "xxxx…"
    assert labels.plain("\ud800") == ""


@pytest.mark.parametrize(
    ("narrow", "wide"), [("i", "m"), ("a", "文"), ("\u0301", "a"), ("\u200d", "i")]
)
def test_width_follows_the_character(narrow: str, wide: str) -> None:
    assert labels.width(narrow) < labels.width(wide)


def round_trip(text: str) -> str:
    """Return what DOT's grammar makes of a quoted text."""
    import graphviz

    dot = graphviz.Digraph()
    dot.node("n", labels.quoted(text))
    # Attributes go when their graph does.
    graph = pygraphviz.AGraph(string=dot.source)
    return str(graph.get_node("n").attr["label"])


def assert_survives(text: str) -> None:
    text = labels.plain(text)
    escaped = text.replace("\\", "\\\\").replace("&", "&amp;")
    assert round_trip(text) == escaped


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_dot(text: str) -> None:
    assert_survives(text)


@given(st.text(max_size=200))
def test_any_text_survives_dot(text: str) -> None:
    assert_survives(text)


def test_a_long_tooltip_stays_below_what_graphviz_can_read() -> None:
    for character in ("&", "\\", "文", '"'):
        quoted = labels.quoted(labels.plain(character * 99_999))
        assert len(quoted.encode()) < 16_384


LRM, RLM, FSI, PDI = "\u200e", "\u200f", "\u2068", "\u2069"


def test_a_sentence_that_quotes_right_to_left_runs_from_left_to_right() -> None:
    said = "“שלום רב לכם” enables “אמון” fast"
    one = labels.shown(said, 60, 3)
    assert one == [f"{LRM}“{FSI}שלום רב לכם{PDI}” enables “{FSI}אמון{PDI}” fast"]
    several = labels.shown(said, 9, 5)
    assert several[0] == f"{LRM}“{FSI}שלום רב{PDI}"
    assert several[1].startswith(f"{LRM}{FSI}לכם{PDI}”")
    for line in several:
        assert line.count(FSI) == line.count(PDI)
    bare = "".join(several).translate(dict.fromkeys(map(ord, LRM + FSI + PDI)))
    assert bare == "".join(labels.wrap(said, 9, 5))


def test_a_label_from_right_to_left_keeps_its_direction_on_each_line() -> None:
    label = "שלום (2020) COVID רב"
    lines = labels.shown(label, 6, 5)
    assert len(lines) > 1
    assert lines == [f"{RLM}{line}{RLM}" for line in labels.wrap(label, 6, 5)]
    assert labels.shown("“אמון”", 60, 1) == [f"{RLM}“אמון”{RLM}"]


@given(st.text(), st.floats(min_value=4, max_value=60), st.integers(1, 8))
def test_marks_of_direction_take_no_room(text: str, room: float, most: int) -> None:
    lines = labels.shown(text, room, most)
    assert 1 <= len(lines) <= most
    assert all(labels.width(line) <= room for line in lines)


def test_text_from_left_to_right_has_no_marks() -> None:
    said = "“Trust” enables “文字” 🙂 …"
    assert labels.shown(said, 20, 5) == labels.wrap(said, 20, 5)
