"""A code of ОКТМО as somebody wrote it -> eight digits, the code of its region, its code before or after a reform."""

import re

# autonomous okrugs have codes within those of the region around them and are regions themselves
_AUTONOMOUS = ("118", "718", "719")
# «район» -> «муниципальный округ»: the third digit of the code changes, the rest stays
_REFORM = {"6": "5", "5": "6"}


def normal_code(value: str | int) -> str:
    """1605000, «01 605 000», «01605000000» -> «01605000»: Excel drops the first zero; no code is only stripped."""
    text = str(value).strip()
    digits = re.sub(r"\s", "", text)
    if not digits.isdecimal():
        return text
    # eleven digits end in the settlement's three; zeros there mean the whole municipality
    return digits.zfill(8) if len(digits) < 10 else digits.zfill(11).removesuffix("000")


def region_of(code: str | int) -> str:
    """«10710000» -> «10000000», «71871000» -> «71800000»: the first two or three digits of a code are its region's."""
    text = normal_code(code)
    return text[:3] + "00000" if text.startswith(_AUTONOMOUS) else text[:2] + "000000"


def across_reform(code: str) -> str:
    """«94604000» of a district <-> «94504000» of the okrug it became; empty for any other code."""
    third = _REFORM.get(code[2:3], "")
    return code[:2] + third + code[3:] if third else ""
