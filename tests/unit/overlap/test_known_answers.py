"""The figures that a careful reader works out of 闵府发〔2026〕11号 by hand, to the third decimal."""

from __future__ import annotations

import numpy as np
import pytest

from graph.overlap import measures, network
from tests.unit.overlap.founding import DOCUMENT, action_plan

DUTIES = action_plan()
WHO = network.incidence(DUTIES)
PAIRS = network.pairs(WHO)


def pair(first: str, second: str) -> tuple[int, float, float]:
    at = next(
        at
        for at in range(len(PAIRS))
        if {PAIRS.units[PAIRS.left[at]], PAIRS.units[PAIRS.right[at]]} == {first, second}
    )
    return int(PAIRS.k[at]), round(float(PAIRS.jaccard[at]), 3), round(float(PAIRS.weight[at]), 3)


def test_twelve_tasks_list_26_units_in_58_assignments() -> None:
    assert WHO.matrix.shape == (26, 12)
    assert WHO.matrix.nnz == 58
    assert len({*WHO.units, *(part.unit for row in DUTIES.indicators for part in row.owners)}) == 27


@pytest.mark.parametrize(
    ("first", "second", "k", "jaccard", "weight"),
    [
        ("大零号湾集团", "紫竹高新区", 7, 1.0, 1.425),
        ("上海交大", "华东师大", 4, 0.8, 1.167),
        ("区科委", "大零号湾集团", 5, 0.556, 1.125),
        ("吴泾镇", "颛桥镇", 2, 1.0, 0.225),
    ],
)
def test_a_pair_shares_tasks(first: str, second: str, k: int, jaccard: float, weight: float) -> None:
    assert pair(first, second) == (k, jaccard, weight)


def test_115_of_325_pairs_share_a_task() -> None:
    assert len(PAIRS) == 115
    assert len(WHO.units) * (len(WHO.units) - 1) // 2 == 325


def test_18_pairs_have_identical_tasks_and_4_of_them_two_or_more() -> None:
    same = np.isclose(PAIRS.jaccard, 1)
    assert int(same.sum()) == 18
    assert int((same & (PAIRS.k >= 2)).sum()) == 4


def test_blocks_of_rows_give_the_same_pairs_as_one_product() -> None:
    in_blocks = network.pairs(WHO, rows_at_once=5)
    for name in ("left", "right", "k", "weight"):
        assert np.array_equal(getattr(in_blocks, name), getattr(PAIRS, name))


def test_the_projection_agrees_with_networkx() -> None:
    import networkx as nx

    theirs = nx.bipartite.collaboration_weighted_projected_graph(network.bipartite(WHO), WHO.units)
    ours = network.projection(PAIRS)
    assert {frozenset(edge) for edge in theirs.edges} == {frozenset(edge) for edge in ours.edges}
    for first, second, weight in theirs.edges(data="weight"):
        assert ours[first][second]["weight"] == pytest.approx(weight, abs=1e-6)


def test_fragmentation_of_every_task() -> None:
    scores = {DUTIES.task[each.task].order: round(each.score, 3) for each in measures.fragmentation(DUTIES)}
    assert scores == {
        11: 0.909, 6: 0.889, 9: 0.857, 12: 0.833, 2: 0.8, 5: 0.8, 4: 0.75, 1: 0.667, 7: 0.667, 10: 0.667, 3: 0, 8: 0,
    }  # fmt: skip


def test_the_lists_follow_one_protocol() -> None:
    found = measures.order(DUTIES, DOCUMENT)
    assert (found.acyclic, found.recurring, found.reversals, found.protocol) == (True, 24, 0, True)


def test_load_of_the_busiest_units() -> None:
    load = {each.unit: round(each.load, 3) for each in measures.loads(DUTIES)}
    assert load["区科委"] == 2.237
    assert load["大零号湾集团"] == load["紫竹高新区"] == 1.162
    assert load["区人才局"] == 1.143
    assert load["上海交大"] == 0.967
    assert next(each for each in measures.loads(DUTIES) if each.unit == "区市场局").tasks == 0


def test_twelve_tasks_are_too_few_for_significance() -> None:
    assert measures.significance(PAIRS, len(WHO.tasks)) is None


def test_a_pair_that_always_stands_together_is_significant_among_sixty_tasks() -> None:
    rows = [0, 1] * 12 + [2, 3, 4, 5] * 12
    columns = [task for task in range(12) for _ in range(2)] + [12 + at for at in range(48)]
    who = network.Incidence(tuple("abcdef"), tuple(map(str, range(60))), network.matrix(rows, columns, 6, 60))
    shared = network.pairs(who)
    adjusted = measures.significance(shared, 60)
    assert len(shared) == 1
    assert adjusted is not None
    assert adjusted[0] < 1e-9


def test_the_strongest_units_keep_their_pairs_and_figures() -> None:
    few = network.strongest_units(PAIRS, 3)
    assert set(few.units) == {"区科委", "大零号湾集团", "紫竹高新区"}
    at = few.strongest()[0]
    assert (int(few.k[at]), round(float(few.weight[at]), 3), round(float(few.jaccard[at]), 3)) == (
        7,
        1.425,
        1.0,
    )


def test_communities_are_the_same_every_time() -> None:
    first = network.communities(PAIRS)
    assert first == network.communities(PAIRS)
    assert sorted(unit for group in first for unit in group) == sorted(WHO.units)


def test_a_path_runs_over_tasks() -> None:
    assert network.path(WHO, "区财政局", "区国资委") == ["区财政局", "t7", "区国资委"]
    assert network.path(WHO, "区财政局", "区征收中心")[2] == "闵金投公司"
    assert network.path(WHO, "区财政局", "nobody") == []
