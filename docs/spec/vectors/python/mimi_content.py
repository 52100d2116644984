"""MIMI content (draft-ietf-mimi-content-08) within the limits of franking-f0.md: what franking needs of it, and all that it refuses."""

import hashlib

import cbor
from tls import Refused


def of_type(value, kind):
    if type(value) is not kind:
        raise Refused("invalid-value")
    return value


def sized(value, most, length=None):
    """A byte string or text within its limit, which counts bytes."""
    size = len(value if isinstance(value, bytes) else value.encode())
    if length is not None and size != length:
        raise Refused("invalid-value")
    if size > most:
        raise Refused("too-long")
    return value


def text(value, most):
    return sized(of_type(value, str), most)


def octets(value, most, length=None):
    return sized(of_type(value, bytes), most, length)


def uint(value, bits):
    if not 0 <= of_type(value, int) < 1 << bits:
        raise Refused("invalid-value")
    return value


def array(value, length=None):
    if length not in (None, len(of_type(value, list))):
        raise Refused("invalid-value")
    return value


def check_uri(uri):
    """◆ of §1: ASCII 21 to 7E."""
    if any(not 0x21 <= ord(character) <= 0x7E for character in uri):
        raise Refused("invalid-value")
    return uri


def claim(value):
    uri = text(value, 1024)
    if uri == "":
        raise Refused("invalid-value")
    return check_uri(uri)


def extensions(value):
    found = {1: None, 2: None}
    for key, content in of_type(value, cbor.Map).entries:
        if type(key) is int and key in found:
            found[key] = claim(content)
        elif key == 0 or type(key) not in (int, str) or key == "":
            raise Refused("invalid-value")
    if cbor.levels(value) > 4:
        raise Refused("too-deep")
    return found


def part(value, level, count):
    if level > 4:
        raise Refused("too-deep")
    count[0] += 1
    if count[0] > 1024:
        raise Refused("too-many-items")
    disposition, language, cardinality, *rest = (array(value) + [None] * 3)[: max(3, len(value))]
    uint(disposition, 8), text(language, 255)
    cardinality = uint(cardinality, 8)
    if cardinality == 0:
        array(rest, 0)
    elif cardinality == 1:
        content_type, content = array(rest, 2)
        text(content_type, 255), octets(content, 65536)
    elif cardinality == 2:
        content_type, url, expires, size, enc_alg, key, nonce, aad, hash_alg, content_hash, description, filename = array(rest, 12)
        text(content_type, 255), text(url, 2048), uint(expires, 32), uint(size, 64), uint(enc_alg, 16), octets(key, 255)
        octets(nonce, 255), octets(aad, 255), uint(hash_alg, 8), octets(content_hash, 255), text(description, 1024), text(filename, 255)
    elif cardinality == 3:
        semantics, parts = array(rest, 2)
        if len(array(parts)) < 2 or uint(semantics, 8) > 2:
            raise Refused("invalid-value")
        for inner in parts:
            part(inner, level + 1, count)
    else:
        raise Refused("invalid-value")


def decode(data):
    """(salt, sender or None, room or None)."""
    if len(data) > 65536:
        raise Refused("too-long")
    value = cbor.decode(data, floats_in=5)
    salt, replaces, topic, expires, in_reply_to, extension_map, body = array(value, 7)
    octets(salt, 16, 16)
    if replaces is not None:
        octets(replaces, 32, 32)
    octets(topic, 4096)
    if expires is not None:
        relative, time = array(expires, 2)
        of_type(relative, bool), uint(time, 32)
    if in_reply_to is not None:
        octets(in_reply_to, 32, 32)
    claims = extensions(extension_map)
    part(body, 1, [0])
    return salt, claims[1], claims[2]


def message_id(content, salt, sender, room):
    """franking-f0.md §3."""
    def prefixed(uri):
        return len(uri).to_bytes(2, "big") + uri.encode()

    return b"\1" + hashlib.sha256(prefixed(sender) + prefixed(room) + content + salt).digest()[:31]
