"""Vendors the browser libraries: ``python -m visualize.explorer.vendor`` (maintainers only, needs npm).

Takes each package of ``PACKAGES`` from the npm registry, at exactly the version named, keeps the files the
explorer loads and the licence, and records name, version, licence and the sha256 of every file in
``vendor.json`` beside them. A test recomputes the hashes. Nothing here runs when the program runs.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "vendor"
FOR_TESTS = Path(__file__).parents[2] / "tests" / "browser" / "vendor"

MIT_TEXT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: ``files`` are paths inside it; ``licence_text`` stands in where it ships none."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    place: Path = STATIC
    licence_files: tuple[str, ...] = ()
    licence_text: str = ""
    note: str = field(default="")

    @property
    def folder(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}"


PACKAGES = (
    Package(
        "vis-network",
        "10.1.5",
        "Apache-2.0 OR MIT",
        ("peer/umd/vis-network.min.js",),
        licence_files=("LICENSE-MIT", "LICENSE-APACHE-2.0"),
        note="The peer build: unlike the standalone one it writes no style element into the page.",
    ),
    Package(
        "vis-data",
        "8.0.6",
        "Apache-2.0 OR MIT",
        ("standalone/umd/vis-data.min.js",),
        licence_files=("LICENSE-MIT", "LICENSE-APACHE-2.0"),
    ),
    Package(
        "@zazuko/yasqe",
        "4.6.2",
        "MIT",
        ("build/yasqe.min.js", "build/yasqe.min.css"),
        licence_text="MIT License\n\nCopyright (c) Triply and Zazuko GmbH\n\n" + MIT_TEXT,
        note="The editor of @zazuko/yasgui. The package ships no licence file; its package.json and the "
        "README of its repository name MIT, author Triply, contributor Zazuko GmbH.",
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        ("axe.min.js",),
        place=FOR_TESTS,
        licence_files=("LICENSE", "LICENSE-3RD-PARTY.txt"),
        note="A test tool: never shipped, never served.",
    ),
)


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package) -> dict[str, object]:
    """Put one package's files in place and return its record for ``vendor.json``."""
    target = package.place / package.folder
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package.name}@{package.version}", "--pack-destination", scratch],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as tar:
            for name in (*package.files, *package.licence_files):
                member = tar.extractfile(f"package/{name}")
                if member is None:
                    raise FileNotFoundError(f"{package.name}@{package.version} holds no file {name}")
                lines = member.read()
                # Source maps are not shipped, so their pointers would only ask for files that are not there.
                kept = b"\n".join(
                    line for line in lines.split(b"\n") if not line.startswith(b"//# sourceMappingURL=")
                )
                (target / Path(name).name).write_bytes(kept)
    if package.licence_text:
        (target / "LICENSE").write_text(package.licence_text, encoding="utf-8")
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "note": package.note,
        "files": {
            f"{package.folder}/{path.name}": sha256(path)
            for path in sorted(target.iterdir())
            if path.is_file()
        },
    }


def main() -> None:
    for place in (STATIC, FOR_TESTS):
        records = [fetch(package) for package in PACKAGES if package.place == place]
        (place / "vendor.json").write_text(
            json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
