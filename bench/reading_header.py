"""Header fields against the gold of the shared corpus: python -m bench.reading_header FOLDER.

Compares title (of the notice, else of the document), number, issuer, issued, addressees, cites
and period, one point each; a list scores by the share of its members that agree. White space is
left out of both sides.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from graph.model import Header
from graph.parsing.header import parse_header
from graph.reading import read


def fields(header: Header) -> dict[str, Any]:
    title = header.notice_title or header.title
    period = {"start": header.period_start, "end": header.period_end} if header.period_start else None
    return {
        "title": title and title.value,
        "number": header.number and header.number.value,
        "issuer": header.issuer and header.issuer.value,
        "issued": header.issued and header.issued.value,
        "addressees": [c.value for c in header.addressees],
        "cites": [c.value for c in header.cites],
        "period": period,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s", "", value)
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


def score(found: Any, gold: Any) -> float:
    found, gold = _plain(found), _plain(gold)
    if isinstance(gold, list) and isinstance(found, list) and gold and found:
        same = len([v for v in found if v in gold])
        return 2 * same / (len(found) + len(gold))
    return float(found == gold)


def main(folder: Path) -> None:
    total = count = 0.0
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        header = fields(parse_header(read(folder / gold["file"])))
        for name, want in gold["document"].items():
            points = score(header[name], want)
            total += points
            count += 1
            if points < 1:
                print(f"{path.stem} {name}: {points:.3f}\n  found {header[name]}\n  gold  {want}")
    print(f"header fields: {total:.3f} of {count:.0f} = {total / count:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
