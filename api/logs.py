"""Logs as JSON, one object per line, on stderr."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _ENCODER.encode(line)


def start(level: int = logging.INFO) -> None:
    """Sends this project's logs and warnings of libraries to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _leave_out_what_no_line_says()
    logging.getLogger("dutygraph").setLevel(level)


def _leave_out_what_no_line_says() -> None:
    """The caller, thread and process of every record: found out at some cost, and not in ``JsonLines``.

    The settings are those that the documentation of ``logging`` names under "Optimization".
    """
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
