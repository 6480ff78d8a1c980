"""The report as Markdown."""

from __future__ import annotations

import re

from graph.reports.overlaps import Report, decision_label, evidence_label, plain_quote

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(report: Report) -> str:
    lines = [f"# {report.title}", "", _text(report.source), ""]
    if report.note:
        lines += [f"（{report.note}）", ""]
    if not report.sections:
        lines += ["没有待核提示。", ""]
    for section in report.sections:
        lines += [f"## {section.title}", "", _text(section.lead), ""]
        for number, item in enumerate(section.findings, 1):
            lines.append(f"{number}. {_text(item['explanation'])}")
            if item["duplication"]:
                lines.append(f"   - 是否重复：{_text(item['duplication']['to_check'])}")
            if item["decision"]:
                lines.append(f"   - 核对意见：{_text(decision_label(item['decision']))}")
            for each in item["evidence"]:
                quote = _text(plain_quote(each["quote"]))
                lines.append(f"   > {quote}——{_text(evidence_label(report.duties, each))}")
                lines.append("")
        lines.append("")
    lines += ["## 怎么算的", ""]
    lines += [f"- {name}：{_text(text)}" for name, text in report.how]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
