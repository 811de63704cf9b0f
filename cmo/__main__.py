"""``python -m cmo`` is ``cmo``."""

from cmo.cli import main

main()
