from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cmo.report.escaping import terminal
from cmo.report.page import WIDTH, Line, Page, Section, as_markdown, as_text
from tests.report.made import HOSTILE
from tests.report.pages import TAGS, Seen, anyhow

TEXTS = st.text(max_size=80)
ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org",
    "www.example.org",
    "a@example.org",
    "mailto:a@example.org",
    "ftp://example.org",
    "https://",
    "https://example.org/a b",
    "https://example.org/>x",
    "https://example.org/<script>",
    "https://example.org/\nx",
    "https://example.org/\u202egro",
    "https://example.org/\x00",
    'https://example.org/"onclick="x',
    "https://example.org/\\",
    "`https://example.org/`",
]


def page(text: str, url: str | None = None) -> Page:
    lines = (Line(text), Line(text, 1), Line(text, 2, url), Line("last"))
    return Page(text, (text,), (Section(text, lines), Section("end", ())))


def shown(text: str) -> str:
    return terminal(" ".join(text.split()))


class TestMarkdown:
    @anyhow
    @given(TEXTS)
    @example("- a")
    @example("1. a")
    @example("2) a")
    @example("===")
    @example("+ [ ] a")
    @example("&lt; &amp;lt;")
    @pytest.mark.parametrize("more", ["", *HOSTILE])
    def test_text_stays_what_it_is(self, more: str, text: str) -> None:
        for one in {more, text + more, more + text}:
            seen = Seen(as_markdown(page(one)))
            texts = [shown(one)] * 6 if shown(one) else []
            assert seen.blocks == [*texts, "last", "end"]
            assert seen.tags <= TAGS

    @pytest.mark.parametrize("url", ADDRESSES)
    def test_what_is_no_address_of_a_page_is_text(self, url: str) -> None:
        seen = Seen(as_markdown(page("at", url)))
        assert seen.links == []
        without_breaks = seen.text.replace("\u200b", "")
        assert f"at {shown(url)}" in without_breaks

    @anyhow
    @given(TEXTS)
    def test_whatever_the_address_only_a_page_can_be_opened(self, url: str) -> None:
        for one in (url, f"https://{url}", f"javascript:{url}"):
            for link in Seen(as_markdown(page("at", one))).links:
                assert link.startswith(("https://", "http://"))

    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/a_b*c?x=[1]&y=~2#z",
            "HTTP://example.org/(a)",
            "https://example.org/](javascript:alert(1))",
        ],
    )
    def test_the_address_of_a_page_is_a_link_as_a_whole(self, url: str) -> None:
        seen = Seen(as_markdown(page("at", url)))
        (link,) = seen.links
        assert unquote(link) == url
        assert f"at {url}" in seen.text

    def test_lines_stand_under_one_another(self) -> None:
        lines = (Line("a"), Line("b", 1), Line("c", 2), Line("d"))
        made = as_markdown(Page("t", ("one", "two"), (Section("s", lines),)))
        assert made == "# t\n\none\n\ntwo\n\n## s\n\n- a\n  - b\n    - c\n- d\n"


class TestText:
    @anyhow
    @given(TEXTS)
    @pytest.mark.parametrize("more", ["", *HOSTILE])
    def test_text_stays_what_it_is(self, more: str, text: str) -> None:
        told = as_text(page(text + more))
        assert " ".join(told.split()) == " ".join(
            f"{f'{shown(text + more)} ' * 6} last end".split()
        )
        assert all(one == "\n" or terminal(one) == one for one in told)

    def test_lines_are_wrapped_and_indented(self) -> None:
        many = "word " * 40
        told = as_text(Page(many, (many,), (Section(many, (Line(many, 1),)),)))
        assert all(len(line) <= WIDTH for line in told.splitlines())
        assert "\n    word" in told
        assert "\n      word" in told

    def test_ids_and_addresses_stay_whole(self) -> None:
        name = "a-very-long-name-" * 8
        url = f"https://example.org/{name}"
        told = as_text(Page("t", (), (Section("s", (Line(name, 0, url),)),)))
        assert name in told.splitlines()[3]
        assert f"<{url}>" in told

    def test_sections_are_set_apart(self) -> None:
        told = as_text(Page("t", ("one",), (Section("s", (Line("a"), Line("b", 1))),)))
        assert told == "t\none\n\ns\n  a\n    b\n"
