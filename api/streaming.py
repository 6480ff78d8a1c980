"""Answers that grow while they are sent: whoever reads one can tell whether it is whole.

Over HTTP/1.1 they go in chunks, and one that breaks off ends without the last chunk. HTTP/1.0 has no such sign
(a proxy may speak it): there the whole is made first, on disk, and sent with its length.
"""

from __future__ import annotations

import tempfile

from flask import Flask, Response, request
from werkzeug.wsgi import FileWrapper

from api import problems
from graph.errors import DutygraphError

_IN_MEMORY = 1 << 20


def register(app: Flask) -> None:
    @app.after_request
    def whole_for_old_clients(response: Response) -> Response:
        old = request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
        if (
            not old
            or not response.is_streamed
            or response.content_length is not None
            or request.method == "HEAD"
        ):
            return response
        spool = tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="dutygraph-answer-")  # noqa: SIM115
        try:
            for chunk in response.iter_encoded():
                spool.write(chunk)
        except DutygraphError as error:
            spool.close()
            return problems.from_error(error)
        finally:
            response.close()
        size = spool.tell()
        spool.seek(0)
        response.response = FileWrapper(spool)
        response.content_length = size
        return response
