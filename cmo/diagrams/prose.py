"""A figure as text: what it shows, for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.diagrams import labels

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene


def to_text(scene: Scene) -> str:
    """Return the title of `scene`, what it shows in short, and claim by claim.

    What stands under the title is not told again.
    """
    told = (one for one in scene.told if one not in scene.lead)
    paragraphs = [scene.title, *scene.lead, scene.summary, *told]
    return "\n\n".join(labels.plain(one) for one in paragraphs) + "\n"
