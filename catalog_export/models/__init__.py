"""What the publishing room keeps: volumes, their profiles, and every setting of them."""

from catalog_export.models.profile import ProfileVersion, VolumeProfile
from catalog_export.models.run import Run
from catalog_export.models.text import FrontText, TextVersion
from catalog_export.models.volume import Volume

__all__ = ["FrontText", "ProfileVersion", "Run", "TextVersion", "Volume", "VolumeProfile"]
