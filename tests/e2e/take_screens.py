"""Six pages of the running demo as pictures, for the README and docs: see docs/screens/README.md.

    .venv/bin/python tests/e2e/take_screens.py http://localhost:8000 docs/screens

No test runs this: pictures change when somebody looks at them and decides so.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from small_png import with_palette

GROUP = "/riverside-makers/"
RUNNING = f"{GROUP}programs/skill-development/"
OPEN = f"{GROUP}programs/career-advancement/"
# picture: (who of /dev/ looks, or nobody; where; a link to follow from there)
SCREENS = {
    "landing": ("", "/", ""),
    "group-home": ("newcomer", GROUP, ""),
    "directory": ("mentee", f"{RUNNING}directory/?role=mentor", ""),
    "pair": ("mentee", "/pairs/", "a[href*='/pairs/'], a[href^='/p/']"),
    "overview": ("admin", f"{RUNNING}manage/", ""),
    "sign-up": ("newcomer", f"{OPEN}sign-up/mentee/1/", ""),
}
LARGEST = 200_000  # bytes; above it a picture gets a palette


def visit(page: Page, who: str, where: str, link: str) -> None:
    """Come in as this person and go there."""
    page.context.clear_cookies()
    if who:
        page.goto("/dev/")
        page.locator(f"form[action$='/dev/enter/{who}/'] button").click()
        page.wait_for_load_state("load")
    response = page.goto(where)
    assert response is not None
    assert response.ok, page.url
    if link and "/pairs/" in page.url and page.url.endswith("/pairs/"):
        page.locator("main").locator(link).first.click()
        page.wait_for_load_state("load")


def main() -> None:
    """Take all six, or those that are named."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("site")
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*", default=list(SCREENS))
    asked.add_argument("--width", type=int, default=1280)
    asked.add_argument("--theme", choices=("light", "dark"), default="light")
    asked.add_argument("--whole", action="store_true", help="the whole page, not the first 900 px")
    said = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            base_url=said.site,
            viewport={"width": said.width, "height": 900},
            color_scheme=said.theme,
            reduced_motion="reduce",
            timezone_id="Europe/Lisbon",
        )
        for name in said.names:
            visit(page, *SCREENS[name])
            picture = page.screenshot(full_page=said.whole)
            if len(picture) > LARGEST:
                picture = with_palette(picture)
            (said.folder / f"{name}.png").write_bytes(picture)
            print(f"{name}: {len(picture) // 1000} kB, {page.url}")  # noqa: T201 a command speaks
        browser.close()


if __name__ == "__main__":
    main()
