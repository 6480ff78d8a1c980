"""The report as a Word document laid out after GB/T 9704: what offices pass on."""

from __future__ import annotations

from graph.reports.overlaps import Report, decision_label, evidence_label, plain_quote
from graph.reports.page import Page

_NUMERALS = "一二三四五六七八九十"
MOST_QUOTES = 4


def word(report: Report) -> bytes:
    page = Page()
    page.title(report.title)
    page.note(report.source)
    page.text("以下均为待核提示，供核对时参考，不是结论。" + (f"{report.note}。" if report.note else ""))
    if not report.sections:
        page.text("没有待核提示。")
    for number, section in enumerate(report.sections):
        page.heading(f"{_NUMERALS[number]}、{section.title}")
        page.text(section.lead)
        if section.title == "共同列责":
            page.table(
                ("单位", "单位", "共同任务数"),
                (
                    (item["units"][0]["name"], item["units"][1]["name"], str(item["values"]["k"]))
                    for item in section.findings
                ),
                (60, 60, 36),
            )
            continue
        for place, item in enumerate(section.findings, 1):
            page.text(f"{place}. {item['explanation']}")
            if item["duplication"]:
                page.text(f"是否重复：{item['duplication']['to_check']}")
            if item["decision"]:
                page.text(f"核对意见：{decision_label(item['decision'])}")
            if not section.brief:
                for each in item["evidence"][:MOST_QUOTES]:
                    page.quote(f"原文：{plain_quote(each['quote'])}（{evidence_label(report.duties, each)}）")
    page.heading(f"{_NUMERALS[len(report.sections)]}、怎么算的")
    for name, text in report.how:
        page.text(f"{name}：{text}")
    return page.bytes()
