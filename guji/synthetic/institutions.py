"""Who holds the books of the made-up province: Zhejiang's institutions, then fictional ones with free codes."""

from __future__ import annotations

from authority.models import Institution, Region
from guji.synthetic.codes import institution_codes

PROVINCE = "330000"
NOTE = "合成數據：虛擬單位，供測試與測量之用"


def ensure_institutions(count: int) -> int:
    """Make sure that every holder of the made-up province exists; return how many fictional ones were added."""
    codes = institution_codes(count)
    known = set(Institution.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = [code for code in codes if code not in known]
    province = Region.objects.filter(code=PROVINCE).first()
    for code in missing:
        Institution.objects.create(
            code=code,
            name=f"合成館{code}",
            short_name=f"合{code}",
            region=province,
            census_prefix=PROVINCE,
            note=NOTE,
        )
    return len(missing)
