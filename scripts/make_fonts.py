"""Makes the bundled fonts: Inter for Latin and digits, a Chinese family of two weights; run once per font release.

usage: make_fonts.py InterVariable.woff2 NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc OUT_DIR   (needs fonttools and brotli)

The Chinese faces get TrueType outlines. Qt darkens the stems of CFF outlines under FreeType and blends them with a gamma,
which makes regular text on a dark ground look bolder than bold.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
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


def truetype(font: TTFont) -> None:
    """Change the outlines from cubic (CFF) to quadratic (glyf), within one unit of the em."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    for name, glyph in drawn.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    _heads(font, len(order))
    font.sfntVersion = "\x00\x01\x00\x00"


def _heads(font: TTFont, count: int) -> None:
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, count
    for field in ("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxTwilightPoints", "maxStorage"):
        setattr(maxp, field, 0)
    for field in ("maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.maxComponentDepth = 1, 0
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}


WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


def rename(font: TTFont, family: str, style: str) -> None:
    linked = style in ("Regular", "Bold")  # only these two share a family name in the oldest records
    new = {1: family if linked else f"{family} {style}", 2: style if linked else "Regular", 4: f"{family} {style}", 16: family, 17: style}
    new[6] = f"{family.replace(' ', '')}-{style}"
    for record in list(font["name"].names):
        if record.nameID in new:
            font["name"].setName(new[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    for number in (16, 17):
        font["name"].setName(new[number], number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[style]


def simplified(collection: str) -> TTFont:
    fonts = TTCollection(collection).fonts
    return next(font for font in fonts if "SC" in font["name"].getDebugName(1) and "Mono" not in font["name"].getDebugName(1))


def main(inter: str, regular: str, bold: str, out: str) -> None:
    folder = Path(out)
    for family, style, weight, size in FACES:
        font = instancer.instantiateVariableFont(TTFont(inter), {"wght": weight, "opsz": size})
        rename(font, family, style)
        cut(font, LATIN, folder / f"{family.replace(' ', '')}-{style}.ttf")
    for style, collection in (("Regular", regular), ("Bold", bold)):
        path = folder / f"OrderTowerSansSC-{style}.ttf"
        cut(simplified(collection), gb2312(), path)
        font = TTFont(path)
        truetype(font)
        rename(font, "OrderTower Sans SC", style)
        font.save(path)
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main(*sys.argv[1:])
