"""Text that may stand in XML 1.0 (Fifth Edition, section 2.2).

XML has no way to write most control characters, not even escaped; each becomes U+FFFD, the character
that stands for one that cannot be shown.
"""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _MARKUP | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def printable(text: str) -> str:
    """The text with what XML cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def content(text: str) -> str:
    """For between tags."""
    return printable(text).translate(_MARKUP)


def attribute(text: str) -> str:
    """For between the double quotes of an attribute; line ends survive there as references."""
    return printable(text).translate(_IN_ATTRIBUTE)
