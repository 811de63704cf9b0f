"""A browser for tests: Chromium as the machine has it, started once, kept offline."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cmo.diagrams import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1400, "height": 900}
SOON = 8_000  # ms: what happens at all happens at once
PHONE = {"width": 360, "height": 740}


def program() -> str | None:
    """Return where the browser is: what CMO_BROWSER says, or one on the PATH."""
    named = os.environ.get("CMO_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return the browser, or skip: that is an error where CMO_NEEDS_BROWSER is 1."""
    executable = program()
    if executable is None:
        message = (
            "NO BROWSER, SO NOTHING THAT RUNS IN ONE WAS TESTED: install Chromium, or "
            "name one in CMO_BROWSER"
        )
        if os.environ.get("CMO_NEEDS_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    # On a machine without fonts Chromium crashes: it finds ours.
    found = fonts.environment(tmp_path_factory.mktemp("fonts"), system=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=FLAGS, env={**os.environ, **found}
        )
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, file: Path, at: str = "", **options: Any) -> Iterator[Page]:
    """Open a file, and see that it asks for no other and complains of nothing.

    Args:
        browser: The browser.
        file: A page.
        at: A part of it: ``#id``.
        options: Of the browser's context, as ``viewport``.
    """
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(**({"viewport": DESK} | options))
    # What is asked for is aborted, so that nothing leaves the machine.
    context.route(lambda url: not url.startswith("file:"), lambda way: way.abort())
    context.set_default_timeout(SOON)
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url.partition("#")[0]))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda one: complaints.append(one.message))
    page.on(
        "console",
        lambda one: (
            complaints.append(one.text) if one.type in {"error", "warning"} else None
        ),
    )
    page.goto(f"{file.as_uri()}{at}")
    try:
        yield page
        # Helpers' assertions are not rewritten: what is wrong is named here.
        assert complaints == [], complaints
        others = set(asked) - {"data:,", file.as_uri()}
        assert not others, others
    finally:
        context.close()


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page that is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than what shows it."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
