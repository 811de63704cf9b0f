from __future__ import annotations

import shutil
import subprocess

import pytest

from cmo.publish.document import Cell, Column, Heading, Paragraph, Run, Table, words
from cmo.publish.latex import escaped
from cmo.publish.writers import write
from tests.publish.documents import FOREIGN, HOSTILE, document, hostile, parted, table


def _latex(*blocks: object, **others: object) -> str:
    return write(document(*blocks, **others), "tex", "x")["x.tex"].decode()


@pytest.mark.parametrize(
    ("said", "latex"),
    [
        (r"\N", r"\textbackslash{}N"),
        ("50 % of $5 & #1_a", r"50 \% of \$5 \& \#1\_a"),
        ("{a}^~", r"\{a\}\textasciicircum{}\textasciitilde{}"),
        ("a--b---c", "a-{}-b-{}-{}-c"),
        ("'' ,,", "'{}' ,{},"),
        ("<x>", r"\textless{}x\textgreater{}"),
        ("[a]*", "{[}a{]}{*}"),
        ("≥ →", r"\ensuremath{\geq} \ensuremath{\rightarrow}"),
        ("don't", "don't"),
        ("信頼", "信頼"),
    ],
)
def test_special_characters_mean_nothing(said: str, latex: str) -> None:
    assert escaped(said) == latex


def test_long_words_can_break_anywhere() -> None:
    assert escaped("x" * 40) == r"\allowbreak{}".join("x" * 40)


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc")
@pytest.mark.parametrize("hard", [*HOSTILE, *FOREIGN, "x1" * 2500])
def test_hostile_text_reads_as_itself(hard: str) -> None:
    made = write(hostile([hard]), "tex", "x")["x.tex"]
    done = subprocess.run(
        ["pandoc", "-f", "latex-smart", "-t", "plain", "--wrap=none", "--columns=9999"],
        input=made,
        capture_output=True,
        check=True,
    )
    shown = done.stdout.decode().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    # As a heading, a paragraph, an item, captions, the head of a table and a cell.
    assert shown.count(hard) >= 6


def test_figures_stand_beside_the_document_as_pdf() -> None:
    files = write(document(), "tex", "guide")
    assert list(files) == ["guide.tex", "guide-theory.pdf"]
    assert files["guide-theory.pdf"].startswith(b"%PDF")
    shown = files["guide.tex"].decode()
    assert "width=120.0mm,height=48.0mm,alt={What theory shows, in words.}" in shown
    assert "{guide-theory.pdf}" in shown


def test_the_header_of_a_table_is_repeated() -> None:
    made = _latex(table(columns=2))
    assert made.count(r"\textbf{Column 1} & \textbf{Column 2} \tabularnewline") == 2
    assert r"\endfirsthead" in made
    assert made.index(r"\endfirsthead") < made.index(r"\endhead")


def test_a_rule_stands_between_rows_and_at_the_end_of_a_page() -> None:
    made = _latex(table(rows=3))
    assert "column 3 \\tabularnewline\n\\midrule\nRow 2, " in made
    # One below the header where the table begins, one where it goes on, two between.
    assert made.count("\\midrule") == 4
    assert "\\bottomrule\n\\endlastfoot" in made
    assert "\\bottomrule\n\\endfoot" not in made


PROSE = [" ".join(f"w{i}" for i in range(n)) for n in (900, 40, 300)]
COLUMNS = (Column("A", 1), Column("B", 4), Column("C", 2))


def rows_of(made: str) -> list[list[str]]:
    body = made.partition("\\endlastfoot\n")[2].partition("\n\\end{longtable}")[0]
    strips = body.replace("\n\\midrule\n", "\n").removesuffix(r" \tabularnewline")
    return [one.split(" & ") for one in strips.split(" \\tabularnewline\n")]


def test_a_row_longer_than_a_page_is_rows_that_are_not() -> None:
    cells = (Cell((words("short"),)), Cell(tuple(map(words, PROSE))), Cell())
    strips = rows_of(_latex(Table("x", COLUMNS, (cells,))))
    assert len(strips) > 3
    assert [one[0] for one in strips] == ["short"] + [""] * (len(strips) - 1)
    assert max(len(one[1]) for one in strips) < 1000
    # No word is lost, and none torn.
    said = " ".join(one[1].replace(r"\par ", " ") for one in strips)
    assert said.split() == " ".join(PROSE).split()


def test_a_row_that_a_page_holds_is_one_row() -> None:
    cells = (Cell((words("short"),)), Cell((words(PROSE[1]),)), Cell())
    assert len(rows_of(_latex(Table("x", COLUMNS, (cells, cells))))) == 2


def test_looks_and_links_go_over_the_cut() -> None:
    url = "https://example.org/"
    line = (
        Run("plain " * 20),
        Run("bold " * 400, strong=True),
        Run("x " * 90, url=url),
    )
    made = _latex(Table("x", COLUMNS, ((Cell(), Cell((line,)), Cell()),)))
    strips = [one[1].strip() for one in rows_of(made)]
    assert len(strips) > 2
    assert strips[0].startswith("plain plain")
    assert all(one.startswith(r"\textbf{bold") for one in strips[1:-1])
    assert strips[-1].endswith("x}")
    assert made.count("bold") == 400


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    made = _latex(Table("x", COLUMNS, ((Cell(), Cell((words("信" * 4000),)), Cell()),)))
    assert len(rows_of(made)) > 3
    assert made.count("信") == 4000


def test_lines_of_a_cell_are_paragraphs() -> None:
    grid = Table("x", (Column("c"),), ((Cell((words("a"), words("b"))),),))
    assert r"a\par b \tabularnewline" in _latex(grid)


def test_wide_documents_are_printed_wide() -> None:
    assert "a4paper,landscape,margin" in _latex(landscape=True)
    assert "landscape" not in _latex()


def test_text_that_pdflatex_cannot_show_is_announced() -> None:
    assert "LuaLaTeX" in _latex(Paragraph(words("信頼")))
    assert "LuaLaTeX" not in _latex(Paragraph(words("résumé – “a” ≥ 5 → ✓")))


def test_addresses_are_escaped() -> None:
    run = Run("p", url="https://example.org/%7Ea?b=c&d#e")
    assert r"\href{https://example.org/\%7Ea?b=c\&d\#e}{p}" in _latex(Paragraph((run,)))


def test_environments_are_closed() -> None:
    made = _latex()
    for kind in ("document", "itemize", "enumerate", "longtable", "figure", "quote"):
        assert made.count(rf"\begin{{{kind}}}") == made.count(rf"\end{{{kind}}}") > 0
    assert made.count("{") - made.count(r"\{") == made.count("}") - made.count(r"\}")


def test_latex_lists_the_headings() -> None:
    made = write(parted(), "tex", "x")["x.tex"].decode()
    assert "\\setcounter{tocdepth}{2}\n\\tableofcontents" in made
    assert r"\section[A page]{A \href{https://example.org/}{page}}" in made
    assert r"\section{One \& only}" in made


@pytest.mark.parametrize("long", ["x" * 30_000, "信頼" * 15_000, "ab cd " * 10_000])
def test_lines_are_short_enough_for_tex(long: str) -> None:
    made = _latex(Heading(1, words(long)), Paragraph(words(long)))
    assert max(len(line.encode()) for line in made.splitlines()) < 20_000
    # A line is ended where it may break: none of it is lost, no paragraph ends.
    bare = made.replace("{%\n}", "{}").replace(r"\allowbreak{}", "").replace("\n", " ")
    assert bare.count(long.strip()) == 2
