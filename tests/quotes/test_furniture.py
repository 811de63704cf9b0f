from __future__ import annotations

from cmo.quotes.furniture import without_furniture


def kept(text: str) -> str:
    return "".join(text[start:end] for start, end in without_furniture(text))


def page(number: int, said: str, head: str = "Report 2020, page {}") -> str:
    return f"{head.format(number)}\n{said}\nmore of {said}\n\n{number}\n"


def test_what_stands_on_every_page_is_left_out() -> None:
    pages = [page(n, said) for n, said in enumerate(("one", "two", "three"), 7)]
    left = " ".join(kept("\f".join(pages)).split())
    assert left == "one more of one two more of two three more of three"


def test_a_page_number_is_left_out_however_it_is_written() -> None:
    for number in ("7", "- 7 -", "Page 7", "7 of 30", "p. 7", "Seite 7 von 30"):
        assert kept(f"They trusted\n{number}\n\fthe worker").split() == [
            *("They", "trusted", "the", "worker")
        ]


def test_a_line_that_stands_on_two_pages_stays() -> None:
    text = "Head\nsaid one\n\fHead\nsaid two\n\fsaid three"
    assert kept(text) == text


def test_a_number_within_a_page_stays() -> None:
    text = "a\nb\nc\n28\nd\ne\nf\n\fg"
    assert kept(text) == text


def test_long_lines_are_no_furniture() -> None:
    line = "so he said " * 30
    text = f"{line}\f{line}\f{line}"
    assert kept(text) == text


def test_without_form_feeds_numbers_that_count_up_are_left_out() -> None:
    text = "They trusted\n\n7\n\nthe worker\n  8  \nwho came\n28\nevery week"
    left = " ".join(kept(text).split())
    assert left == "They trusted the worker who came 28 every week"


def test_a_text_without_furniture_is_kept_whole() -> None:
    assert len(without_furniture("They trusted the worker.")) == 1
    assert kept("") == ""


def test_what_has_more_pages_than_any_document_is_kept_whole() -> None:
    text = "\f7\n" * 100_001
    assert kept(text) == text
