"""Facts about statements that give no reason, in the languages that are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.rules.connectives import lacks_because

LACKING = [
    "If staff have time to go out, then the residents of the home eat more.",
    "Where the same worker stays, parents are more likely to tell what is wrong.",
    "Wenn die Pflegenden Zeit haben, dann essen die Bewohner mehr.",
    "Quand les soignants ont le temps de sortir, les résidents mangent plus.",
    "Cuando el personal tiene tiempo, los residentes no se quedan en el cuarto.",
    "Quando il personale ha tempo, gli ospiti sono più sereni e non restano in camera.",
    "Quando o pessoal tem tempo, os residentes comem mais e são mais felizes.",
    "Als het personeel tijd heeft, eten de bewoners meer en zijn ze buiten.",
]
GIVING = [
    "If staff have time, then the residents eat more, because they feel of use.",
    "If staff have time, then the residents eat more, BECAUSE they feel of use.",
    "If staff have time, then the residents eat more, since they feel of use.",
    "In homes where staff have time, feeling of use makes the residents eat more.",
    "If staff have time, then the residents eat more, feeling of use again.",
    "Wenn die Pflegenden Zeit haben, dann essen die Bewohner mehr, weil sie nützen.",
    "Quand les soignants ont le temps, ils mangent plus, gra\u0302ce au jardin.",
    "Quand les soignants ont le temps, ils mangent plus en se sentant utiles.",
    "Cuando el personal tiene tiempo, los residentes comen más porque se sienten bien.",
    "Cuando el personal tiene tiempo, los residentes comen más, sintiendo que ayudan.",
    "Quando il personale ha tempo, gli ospiti mangiano di più perché si sentono utili.",
    "Quando o pessoal tem tempo, os residentes comem mais, sentindo que são úteis.",
    "Als het personeel tijd heeft, eten de bewoners meer, omdat ze iets betekenen.",
]
UNKNOWN = [
    "",
    "Trust builds.",
    "C + M = O",
    "Jos hoitajilla on aikaa, asukkaat syövät enemmän.",
    "Når de unge har en mentor de stoler på, møder de op, fordi det er en der ligner.",
    "Om personalen har tid äter de boende mer eftersom de känner sig behövda.",
    "父母信任社工，孩子更安全",
]


@pytest.mark.parametrize("statement", LACKING)
def test_a_statement_without_a_reason_is_told(statement: str) -> None:
    assert lacks_because(statement)


@pytest.mark.parametrize("statement", GIVING)
def test_one_with_a_reason_is_not(statement: str) -> None:
    assert not lacks_because(statement)


@pytest.mark.parametrize("statement", UNKNOWN)
def test_of_other_languages_nothing_is_said(statement: str) -> None:
    assert not lacks_because(statement)


@given(st.text(), st.sampled_from(LACKING))
def test_because_settles_it(text: str, statement: str) -> None:
    assert not lacks_because(f"{statement} because {text}")
    assert lacks_because(text) in {True, False}
