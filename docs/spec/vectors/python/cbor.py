"""Deterministic CBOR (RFC 8949 §4.2.1) with the restrictions of franking-f0.md §4, read head by head."""

import math
import struct

from tls import Refused, utf8

ITEMS, LEVELS = 8192, 16  # franking-f0.md §5


class Float(float):
    """Kept apart from integers: 1.0 and 1 are different data items."""


class Tag:
    def __init__(self, number, content):
        self.number, self.content = number, content


class Undefined:
    pass


class Map:
    """Entries in order; keys are unique, as their encodings are."""

    def __init__(self, entries):
        self.entries = entries


class Decoder:
    def __init__(self, data, floats_in):
        self.data, self.at, self.items = data, 0, 0
        self.floats_in, self.floats = floats_in, False

    def take(self, size):
        if self.at + size > len(self.data):
            raise Refused("truncated")
        self.at += size
        return self.data[self.at - size : self.at]

    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info, info
        if info == 31:
            raise Refused("indefinite-length")
        if info > 27:
            raise Refused("invalid-value")
        argument = int.from_bytes(self.take(1 << info - 24), "big")
        if major != 7 and argument < (24 if info == 24 else 1 << 4 * (1 << info - 24)):
            raise Refused("length-not-minimal")
        return major, info, argument

    def item(self, level, as_key=False):
        self.items += 1
        if self.items > ITEMS:
            raise Refused("too-many-items")
        major, info, argument = self.head()
        if as_key:
            self.check_key(major, argument)
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major == 2:
            return self.take(argument)
        if major == 3:
            return utf8(self.take(argument))
        if major == 7:
            return self.simple_or_float(info, argument)
        inside = {4: argument, 5: 2 * argument, 6: 1}[major]
        if major == 6:
            if argument >= 2**53:
                raise Refused("invalid-value")
            if argument in (2, 3):
                self.check_bignum()
        if inside > len(self.data) - self.at:
            raise Refused("truncated")
        if level == LEVELS:
            raise Refused("too-deep")
        if major == 4 and level == 0:
            return [self.element(index) for index in range(argument)]
        if major == 4:
            return [self.item(level + 1) for _ in range(argument)]
        if major == 6:
            return Tag(argument, self.item(level + 1))
        return self.map(argument, level + 1)

    def element(self, index):
        self.floats = index == self.floats_in
        return self.item(1)

    def check_key(self, major, argument):
        if major > 3 or (major < 2 and argument + major >= 2**53):
            raise Refused("invalid-value")
        if major == 3 and argument > 255:
            raise Refused("too-long")

    def check_bignum(self):
        """RFC 8949 §3.4.3: a byte string, longer than 8 bytes, without a leading zero. Looks ahead only."""
        start = self.at
        major, _, argument = self.head()
        if major != 2:
            raise Refused("invalid-value")
        if argument <= 8 or self.data[self.at : self.at + 1] == b"\0":
            raise Refused("not-deterministic")
        self.at = start

    def map(self, count, level):
        entries, last = [], None
        for _ in range(count):
            start = self.at
            key = self.item(level, as_key=True)
            encoded = self.data[start : self.at]
            if last is not None and encoded <= last:
                raise Refused("duplicate-key" if encoded == last else "not-deterministic")
            last = encoded
            entries.append((key, self.item(level)))
        return Map(entries)

    def simple_or_float(self, info, argument):
        if info < 24:
            if info < 20:
                raise Refused("invalid-value")
            return {20: False, 21: True, 22: None}.get(info, Undefined())
        if info == 24:
            raise Refused("invalid-value")
        if not self.floats:
            raise Refused("invalid-value")
        size = 1 << info - 24
        value = struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], argument.to_bytes(size, "big"))[0]
        if math.isnan(value):
            shortest = size == 2 and argument == 0x7E00
        else:
            shortest = size == 2 or not fits(value, ">e" if size == 4 else ">f")
        if not shortest:
            raise Refused("not-deterministic")
        return Float(value)


def fits(value, form):
    try:
        return struct.unpack(form, struct.pack(form, value))[0] == value
    except OverflowError:
        return False


def decode(data, floats_in):
    """`floats_in`: the element of the outermost array in which floats may stand."""
    decoder = Decoder(data, floats_in)
    value = decoder.item(0)
    if decoder.at != len(data):
        raise Refused("trailing-bytes")
    return value


def levels(value):
    """Arrays, maps and tags inside one another."""
    if isinstance(value, Tag):
        return 1 + levels(value.content)
    if isinstance(value, Map):
        return 1 + max((levels(item) for entry in value.entries for item in entry), default=0)
    if isinstance(value, list):
        return 1 + max((levels(item) for item in value), default=0)
    return 0
