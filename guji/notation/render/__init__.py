"""Writing statements from their structure, in the notation of a profile."""

from guji.notation.render.annotations import render_annotations
from guji.notation.render.edition import render_edition
from guji.notation.render.entry import render, render_entry
from guji.notation.render.extent import render_extent, render_volumes
from guji.notation.render.responsibility import render_responsibility
from guji.notation.render.title import render_title

__all__ = [
    "render",
    "render_annotations",
    "render_edition",
    "render_entry",
    "render_extent",
    "render_responsibility",
    "render_title",
    "render_volumes",
]
