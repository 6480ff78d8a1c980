"""How the cost of taking in one more plan grows with what is stored, and what working out the findings again costs.

    python -m bench.ingest                 200 plans
    python -m bench.ingest --plans 500

The plans are the founding ones with the names of other districts put in, so each brings bodies of its own and bodies that
all share. Figures are seconds of processor time; what counts is the ratio of the last tenth to the first.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from graph.extract import extract
from graph.ingest import keep
from graph.naming.divisions import by_name
from graph.overlap.findings import rebuild
from graph.reading import source_from_text
from graph.store import open_store

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def texts() -> Iterator[tuple[str, str]]:
    """File names and texts: each founding plan once for every district of two or three characters."""
    originals = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    districts = [name for name in by_name() if name.endswith("区") and 3 <= len(name) <= 4]
    for number, district in enumerate(districts, 1):
        for kind, text in enumerate(originals):
            named = text.replace("上海市闵行区", district).replace("闵行区", district)
            named = named.replace("闵行", district[:-1]).replace("闵", district[0])
            yield f"{number:04}-{kind}.txt", named.replace("〔2026〕11号", f"〔2026〕{number}号")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=200)
    plans = parser.parse_args().plans
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "store"))
        reading: list[float] = []
        keeping: list[float] = []
        rebuilt: dict[int, float] = {}
        for count, (file, text) in enumerate(islice(texts(), plans), 1):
            start = time.process_time()
            document = extract(source_from_text(text, file=file))
            reading.append(time.process_time() - start)
            start = time.process_time()
            keep(store, document)
            keeping.append(time.process_time() - start)
            if count in (plans // 4, plans // 2, plans):
                start = time.process_time()
                rebuild(store)
                rebuilt[count] = time.process_time() - start
                print(
                    f"findings of {count} plans: {rebuilt[count]:.2f} s, {rebuilt[count] / count * 1000:.0f} ms a plan"
                )
        tenth = max(2, plans // 10)
        for name, seconds in (("reading", reading[2:]), ("storing", keeping[2:])):
            first, last = sum(seconds[:tenth]) / tenth, sum(seconds[-tenth:]) / tenth
            print(
                f"{name} one plan: first tenth {first * 1000:.0f} ms, last tenth {last * 1000:.0f} ms, {last / first:.2f} x"
            )
        print(f"{store.count():,} quads")
        store.close()


if __name__ == "__main__":
    main()
