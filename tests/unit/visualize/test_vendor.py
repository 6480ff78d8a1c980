"""The vendored browser libraries are the ones that were recorded, with their licences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from visualize.explorer.vendor import FOR_TESTS, PACKAGES, STATIC, sha256


@pytest.mark.parametrize("place", [STATIC, FOR_TESTS])
def test_every_vendored_file_has_the_recorded_hash_and_no_other_file_is_there(place: Path) -> None:
    records = json.loads((place / "vendor.json").read_text(encoding="utf-8"))
    recorded = {name: digest for record in records for name, digest in record["files"].items()}
    found = {
        str(path.relative_to(place)): sha256(path)
        for path in place.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert found == recorded


def test_every_package_has_its_licence_beside_it() -> None:
    for package in PACKAGES:
        licences = [
            path for path in (package.place / package.folder).iterdir() if path.name.startswith("LICENSE")
        ]
        assert licences, package.name
        assert all(len(path.read_text(encoding="utf-8")) > 800 for path in licences)
