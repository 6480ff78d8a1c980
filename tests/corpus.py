"""Where real documents for tests are: the founding plans always, the wider corpus where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "data" / "documents"
ACTION_PLAN = DOCUMENTS / "minfufa-2026-11.txt"
WORK_PLAN = DOCUMENTS / "minkewei-2026-11.txt"
SHARED = ROOT.parent / "shared"


def shared(relative: str) -> Path:
    """A file or folder of the shared material; skips the test with a message where it is absent."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs the shared folder beside the project: {relative} is not there")
    return path
