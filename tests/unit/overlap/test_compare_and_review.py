"""Two plans side by side, and a draft before it goes out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from graph.extract import extract
from graph.overlap.compare import comparison
from graph.overlap.duties import Duties
from graph.overlap.near_miss import near_misses
from graph.overlap.one_document import from_document
from graph.overlap.review import review_duties
from graph.reading import source_from_text
from tests.corpus import ACTION_PLAN
from tests.unit.overlap import real


@cache
def redrafted() -> Duties:
    """The action plan as a next year's draft: one owner out, one task out, one task new, one target moved."""
    raw = ACTION_PLAN.read_bytes().decode("utf-8")
    raw = raw.replace("闵府发〔2026〕11号", "闵府发〔2027〕3号").replace("2026年6月18日", "2027年6月18日")
    raw = raw.replace(
        "（责任单位：上海交大、华东师大、区科委）", "（责任单位：上海交大、区科委、区教育局）", 1
    )
    raw = re.sub(r"12\. 丰富包容多彩的文化供给.*?(?=### 三、保障措施)", "12. 建设社区食堂。新建社区食堂十家，服务老年人就餐。（责任单位：区民政局）\n\n", raw, flags=re.DOTALL)  # fmt: skip
    raw = raw.replace("\t8750\t9000\t9300\t", "\t8750\t9100\t9300\t")
    return from_document(extract(source_from_text(raw, file="draft.txt", sha256="0" * 64)))


@cache
def compared() -> dict[str, Any]:
    duties = real.action_plan().joined(redrafted())
    return comparison(duties, real.id_of(real.action_plan()), real.id_of(redrafted()))


def test_tasks_are_taken_over_changed_dropped_and_new() -> None:
    found = compared()
    assert len(found["taken_over"]) == 14
    assert [each["to"]["title"] for each in found["changed"]] == ["着力提升基础研究能力"]
    assert [each["title"] for each in found["dropped"]] == ["丰富包容多彩的文化供给"]
    assert [each["title"] for each in found["new"]] == ["建设社区食堂"]


def test_owners_added_and_removed_are_told() -> None:
    (changed,) = compared()["changed"]
    assert [each["zh"] for each in changed["changes"]] == ["增加责任单位：区教育局", "减少责任单位：华东师大"]
    assert changed["likeness"] > 0.95
    assert changed["why"].startswith("文字相似度")


def test_a_target_that_moved_is_told_with_both_values_and_a_new_one_as_new() -> None:
    moved, new = compared()["targets"]
    assert (new["indicator"], new["what"], new["to"]["value"]) == ("新建社区食堂", "new", 10)
    assert (moved["indicator"], moved["year"], moved["what"]) == ("高价值发明专利拥有量", 2027, "moved")
    assert (moved["from"]["value"], moved["to"]["value"]) == (9000, 9100)


def test_likeness_across_levels_is_explained_by_shared_matters() -> None:
    first, second = real.both().documents
    found = comparison(real.both(), first, second)
    assert found["relation"] == "lineage"
    pair = next(each for each in found["changed"] if each["from"]["title"] == "推动关键核心技术攻关")
    assert pair["to"]["title"].startswith("建设首批10家大企业开放创新中心")
    assert {"大企业开放创新中心", "揭榜挂帅"} <= set(pair["shared"])
    assert pair["changes"] == []
    assert {each["year"] for each in found["targets"]} <= {2026, None}


def reviewed(draft: Duties, stored: Duties) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in review_duties(draft, stored)["items"]:
        found.setdefault(item["code"], []).append(item["message"])
    return found


def test_a_name_one_character_off_is_pointed_out() -> None:
    assert reviewed(real.work_plan(), real.action_plan())["near_miss_name"] == [
        "“张江闵行区”与“张江闵行园”只差一字，请核是否笔误。"
    ]


def test_words_of_time_that_go_stale_are_pointed_out() -> None:
    told = reviewed(real.work_plan(), real.action_plan())["relative_time"]
    assert [each[:4] for each in told] == ["“今年”", "“明年”"]


def test_units_that_no_reader_covers_are_pointed_out() -> None:
    told = reviewed(real.action_plan(), real.work_plan())["unit_not_addressed"]
    named = {re.split("列为", each)[0] for each in told}
    assert {"上海交大", "华东师大"} <= named
    assert not named & {"区科委", "区经委", "吴泾镇", "江川路街道", "大零号湾集团"}


def test_targets_and_cadences_are_set_against_what_is_in_force() -> None:
    told = reviewed(real.work_plan(), real.action_plan())
    assert len(told["target_divergence"]) == len(told["cadence_divergence"]) == 1
    assert "15%" in told["target_divergence"][0]
    assert "25%" in told["target_divergence"][0]


def test_matters_that_others_carry_come_with_their_quotes() -> None:
    items = review_duties(real.work_plan(), real.action_plan())["items"]
    carried = [item for item in items if item["code"] == "task_carried"]
    assert any("国家大学科技园" in item["message"] for item in carried)
    assert all(item["related"] for item in carried)


def test_a_turned_list_is_pointed_out() -> None:
    draft = redrafted()
    task = next(each for each in draft.tasks if len(each.units()) == 3 and each.order > 1)
    size = len(task.parts)
    turned = replace(task, parts=tuple(replace(p, position=size + 1 - p.position) for p in task.parts))
    tasks = tuple(turned if each is task else each for each in draft.tasks)
    told = reviewed(replace(draft, tasks=tasks), real.action_plan())["list_order"]
    assert len(told) == 3
    assert all("次序相反" in each for each in told)


def test_every_quote_of_a_review_is_the_draft() -> None:
    draft = real.work_plan()
    raw = draft.documents[real.id_of(draft)].raw
    for item in review_duties(draft, real.action_plan())["items"]:
        assert raw[item["start"] : item["end"]] == item["quote"]


def test_another_department_is_no_slip_of_a_name() -> None:
    names = ["某某区财政局", "某某区教育局", "大零号湾集团"]
    assert not list(near_misses("某某区民政局、某某区体育局；大零号湾集聚产业", names))
    found = [(written, name) for _, written, name in near_misses("由大零号弯集团负责", names)]
    assert found == [("大零号弯集团", "大零号湾集团")]
