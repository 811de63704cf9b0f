"""What a CSL-JSON item may hold, after the Citation Style Language 1.0.2.

Source: https://docs.citationstyles.org/en/v1.0.2/specification.html, appendices III
and IV; and the schema of CSL-JSON.
"""

from __future__ import annotations


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


TYPES = _each(
    """article article-journal article-magazine article-newspaper bill book broadcast
    chapter classic collection dataset document entry entry-dictionary
    entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent
    performance periodical personal_communication post post-weblog regulation report
    review review-book software song speech standard thesis treaty webpage"""
)
NAMES = _each(
    """author chair collection-editor compiler composer container-author contributor
    curator director editor editor-translator editorial-director executive-producer
    guest host illustrator interviewer narrator organizer original-author performer
    producer recipient reviewed-author script-writer series-creator
    translator"""
)
DATES = _each("accessed available-date event-date issued original-date submitted")
_TEXTS = """abstract annote archive archive-place archive_collection archive_location
    authority call-number citation-key citation-label collection-title container-title
    container-title-short dimensions division DOI event event-place event-title genre
    ISBN ISSN jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher
    publisher-place references reviewed-genre reviewed-title scale source status title
    title-short URL version volume-title year-suffix"""
_NUMBERS = """chapter-number citation-number collection-number edition
    first-reference-note-number issue locator number number-of-pages number-of-volumes
    page page-first part-number printing-number section supplement-number volume"""
_OF_ITEMS = "id type categories custom journalAbbreviation shortTitle"
FIELDS = NAMES | DATES | _each(f"{_TEXTS} {_NUMBERS} {_OF_ITEMS}")

# What people and other formats call them.
OTHER_NAMES = {
    "article": "preprint posted-content working-paper",
    "article-journal": "journal journal-article journal-paper",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper newspaper-article news",
    "broadcast": "podcast radio television",
    "chapter": "book-chapter book-section book-part incollection inbook",
    "motion_picture": "film video",
    "paper-conference": "conference conference-paper proceedings-article inproceedings",
    "post-weblog": "blog blog-post",
    "report": "techreport government-report grey-literature guideline",
    "thesis": "dissertation phd-thesis phdthesis mastersthesis",
    "webpage": "website web online internet",
    "collection-title": "series",
    "container-title": "journal journal-title book-title magazine newspaper "
    "publication periodical",
    "event-title": "conference conference-name",
    "issued": "year date publication-date publication-year published pub-date",
    "accessed": "access-date date-accessed retrieved urldate",
    "publisher": "institution organisation organization school university",
    "publisher-place": "place city location address",
    "URL": "link website web",
}
