"""How a remote store is reached: name and password, and how long to wait. From the environment, so that no
password stands in an address, on a command line or in a log.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import BadRequest

USER, PASSWORD = "DUTYGRAPH_STORE_USER", "DUTYGRAPH_STORE_PASSWORD"
PASSWORD_FILE, TIMEOUT = "DUTYGRAPH_STORE_PASSWORD_FILE", "DUTYGRAPH_STORE_TIMEOUT"
_LEAST, _MOST = 1.0, 86_400.0


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 300.0
    """For one request of dutygraph's own: a write, a list, an export. Public queries have ``Limits``."""


def remote_settings(environment: Mapping[str, str] = os.environ) -> RemoteSettings:
    """Raises BadRequest, with the variable's name, for what cannot be meant."""
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if file := environment.get(PASSWORD_FILE):
        if password:
            raise BadRequest(f"{PASSWORD} 与 {PASSWORD_FILE} 只能设置一个（only one of the two may be set）")
        try:
            password = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "不是 UTF-8"
            raise BadRequest(f"{PASSWORD_FILE}：无法读取 {file}（cannot be read）：{said}") from None
    if password and not user:
        raise BadRequest(f"设置了密码，还应设置用户名 {USER}（a password needs a user name）")
    return RemoteSettings(user, password, _seconds(environment.get(TIMEOUT)))


def _seconds(written: str | None) -> float:
    if not written:
        return RemoteSettings().seconds
    try:
        seconds = float(written)
    except ValueError:
        seconds = float("nan")
    if not _LEAST <= seconds <= _MOST:
        raise BadRequest(
            f"环境变量 {TIMEOUT}：应为 {_LEAST:g} 到 {_MOST:g} 之间的数（秒），收到 {written}"
            f"（seconds from {_LEAST:g} to {_MOST:g} were expected）"
        )
    return seconds
