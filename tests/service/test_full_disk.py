"""A disk that fills up under a running service: 507, nothing half stored, reads go on, room heals it."""

from __future__ import annotations

from pathlib import Path

from tests.corpus import WORK_PLAN
from tests.service.conftest import Start
from tests.service.running import Running
from tests.service.test_rest import post

GRAPH = "https://dutygraph.example/graph/user/full-{}"
QUADS = 1000
TURTLE = {"Content-Type": "text/turtle"}


def write(service: Running, number: int) -> int:
    """A graph of a thousand quads, about 1 MB."""
    text = "\n".join(f"<urn:{number}.{n}> <urn:says> '{n}{'区' * 300}' ." for n in range(QUADS))
    reply = service.ask("/graphs", "PUT", text, TURTLE, token=True, graph=GRAPH.format(number))
    if reply.status == 507:
        assert reply.media_type == "application/problem+json"
        problem = reply.json
        assert problem["status"] == 507 and problem["type"].endswith("problems/store-full")
        assert problem["title"] == "磁盘已满" and "腾出空间后可继续" in problem["detail"]
        assert "Traceback" not in reply.text
    return reply.status


def sizes(service: Running) -> dict[str, int]:
    """Quads of each graph of the user."""
    rows = service.rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:says> ?o } } GROUP BY ?g")
    return {row["g"]: int(row["n"]) for row in rows if "g" in row}


def test_on_a_full_disk_the_service_answers_507_stores_nothing_by_half_and_reads_on(
    start: Start, small_disk: Path
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 75_000_000)
    service = start(small_disk / "store")
    assert post(service, WORK_PLAN).status == 201
    tasks = service.ask("/api/tasks").body
    written = 0
    while (status := write(service, written)) != 507:
        assert status == 201
        written += 1
        assert written < 200, "the disk never filled"
    expected = {GRAPH.format(number): QUADS for number in range(written)}
    assert sizes(service) == expected
    for number in range(3):
        assert write(service, 1000 + number) == 507
    assert post(service, WORK_PLAN).json["status"] == "unchanged"  # nothing to write
    reply = service.ask(f"/api/documents/{document_of(service)}", "DELETE", token=True)
    assert reply.status == 507
    assert sizes(service) == expected
    assert service.ask("/api/tasks").body == tasks
    assert [service.ask(path).status for path in ("/", "/ready", "/health", "/metrics")] == [200] * 4
    ballast.unlink()
    assert write(service, 2000) == 201
    assert sizes(service) == expected | {GRAPH.format(2000): QUADS}
    assert service.stop() == 0
    again = start(small_disk / "store")
    assert sizes(again) == expected | {GRAPH.format(2000): QUADS}
    assert again.ask("/api/tasks").body == tasks
    assert again.stop() == 0


def document_of(service: Running) -> str:
    (document,) = service.ask("/api/documents").json["items"]
    return str(document["id"])
