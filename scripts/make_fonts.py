"""Makes the bundled fonts: Inter for Latin and digits, and a last-resort Chinese face; run once per font release.

usage: make_fonts.py InterVariable.woff2 NotoSansCJK-Regular.ttc OUT_DIR   (needs fonttools and brotli)
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib import instancer

LATIN = [
    *range(0x20, 0x180),
    *range(0x2010, 0x2040),
    0x20AC,
    0x2190,
    0x2191,
    0x2192,
    0x2193,
    0x2212,
    0x2260,
    0x2264,
    0x2265,
    0x00D7,
    0x21B3,
]
FACES = (
    ("Inter", "Regular", 400, 14),
    ("Inter", "SemiBold", 600, 14),
    ("Inter Display", "Regular", 400, 32),
    ("Inter Display", "SemiBold", 600, 32),
)


def gb2312() -> list[int]:
    """Every character of GB 2312, and what the screen needs beside it."""
    found = set(LATIN)
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return sorted(found)


def cut(font: TTFont, wanted: list[int], out: Path) -> None:
    options = subset.Options(hinting=False, layout_features=["tnum", "kern", "calt", "ccmp", "locl", "mark", "vert"], name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.flavor = None
    font.save(out)
    print(out.name, out.stat().st_size)


def rename(font: TTFont, family: str, style: str) -> None:
    for record in list(font["name"].names):
        new = {1: family if style == "Regular" else f"{family} {style}", 2: "Regular", 4: f"{family} {style}", 16: family, 17: style}.get(
            record.nameID
        )
        if record.nameID == 6:
            new = f"{family.replace(' ', '')}-{style}"
        if new:
            font["name"].setName(new, record.nameID, record.platformID, record.platEncID, record.langID)
    for number, text in ((16, family), (17, style)):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 600 if style == "SemiBold" else 400


def main(inter: str, noto: str, out: str) -> None:
    folder = Path(out)
    for family, style, weight, size in FACES:
        font = instancer.instantiateVariableFont(TTFont(inter), {"wght": weight, "opsz": size})
        rename(font, family, style)
        cut(font, LATIN, folder / f"{family.replace(' ', '')}-{style}.ttf")
    simplified = next(
        font for font in TTCollection(noto).fonts if "SC" in font["name"].getDebugName(1) and "Mono" not in font["name"].getDebugName(1)
    )
    cut(simplified, gb2312(), folder / "NotoSansSC-GB2312.otf")


if __name__ == "__main__":
    main(*sys.argv[1:])
