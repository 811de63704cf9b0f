"""Does a sentence say why? Looked for by the words that languages have for it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple


def lacks_because(sentence: str) -> bool:
    """Tell whether a sentence surely gives no reason.

    That is said only of a sentence whose language is known here, by three of
    its common words at least, and in which no word or form for a cause or a
    means is found. Verbs like 'makes' and 'leads to' count as such: what stands
    before them may be the reason.
    """
    if "because" in sentence:
        return False
    text = " ".join(unicodedata.normalize("NFC", sentence).casefold().split())
    words = set(re.findall(r"[^\W\d_]+", text))
    if not words.isdisjoint(_ELSEWHERE.split()):
        return False
    shares = [len(words.intersection(one.common.split())) for one in _LANGUAGES]
    most = max(shares)
    spoken = [one for one, n in zip(_LANGUAGES, shares, strict=True) if n == most]
    is_known = most >= _ENOUGH
    return is_known and not any(_pattern(one).search(text) for one in spoken)


_ENOUGH = 3


class _Language(NamedTuple):
    """A language.

    Attributes:
        common: Words by which it is known.
        reasons: Words and phrases that may introduce a reason, with commas
            between; a star stands for any ending.
        forms: A pattern of other forms that may, participles mostly.
    """

    common: str
    reasons: str
    forms: str = ""


@cache
def _pattern(language: _Language) -> re.Pattern[str]:
    phrases = (" ".join(phrase.split()) for phrase in language.reasons.split(","))
    named = "|".join(phrases).replace("*", r"\w*")
    forms = f"|{language.forms}" if language.forms else ""
    return re.compile(rf"\b(?:{named})\b{forms}")


_AFTER_A_COMMA = r"[,;–—] (?:\w+ )?"
_ENGLISH = _Language(
    """the a an and or of in to is are was were be if then when where who which with
    their they it this that not have has can will from at on do more less""",
    """because, since, as, so, thus, hence, therefore, thereby, whereby, through, via,
    by, due, owing, thanks, why, reason*, consequent*, accordingly, in that, out of,
    given, in order, in response, caus*, result*, lead, leads, leading, led, mak*, made,
    let, lets, letting, enabl*, allow*, bring*, brought, mean, means, meant, meaning,
    prompt*, trigger*, produc*, generat*, creat*, encourag*, driv*, drove, explain*""",
    rf"{_AFTER_A_COMMA}\w+ing\b",
)
_GERMAN = _Language(
    """der die das den dem ein eine einen einer und oder in im zu ist sind war wenn dann
    wo wer mit ihr ihre sie es nicht haben hat können wird werden auf mehr weniger""",
    """weil, da, denn, durch, dadurch, wodurch, hierdurch, deshalb, daher, darum,
    deswegen, weshalb, sodass, so, damit, somit, womit, indem, infolge*, folglich,
    aufgrund, wegen, dank, angesichts, aus, grund, gründe*, führ*, bewirk*, lässt,
    lassen, macht, machen, ermöglich*, bring*, erzeug*, löst, lösen""",
)
_FRENCH = _Language(
    """le la les l un une des du de et ou est sont si alors quand où qui que avec leur
    leurs ils elles ne pas ont peut peuvent dans au aux sur plus moins""",
    """parce, car, puisque, comme, grâce, cause*, raison*, par, donc, ainsi, aussi,
    afin, faute, suite, vu, étant, sorte, si bien, tant, à force, au moyen, mèn*,
    condui*, entraîn*, perme*, rend, rendent, fait, font, amèn*, produi*, provoqu*,
    crée*, pouss*, pourquoi""",
    rf"\ben (?:\w+ )?\w+ant\b|{_AFTER_A_COMMA}\w+ant\b",
)
_SPANISH = _Language(
    """el la los las un una unos y o de del es son si entonces cuando donde quien que
    con su sus no han pueden en al a más menos se""",
    """porque, pues, puesto, ya que, dado, debido, gracias, por, como, así, luego,
    causa*, razón, mediante, través, lleva*, hace*, permite*, produce*, genera*,
    provoca*, logra*, al""",
    r"(?<!\bcu)ando\b|endo\b",
)
_ITALIAN = _Language(
    """il lo la i gli le un una e o di del della è sono se allora quando dove chi che
    con loro non hanno possono in nel nella al alla più meno si""",
    """perché, poiché, giacché, siccome, dato, visto, grazie, causa*, motivo, per,
    quindi, perciò, pertanto, così, come, tramite, attraverso, mediante, in quanto,
    porta*, rend*, fa, fanno, permett*, consent*, produc*, genera*, sping*""",
    r"(?<!\bqu)ando\b|endo\b",
)
_PORTUGUESE = _Language(
    """o a os as um uma e ou de do da dos das é são se então quando onde quem que com
    seu sua seus suas não têm podem em no na mais menos""",
    """porque, pois, já que, visto, dado, devido, graças, por, pelo, pela, pelos, pelas,
    como, assim, portanto, logo, causa*, razão, através, mediante, leva*, faz*,
    permite*, produz*, gera*, torna*, provoca*, uma vez que, ao""",
    r"(?<!\bqu)ando\b|[ei]ndo\b",
)
_DUTCH = _Language(
    """de het een en of van in te is zijn was als dan wanneer waar wie die dat met hun
    ze zij niet hebben heeft kunnen wordt worden op aan meer minder""",
    """omdat, want, doordat, daardoor, waardoor, door, zodat, zo, dus, daarom, daarmee,
    waarmee, vanwege, wegens, dankzij, aangezien, gezien, uit, via, reden*, leid*,
    maakt, maken, laat, laten, zorg*, breng*""",
)
_LANGUAGES = (
    _ENGLISH,
    _GERMAN,
    _FRENCH,
    _SPANISH,
    _ITALIAN,
    _PORTUGUESE,
    _DUTCH,
)
# Languages that share many of the common words above with one of those: Danish,
# Norwegian, Swedish, Catalan, Galician, Romanian, Afrikaans.
_ELSEWHERE = """fordi ettersom eftersom derfor därför dermed därmed därigenom gennem
gjennom genom ved grundet takket tackvare skyldes perquè gràcies porque grazas deoarece
fiindcă pentru prin omdat deur"""
