"""Read a small YAML file that a stranger may have sent, and remember the line of everything in it.

Only the plain part of YAML is read: keys, lists, texts, whole numbers, true and false. "No" and
"12:30" stay the words that they look like. Whatever could surprise a reader or eat memory is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

MAX_BYTES = 1856 * 1024  # 104 weeks and 80 questions, all full and in four-byte characters, are about 1,800
MAX_DEPTH = 8
MAX_NODES = 8_000  # 104 weeks, 80 questions with 12 options each and 60 steps are about 6,000

LONGEST_SHOWN = 160  # characters of a line

Where = tuple[str | int, ...]
Lines = dict[Where, int]

# SECURITY: control characters, line breaks that only some programs see, and marks that turn the
# direction of a text around. They have no place in words that are mailed and shown to others.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BREAK = re.compile("\r\n|\r|\n")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_PLAIN_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


class Refused(ValueError):
    """Why a file can't be read, and the line (from 1) where a person should look."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class _Open:
    """A list or a group of keys whose end has not come yet."""

    content: dict[str, object] | list[object]
    where: Where
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict)


def read(data: str | bytes) -> tuple[object, Lines]:
    """The content of the one document in `data` and the line of each part; raises Refused."""
    text = _text(data)
    builder = _Builder()
    for event in _events(text):
        builder.take(event)
    if not builder.documents:
        raise Refused(1, "the file is empty")
    return builder.root, builder.lines


def short(text: str) -> str:
    """The text in quotes, cut so that a message stays readable."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a file that was refused, safe to show."""

    number: int
    text: str
    wrong: bool


def excerpt(data: str | bytes, line: int, *, around: int = 2) -> tuple[Excerpt, ...]:
    """The line with those around it, cut where they are long; what can't be seen is marked. Nothing where
    the bytes are no text at all, such as a picture's: nobody finds a line in them."""
    if len(data) > MAX_BYTES or (isinstance(data, bytes) and b"\0" in data):
        return ()
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    lines = _BREAK.split(text.removeprefix("\ufeff"))
    first = max(1, line - around)
    return tuple(
        Excerpt(number, _UNSEEN.sub("\ufffd", found[:LONGEST_SHOWN]), number == line)
        for number, found in enumerate(lines[first - 1 : line + around], start=first)
    )


def visible(text: str) -> str:
    """The text as a file can hold it: without the characters that are refused here."""
    return _UNSEEN.sub("", text).strip()


def _text(data: str | bytes) -> str:
    size = len(data)
    if isinstance(data, str) and size <= MAX_BYTES:
        size = len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise Refused(1, f"the file is larger than {MAX_BYTES // 1024} KiB, the most that is read")
    text = data if isinstance(data, str) else _decoded(data)
    text = text.removeprefix("\ufeff")
    if unseen := _UNSEEN.search(text):
        raise Refused(1 + len(_BREAK.findall(text[: unseen.start()])), _unseen_reason(unseen[0]))
    return text


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + len(_BREAK.findall(data[: error.start].decode("utf-8")))
        raise Refused(line, "this is not UTF-8 text; save the file as UTF-8 and try again") from None


def _unseen_reason(character: str) -> str:
    return f"there is a character here that can’t be seen (U+{ord(character):04X}); take it out"


def _events(text: str) -> Iterator[yaml.Event]:
    loader = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            event: yaml.Event = loader.get_event()  # type: ignore[no-untyped-call]
            yield event
    except yaml.MarkedYAMLError as error:
        in_quotes = error.context == "while scanning a quoted scalar"
        mark = (error.context_mark if in_quotes else error.problem_mark) or error.context_mark
        line = mark.line + 1 if mark else loader.line + 1
        last = 1 + len(_BREAK.findall(text.rstrip("\r\n")))
        raise Refused(
            min(line, last),
            f"this can’t be read as YAML ({error.problem}); a text with a colon, a # or a quote in it "
            "needs quotes around it",
        ) from None
    except (ValueError, OverflowError):  # "\UFFFFFFFF": the scanner asks chr() for what is not there
        raise Refused(loader.line + 1, "this text names a character that doesn’t exist") from None
    finally:
        loader.dispose()


class _Builder:
    """Builds the content out of events one by one, so that nothing recurses and nothing is made early."""

    def __init__(self) -> None:
        self.root: object = None
        self.lines: Lines = {}
        self.documents = 0
        self._nodes = 0
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event, line)
        elif isinstance(event, yaml.AliasEvent):
            raise Refused(line, f"“*{event.anchor}” repeats another part of the file; write it out in full")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Refused(line, "a second document starts here; a file holds one program")
        if event.version or event.tags:
            raise Refused(line, "lines that start with % are not read; take them out")

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Refused(line, f"the file has more than {MAX_NODES} parts, the most that is read")
        if event.anchor is not None:
            raise Refused(line, f"“&{event.anchor}” gives a part a name; write each part out in full")
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            raise Refused(line, f"{short(tag)} is a YAML tag; tags are not read, take it out")
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            self._key(parent, event, line)
            return
        where = self._place(parent, line)
        if isinstance(event, yaml.ScalarEvent):
            self._put(parent, _value(event, line))
            return
        content: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if len(self._open) >= MAX_DEPTH:
            raise Refused(line, f"this is nested more than {MAX_DEPTH} levels deep")
        self._put(parent, content)
        self._open.append(_Open(content, where))

    def _key(self, parent: _Open, event: yaml.NodeEvent, line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise Refused(line, "a key must be a word, not a list or a group of keys")
        key = _clean(event.value, line)
        if key in parent.key_lines:
            raise Refused(
                line, f"{short(key)} stands here twice; the first is on line {parent.key_lines[key]}"
            )
        parent.key, parent.key_lines[key] = key, line

    def _place(self, parent: _Open | None, line: int) -> Where:
        """Notes the line of the part that comes now: its key's line, or its own in a list."""
        if parent is None:
            where: Where = ()
        elif isinstance(parent.content, list):
            where = (*parent.where, len(parent.content))
        else:
            assert parent.key is not None
            where, line = (*parent.where, parent.key), parent.key_lines[parent.key]
        self.lines[where] = line
        return where

    def _put(self, parent: _Open | None, value: object) -> None:
        if parent is None:
            self.root = value
        elif isinstance(parent.content, list):
            parent.content.append(value)
        else:
            assert parent.key is not None
            parent.content[parent.key], parent.key = value, None


def _clean(text: str, line: int) -> str:
    if unseen := _UNSEEN.search(text):  # written as an escape, "\u0000"
        raise Refused(line, _unseen_reason(unseen[0]))
    return text.strip()


def _value(event: yaml.ScalarEvent, line: int) -> str | int | bool | None:
    text = _clean(event.value, line)
    if event.style is not None:
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
