"""TLS presentation language with the vectors of RFC 9420 §2.1.2 (franking.md §1). Refusals carry the stable codes of §8."""


class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def utf8(data):
    try:
        return data.decode("utf-8")  # Python refuses surrogates and overlong forms, and keeps a byte order mark
    except UnicodeDecodeError:
        raise Refused("invalid-utf8") from None


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def bytes(self, size):
        if self.at + size > len(self.data):
            raise Refused("truncated")
        self.at += size
        return self.data[self.at - size : self.at]

    def uint(self, size):
        return int.from_bytes(self.bytes(size), "big")

    def vector(self, least, most):
        first = self.uint(1)
        if first >> 6 == 3:
            raise Refused("invalid-value")
        more = (1 << (first >> 6)) - 1
        size = (first & 63) << 8 * more | self.uint(more)
        if more and size < (64 if more == 1 else 16384):
            raise Refused("length-not-minimal")
        if size < least:
            raise Refused("too-short")
        if size > most:
            raise Refused("too-long")
        return self.bytes(size)

    def utf8(self, least, most):
        return utf8(self.vector(least, most))

    def optional(self, read):
        presence = self.uint(1)
        if presence > 1:
            raise Refused("invalid-value")
        return read() if presence else None

    def choice(self, names):
        value = self.uint(1)
        if value not in names:
            raise Refused("invalid-value")
        return names[value]

    def end(self):
        if self.at != len(self.data):
            raise Refused("trailing-bytes")


def vector(data):
    size = len(data)
    if size < 64:
        return bytes([size]) + data
    if size < 16384:
        return (0x4000 | size).to_bytes(2, "big") + data
    return (0x80000000 | size).to_bytes(4, "big") + data


def optional(data):
    return b"\0" if data is None else b"\1" + data
