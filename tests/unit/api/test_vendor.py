"""The vendored renderer of /docs is the one that was recorded, to the byte."""

from __future__ import annotations

import hashlib
import json

from tests.corpus import ROOT

VENDOR = ROOT / "api" / "static" / "vendor"


def test_every_vendored_file_has_the_recorded_hash_and_none_is_unrecorded() -> None:
    recorded = {
        name: digest
        for package in json.loads((VENDOR / "vendor.json").read_text())
        for name, digest in package["files"].items()
    }
    there = {
        str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name != "vendor.json"
    }
    assert there == recorded


def test_every_package_names_its_licence_and_carries_it() -> None:
    for package in json.loads((VENDOR / "vendor.json").read_text()):
        assert package["licence"] == "MIT"
        assert any("LICENSE" in name for name in package["files"])
