"""Characters that look like ordinary Chinese ones and are not: radicals and compatibility forms.

PDF printers and fonts write ⽅ (U+2F45, a Kangxi radical) for 方, ⻔ (U+2ED4) for 门. Source: the
Unicode Character Database, compatibility decompositions; and, for the CJK Radicals Supplement,
which has none, the character each radical is the whole of.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺄乙⺆冂⺊卜⺎兀⺒巳⺓幺⺕彐⺛旡⺝月⺟母⺠民⺧牛⺩王⺪疋⺬示⺮竹⺶羊⺻聿⺼肉⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨"
    "⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻲亀⻳龟"
)

ORDINARY: dict[str, str] = {
    **{
        chr(code): unicodedata.normalize("NFKC", chr(code))
        for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFAFF))
        for code in block
        if len(unicodedata.normalize("NFKC", chr(code))) == 1
        and unicodedata.normalize("NFKC", chr(code)) != chr(code)
    },
    **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)),
    "⼾": "户",  # the decomposition is the traditional 戶
}
"""The ordinary character for each."""

TRANSLATION = str.maketrans(ORDINARY)
"""For ``str.translate``."""
RANGES = "\u2e80-\u2fd5\uf900-\ufaff"
"""Where they stand, for a character class."""
