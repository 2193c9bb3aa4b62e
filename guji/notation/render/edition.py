"""版本, written from its structure."""

from __future__ import annotations

from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.annotations import render_annotations
from guji.notation.render.common import render_note
from guji.notation.render.dates import render_dates
from guji.notation.structures import Edition, Layer


def render_edition(edition: Edition, profile: Profile = AS_WRITTEN) -> str:
    """Write an edition statement: layers, series, form, the closing word, remarks, annotations."""
    text = edition.owner + edition.owner_word if edition.owner else ""
    text += "".join(_render_layer(layer, profile) for layer in edition.layers)
    text += edition.form + edition.ending
    text += "".join(render_note(note, profile) for note in edition.notes)
    return text + (render_annotations(edition.annotations, profile) if edition.annotations else "")


def _render_layer(layer: Layer, profile: Profile) -> str:
    people = "".join(maker.lead + maker.place + maker.name for maker in layer.makers) + layer.etc
    makers = people + layer.place if layer.place_last else layer.place + people
    action = layer.action
    if layer.by:
        action = layer.by + layer.exemplar + action
    elif layer.exemplar and layer.exemplar_after:
        action += layer.exemplar
    elif layer.exemplar:
        action = action[:-1] + layer.exemplar + action[-1:]
    return layer.link + layer.part + render_dates(layer.dates, profile) + makers + action + layer.series
