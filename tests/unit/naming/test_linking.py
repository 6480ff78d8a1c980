"""Which written names are one entity, and which stay apart."""

from __future__ import annotations

import pytest

from graph.extract import extract
from graph.model import Document, Entity
from graph.naming.divisions import Division, by_full_name
from graph.naming.kinds import kind_of_unit
from graph.naming.local import local_division
from graph.naming.variants import Canonical, canonical
from graph.reading import source_from_text
from tests.corpus import ACTION_PLAN, WORK_PLAN

MINHANG = "上海市闵行区"


def division(full_name: str) -> Division:
    return by_full_name()[full_name]


def office(text: str, full_name: str | None = MINHANG) -> Canonical:
    return canonical(text, "PublicOrganisation", division(full_name) if full_name else None)


def entity(document: Document, written: str) -> Entity:
    (found,) = [
        e for e in document.entities if written in {form.text for form in e.forms} and e.type != "Location"
    ]
    return found


@pytest.fixture(scope="module")
def action_plan() -> Document:
    return extract(source_from_text(ACTION_PLAN.read_text(encoding="utf-8"), file=ACTION_PLAN.name))


@pytest.fixture(scope="module")
def work_plan() -> Document:
    return extract(source_from_text(WORK_PLAN.read_text(encoding="utf-8"), file=WORK_PLAN.name))


def test_five_ways_to_write_the_science_commission_are_one_body(work_plan: Document) -> None:
    body = entity(work_plan, "区科委")
    assert {form.text: form.reason for form in body.forms} == {
        "上海市闵行区科学技术委员会": "jurisdiction",
        "闵行区科学技术委员会": "as_written",
        "区科委": "jurisdiction",
        "科委": "department_short",
        "我委": "self_reference",
    }
    assert body.name == "闵行区科学技术委员会"
    assert body.jurisdiction == MINHANG
    assert work_plan.implied_owner == body.id


def test_the_science_commission_is_one_body_in_both_plans(action_plan: Document, work_plan: Document) -> None:
    assert entity(action_plan, "区科委").id == entity(work_plan, "我委").id
    assert entity(action_plan, "区科委").name == "闵行区科学技术委员会"


def test_the_same_short_name_in_another_district_is_another_body() -> None:
    here, there = office("区科委"), office("区科委", "上海市徐汇区")
    assert here.id != there.id
    assert (here.label, there.label) == ("闵行区科学技术委员会", "徐汇区科学技术委员会")


def test_a_unit_of_the_city_in_a_document_of_a_district_belongs_to_the_city() -> None:
    assert office("市科委") == Canonical(
        "上海市", "科学技术委员会", "上海市科学技术委员会", "jurisdiction", "PublicOrganisation"
    )
    assert (
        office("市科委").id
        == office("市科委", "上海市徐汇区").id
        == office("上海市科学技术委员会", "上海市").id
    )


@pytest.mark.parametrize(
    ("written", "where", "label"),
    [
        ("省发展改革委", "陕西省", "陕西省发展和改革委员会"),
        ("省财政厅", "浙江省台州市仙居县", "浙江省财政厅"),
        ("县水利局", "浙江省台州市仙居县", "仙居县水利局"),
        ("市财政局", "广东省广州市", "广州市财政局"),
        ("市财政局", "江苏省苏州市昆山市", "昆山市财政局"),
        ("市市场监管局", "北京市", "北京市市场监督管理局"),
        ("市场局", MINHANG, "闵行区市场监督管理局"),
        ("自治区财政厅", "广西壮族自治区来宾市象州县", "广西壮族自治区财政厅"),
        ("财政部", MINHANG, "财政部"),
        ("税务总局", None, "国家税务总局"),
        ("药监局", None, "国家药品监督管理局"),
        ("药监局", "陕西省", "陕西省药品监督管理局"),
        ("发展改革委", None, "国家发展和改革委员会"),
    ],
)
def test_a_level_word_means_the_level_of_the_document(written: str, where: str | None, label: str) -> None:
    assert office(written, where).label == label


def test_a_short_name_defined_in_the_text_is_the_long_one() -> None:
    text = "苏州市人民政府文件\n\n一、任务\n1. 设立苏州市数据推进领导小组（以下简称领导小组），领导小组定期会商。"
    document = extract(source_from_text(text, file="plan.txt"))
    body = entity(document, "领导小组")
    assert {form.text: form.reason for form in body.forms}["领导小组"] == "defined_short"
    assert "苏州市数据推进领导小组" in {form.text for form in body.forms}


def test_a_park_committee_keeps_its_name_as_written() -> None:
    assert office("苏州高新区管委会", "江苏省苏州市").label == "苏州高新区管委会"


@pytest.mark.parametrize(
    "forms",
    [
        ("区卫生健康委", "区卫健委", "卫健委", "闵行区卫生健康委员会", "上海市闵行区卫生健康委员会"),
        ("区发展改革委", "区发改委", "区发展和改革委员会", "闵行区发展改革委"),
        ("区市场局", "区市场监管局", "闵行区市场监督管理局"),
        ("区经委", "闵行区经济委员会"),
        ("区绿化市容局", "区绿化和市容管理局"),
        ("区人力资源社会保障局", "区人社局", "闵行区人力资源和社会保障局"),
        ("区政府", "闵行区人民政府", "上海市闵行区人民政府"),
        ("吴泾镇", "吴泾镇人民政府", "闵行区吴泾镇人民政府"),
        ("江川路街道", "江川路街道办事处"),
    ],
)
def test_short_and_full_forms_are_one_body(forms: tuple[str, ...]) -> None:
    assert len({office(form).id for form in forms}) == 1


def test_towns_of_one_name_in_two_districts_are_two_bodies() -> None:
    assert office("吴泾镇").id != office("吴泾镇", "上海市徐汇区").id


def test_a_university_is_one_wherever_it_is_named() -> None:
    short = canonical("上海交大", "University", division(MINHANG))
    full = canonical("上海交通大学", "University", division("北京市"))
    assert short.id == full.id
    assert (short.label, short.reason) == ("上海交通大学", "well_known_short")


def test_a_division_before_or_inside_a_name_is_no_part_of_its_key(
    action_plan: Document, work_plan: Document
) -> None:
    assert (
        entity(work_plan, "上海闵行区辛顿时空智能创新研究院").id
        == entity(action_plan, "辛顿时空智能创新研究院").id
    )
    assert (
        entity(work_plan, "宁德时代未来能源研究院").id == entity(action_plan, "宁德时代上海未来能源研究院").id
    )


def test_quotation_marks_are_no_part_of_a_name() -> None:
    here = division(MINHANG)
    assert (
        canonical("“大零号湾”金融港", "Facility", here).id
        == canonical("“大零号湾金融港”", "Facility", here).id
    )


def test_near_misses_stay_apart(action_plan: Document) -> None:
    here = division(MINHANG)
    names = [
        ("马桥镇", "PublicOrganisation"),
        ("马桥人工智能试验区", "IndustrialPark"),
        ("马桥试验区公司", "Enterprise"),
        ("紫竹高新区", "Organization"),
        ("紫竹创业孵化器", "Incubator"),
        ("闵行区", "Location"),
        ("闵行开发区", "IndustrialPark"),
    ]
    assert len({canonical(name, kind, here).id for name, kind in names}) == len(names)


def test_a_short_name_of_a_firm_is_the_one_firm_that_ends_so(work_plan: Document) -> None:
    firm = entity(work_plan, "科创服务公司")
    assert firm.name == "大零号湾科创服务公司"
    assert {form.text: form.reason for form in firm.forms}["科创服务公司"] == "shortened"


def test_a_park_is_a_body_where_it_bears_duties_and_a_place_where_the_text_uses_it_so(
    action_plan: Document, work_plan: Document
) -> None:
    named = [e for e in action_plan.entities if e.name == "紫竹高新区"]
    assert sorted(e.type for e in named) == ["Location", "Organization"]
    body = next(e for e in named if e.type == "Organization")
    place = next(e for e in named if e.type == "Location")
    tied = [r for r in action_plan.relations if r.predicate == "administers"]
    assert [(r.subject_entity, r.object_entity) for r in tied] == [(body.id, place.id)]
    assert entity(work_plan, "紫竹高新区").id == body.id
    responsible = [t.number for t in action_plan.tasks if any(a.entity == body.id for a in t.assignments)]
    assert responsible == ["2.", "4.", "5.", "6.", "9.", "11.", "12."]
    mentioned = [t.title for t in work_plan.tasks if any(m.entity == body.id for m in t.mentions)]
    assert mentioned == ["加速高新技术企业培育，夯实稳增长基础"]


def test_ids_do_not_depend_on_the_order_of_reading(action_plan: Document) -> None:
    again = extract(source_from_text(ACTION_PLAN.read_text(encoding="utf-8"), file="other.txt"))
    assert [e.id for e in again.entities] == [e.id for e in action_plan.entities]


def test_every_form_stands_where_it_says(action_plan: Document, work_plan: Document) -> None:
    for document in (action_plan, work_plan):
        for each in document.entities:
            for form in each.forms:
                quote = document.source.raw[form.span.start : form.span.end]
                written = "".join(quote.split())
                assert "".join(form.text.split()).startswith(written) or written == form.text


def test_every_named_unit_has_an_entity_of_the_document(action_plan: Document, work_plan: Document) -> None:
    for document in (action_plan, work_plan):
        known = {e.id for e in document.entities}
        for task in document.tasks:
            assert all(a.generic or a.entity in known for a in task.assignments)
            assert all(m.entity in known for m in task.mentions)
        assert all(a.entity in known for t in document.targets for a in t.responsible)


@pytest.mark.parametrize(
    ("written", "where", "label"),
    [
        ("区委组织部", MINHANG, "中共闵行区委组织部"),
        ("中共闵行区委组织部", MINHANG, "中共闵行区委组织部"),
        ("市委网信办", "四川省成都市", "中共成都市委网络安全和信息化委员会办公室"),
        ("团区委", "山东省济南市历下区", "共青团历下区委员会"),
        ("共青团历下区委员会", "山东省济南市", "共青团历下区委员会"),
        ("县供销社", "河南省洛阳市栾川县", "栾川县供销合作社联合社"),
        ("州发改委", "新疆维吾尔自治区伊犁哈萨克自治州", "伊犁哈萨克自治州发展和改革委员会"),
        ("南宁海关", "广西壮族自治区", "南宁海关"),
        ("省旅文厅", "海南省", "海南省旅游和文化广电体育厅"),
        ("交通部", None, "交通运输部"),
    ],
)
def test_party_offices_mass_organisations_and_minority_areas(
    written: str, where: str | None, label: str
) -> None:
    assert office(written, where).label == label


def test_the_same_committee_office_with_and_without_the_partys_name_is_one_body() -> None:
    assert office("区委组织部").id == office("中共闵行区委组织部").id == office("闵行区委组织部").id
    assert office("区委组织部").id != office("区委组织部", "上海市徐汇区").id


def test_the_youth_league_of_two_districts_is_two_bodies() -> None:
    assert office("团区委").id == office("共青团闵行区委").id
    assert office("团区委").id != office("团区委", "上海市徐汇区").id


def test_what_a_level_word_tells_apart_belongs_to_that_level() -> None:
    library = canonical("市图书馆", "Facility", division(MINHANG))
    assert (library.label, library.jurisdiction) == ("上海市图书馆", "上海市")
    assert library.id == canonical("上海市图书馆", "Facility", division("上海市徐汇区")).id
    assert library.id != canonical("区图书馆", "Facility", division(MINHANG)).id
    assert library.id != canonical("市图书馆", "Facility", division("浙江省杭州市")).id


def test_a_university_nobody_listed_is_one_in_every_document_but_no_school_for_the_old() -> None:
    def named(name: str, where: str) -> str:
        return canonical(name, "University", division(where)).id

    assert named("温州肯恩大学", "浙江省温州市") == named("温州肯恩大学", "上海市")
    assert named("老年大学", "浙江省温州市") != named("老年大学", "上海市")


def test_what_a_firm_founds_in_two_cities_is_two() -> None:
    def named(where: str) -> str:
        return canonical("宁德时代研究院", "ResearchInstitute", division(where)).id

    assert named("上海市") != named("福建省厦门市")


def test_the_quoted_core_of_a_place_is_its_short_name(action_plan: Document) -> None:
    places = [e for e in action_plan.entities if "“大零号湾”科技创新策源功能区" in {f.text for f in e.forms}]
    assert len(places) == 1
    reasons = {form.text: form.reason for form in places[0].forms}
    assert reasons["“大零号湾”"] == "quoted_core"


def test_this_city_is_the_city_of_the_document() -> None:
    here = canonical("本市", "Location", division("广东省广州市"))
    assert (here.label, here.reason) == ("广州市", "self_reference")
    assert here.id == canonical("广州市", "Location", division("广东省广州市")).id
    assert canonical("本市", "Location", division(MINHANG)).label == "上海市"


def test_bodies_of_two_counties_that_the_table_does_not_hold_stay_apart() -> None:
    anhe, linhe = local_division("安河县", None), local_division("临河县", None)
    one = canonical("县农业农村局", "PublicOrganisation", anhe)
    other = canonical("县农业农村局", "PublicOrganisation", linhe)
    assert (one.jurisdiction, one.label) == ("安河县", "安河县农业农村局")
    assert other.jurisdiction == "临河县"
    assert one.id != other.id
    assert canonical("安河县农业农村局", "PublicOrganisation", anhe).id == one.id


@pytest.mark.parametrize(
    ("name", "document", "jurisdiction", "label"),
    [
        ("滨江区政府", "浙江省宁波市", "浙江省宁波市滨江区", "滨江区人民政府"),
        ("滨江区政府", "浙江省杭州市", "浙江省杭州市滨江区", "滨江区人民政府"),
        ("杭州市滨江区政府", "浙江省宁波市", "浙江省杭州市滨江区", "滨江区人民政府"),
        ("滨江区政府", "浙江省", "浙江省杭州市滨江区", "滨江区人民政府"),
        ("浦东新区人民政府", "江苏省苏州市", "上海市浦东新区", "浦东新区人民政府"),
        ("大理州农业农村局", "云南省", "云南省大理白族自治州", "大理白族自治州农业农村局"),
    ],
)
def test_a_district_lies_in_another_city_only_where_that_city_is_named(
    name: str, document: str, jurisdiction: str, label: str
) -> None:
    found = office(name, document)
    assert (found.jurisdiction, found.label) == (jurisdiction, label)


def test_nothing_of_the_table_is_taken_for_a_district_of_a_city_it_does_not_hold() -> None:
    city = local_division("新河市", None)
    assert canonical("龙山区人民政府", "PublicOrganisation", city).jurisdiction == "新河市龙山区"
    assert canonical("安远县", "Location", city).jurisdiction == "新河市"


def test_a_zone_is_meant_by_its_short_forms_and_by_district() -> None:
    zone = local_division("合肥高新技术产业开发区", division("安徽省合肥市"))
    forms = ("区财政局", "高新区财政局", "合肥高新区财政局", "合肥高新技术产业开发区财政局")
    assert len({canonical(form, "PublicOrganisation", zone).id for form in forms}) == 1
    assert canonical("市科技局", "PublicOrganisation", zone).jurisdiction == "安徽省合肥市"


def test_the_second_signboard_of_a_body_is_no_second_body() -> None:
    county = local_division("安河县", None)
    both = canonical("县农业农村局（县乡村振兴局）", "PublicOrganisation", county)
    assert both.id == canonical("县农业农村局", "PublicOrganisation", county).id
    assert kind_of_unit("县农业农村局（县乡村振兴局）") == "PublicOrganisation"
