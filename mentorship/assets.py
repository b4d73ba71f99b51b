"""Many small sources in `static/`, one style sheet and one script of ours on the wire, joined without Node.

Every page takes the `bothy` pair or a larger one that holds it: `talk` where two people write to each other,
`me` for what is one's own (messages and notices in a list, settings, coming in), `sign_up` for the step that
asks for the week, `organise` for admins.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from rcssmin import cssmin
from rjsmin import jsmin

# Later files win over earlier ones, so the order is part of the design.
STYLE = ("tokens", "base", "layout", "components/*")
MODES = ("screens", "states", "modes")
SOURCES = {
    "bothy.css": (*STYLE, *MODES),
    "bothy.js": ("*",),
    "talk.css": (*STYLE, "talk/*", *MODES),
    "talk.js": ("*", "talk/*"),
    "me.css": (*STYLE, "me/*", *MODES),
    "me.js": ("*", "me/*"),
    "sign_up.css": (*STYLE, "sign_up/*", *MODES),
    "sign_up.js": ("*", "talk/send", "sign_up/*"),
    "organise.css": (*STYLE, "talk/*", "me/*", "organise/*", *MODES),
    "organise.js": ("*", "talk/*", "me/*", "organise/*"),
}


def sources(name: str) -> list[Path]:
    """The source files of a joined file, in order."""
    kind = name.rpartition(".")[2]
    root = settings.BASE_DIR / "static" / kind
    return [path for part in SOURCES[name] for path in sorted(root.glob(f"{part}.{kind}"))]


def join(name: str) -> str:
    """The joined file's text; each script keeps its names to itself."""
    texts = [path.read_text(encoding="utf-8") for path in sources(name)]
    if name.endswith(".css"):
        return str(cssmin("\n".join(texts))) + "\n"
    return '"use strict";\n' + "\n".join("{" + str(jsmin(text)) + "}" for text in texts) + "\n"


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
