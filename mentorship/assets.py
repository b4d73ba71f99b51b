"""Many small sources in `static/`, one style sheet and one script of ours on the wire, joined without Node.

Pages of admins take the `organise` pair, which holds the `bothy` pair and what only they need; the step of
sign-up that asks for the week takes `sign_up`, likewise.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# Later files win over earlier ones, so the order is part of the design.
SOURCES = {
    "bothy.css": ("tokens", "base", "layout", "components/*", "screens", "states", "modes"),
    "bothy.js": ("*",),
    "organise.css": ("tokens", "base", "layout", "components/*", "organise/*", "screens", "states", "modes"),
    "organise.js": ("*", "organise/*"),
    "sign_up.css": ("tokens", "base", "layout", "components/*", "sign_up/*", "screens", "states", "modes"),
    "sign_up.js": ("*", "sign_up/*"),
}


def minify_css(text: str) -> str:
    """The same style sheet without comments and needless space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return re.sub(r"(?<=[\w-]): (?=[^{}]*[;}])", ":", text).replace(";}", "}").strip()


def minify_js(text: str) -> str:
    """The same script without whole-line comments, indentation and empty lines."""
    text = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def sources(name: str) -> list[Path]:
    """The source files of a joined file, in order."""
    kind = name.rpartition(".")[2]
    root = settings.BASE_DIR / "static" / kind
    return [path for part in SOURCES[name] for path in sorted(root.glob(f"{part}.{kind}"))]


def join(name: str) -> str:
    """The joined file's text; each script keeps its names to itself."""
    texts = [path.read_text(encoding="utf-8") for path in sources(name)]
    if name.endswith(".css"):
        return minify_css("\n".join(texts)) + "\n"
    return '"use strict";\n' + "\n".join("{\n" + minify_js(text) + "\n}" for text in texts) + "\n"


def write(name: str) -> Path:
    """The joined file on disk, written again only when a source has changed."""
    target = settings.VAR / "joined" / name
    newest = max(path.stat().st_mtime_ns for path in [*sources(name), Path(__file__)])
    if not target.exists() or target.stat().st_mtime_ns < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(target.suffix + ".part")
        part.write_text(join(name), encoding="utf-8")
        part.replace(target)
    return target


class JoinedFinder(BaseFinder):
    """Finds the joined files; in the demo an edit shows on the next load."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's place on disk, or nothing for any other name."""
        if path not in SOURCES:
            return []
        found = str(write(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """All of them for `collectstatic`, freshly joined."""
        for name in SOURCES:
            place = write(name).parent
            yield name, FileSystemStorage(location=place)
