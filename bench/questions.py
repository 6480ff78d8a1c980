"""Questions in Chinese, kind by kind, over the two founding plans and over many plans.

    python -m bench.questions                 60 plans
    python -m bench.questions --plans 118     a million statements

The many are the founding plans and the same with the names of other districts put in (``bench.ingest``). Each question
is asked once to warm up, then the median of some runs counts. What names there are is worked out once for each state of
a store and told apart. Seconds on one machine say little; the ratio says how a kind of question grows with the store.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.ingest import DOCUMENTS, texts
from graph.extract import extract
from graph.ingest import Ingest, keep
from graph.overlap.findings import rebuild
from graph.questions import ask
from graph.questions.names import names_of
from graph.reading import source_from_text
from graph.store import open_store
from graph.store.base import Store

KINDS = {
    "tasks of a unit": "上海交通大学要做哪些事？",
    "tasks of two units": "上海交通大学和华东师范大学共同负责哪些任务？",
    "one unit without another": "紫竹高新区负责但上海交通大学不负责的任务",
    "each of two units": "紫竹高新区和上海交通大学各负责哪些任务",
    "partners": "上海交通大学和谁合作最多？",
    "who, by task": "闵府发〔2026〕11号任务5由谁负责",
    "who, by matter": "保障性租赁住房谁管",
    "units of all tasks": "有多少家责任单位",
    "units by tasks": "负责任务最多的前5家单位",
    "units without tasks": "哪些单位没有任务",
    "tasks by units": "哪些任务列5家以上责任单位",
    "tasks without units": "哪些任务没有责任单位",
    "tasks by wording": "概念验证中心写在哪些任务里？",
    "tasks by industry": "与生物医药有关的任务",
    "measures": "闵府发〔2026〕11号任务5有哪些举措",
    "target and owner": "高价值发明专利拥有量2027年目标是多少，谁负责？",
    "targets of a unit": "紫竹高新区负责哪些指标",
    "targets compared": "科技服务业营收增幅2026年两份文件一致吗",
    "cadences": "区校主要领导多久会商一次",
    "findings": "哪些文件的规定不一致？",
    "deadlines": "2026年底前要完成哪些任务",
    "documents": "哪份文件提到紫竹高新区",
    "facts of a document": "闵府发〔2026〕11号有哪些附件",
    "relations": "上海交大有哪些全国重点实验室",
    "yes or no": "上海交大和华东师大有没有共同的任务",
}


def filled(store: Store, plans: int) -> Store:
    """The founding plans, and so many more that there are ``plans``; findings worked out."""
    Ingest(store).paths([DOCUMENTS])
    for file, text in islice(texts(), max(plans - 2, 0)):
        keep(store, extract(source_from_text(text, file=file)))
    rebuild(store)
    return store


def seconds(store: Store, question: str, times: int) -> tuple[float, int]:
    """Median seconds and the number of items. Ends where the question is not understood."""
    answer = ask(store, question)
    if not answer["understood"]:
        raise SystemExit(f"{question}: {answer['answer']}")
    took = []
    for _ in range(times):
        start = time.perf_counter()
        ask(store, question)
        took.append(time.perf_counter() - start)
    return statistics.median(took), len(answer["items"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=60)
    parser.add_argument("--times", type=int, default=3, help="runs of each question, the median counts")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = filled(open_store("memory:"), 2)
        many = filled(open_store(str(Path(folder) / "store")), wanted.plans)
        print(f"2 plans, {few.count():,} quads; {wanted.plans} plans, {many.count():,} quads")
        for name, store in (("2 plans", few), (f"{wanted.plans} plans", many)):
            start = time.perf_counter()
            _ = names_of(store).text
            print(f"names of {name}, once for each state: {time.perf_counter() - start:.2f} s")
        print(f"{'kind':<28}{'items':>7}{'ms':>9}{'items':>8}{'ms':>9}{'ratio':>8}")
        slowest = 0.0
        for kind, question in KINDS.items():
            short, few_items = seconds(few, question, wanted.times)
            long, many_items = seconds(many, question, wanted.times)
            slowest = max(slowest, long)
            print(
                f"{kind:<28}{few_items:>7}{short * 1e3:>9.1f}{many_items:>8}{long * 1e3:>9.1f}{long / short:>8.1f}"
            )
        print(f"slowest of {wanted.plans} plans: {slowest:.2f} s")
        few.close()
        many.close()


if __name__ == "__main__":
    main()
