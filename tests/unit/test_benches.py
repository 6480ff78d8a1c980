"""Every bench can be started: what it takes from the project and from the others is there."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

BENCHES = sorted((Path(__file__).resolve().parents[2] / "bench").glob("*.py"))


@pytest.mark.parametrize(
    "bench", [each for each in BENCHES if each.stem != "__init__"], ids=lambda each: each.stem
)
def test_what_a_bench_imports_from_the_project_is_there(bench: Path) -> None:
    for node in ast.walk(ast.parse(bench.read_text(encoding="utf-8"))):
        rooms = ("bench", "graph", "ontology", "visualize", "api")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in rooms:
            module = import_module(str(node.module))
            for name in node.names:
                assert hasattr(module, name.name) or import_module(f"{node.module}.{name.name}")
