"""Serves the application with waitress, says where, and stops without breaking off what is under way."""

from __future__ import annotations

import signal
import socket
import time
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

from api import logs, security
from api.app import close, create_app
from api.channel import DirectChannel
from api.config import Config
from api.service import Service
from graph.errors import BadRequest
from graph.store import Store, open_store
from graph.store.embedded import EmbeddedStore

_DRAIN_SECONDS = 20.0


def serve(config: Config, announce: Callable[[str], None] = print, store: Store | None = None) -> None:
    """Serves until SIGTERM or SIGINT, over ``store`` or the one that ``config`` names; closes it at the end.

    ``announce`` gets the address, with the key of the person at the machine, once it is ready.
    Raises StoreInUse, StoreUnavailable, BadRequest (the address cannot be listened on).
    """
    logs.start()
    store = store or open_store(config.store)
    try:
        listener = _listen(config)
        config = replace(config, port=listener.getsockname()[1])
        if config.on_loopback and config.key is None:
            config = replace(config, key=security.new_key())
        app = create_app(config, store)
        try:
            _serve_on(listener, app, config, announce)
        finally:
            close(app)
    finally:
        store.close()


def _serve_on(listener: socket.socket, app: Flask, config: Config, announce: Callable[[str], None]) -> None:
    here: Service = app.extensions["dutygraph-service"]
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=config.threads,
        ident=None,
        max_request_body_size=config.body_limit + 2**20,
        connection_limit=1000,
        channel_timeout=60,
        clear_untrusted_proxy_headers=config.proxies == 0,
    )
    server.channel_class = DirectChannel
    address = f"http://{f'[{config.host}]' if ':' in config.host else config.host}:{config.port}/"
    if isinstance(here.store, EmbeddedStore):
        here.store.directory.announce(address)
    entrance = f"{address}?key={config.key}" if config.key else address
    announce(entrance)
    if config.open_browser:
        webbrowser.open(entrance)
    try:
        _until_told_to_stop(server, here)
    finally:
        if isinstance(here.store, EmbeddedStore):
            here.store.directory.withdraw()


def _listen(config: Config) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((config.host, config.port))
        listener.listen(1024)
        return listener
    except OSError as error:
        raise BadRequest(
            f"无法在 {config.host}:{config.port} 上提供服务：{error.strerror}。"
            "端口可能已被占用，请用 --port 换一个（cannot listen there）"
        ) from error


def _until_told_to_stop(server: Any, here: Service) -> None:
    """Serves; after SIGTERM or SIGINT takes no new connection and finishes what is under way."""
    told = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal told
        told = True
        server.pull_trigger()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not told:
            wasyncore.loop(timeout=1, map=server._map, use_poll=True, count=1)
        here.draining = True
        server.del_channel(server._map)
        server.socket.close()
        end = time.monotonic() + _DRAIN_SECONDS
        while time.monotonic() < end and _busy(server):
            wasyncore.loop(timeout=0.05, map=server._map, use_poll=True, count=1)
    finally:
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        for number, handler in before.items():
            signal.signal(number, handler)


def _busy(server: Any) -> bool:
    channels = list(server.active_channels.values())
    return any(channel.requests or channel.total_outbufs_len for channel in channels)
