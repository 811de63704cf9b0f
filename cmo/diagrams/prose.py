"""A figure as text: what it shows, for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.diagrams import labels

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene


def to_text(scene: Scene) -> str:
    """Return the title of `scene`, what it shows in short, and claim by claim."""
    paragraphs = [scene.title, *scene.lead, scene.summary, *scene.told]
    return "\n\n".join(labels.plain(one) for one in paragraphs) + "\n"
