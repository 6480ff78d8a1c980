"""One label and one kind over many documents, and names near an unknown one."""

from __future__ import annotations

from itertools import permutations

from graph.naming.near import suggestions
from graph.naming.registry import choose_kind, choose_label


def test_the_label_does_not_depend_on_the_order_of_documents() -> None:
    forms = ["区科委", "我委", "闵行区科学技术委员会", "上海市闵行区科学技术委员会", "科委"]
    assert {choose_label(order) for order in permutations(forms)} == {"闵行区科学技术委员会"}


def test_the_label_has_no_quotation_marks_and_no_second_division() -> None:
    assert choose_label(["“大零号湾”金融港", "大零号湾金融港", "“大零号湾金融港”"]) == "大零号湾金融港"
    assert (
        choose_label(["上海闵行区辛顿时空智能创新研究院", "辛顿时空智能创新研究院"])
        == "辛顿时空智能创新研究院"
    )
    assert choose_label(["上海交大", "上海交通大学"]) == "上海交通大学"
    assert choose_label(["上海紫竹高新技术产业开发区", "紫竹高新区"]) == "紫竹高新区"


def test_a_body_goes_before_the_park_it_runs_and_a_standing_body_before_a_proposed_one() -> None:
    assert choose_kind({"IndustrialPark", "Organization"}) == "Organization"
    assert choose_kind({"ProposedOrganization", "PublicOrganisation"}) == "PublicOrganisation"
    assert choose_kind({"Industry"}) == "Industry"


def test_an_unknown_town_has_near_names() -> None:
    known = ["吴泾镇", "马桥镇", "颛桥镇", "七一学校", "区科委", "大零号湾集团", "紫竹高新区"]
    found = suggestions("七宝镇", known)
    assert set(found[:3]) == {"吴泾镇", "马桥镇", "颛桥镇"}


def test_a_name_of_the_same_sound_is_near() -> None:
    assert suggestions("紫珠高新区", ["紫竹高新区", "张江高新区", "区水务局"])[0] == "紫竹高新区"
    assert suggestions("完全无关", ["区水务局"]) == ()
    assert suggestions("区科委", []) == ()
    assert len(suggestions("区", [f"区{c}局" for c in "一二三四五六七八"], limit=3)) <= 3
