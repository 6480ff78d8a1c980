"""What is a target in a sentence, and what is none. Wordings of the genre, beside those of the founding plans."""

from __future__ import annotations

import time

import pytest

from graph.parsing.target_sentences import parse_sentences

Reading = tuple[str, float, str, str]


def read(sentence: str) -> list[Reading]:
    return [
        (f.indicator, f.value, f.quantity.unit, f.comparator)
        for f in parse_sentences(sentence, 0, len(sentence))
    ]


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("到2027年，数字经济核心产业增加值突破千亿元。", [("数字经济核心产业增加值", 1000, "亿元", ">")]),
        ("城镇调查失业率控制在5.5%以内。", [("城镇调查失业率", 5.5, "%", "<=")]),
        ("全年新增就业岗位5万个以上。", [("新增就业岗位", 5, "万个", ">=")]),
        ("高新技术企业数量从500家增加到1,200家。", [("高新技术企业数量", 1200, "家", "=")]),
        ("培育10—15家龙头企业。", [("培育龙头企业", 10, "家", ">="), ("培育龙头企业", 15, "家", "<=")]),
        ("企业开办时间压缩至1个工作日。", [("企业开办时间", 1, "个工作日", "<=")]),
        ("污水集中处理率达到98%以上，", [("污水集中处理率", 98, "%", ">=")]),
        ("农村居民收入翻一番。", [("农村居民收入", 2, "倍", "=")]),
        ("力争产值实现翻一番。", [("产值", 2, "倍", "=")]),
        ("引进高层次人才约300名。", [("引进高层次人才", 300, "名", "~")]),
        (
            "建成5G基站1万个、充电桩3000个。",
            [("建成5G基站", 1, "万个", "="), ("建成充电桩", 3000, "个", "=")],
        ),
        ("服务业增加值占比达到60%左右。", [("服务业增加值占比", 60, "%", "~")]),
        ("至少建成1个省级实验室。", [("建成省级实验室", 1, "个", ">=")]),
        ("每个街镇建设不少于两家示范店。", [("每个街镇建设示范店", 2, "家", ">=")]),
        (
            "单位能耗、碳排放分别下降13.5%、18%。",
            [("单位能耗下降", 13.5, "%", "="), ("碳排放下降", 18, "%", "=")],
        ),
        (
            "新增城镇就业3.2万人，失业人员再就业1万人。",
            [("新增城镇就业", 3.2, "万人", "="), ("失业人员再就业", 1, "万人", "=")],
        ),
        ("每千人口执业（助理）医师数达到3.2人。", [("每千人口执业（助理）医师数", 3.2, "人", "=")]),
        ("人均预期寿命提高到80岁。", [("人均预期寿命", 80, "岁", "=")]),
        ("完成100公里农村公路建设。", [("完成农村公路建设", 100, "公里", "=")]),
        ("将办理时限由20个工作日压缩至5个工作日以内。", [("办理时限", 5, "个工作日", "<=")]),
        ("细颗粒物平均浓度控制在30微克/立方米以下。", [("细颗粒物平均浓度", 30, "微克/立方米", "<=")]),
        (
            "新增单项冠军、独角兽和科创上市企业等10家。",
            [("新增单项冠军、独角兽和科创上市企业等", 10, "家", "=")],
        ),
        ("实现旅游收入20亿元。", [("旅游收入", 20, "亿元", "=")]),
        ("死亡率控制在0.03以内。", [("死亡率", 0.03, "", "<=")]),
        ("路网密度达到8公里/平方公里。", [("路网密度", 8, "公里/平方公里", "=")]),
        ("整治河湖40条（段）。", [("整治河湖", 40, "条（段）", "=")]),
        ("重污染天数不超过3天。", [("重污染天数", 3, "天", "<=")]),
        ("消防力量达到每万人5人。", [("消防力量", 5, "人", "=")]),
        ("解读率、公开率均达到100%。", [("解读率", 100, "%", "="), ("公开率", 100, "%", "=")]),
        ("拥有量由2023年的9件提高到2026年的14件。", [("拥有量", 14, "件", "=")]),
        ("到2026年，水产品产量12万吨。", [("水产品产量", 12, "万吨", "=")]),
        ("培育年收入超10亿元企业5家。", [("培育年收入超10亿元企业", 5, "家", "=")]),
        ("为3000户家庭实施改造。", [("家庭实施改造", 3000, "户", "=")]),
    ],
)
def test_what_a_plan_wants_to_reach_is_a_target(sentence: str, targets: list[Reading]) -> None:
    assert read(sentence) == targets


@pytest.mark.parametrize(
    "sentence",
    [
        "为创业人才提供最长不超过3年免租金办公空间。",
        "家庭医生应每季度至少主动联系1次签约居民，提供健康指导。",
        "在紫竹高新区一平方公里范围内打造“核爆区”。",
        "已收到29家企业建设申请。",
        "目前全区高新技术企业达到3000家。",
        "给予最高不超过100万元奖励。",
        "按实际投入的30%给予补助。",
        "围绕“五个一批”和“2+3+4”细分赛道布局。",
        "打造空天经济、生命健康等四个百亿级创新产业集群。",
        "对年产值超过5亿元的企业给予支持。",
        "全面落实以下5个方面任务。",
        "沪科合〔2023〕3号，2026年6月18日印发，第12条。",
        "推进12345热线和5G网络建设。",
        "家庭医生签约服务覆盖率=签约居民人数/常住人口数*100%。",
        "服务65岁以上老年人。",
        "打造15分钟便民生活圈。",
        "建设总投资约30亿元的展览中心。",
        "对首次上规企业奖励10万元。",
    ],
)
def test_parameters_facts_counts_of_list_items_and_numbers_of_documents_are_none(sentence: str) -> None:
    assert read(sentence) == []


def test_growth_keeps_its_subject_from_the_clause_before() -> None:
    assert read("生物医药产值规模力争超300亿元，实现同比增长6%；科技服务业营收同比增长达15%。") == [
        ("生物医药产值规模", 300, "亿元", ">"),
        ("生物医药产值规模同比增长", 6, "%", "="),
        ("科技服务业营收同比增长", 15, "%", "="),
    ]


def test_a_second_value_for_a_later_year_keeps_the_indicator() -> None:
    sentence = "到2023年，力争每万常住人口家庭医生数不低于4人，到2025年不低于4.66人。"
    assert [r[0] for r in read(sentence)] == ["每万常住人口家庭医生数"] * 2


def test_a_stated_interval_is_the_period_of_the_target() -> None:
    sentence = "每半年组织开展一次宣传周活动，覆盖率每年提升1～3个百分点。"
    found = list(parse_sentences(sentence, 0, len(sentence)))
    assert [(f.value, f.comparator, f.period, f.kind) for f in found] == [
        (1, "=", "每半年", "yearly"),
        (1, ">=", "每年", "growth"),
        (3, "<=", "每年", "growth"),
    ]


@pytest.mark.parametrize(
    "piece", ["力争", "不低于1", "1、", "分别提高到1%、", "（1%", "“", "千百十", "到2025年"]
)
def test_long_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            list(parse_sentences(text, 0, len(text)))
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(2000) < 0.05 + 8 * seconds(500)
