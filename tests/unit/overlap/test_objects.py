"""Matters that tasks share (M3), on the two founding plans and on sentences made for one rule each."""

from __future__ import annotations

import pytest

from graph.model import Span
from graph.overlap.duties import Duties, DutyTask, Frame
from graph.overlap.generic import is_generic
from graph.overlap.matter import Matter
from graph.overlap.objects import find
from graph.overlap.phrases import Vocabulary
from graph.overlap.repeats import repeats
from tests.unit.overlap import real


def plan(*texts: str, title: str = "方案") -> Duties:
    """A plan of one task per text, which has no units."""
    raw = "\n".join(texts)
    tasks = []
    start = 0
    for order, text in enumerate(texts, 1):
        tasks.append(DutyTask(f"p.{order}", f"{order}.", "", "p", order, Span(start, start + len(text))))
        start += len(text) + 1
    frame = Frame("p", title, None, (), "某区人民政府", "2026-01-01", 2026, 2026, None, True, None, raw)
    return Duties({"p": frame}, tuple(tasks))


def labels(duties: Duties) -> set[str]:
    return {matter.label for matter in find(duties) if matter.kind == "matter"}


def matter(label: str) -> Matter:
    return next(each for each in find(real.both()) if each.label == label)


def numbers(found: Matter) -> list[int]:
    tasks = [real.both().task[task] for task in found.tasks]
    return [task.order for task in tasks if task.document == real.id_of(real.action_plan())]


@pytest.mark.parametrize(
    ("label", "tasks"),
    [
        ("概念验证", [4, 5]),
        ("基金", [4, 7, 8]),
        ("关键核心技术攻关", [2, 3]),
        ("海聚英才", [8, 9]),
        ("公共实验室", [4, 5]),
    ],
)
def test_the_action_plan_pursues_a_matter_in_these_tasks(label: str, tasks: list[int]) -> None:
    assert numbers(matter(label)) == tasks


def test_near_names_of_one_matter_meet_with_the_reason() -> None:
    found = matter("养老科技产业园区")
    assert set(found.written) == {"养老科技产业园", "养老科技产业园区", "银发经济产业园"}
    assert found.reason is not None
    assert "养老科技、银发经济" in found.reason
    assert len(found.tasks) == 2


def test_mechanisms_of_other_levels_are_two() -> None:
    found = matter("市区校三级联动")
    assert len(found.tasks) == 2
    assert 6 not in numbers(found)
    assert found.note == "另有市区镇三级联动，参与层级不同，未计在内"


def test_a_name_written_with_and_without_a_place_is_one_matter() -> None:
    assert set(matter("宁德时代未来能源研究院").written) == {
        "宁德时代上海未来能源研究院",
        "宁德时代未来能源研究院",
    }


def test_every_place_of_a_matter_is_the_raw_text() -> None:
    duties = real.both()
    for found in find(duties):
        for place in found.places:
            raw = duties.quote(duties.task[place.task].document, place.span)
            assert "".join(raw.split()).replace("”", "").replace("“", "") == place.written


def test_bodies_and_places_are_no_matters() -> None:
    names = {name for each in real.both().names.values() for name in (each.name, *each.aliases)
             if each.type in ("PublicOrganisation", "Organization", "Enterprise", "University", "Location")}  # fmt: skip
    assert not {each.label for each in find(real.both())} & names


def test_no_matter_is_made_of_generic_words_alone() -> None:
    assert [each.label for each in find(real.both()) if is_generic(each.label)] == []


@pytest.mark.parametrize(
    "text", ["科技创新平台", "产业高质量发展", "创新创业基地", "重点领域", "资源配置", ""]
)
def test_a_string_of_generic_words_is_generic(text: str) -> None:
    assert is_generic(text)


@pytest.mark.parametrize(
    "text", ["公共实验室", "概念验证", "揭榜挂帅", "国家大学科技园", "高新技术企业", "人才安居"]
)
def test_a_string_with_one_telling_word_is_not(text: str) -> None:
    assert not is_generic(text)


def test_verbs_and_particles_are_cut_from_the_borders() -> None:
    assert labels(plan("加快建设社区食堂，", "进一步推进社区食堂建设。")) == {"社区食堂"}


def test_a_word_cut_in_its_middle_is_no_matter() -> None:
    assert labels(plan("推进机关食堂改造。", "推进海关食堂改造。")) == set()


def test_a_form_gives_way_to_the_matter_that_has_several() -> None:
    duties = plan("建设零碳社区平台，零碳社区。", "推进零碳社区平台建设，完善零碳社区机制。", "其他工作。")
    (found,) = [each for each in find(duties) if each.kind == "matter"]
    assert (found.label, found.written) == ("零碳社区", ("零碳社区", "零碳社区平台"))


def test_a_matter_of_every_task_of_a_plan_is_its_theme() -> None:
    others = [f"推进{what}。" for what in ("体检", "清淤", "宣教", "植绿", "筑坝", "修渠", "测绘")]
    theme_tasks = [f"推进海绵城市{what}。" for what in ("养护", "监测", "培训")]
    duties = plan(*others, *theme_tasks, "完善海绵城市台账，建设雨水花园。", "海绵城市、雨水花园。")
    theme = next(each for each in find(duties) if each.label == "海绵城市")
    assert len(theme.covered) == len(theme.tasks) * (len(theme.tasks) - 1) // 2
    garden = next(each for each in find(duties) if each.label == "雨水花园")
    assert garden.covered == frozenset()


def test_a_repeat_is_counted_in_every_text_and_never_across_a_break() -> None:
    vocabulary = Vocabulary()
    texts = ("社区食堂、社区食堂", "社区食堂", "社区，食堂")
    readings = [vocabulary.read(text, Span(0, len(text))) for text in texts]
    found = {
        readings[each.places[0][0]].text(each.places[0][1], each.places[0][1] + each.length): each
        for each in repeats(readings, 3)
    }
    assert found["社区食堂"].items == (0, 1)
    assert len(found["社区食堂"].places) == 3


def test_matters_do_not_depend_on_the_order_of_documents() -> None:
    turned = real.work_plan().joined(real.action_plan())
    one = {(each.key, frozenset(each.tasks)) for each in find(real.both())}
    assert one == {(each.key, frozenset(each.tasks)) for each in find(turned)}
