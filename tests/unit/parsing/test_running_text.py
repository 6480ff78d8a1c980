"""Duties told in sentences."""

from __future__ import annotations

import pytest

from graph.parsing.structure import parse_structure
from graph.reading import source_from_text


def told(sentences: str) -> list[str]:
    text = f"某某区工作方案\n\n一、任务\n\n（一）甲事。{sentences}\n\n（二）乙事。做好。\n"
    return [f"{a.role}:{a.unit}" for a in parse_structure(source_from_text(text)).tasks[0].assignments]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("省政府办公厅牵头，省信息中心配合，年内制定办法。", "lead:省政府办公厅 support:省信息中心"),
        ("市住房城乡建设委牵头负责统筹协调，督促落实。", "lead:市住房城乡建设委"),
        ("省财政厅、省民政厅会同有关部门建立联合工作机制。", "lead:省财政厅 lead:省民政厅 support:有关部门"),
        ("省信用办要会同各有关部门编制目录。", "lead:省信用办 support:各有关部门"),
        ("根据机构改革情况，由省审改办组织专家论证。", "responsible:省审改办"),
        ("各区要引导医师到基层服务。", "responsible:各区"),
        ("财政部要加大资金支持力度。", "responsible:财政部"),
        (
            "高校负责选苗育苗、某某集团匹配载体资源、科委配套科创政策。",
            "responsible:高校 responsible:某某集团 responsible:科委",
        ),
        ("做好项目验收工作，协同教育局等部门健全审批机制。", "support:教育局 support:等部门"),
        (
            "区发展改革委推进各项工作，与区规划资源局、区建管委等相关部门形成工作合力。",
            "responsible:区发展改革委 support:区规划资源局 support:区建管委 support:相关部门",
        ),
        ("市政务服务局要加强统筹，各区要密切配合。", "responsible:市政务服务局 support:各区"),
        ("国务院有关部门要增强大局意识，积极配合，落实任务分工。", "support:国务院有关部门"),
        ("多部门合作的，牵头部门要主动对接，配合部门要积极配合。", "lead:牵头部门 support:配合部门"),
        ("财政部要加大支持力度。其他有关部门要出台措施。", "responsible:财政部 responsible:其他有关部门"),
        (
            "市市场监管局加强价格监管，市公安局严厉打击违法行为。",
            "responsible:市市场监管局 responsible:市公安局",
        ),
        ("公安机关负责安全监管，卫生健康部门做好医疗保障。", "responsible:公安机关 responsible:卫生健康部门"),
        ("各镇政府为责任主体，负责辖区内工作。", "responsible:各镇政府"),
        ("区民政局为牵头单位，区财政局为配合单位。", "lead:区民政局 support:区财政局"),
        ("由区科委、区经委共同牵头推进。", "lead:区科委 lead:区经委"),
        ("请各街镇于每季度末前报送进展情况。", "responsible:各街镇"),
        ("基层医疗卫生机构在分配绩效时，应向一线倾斜。", "responsible:基层医疗卫生机构"),
        ("由省审改办组织各市政府梳理清单。", "responsible:省审改办 responsible:各市政府"),
        ("落实资金，会同县公安局查处违法行为。", "support:县公安局"),
        # What stands behind 要 and in the next clause gives the part.
        ("各级体育部门要切实履行牵头职责，加强统筹。", "lead:各级体育部门"),
        ("市财政局、市司法局按职责做好配合。", "support:市财政局 support:市司法局"),
        ("县农业农村局要强化技术指导。", "guide:县农业农村局"),
        ("各街道要按照属地原则，积极配合，形成合力。", "support:各街道"),
        ("市医院作为定点单位，要储备药品。", "responsible:市医院"),
        # Words that are part of a name do not end it.
        ("县委组织部把工作实绩作为评价依据。", "responsible:县委组织部"),
        (
            "省民政厅会同省人力资源社会保障厅制定办法。",
            "lead:省民政厅 support:省人力资源社会保障厅",
        ),
        ("市政府督查室对完成情况开展督查。", "responsible:市政府督查室"),
        ("市教育局牵头制定标准，区教育局具体组织实施。", "lead:市教育局 responsible:区教育局"),
        ("县人口办负责人口统计。", "responsible:县人口办"),
        # A body at the head of a clause is its subject whatever follows.
        ("州财政局新辟融资渠道。", "responsible:州财政局"),
        ("市图书馆延长开放时间。", "responsible:市图书馆"),
        ("县水文局，要滚动会商。", "responsible:县水文局"),
        (
            "市供销社、市粮储局，各县区要抓好供应。",
            "responsible:市供销社 responsible:市粮储局 responsible:各县区",
        ),
        # Bidden bodies.
        ("明确县住建局为牵头单位。", "lead:县住建局"),
        ("责成县公路中心在汛期前完成修复。", "responsible:县公路中心"),
        ("县应急局要督促各企业限期整改。", "responsible:县应急局 responsible:各企业"),
        ("镇政府要组织各村开展清理。", "responsible:镇政府 responsible:各村"),
        ("必要时请县纪委监委追究责任。", "responsible:县纪委监委"),
        ("经费由县财政局解决。", "responsible:县财政局"),
        ("牵头单位为市教育局，配合单位为市财政局。", "lead:市教育局 support:市财政局"),
        # Partners.
        ("区人社局联合区总工会举办招聘会。", "responsible:区人社局 support:区总工会"),
        ("县教育局牵头会同有关部门制定方案。", "lead:县教育局 support:有关部门"),
        ("县交警大队在县交通局配合下治理超限。", "responsible:县交警大队 support:县交通局"),
        ("各县在省农业农村厅指导下开展试点。", "responsible:各县 guide:省农业农村厅"),
        ("县政府与各乡镇签订责任书。", "responsible:县政府"),
        ("普查办公室设在县统计局，承担日常工作。", "responsible:普查办公室 responsible:县统计局"),
        # Items that share their last word are one unit as printed.
        ("教育、工信、国资等部门要建立机制。", "responsible:教育、工信、国资等部门"),
        ("工会、妇联等群团组织要开展活动。", "responsible:工会 responsible:妇联 responsible:群团组织"),
    ],
)
def test_a_sentence_gives_a_body_its_part(sentence: str, expected: str) -> None:
    assert told(sentence) == expected.split(" ")


@pytest.mark.parametrize(
    "sentence",
    [
        "鼓励基层医疗卫生机构提供外配处方服务。",
        "由企业在职职工参加失业保险三年以上放宽至一年以上。",
        "由失业保险基金发放失业保险金。",
        "建立由市政府办公厅牵头、各部门参与的联席会议机制。",
        "由牵头部门会同其他起草部门开展审核。",
        "我委已拟定管理办法，并征求各部门意见。",
        "配合市科委做好科技创新券工作。",
        "委托上海市科学学研究所开展评估。",
        "支持上海交通大学建设国家级大学科技园。",
        "指导各区开展试点工作。",
        "各单位主要负责同志要亲自抓。",
        "分期分批对各级各部门落实情况进行检查。",
        "探索由园区内企业分别申报调整为以园区为单位进行整体申报。",
        "近年来，市商务局累计培育主体三千家。",
        "省水利厅已会同省财政厅印发方案。",
        "县委书记、县长是第一责任人。",
        "办公室主任由县民政局局长兼任。",
        "任何单位不得要求企业提供担保。",
        "消费者有权要求市场监管部门处理。",
        "获省财政厅支持，被省科技厅列为试点。",
        "本办法由市商务局负责解释。",
        "与市教育局沟通后确定名单。",
        "在省文旅厅大力支持下建成展馆。",
        "结果抄送市委组织部。",
        "市教育局网站公布电话。",
        "建立市政府领导、市人社局牵头、部门参与的机制。",
        "成员由县公安局、县司法局组成。",
        "社区卫生服务中心中医馆覆盖率提高。",
    ],
)
def test_what_is_encouraged_done_or_a_mechanism_is_no_duty(sentence: str) -> None:
    assert told(sentence) == []


def test_a_sentence_that_opens_with_a_year_before_the_plan_tells_what_has_been_done() -> None:
    plan = "某某县行动计划（2024-2026年）\n\n一、任务\n\n（一）甲事。{}年，县教育局组织培训。\n\n（二）乙事。做好。\n"
    before, within = (parse_structure(source_from_text(plan.format(year))).tasks[0] for year in (2023, 2025))
    assert [a.unit for a in before.assignments] == []
    assert [a.unit for a in within.assignments] == ["县教育局"]


def test_a_body_told_to_lead_is_not_told_again_by_a_mere_doing() -> None:
    assert told("市环境局牵头开展排查。市环境局每月通报排名。") == ["lead:市环境局"]


def test_what_a_list_says_already_is_not_said_again() -> None:
    assert told("各区政府要建立机制。（各区政府、市政府各部门负责落实）") == [
        "responsible:各区政府",
        "responsible:市政府各部门",
    ]


def test_a_paragraph_behind_the_list_is_not_covered_by_it() -> None:
    assert told("做好服务。（区人社局负责）\n\n各街镇要梳理补贴项目，提高效益。") == [
        "responsible:区人社局",
        "responsible:各街镇",
    ]


def test_who_holds_an_office_is_no_duty_of_the_office() -> None:
    text = "某某县路长制方案\n\n一、职责\n\n（一）县级路长。由县长担任总路长，主要负责人为成员。\n\n（二）乡级路长。组织巡查。\n"
    first, second = parse_structure(source_from_text(text)).tasks
    assert [a.unit for a in first.assignments] == []
    assert [a.unit for a in second.assignments] == ["乡级路长"]


def test_a_word_of_manner_alone_ends_no_unit() -> None:
    """积极组织 behind a unit begins its doing; 主要风险 belongs to a sentence."""
    from graph.parsing.prose_words import prose_words

    assert prose_words().ends.search("区科委积极组织开展评比")
    assert not prose_words().ends.search("各类市场主要风险来源")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("省林科院领衔，开展良种攻关。", "lead:省林科院"),
        ("县水务局负主体责任，被检查单位承担整改责任。", "responsible:县水务局 responsible:被检查单位"),
        ("市林业局加强巡护，市气象局给予业务支持。", "responsible:市林业局 support:市气象局"),
        ("市统计局开展调查，市委编办予以业务指导。", "responsible:市统计局 guide:市委编办"),
        ("县文化馆牵引、乡镇分馆联动，办好展览。", "responsible:县文化馆 support:乡镇分馆"),
        ("公安、海事、渔政等执法单位要加强巡航。", "responsible:公安、海事、渔政等执法单位"),
        ("文旅、人社、卫健部门要加强协作。", "responsible:文旅、人社、卫健部门"),
        ("办证事宜由市、县（区）民政部门办理。", "responsible:市、县（区）民政部门"),
        ("登记和案件处理由公安机关负责。", "responsible:公安机关"),
        ("各市、县（市）要压实责任。", "responsible:各市 responsible:县（市）"),
        ("由县残联牵头，库区所在乡镇具体落实。", "lead:县残联 responsible:库区所在乡镇"),
        ("县信访局协调县住建局办理。", "responsible:县信访局 responsible:县住建局"),
        ("管委会规建局要提前介入。", "responsible:管委会规建局"),
        ("在县安委会领导下，各成员单位各司其职。", "responsible:各成员单位"),
        ("各地、各有关部门要高度重视。", "responsible:各地 responsible:各有关部门"),
        ("税务部门认定的企业，可申请退税。", ""),
        ("县财政局连续三年获评优秀。", ""),
        ("过去五年，市水务局建成水库三座。", ""),
    ],
)
def test_what_running_text_tells_in_wordings_of_all_levels(sentence: str, expected: str) -> None:
    assert " ".join(told(sentence)) == expected


def test_among_the_safeguards_of_a_plan_with_lists_vague_subjects_tell_nobody() -> None:
    safeguards = "二、保障措施\n\n（一）加强领导。各地、各有关部门要高度重视。某某区财政局要保障经费。\n"
    for works, expected in (
        ("（一）甲事。做好。（责任单位：区科委、区经委）", ["区财政局"]),
        ("（一）甲事。做好。", ["各地", "各有关部门", "区财政局"]),
    ):
        text = f"某某区工作方案\n\n一、任务\n\n{works}\n\n{safeguards}".replace("某某区财政局", "区财政局")
        tasks = parse_structure(source_from_text(text)).tasks
        assert [a.unit for a in tasks[-1].assignments] == expected


def test_beside_a_list_a_body_told_by_its_own_name_counts_and_a_collective_does_not() -> None:
    listed = "县茶叶协会要加强自律。各乡镇要做好宣传。（责任单位：县农业农村局）"
    assert told(listed) == ["responsible:县茶叶协会", "responsible:县农业农村局"]


@pytest.mark.parametrize("marks", ["（）", "()", "〔〕", "[]", "［］", "【】", "〈〉"])
def test_a_list_of_units_may_stand_in_brackets_of_any_kind(marks: str) -> None:
    assert told(f"建设平台。{marks[0]}区科委、区经委按职责分工负责，区财政局配合{marks[1]}") == [
        "responsible:区科委",
        "responsible:区经委",
        "support:区财政局",
    ]


def test_a_bare_bracket_may_part_its_units_by_a_semicolon() -> None:
    assert told("推广良种。（县农技推广中心、县供销社；各乡镇人民政府）") == [
        "responsible:县农技推广中心",
        "responsible:县供销社",
        "responsible:各乡镇人民政府",
    ]
