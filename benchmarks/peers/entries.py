"""What all engines set: rows of census number, shelf mark, title and the rest; synthetic ones and the sample's."""

from __future__ import annotations

import random
from collections.abc import Iterator

Row = tuple[str, str, str, str]

HAN = [chr(code) for code in range(0x4E00, 0x9FA0, 3)]
RARE = [chr(code) for code in range(0x20000, 0x20200)]
DYNASTIES = ("唐", "宋", "元", "明", "清", "南朝梁", "三國魏", "民國")
ROLES = ("撰", "編", "輯", "注", "纂修", "補注")
ERAS = (("明嘉靖", 1522, 45), ("明萬曆", 1573, 47), ("清康熙", 1662, 61), ("清乾隆", 1736, 60), ("清光緒", 1875, 34))
KINDS = ("刻本", "抄本", "木活字印本", "鉛印本", "影印本", "稿本", "刻朱墨套印本")
DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number below 200 in Chinese numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = "一百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def entries(count: int) -> Iterator[Row]:
    """Yield synthetic entries, always the same ones."""
    draw = random.Random(20)
    for number in range(1, count + 1):
        title = "".join(draw.choices(HAN, k=draw.randint(4, 9))) + numeral(draw.randint(1, 120)) + "卷"
        if draw.random() < 0.02:
            title = draw.choice(RARE) + title
        names = [
            f"（{draw.choice(DYNASTIES)}）{''.join(draw.choices(HAN, k=3))}{draw.choice(ROLES)}"
            for _ in range(draw.choice((1, 1, 1, 2)))
        ]
        era, first, years = draw.choice(ERAS)
        year = draw.randint(1, years)
        edition = f"{era}{numeral(year)}年（{first + year - 1}）{''.join(draw.choices(HAN, k=4))}{draw.choice(KINDS)}"
        parts = [*names, edition, numeral(draw.randint(1, 60)) + "冊"]
        if draw.random() < 0.14:
            parts.append("存五卷（一至四、十六）")
        yield f"330000-1701-{number:07d}", f"普{draw.randint(1, 9999)}", title, "　".join(parts)


def sample(count: int) -> Iterator[Row]:
    """Yield the first records of the project's sample that have a number."""
    from guji.sample import sample_books

    for book in sample_books():
        if book.census_no and count:
            words = (book.responsibility, book.edition, book.volumes, book.extent)
            yield book.census_no, book.shelf_mark, book.title, "　".join(word for word in words if word)
            count -= 1
