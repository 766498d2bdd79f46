"""Draws the pictures that go with the example articles, with nothing but the standard library.

Each picture is a PNG of 360 by 240 pixels in 16 colours. The pixels are stored, not compressed:
compression libraries differ from system to system, and these bytes are meant to be the same
everywhere, since their digests appear in bags.

    python examples/draw_pictures.py [FOLDER]
"""

import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTH, HEIGHT = 360, 240
_STORED_BLOCK = 65535  # RFC 1951 section 3.2.4: the most that one stored block holds

Colour = tuple[int, int, int]


class Canvas:
    """A sheet of palette indices; what is drawn outside of it is lost."""

    def __init__(self, palette: list[Colour]) -> None:
        self.palette = palette
        self._rows = [bytearray(WIDTH) for _ in range(HEIGHT)]

    def dot(self, x: int, y: int, colour: int) -> None:
        """Colour one pixel."""
        if 0 <= x < WIDTH and 0 <= y < HEIGHT:
            self._rows[y][x] = colour

    def box(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle."""
        for row in range(y, y + height):
            for column in range(x, x + width):
                self.dot(column, row, colour)

    def disc(self, x: int, y: int, radius: int, colour: int) -> None:
        """Fill a circle."""
        for dy in range(-radius, radius + 1):
            for dx in range(-radius, radius + 1):
                if dx * dx + dy * dy <= radius * radius:
                    self.dot(x + dx, y + dy, colour)

    def triangle(self, tip: tuple[int, int], left: int, right: int, base: int, colour: int) -> None:
        """Fill a triangle with the point `tip` and a level base from `left` to `right`."""
        x, y = tip
        step = 1 if base >= y else -1
        for row in range(y, base + step, step):
            done, whole = abs(row - y), max(1, abs(base - y))
            start, end = x + (left - x) * done // whole, x + (right - x) * done // whole
            self.box(start, row, end - start + 1, 1, colour)

    def line(self, x0: int, y0: int, x1: int, y1: int, colour: int) -> None:
        """Draw a thin line."""
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for i in range(steps + 1):
            self.dot(x0 + (x1 - x0) * i // steps, y0 + (y1 - y0) * i // steps, colour)

    def fade(self, top: int, bottom: int, colours: list[int]) -> None:
        """Fill the rows from `top` to `bottom` with `colours`, each dithered into the next."""
        # The 4 x 4 ordered dither of Bayer: it looks even and needs no chance.
        bayer = (0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5)
        for y in range(top, bottom):
            place = (y - top) * (len(colours) - 1) * 16 // max(1, bottom - top)
            for x in range(WIDTH):
                more = place % 16 > bayer[(y % 4) * 4 + x % 4]
                self.dot(x, y, colours[min(place // 16 + more, len(colours) - 1)])

    def png(self) -> bytes:
        """The picture as a PNG (RFC 2083): 4 bits a pixel, with a palette."""
        pixels = b"".join(
            b"\0" + bytes(row[x] << 4 | row[x + 1] for x in range(0, WIDTH, 2))
            for row in self._rows
        )
        palette = b"".join(bytes(colour) for colour in self.palette)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            (
                _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)),
                _chunk(b"PLTE", palette),
                _chunk(b"IDAT", _stored(pixels)),
                _chunk(b"IEND", b""),
            )
        )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def _stored(data: bytes) -> bytes:
    """`data` as a zlib stream (RFC 1950) of stored blocks, written here to the byte."""
    blocks = b""
    for start in range(0, len(data), _STORED_BLOCK):
        block = data[start : start + _STORED_BLOCK]
        last = start + len(block) == len(data)
        blocks += struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
    return b"\x78\x01" + blocks + struct.pack(">I", zlib.adler32(data))


def _scatter(count: int, seed: int) -> Iterator[tuple[int, int]]:
    """`count` places strewn over the sheet, the same ones each time."""
    state = seed
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        x = (state >> 8) % WIDTH
        state = (state * 1103515245 + 12345) % 2**31
        yield x, (state >> 8) % HEIGHT


def harbour() -> Canvas:
    """A harbour in the evening: houses, a lighthouse, two boats at their moorings."""
    sheet = Canvas(
        [
            (38, 50, 86), (88, 78, 122), (190, 112, 116), (236, 160, 112), (250, 210, 150),
            (255, 240, 206), (30, 66, 98), (46, 98, 128), (92, 148, 164), (176, 196, 188),
            (66, 44, 52), (132, 62, 56), (206, 92, 66), (240, 236, 222), (22, 28, 46),
            (252, 220, 110),
        ]
    )  # fmt: skip
    horizon = 138
    sheet.fade(0, horizon, [0, 1, 2, 3, 4])
    sheet.disc(236, 122, 22, 5)
    sheet.fade(horizon, HEIGHT, [8, 7, 6, 6])
    for x, y in _scatter(420, 7):
        if y > horizon + 3:
            near = 60 - abs(x - 236)
            sheet.box(x, y, 3 + (y - horizon) // 12, 1, 4 if near > y % 60 else 9)
    for number in range(9):
        x, tall = number * 19 - 4, 30 + (number * 37) % 21
        wall = (11, 10, 12)[number % 3]
        sheet.box(x, horizon - tall, 18, tall + 4, wall)
        sheet.triangle((x + 9, horizon - tall - 12), x - 1, x + 18, horizon - tall, 14)
        for window in range(2):
            for storey in range(tall // 14):
                lit = (number + window + storey) % 3
                sheet.box(
                    x + 4 + window * 8, horizon - tall + 5 + storey * 13, 4, 6, 15 if lit else 14
                )
    sheet.box(0, horizon + 4, 176, 7, 14)
    for stripe in range(8):
        sheet.box(
            318 - stripe // 3, 70 + stripe * 9, 16 + stripe // 3 * 2, 9, 12 if stripe % 2 else 13
        )
    sheet.box(316, 60, 20, 10, 15)
    sheet.triangle((326, 48), 314, 338, 60, 14)
    sheet.triangle((326, 134), 288, 362, 152, 14)
    for x, y, size in ((78, 190, 30), (196, 208, 40)):
        sheet.line(x, y, x, y - 2 * size, 14)
        sheet.triangle((x + 2, y - 2 * size + 4), x + 2, x + size, y - 8, 13)
        sheet.triangle((x - 2, y - 2 * size + 12), x - size * 3 // 4, x - 2, y - 8, 5)
        for row in range(size // 3):
            sheet.box(x - size + row, y + row - 4, 2 * size - 2 * row, 1, 11 if row < 3 else 14)
    return sheet


def rain() -> Canvas:
    """A street in the rain, with lamps, puddles and one umbrella."""
    sheet = Canvas(
        [
            (44, 56, 70), (58, 74, 90), (76, 94, 108), (98, 116, 126), (30, 38, 50),
            (22, 28, 38), (120, 138, 144), (160, 176, 178), (246, 214, 130), (250, 236, 190),
            (176, 52, 56), (128, 34, 44), (66, 62, 72), (90, 80, 84), (200, 210, 210),
            (14, 18, 26),
        ]
    )  # fmt: skip
    sheet.fade(0, 150, [0, 1, 2, 3])
    for number in range(7):
        x, tall = number * 54 - 12, 74 + (number * 53) % 47
        sheet.box(x, 160 - tall, 52, tall, (4, 12, 5)[number % 3])
        for place in range(3 * (tall // 22)):
            left, top = x + 7 + place % 3 * 15, 160 - tall + 9 + place // 3 * 22
            sheet.box(left, top, 8, 12, 8 if (place * 5 + number) % 7 == 0 else 13)
    sheet.fade(160, HEIGHT, [4, 12, 0, 1])
    sheet.box(0, 160, WIDTH, 3, 15)
    for x in (58, 190, 322):
        sheet.disc(x, 78, 13, 13)
        sheet.disc(x, 78, 9, 8)
        sheet.disc(x, 78, 5, 9)
        sheet.box(x - 1, 86, 3, 94, 15)
        sheet.box(x - 5, 178, 11, 4, 15)
        for y in range(184, 232, 3):
            wide = 12 - (y - 184) // 6
            sheet.box(x - wide // 2 + (y % 5) - 2, y, wide, 1, 8)
    sheet.box(248, 168, 5, 26, 15)
    sheet.box(256, 168, 5, 26, 15)
    sheet.triangle((254, 128), 240, 268, 176, 5)
    sheet.disc(254, 126, 7, 13)
    for row in range(22):
        reach = 8 + row * 2 - row * row // 26
        sheet.box(256 - reach, 92 + row, 2 * reach, 1, 10 if row % 7 else 11)
    sheet.line(256, 112, 256, 150, 15)
    for x, y in _scatter(520, 3):
        sheet.line(x, y, x - 2, y + 8, 6 if (x + y) % 3 else 7)
    for x, y in _scatter(150, 11):
        if y > 190:
            sheet.box(x, y, 7, 1, 14)
            sheet.box(x + 2, y - 1, 3, 1, 7)
    return sheet


def bridge() -> Canvas:
    """An old stone bridge of three arches over a river, in the morning."""
    sheet = Canvas(
        [
            (150, 196, 222), (178, 214, 230), (208, 230, 236), (240, 240, 226), (92, 126, 84),
            (120, 152, 90), (158, 182, 108), (60, 90, 74), (70, 120, 140), (104, 156, 170),
            (150, 192, 196), (178, 160, 132), (150, 132, 108), (116, 100, 84), (252, 250, 240),
            (70, 60, 54),
        ]
    )  # fmt: skip
    sheet.fade(0, 130, [0, 1, 2, 3])
    for x, y, size in ((70, 38, 13), (88, 42, 17), (108, 40, 12), (262, 60, 11), (280, 58, 15)):
        sheet.disc(x, y, size, 14)
    for x in range(WIDTH):
        far = 112 - (x * (WIDTH - x)) // 1500 + (x // 9 % 4)
        sheet.box(x, far, 1, 70, 7)
        near = 138 - (x - 180) * (x - 180) // 1400
        sheet.box(x, near, 1, 60, 4 if (x // 3) % 5 else 5)
    sheet.fade(168, HEIGHT, [10, 9, 8])
    for x in range(WIDTH):
        deck = 112 + (x - 180) * (x - 180) // 1100
        for y in range(deck, 190):
            course = (y - deck) // 9
            joint = (y - deck) % 9 == 0 or (x + course % 2 * 8) % 17 == 0
            in_arch = any(
                (x - middle) ** 2 * tall * tall + (y - 186) ** 2 * wide * wide
                < wide * wide * tall * tall
                for middle, wide, tall in ((72, 38, 40), (180, 50, 58), (288, 38, 40))
            )
            if not in_arch and y < 186:
                sheet.dot(x, y, 13 if joint else 11 if (x // 17 + course) % 3 else 12)
        sheet.box(x, deck - 7, 1, 8, 12 if x % 13 else 13)
        sheet.box(x, deck - 9, 1, 2, 15)
    for x, y in _scatter(360, 5):
        if y > 190:
            sheet.box(x, y, 5 + (y - 186) // 7, 1, 10 if (x + y) % 2 else 14)
    for x, y in _scatter(90, 9):
        if y > 206 and (x < 90 or x > 280):
            sheet.line(x, 239, x + y % 7 - 3, y, 7 if x % 2 else 4)
    sheet.box(206, 92, 22, 8, 15)
    sheet.box(208, 86, 18, 6, 6)
    sheet.disc(210, 101, 4, 15)
    sheet.disc(224, 101, 4, 15)
    sheet.box(190, 88, 3, 13, 15)
    sheet.disc(191, 85, 3, 13)
    return sheet


PICTURES: dict[str, Callable[[], Canvas]] = {
    "harbour.png": harbour,
    "rain.png": rain,
    "bridge.png": bridge,
}


def main(folder: Path) -> None:
    """Write every picture into `folder`, over the ones that are there."""
    for name, draw in PICTURES.items():
        (folder / name).write_bytes(draw().png())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
