"""Chromium's screenshot with a palette: the same picture at a third of its size, with nothing to install."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

COLOURS = 256


def with_palette(png: bytes) -> bytes:
    """The picture in its 256 most wanted colours."""
    width, lines = _rows(png)
    pixels = [[line[i : i + 3] for i in range(0, len(line), 3)] for line in lines]
    wanted = Counter(pixel for line in pixels for pixel in line)
    palette = _palette(wanted)
    nearest = {colour: _nearest(colour, palette) for colour in wanted}
    raw = b"".join(b"\0" + bytes(nearest[pixel] for pixel in line) for line in pixels)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, len(lines), 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(raw, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def _rows(png: bytes) -> tuple[int, list[bytes]]:
    """Width, and rows of RGB bytes, of a PNG as Chromium writes it: 8 bits, not interlaced."""
    data, place, width, channels = b"", 8, 0, 3
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place : place + 8])
        body = png[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, _height, _depth, colour = struct.unpack(">IIBB", body[:10])
            channels = 4 if colour == 6 else 3
        elif kind == b"IDAT":
            data += body
        place += size + 12
    return width, list(_unfiltered(zlib.decompress(data), width, channels))


def _unfiltered(raw: bytes, width: int, step: int) -> Iterator[bytes]:
    stride = width * step
    before = bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        how, line = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        if how:
            for i in range(stride):
                left = line[i - step] if i >= step else 0
                corner = before[i - step] if i >= step else 0
                line[i] = (line[i] + _guess(how, left, before[i], corner)) & 255
        before = line
        yield bytes(line) if step == 3 else bytes(byte for i, byte in enumerate(line) if i % 4 != 3)


def _guess(how: int, left: int, up: int, corner: int) -> int:
    """What the PNG filter took away: nothing, left, up, their mean, or Paeth's choice."""
    if how < 4:
        return (0, left, up, (left + up) // 2)[how]
    middle = left + up - corner
    far = abs(middle - left), abs(middle - up), abs(middle - corner)
    return (left, up, corner)[far.index(min(far))]


def _palette(wanted: "Counter[bytes]") -> list[bytes]:
    """The most frequent colour of each small cube of colours, the fullest cubes first."""
    cubes: dict[tuple[int, ...], Counter[bytes]] = {}
    for colour, count in wanted.items():
        cubes.setdefault(tuple(part >> 2 for part in colour), Counter())[colour] += count
    fullest = sorted(cubes.values(), key=lambda cube: -cube.total())[:COLOURS]
    return [cube.most_common(1)[0][0] for cube in fullest]


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    red, green, blue = colour
    far = [(red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2 for r, g, b in palette]
    return far.index(min(far))
