"""Whose document it is."""

from __future__ import annotations

import pytest

from graph.model import Cited, Header, Span
from graph.naming.divisions import all_divisions, by_full_name, by_name, leading
from graph.naming.jurisdiction import jurisdiction_of, meant_by

NOWHERE = Span(0, 1)


def header(issuer: str | None, title: str = "工作方案") -> Header:
    cited = Cited(issuer, NOWHERE) if issuer else None
    return Header(title=Cited(title, NOWHERE), issuer=cited, issuers=(cited,) if cited else ())


@pytest.mark.parametrize(
    ("issuer", "title", "text", "expected"),
    [
        ("闵行区人民政府", "行动计划", "", "上海市闵行区"),
        ("上海市闵行区科学技术委员会", "工作要点", "", "上海市闵行区"),
        ("中共北京市委", "实施意见", "", "北京市"),
        ("仙居县人民政府", "通知", "", "浙江省台州市仙居县"),
        ("广州市卫生健康委员会", "实施方案", "", "广东省广州市"),
        ("朝阳区人民政府", "行动计划", "为落实北京市部署，北京市与本区", "北京市朝阳区"),
        ("朝阳区人民政府", "行动计划", "为落实吉林省、长春市部署", "吉林省长春市朝阳区"),
        ("朝阳区人民政府", "行动计划", "为落实上级部署", "朝阳区"),
        ("国务院", "若干意见", "上海市、北京市", None),
        (None, "陕西省规范中介服务专项行动方案", "", "陕西省"),
        (None, "2024年工作要点", "", None),
        # what the table does not hold, as written
        ("中共安河县委农村工作领导小组", "任务分工", "", "安河县"),
        ("江南省临江市人民政府", "行动方案", "", "江南省临江市"),
        ("合肥高新技术产业开发区管委会", "工作要点", "", "安徽省合肥市合肥高新技术产业开发区"),
        ("苏州工业园区管理委员会", "工作要点", "", "江苏省苏州市苏州工业园区"),
        ("共青团安河县委", "工作要点", "", "安河县"),
        (None, "安河县2026年重点工作任务分工", "", "安河县"),
        ("龙山镇人民政府", "工作要点", "", None),
        ("城市管理局", "城市更新行动方案", "", None),
        ("市场监督管理局", "社区治理行动计划", "", None),
        ("国家市场监督管理总局", "意见", "", None),
        (None, "关于推进城市和县城建设的意见", "", None),
        ("和县人民政府", "工作要点", "", "安徽省马鞍山市和县"),
        ("会同县人民政府办公室", "工作要点", "", "湖南省怀化市会同县"),
    ],
)
def test_issuer_and_title_tell_the_jurisdiction(
    issuer: str | None, title: str, text: str, expected: str | None
) -> None:
    found = jurisdiction_of(header(issuer, title), text)
    assert (found.full_name if found else None) == expected


def test_joint_issuers_of_one_city_give_the_city() -> None:
    issuers = tuple(Cited(name, NOWHERE) for name in ("闵行区人民政府", "徐汇区人民政府"))
    found = jurisdiction_of(Header(issuer=issuers[0], issuers=issuers), "")
    assert found is by_full_name()["上海市"]


def test_every_division_lies_in_a_province_and_full_names_are_unique() -> None:
    assert len(all_divisions()) == 3217
    assert len(by_full_name()) == 3217
    assert sum(d.level == "province" for d in all_divisions()) == 34
    assert all(d.chain[0].level == "province" for d in all_divisions())
    assert len(by_name()["朝阳区"]) == 2


def test_a_name_that_only_begins_like_a_city_does_not_lie_there() -> None:
    here = by_full_name()["上海市闵行区"]
    assert leading("宁德时代未来能源研究院", here) == (None, 0)
    assert leading("瑞金医院闵行院区", here) == (None, 0)
    assert leading("上海闵行区辛顿时空智能创新研究院", here) == (here, 5)


@pytest.mark.parametrize(
    ("prefix", "where", "expected"),
    [
        ("区", "上海市闵行区", "上海市闵行区"),
        ("市", "上海市闵行区", "上海市"),
        ("市", "广东省广州市", "广东省广州市"),
        ("市", "广东省广州市天河区", "广东省广州市"),
        ("省", "广东省广州市天河区", "广东省"),
        ("县", "浙江省台州市仙居县", "浙江省台州市仙居县"),
        ("市", "江苏省苏州市昆山市", "江苏省苏州市昆山市"),
        ("区", "上海市", None),
        ("省", "上海市闵行区", None),
    ],
)
def test_a_level_word_is_read_against_the_document(prefix: str, where: str, expected: str | None) -> None:
    found = meant_by(prefix, by_full_name()[where])
    assert (found.full_name if found else None) == expected
