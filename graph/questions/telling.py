"""Items out of rows, and how lists of them are said in an office's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.catalogue.values import Json, known, text, year
from graph.store.base import Row

_SHOWN = 12
_DOCUMENTS = 8
"""Documents that are all told; of more the first ``_DOCUMENTS_SHOWN`` are."""
_DOCUMENTS_SHOWN = 3
_MOST = 40
"""Tasks of one document that are told by number; more are counted."""
_STATEMENTS = 8
"""Statements that are all told; of more the first ``_STATEMENTS_SHOWN`` are."""
_STATEMENTS_SHOWN = 3
COMPARED = {"=": "", ">=": "不低于", "<=": "不超过", ">": "超过", "~": "约"}


def document(row: Row) -> Json:
    return {"id": known(row["doc"]), "title": text(row, "docTitle"), "number": text(row, "docNumber")}


def task_item(row: Row) -> Json:
    return {
        "type": "task",
        "id": known(row["task"]),
        "label": str(row["title"]),
        "number": str(row["number"]),
        "document": document(row),
    }


def unit_item(row: Row) -> Json:
    """A unit with the number of tasks (or indicators) that the row counts."""
    item: Json = {
        "type": "unit",
        "id": known(row["unit"]),
        "label": str(row["label"]),
        "short": str(row["short"]),
    }
    if "tasks" in row:
        item["tasks"] = int(str(row["tasks"]))
    return item


def target_item(row: Row) -> Json:
    value = float(str(row["value"]))
    return {
        "type": "target",
        "id": known(row["item"]),
        "label": str(row["label"]),
        "indicator": known(row["indicator"]),
        "year": year(row, "year"),
        "period": text(row, "period"),
        "value": int(value) if value.is_integer() else value,
        "comparator": str(row["comparator"]),
        "unit": str(row["unit"]),
        "scope": text(row, "scope"),
        "wording": text(row, "wording"),
        "document": document(row),
    }


def name_of(document: Json) -> str:
    """A document as an office cites it."""
    titled = f"《{document['title']}》" if document["title"] else document["id"]
    return str(document["number"] or titled)


def number_of(item: Json) -> str:
    """任务5; the title in quotes where the number alone tells nothing (一是)."""
    number = item["number"].rstrip(".．、， ")
    return f"任务{number}" if number.isdigit() else f"“{short(item['label'])}”"


def short(title: str, longest: int = 24) -> str:
    return title if len(title) <= longest else title[: longest - 1] + "…"


def tasks_said(items: Sequence[Json]) -> str:
    """闵府发〔2026〕11号任务2、4、5；闵科委〔2026〕11号“…”; of many documents the first with their counts, then how many more."""
    by_document: dict[str, list[Json]] = {}
    for item in items:
        by_document.setdefault(name_of(item["document"]), []).append(item)
    if len(by_document) <= _DOCUMENTS:
        return _by_document(by_document)
    first = dict(list(by_document.items())[:_DOCUMENTS_SHOWN])
    shown = sum(len(those) for those in first.values())
    return (
        f"见于 {len(by_document)} 份文件，{_by_document(first)}；"
        f"等 {len(items)} 项（其余 {len(by_document) - len(first)} 份文件 {len(items) - shown} 项见所列条目）"
    )


def _by_document(by_document: dict[str, list[Json]]) -> str:
    parts = []
    for name, those in by_document.items():
        numbers = [item["number"].rstrip(".．、， ") for item in those]
        digits = [number for number in numbers if number.isdigit()]
        if len(set(digits)) < len(digits) or len(those) > _MOST:
            parts.append(f"{name} {len(those)} 项")
            continue
        words = [
            f"“{short(item['label'])}”"
            for item, number in zip(those, numbers, strict=True)
            if not number.isdigit()
        ]
        said = f"任务{'、'.join(digits)}" if digits else ""
        shown = words[:_SHOWN]
        if words:
            said += (
                ("和" if said else "")
                + "、".join(shown)
                + (f"等{len(words)}项" if len(words) > _SHOWN else "")
            )
        parts.append(name + said)
    return "；".join(parts)


def listed(names: Iterable[str], measure: str = "家", most: int = 15) -> str:
    """A、B、C, and 等N家 where there are more; what several bear alike stands once with their number."""
    those = Counter(iter(names))
    told = [f"{name}（{count}{measure}）" if count > 1 else name for name, count in those.items()]
    return "、".join(told[:most]) + (f"等{those.total()}{measure}" if len(told) > most else "")


def joined(parts: Sequence[str], measure: str) -> str:
    """Statements one by one; of many the first, and how many more the items hold."""
    if len(parts) <= _STATEMENTS:
        return "；".join(parts)
    rest = len(parts) - _STATEMENTS_SHOWN
    return "；".join(parts[:_STATEMENTS_SHOWN]) + f"；其余 {rest} {measure}见所列条目"


def figure(item: Json) -> str:
    """不低于586亿元, as far as the text says it; its own wording where there is one."""
    value = item["value"]
    said = f"{value:g}" if isinstance(value, float) else str(value)
    wording = item.get("wording") or ""
    unit = item["unit"]
    if "…" in wording:
        front, _, behind = wording.partition("…")
        return f"{front}{said}{unit}{behind}"
    if wording in ("左右", "以上", "以下", "以内"):
        return f"{said}{unit}{wording}"
    return f"{wording or COMPARED.get(item['comparator'], '')}{said}{unit}"
