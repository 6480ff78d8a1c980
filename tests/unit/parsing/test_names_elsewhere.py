"""Names in passages of other provinces, cities, counties and fields than those the rules were written on."""

from __future__ import annotations

import pytest

from graph.parsing.mentions import find_mentions
from graph.parsing.structure import parse_structure
from graph.reading import source_from_text
from ontology.kinds import is_a

STRUCTURE = parse_structure(source_from_text("一、任务\n1. 做事。", file="s.txt"))
SHORT = {
    "PO": "PublicOrganisation", "O": "Organization", "L": "Location", "E": "Enterprise", "U": "University",
    "R": "ResearchInstitute", "K": "Laboratory", "IC": "InnovationCentre", "IP": "IndustrialPark",
    "SP": "SciencePark", "F": "Facility", "P": "Programme", "EV": "Event", "H": "Hospital", "S": "School",
    "$": "Fund", "C": "CollectiveUnit", "I": "Industry",
}  # fmt: skip


def names(sentence: str) -> list[tuple[str, str]]:
    return [(m.text, m.type) for m in find_mentions(source_from_text(sentence, file="t.txt"), STRUCTURE)]


def expected(line: str) -> list[tuple[str, str]]:
    """浙江大学 U; 西湖大学 U -> pairs of name and kind."""
    return [(name, SHORT[kind]) for name, kind in (pair.rsplit(" ", 1) for pair in line.split("; "))]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # universities, institutes, laboratories
        ("之江实验室与浙江大学、西湖大学协同攻关。", "之江实验室 K; 浙江大学 U; 西湖大学 U"),
        ("支持西南交大、川大华西医院、中国核动力研究设计院建设平台。", "西南交大 U; 川大华西医院 H; 中国核动力研究设计院 R"),
        ("支持武汉理工大学、中国地质大学（武汉）等高校。", "武汉理工大学 U; 中国地质大学（武汉） U"),
        ("支持胜利油田与齐鲁工业大学共建。", "齐鲁工业大学 U"),
        ("支持中科院苏州纳米所、中国科学院西安光机所攻关。", "中科院苏州纳米所 R; 中国科学院西安光机所 R"),
        ("支持长春光机所、吉林大学。", "长春光机所 R; 吉林大学 U"),
        ("在中国科学院指导下，依托中国科学院上海分院建设。", "中国科学院 R; 中国科学院上海分院 R"),
        ("建设花溪大学城，支持北京大学生创业。", "花溪大学城 L"),
        ("建设脉冲强磁场实验装置和合肥先进光源。", "脉冲强磁场实验装置 F; 合肥先进光源 F"),
        ("建设国家川藏铁路技术创新中心、成都超算中心。", "国家川藏铁路技术创新中心 IC; 成都超算中心 F"),
        # firms
        ("支持中国信科、长江存储、长飞光纤等企业。", "中国信科 E; 长江存储 E; 长飞光纤 E"),
        ("支持中国石化、国家电网、中国移动、中国商飞。", "中国石化 E; 国家电网 E; 中国移动 E; 中国商飞 E"),
        ("推动浪潮集团、山东重工、齐鲁制药、胜利油田等。", "浪潮集团 E; 山东重工 E; 齐鲁制药 E; 胜利油田 E"),
        ("阿里巴巴达摩院共建工业互联网创新中心。", "阿里巴巴达摩院 E; 工业互联网创新中心 IC"),
        ("中国人民银行广西壮族自治区分行、县邮储银行、区邮政分公司参加。", "中国人民银行广西壮族自治区分行 PO; 县邮储银行 E; 区邮政分公司 E"),
        # bodies of government, party, army, mass organisations
        ("由区委社会工作部、区委网信办、区委编办、区纪委监委统筹。", "区委社会工作部 PO; 区委网信办 PO; 区委编办 PO; 区纪委监委 PO"),
        ("自治区党委宣传部、南宁海关、湖北证监局负责。", "自治区党委宣传部 PO; 南宁海关 PO; 湖北证监局 PO"),
        ("团区委、区妇联、区文联、区侨联参加。", "团区委 O; 区妇联 PO; 区文联 PO; 区侨联 PO"),
        ("区人民法院、区人民检察院、区人武部、区消防救援大队。", "区人民法院 PO; 区人民检察院 PO; 区人武部 PO; 区消防救援大队 PO"),
        ("中共中央宣传部、中央军委装备发展部、中共中央负责。", "中共中央宣传部 PO; 中央军委装备发展部 PO; 中共中央 PO"),
        ("县文广旅局、县供销社、市资源规划局负责。", "县文广旅局 PO; 县供销社 PO; 市资源规划局 PO"),
        ("由州农牧和科技局负责。", "州农牧和科技局 PO"),
        ("下浒镇人民政府、学士街道办事处落实。", "下浒镇人民政府 PO; 学士街道办事处 PO"),
        ("区委督查室、区政府督查室检查。", "区委督查室 PO; 区政府督查室 PO"),
        ("新疆生产建设兵团、霍尔果斯海关配合。", "新疆生产建设兵团 PO; 霍尔果斯海关 PO"),
        ("市第二人民医院、市图书馆、自治区人民医院。", "市第二人民医院 H; 市图书馆 F; 自治区人民医院 H"),
        # places
        ("推进四季青镇、七宝镇、五里桥街道、六里屯街道更新。", "四季青镇 L; 七宝镇 L; 五里桥街道 L; 六里屯街道 L"),
        ("在新源县那拉提镇、合峪镇柳坪村开展。", "新源县那拉提镇 L; 合峪镇柳坪村 L"),
        ("推进锡尼河西苏木、呼和诺尔嘎查生态修复。", "锡尼河西苏木 L; 呼和诺尔嘎查 L"),
        ("双江拉祜族佤族布朗族傣族自治县勐库镇。", "双江拉祜族佤族布朗族傣族自治县勐库镇 L"),
        ("推进西安国际港务区和曲江新区建设。", "西安国际港务区 IP; 曲江新区 L"),
        ("西部（成都）科学城、天府新区、成都国际铁路港。", "西部（成都）科学城 SP; 天府新区 L; 成都国际铁路港 IP"),
        ("中哈霍尔果斯国际边境合作中心、喀什综合保税区。", "中哈霍尔果斯国际边境合作中心 IP; 喀什综合保税区 IP"),
        ("推进厦门自贸片区、中新天津生态城建设。", "厦门自贸片区 IP; 中新天津生态城 IP"),
        ("推进太和路、永和镇改造。", "太和路 L; 永和镇 L"),
        ("我市各部门和本县企业，基本区域内的样本市场。", "我市 L; 本县 L"),
        # events, campaigns, funds
        ("全球数字贸易博览会、西安马拉松、哈尔滨国际冰雪节和中国—俄罗斯博览会。", "全球数字贸易博览会 EV; 西安马拉松 EV; 哈尔滨国际冰雪节 EV; 中国—俄罗斯博览会 EV"),
        ("中国国际数字和软件服务交易会。", "中国国际数字和软件服务交易会 EV"),
        ("落实十二届市委五次全会、区委十一届七次全会、党的二十大精神。", "十二届市委五次全会 EV; 区委十一届七次全会 EV; 党的二十大 EV"),
        ("实施农村人居环境整治提升五年行动，落实“双减”政策。", "农村人居环境整治提升五年行动 P; “双减” P"),
        ("推动广州市健康事业和健康广州建设，打造“上海购物”品牌。", "广州市 L; 健康广州 P; “上海购物” P"),
        ("设立20亿元合成生物产业基金、昆山市产业引导母基金。", "合成生物产业基金 $; 昆山市产业引导母基金 $"),
        ("在空间人工智能、绿色化工、智慧医疗等核心领域布局。", "空间人工智能 I; 绿色化工 I; 智慧医疗 I"),
        # divisions whose names are words of the sentence
        ("由县农业农村局和县文旅局共同负责，县委农办会同县委督查室开展督查。", "县农业农村局 PO; 县文旅局 PO; 县委农办 PO; 县委督查室 PO"),
        ("县应急局应县委要求，与县气象局、县水利局会商。", "县应急局 PO; 县委 PO; 县气象局 PO; 县水利局 PO"),
        ("马鞍山市博望区、和县、当涂县参与。", "马鞍山市博望区 L; 和县 L; 当涂县 L"),
        ("推进怀化市会同县、通道县、靖州县旅游发展。", "怀化市会同县 L; 通道县 L; 靖州县 L"),
        ("和县人民政府负责，马鞍山市和县、含山县落实。", "和县人民政府 PO; 马鞍山市和县 L; 含山县 L"),
        ("鼓励云南农业大学联合大理州农业农村局推广。", "云南农业大学 U; 大理州农业农村局 PO"),
        # brackets of every kind are borders, a verb before a name is none of it
        ("〔省教育厅、省财政厅、各州（市）人民政府按职责分工负责〕", "省教育厅 PO; 省财政厅 PO; 各州（市）人民政府 C"),
        ("［省交通运输厅、省公安厅负责］【市水务局牵头】", "省交通运输厅 PO; 省公安厅 PO; 市水务局 PO"),
        ("支持临江大学、江南医科大学附属第一医院共建实验室。", "临江大学 U; 江南医科大学附属第一医院 H"),
        ("在京津冀、成渝、粤港澳大湾区布局。", "京津冀 L; 成渝 L; 粤港澳大湾区 L"),
        ("中共李家镇委员会、李家镇人民政府要落实。", "中共李家镇委员会 PO; 李家镇人民政府 PO"),
        ("由安河县农业农村局牵头，安河县文旅局、青山镇人民政府配合。", "安河县农业农村局 PO; 安河县文旅局 PO; 青山镇人民政府 PO"),
        ("县公安局、县司法局联合县人民法院、县人民检察院普法。", "县公安局 PO; 县司法局 PO; 县人民法院 PO; 县人民检察院 PO"),
        ("举办一次“政策服务宣传周”活动。", "“政策服务宣传周”活动 EV"),
        ("推动洋河股份、双沟酒业等酒企发展。", "洋河股份 E; 双沟酒业 E"),
        # zones and their departments
        ("经开区管委会、临港新区管委会、经开区经济发展局、新区党工委负责。", "经开区管委会 PO; 临港新区管委会 PO; 经开区经济发展局 PO; 新区党工委 PO"),
        ("州发展改革委、各县市人民政府、县直各部门负责。", "州发展改革委 PO; 各县市人民政府 C; 县直各部门 C"),
        ("农业农村部种植业管理司、市政协办公室、市供销合作社参与。", "农业农村部种植业管理司 PO; 市政协办公室 PO; 市供销合作社 PO"),
        ("加快沪苏湖高铁、木兰文化生态旅游区建设。", "沪苏湖高铁 F; 木兰文化生态旅游区 L"),
        ("推动省交通投资集团、省能源集团整合港口资源。", "省交通投资集团 E; 省能源集团 E"),
    ],
)  # fmt: skip
def test_names_of_the_whole_country(sentence: str, found: str) -> None:
    assert names(sentence) == expected(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "建设现代化产业园10个、农产品加工园区5个，新建垃圾焚烧发电厂2座。",
        "到2025年，培育3家市级重点实验室和一批孵化器。",
        "推动老旧小区、完整社区、口袋公园和背街小巷整治，打造特色商业街区。",
        "新建普惠性幼儿园，推进义务教育学校标准化建设。",
        "围绕“一江两湾”布局，推动城中村改造和三个镇更新。",
        "建设区域医疗中心、胸痛中心，完善政务服务中心功能。",
        "省、市、县各级政府部门开展政务诚信建设。",
        "支持大学生返乡创业园、爱国主义教育基地建设。",
        "完善国民经济区域布局，推动协同创新区域合作。",
        "召开一次临床研究对接会，举办两场招商推介会。",
        "规划布局10个左右高水平现代化产业园区。",
        "推进农业强县、旅游兴县、工业富县，建成县级物流中心。",
        "推动校企合作市级项目，完善自然资源县级数据库。",
    ],
)
def test_kinds_counts_and_descriptions_are_no_names(sentence: str) -> None:
    assert names(sentence) == []


def test_a_congress_is_an_event_and_no_platform() -> None:
    ((_, kind),) = names("深入贯彻党的二十大精神。")
    assert kind == "Event"
    assert not is_a(kind, "Platform")


def test_a_name_broken_over_lines_is_found_whole_elsewhere_too() -> None:
    found = names(
        "1. 加快创新平台建设。推动产学研深度融合，支持广西北部湾海洋产业研究\n\n院、国家航空植保科技创新中心建设。"
    )
    assert found == [
        ("广西北部湾海洋产业研究院", "ResearchInstitute"),
        ("国家航空植保科技创新中心", "InnovationCentre"),
    ]
