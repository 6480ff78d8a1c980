"""All findings on some duties, ranked."""

from __future__ import annotations

from graph.overlap.document_findings import divergences, gap_findings
from graph.overlap.duties import Duties
from graph.overlap.finding import Finding, ranked
from graph.overlap.matter_findings import crossings
from graph.overlap.unit_findings import fragmentation, loads, orders, together

_MEASURES = (together, fragmentation, crossings, gap_findings, divergences, orders, loads)


def findings(duties: Duties) -> list[Finding]:
    """In the order in which they are shown: by tier across measures, then by score."""
    return ranked([finding for measure in _MEASURES for finding in measure(duties)])
