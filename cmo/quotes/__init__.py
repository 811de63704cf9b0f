"""Quotations held against the texts of the documents they are taken from.

A quotation is found, not found, or not checkable. What was not found is shown
beside the passage that comes nearest, with the words that differ; how near that
is, is never put into a number.
"""

from cmo.quotes.answers import Answer, Checked, Lack, Status, Where, check
from cmo.quotes.differences import Difference

__all__ = ["Answer", "Checked", "Difference", "Lack", "Status", "Where", "check"]
