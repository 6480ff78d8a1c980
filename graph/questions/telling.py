"""Items out of rows, and how lists of them are said in an office's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.catalogue.values import Json, known, text, year
from graph.store.base import Row

_SHOWN = 12
_MOST = 40
"""Tasks of one document that are told by number; more are counted."""
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
    return str(document["number"] or f"《{document['title']}》" if document["title"] else document["id"])


def number_of(item: Json) -> str:
    """任务5; the title in quotes where the number alone tells nothing (一是)."""
    number = item["number"].rstrip(".．、， ")
    return f"任务{number}" if number.isdigit() else f"“{short(item['label'])}”"


def short(title: str, longest: int = 24) -> str:
    return title if len(title) <= longest else title[: longest - 1] + "…"


def tasks_said(items: Sequence[Json]) -> str:
    """闵府发〔2026〕11号任务2、4、5；闵科委〔2026〕11号“…”"""
    by_document: dict[str, list[Json]] = {}
    for item in items:
        by_document.setdefault(name_of(item["document"]), []).append(item)
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
    """A、B、C, and 等N家 where there are more."""
    those = list(names)
    return "、".join(those[:most]) + (f"等{len(those)}{measure}" if len(those) > most else "")


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
