"""Files to SourceText: ``read(path)``, and ``source_from_text(raw)`` for text that is at hand."""

from graph.reading.files import SUFFIXES, read, read_bytes
from graph.reading.text import source_from_text

__all__ = ["SUFFIXES", "read", "read_bytes", "source_from_text"]
