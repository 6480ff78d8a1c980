"""Chromium as the tests use it: nothing but loopback is reached, and every attempt is counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@dataclass
class Watched:
    """What a context did that it should not: outside requests, script errors, breaches of the page's policy."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clean(self) -> None:
        assert self.outside == []
        assert self.errors == []


@contextmanager
def visiting(
    browser: Browser,
    base: str | None = None,
    width: int = 1440,
    height: int = 900,
    scheme: str = "light",
    unit: tuple[str, str] | None = None,
) -> Iterator[tuple[Page, Watched]]:
    """A page in a context of its own. Leaving the block asserts that nothing went wrong behind it."""
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        accept_downloads=True,
    )
    watched = Watched()
    _watch(context, watched)
    if unit:
        context.add_init_script(
            f"localStorage.setItem('dutygraph.my-unit', JSON.stringify({{id: '{unit[0]}', name: '{unit[1]}'}}))"
        )
    page = context.new_page()
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("console", lambda message: _console(message.type, message.text, watched))
    try:
        yield page, watched
        watched.clean()
    finally:
        context.close()


def _watch(context: BrowserContext, watched: Watched) -> None:
    def decide(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("file", "data", "blob") or (address.hostname or "") in LOOPBACK:
            route.continue_()
        else:
            watched.outside.append(route.request.url)
            route.abort()

    context.route("**/*", decide)


def _console(kind: str, text: str, watched: Watched) -> None:
    if kind == "error" and "Failed to load resource" not in text:
        watched.errors.append(text)
