"""Pictures of every template with sample contexts, at four widths, into .var/screenshots/look/.

No server and no database: pages and static files are handed to Chromium directly, under the strict content policy of the product.
Run as ``python -m tests.browser.shoot_styleguide [name …] [--width 390] [--script off]`` from the repository root.
"""

import argparse
import os
import sys
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.fonts import write_config
from tests.portal.look.rendering import ROOT, configure
from tests.portal.look.serving import HOST, serve

WIDTHS = (320, 390, 768, 1280)
VAR = ROOT / ".var"
OUT = VAR / "screenshots" / "look"


def overflow(page: Page) -> list[str]:
    """Elements that stick out to the right of the window (inside a scrolling box they may)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, footer *")].filter(e => {
            const box = e.getBoundingClientRect();
            if (!box.width || box.right <= innerWidth + 1 || e.closest("svg")) return false;
            for (let up = e.parentElement; up; up = up.parentElement) {
                const flow = getComputedStyle(up).overflowX;
                if (flow === "auto" || flow === "scroll" || flow === "hidden") return false;
            }
            return true;
        }).slice(0, 4).map(e => `${e.tagName.toLowerCase()}.${e.className}`)"""
    )
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{wider} pixels"] if wider > 0 else found


def shoot(
    browser: Browser, pages: dict[str, str], names: list[str], widths: tuple[int, ...], *, script: bool
) -> list[str]:
    """Take the pictures; return what went wrong (blocked code, missing files, things sticking out)."""
    problems: list[str] = []
    OUT.mkdir(parents=True, exist_ok=True)
    for width in widths:
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width < 700 else 900},
            device_scale_factor=2 if width < 700 else 1,
            locale="zh-CN",
            java_script_enabled=script,
            has_touch=width < 700,
            reduced_motion="reduce",
        )
        serve(context, pages)
        page = context.new_page()
        current = {"name": ""}

        def note(message: ConsoleMessage, current: dict[str, str] = current, width: int = width) -> None:
            if message.type in {"error", "warning"}:
                problems.append(f"{current['name']} {width}: {message.text}")

        page.on("console", note)
        for name in names:
            current["name"] = name
            page.goto(f"{HOST}/{name}")
            if script:
                problems.extend(f"{name} {width}: sticks out {element}" for element in overflow(page))
            page.set_viewport_size({"width": width, "height": max(600, page.evaluate("document.body.scrollHeight"))})
            page.screenshot(path=OUT / f"{name}-{width}.png")
            page.set_viewport_size({"width": width, "height": 800 if width < 700 else 900})
        context.close()
    return problems


def main(arguments: list[str]) -> int:
    """Render, shoot, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--width", type=int, action="append")
    parser.add_argument("--script", choices=("on", "off"), default="on")
    options = parser.parse_args(arguments)
    configure()
    from tests.portal.look.gallery import PAGES
    from tests.portal.look.rendering import render

    names = options.names or list(PAGES)
    pages = {name: render(template, context()) for name, (template, context) in PAGES.items() if name in names}
    widths = tuple(options.width or WIDTHS)
    environment: dict[str, Any] = {**os.environ, "FONTCONFIG_FILE": str(write_config(VAR, VAR / "fonts"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"], env=environment)
        problems = shoot(browser, pages, names, widths, script=options.script == "on")
        browser.close()
    for problem in problems:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(f"{len(names) * len(widths)} pictures in {OUT.relative_to(ROOT)}\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
