"""Franking profile F1 (wh-frank-1): content, tag, stamp, receiver and judge, written from docs/spec/franking.md alone."""

import base64
import hashlib
import hmac
import re

import ed25519
from tls import Reader, Refused, optional, utf8, vector

KINDS = {1: "text", 2: "edit", 3: "delete", 4: "reaction", 5: "media", 6: "key-update"}  # names as in the vectors (README.md)
TYPES = {0: "header", 1: "text", 2: "attachment", 3: "quote", 4: "preview", 5: "reaction", 6: "mention"}
CLOSED = 7  # an attachment without its key: in evidence and under the tag, never in content
ALGORITHMS = {1: "A256GCM", 2: "A256GCM-STREAM"}
COMPONENT, SKEW = 0x8F1A, 25 * 3_600_000


def number(names, name):
    return next(value for value, known in names.items() if known == name)


def HMAC(key, data):
    assert len(key) == 32
    return hmac.new(key, data, hashlib.sha256).digest()


# §2 Content

FIELDS = {  # fields of each part in order: name in the vectors, how it is encoded, its limits
    "header": [("sender", "utf8", 1, 255), ("groupId", "opaque", 1, 255), ("messageId", "fixed", 16), ("clientTime", "uint", 6),
               ("kind", "enum", KINDS), ("refersTo", "optional", 16), ("expiresAfter", "uint", 4)],
    "text": [("text", "utf8", 1, 32768)],
    "attachment": [("url", "utf8", 1, 2048), ("name", "utf8", 0, 255), ("mediaType", "utf8", 1, 127), ("size", "uint", 6), ("width", "uint", 4),
                   ("height", "uint", 4), ("algorithm", "enum", ALGORITHMS), ("key", "fixed", 32), ("nonce", "fixed", 12),
                   ("ciphertextSha256", "fixed", 32), ("plaintextSha256", "fixed", 32)],
    "closed-attachment": [],
    "quote": [("messageId", "fixed", 16), ("sender", "utf8", 1, 255), ("text", "utf8", 0, 4096)],
    "preview": [("url", "utf8", 1, 2048), ("title", "utf8", 0, 512)],
    "reaction": [("emoji", "utf8", 1, 64)],
    "mention": [("account", "utf8", 1, 255), ("name", "utf8", 1, 255)],
}


FIELDS["closed-attachment"] = [field for row in FIELDS["attachment"] if row[0] != "nonce"
                               for field in [("keyCommitment", "fixed", 32) if row[0] == "key" else row]]
STREAM_FIELDS = [("chunkSize", "uint", 4), ("chunkRoot", "fixed", 32)]  # attachments.md §1, behind the others


def check_chunks(size, chunk_size):
    """attachments.md §1"""
    power = chunk_size & (chunk_size - 1) == 0
    if not power or not 4096 <= chunk_size <= 4194304 or max(1, -(-size // chunk_size)) > 2**20:
        raise Refused("invalid-value")


def read_field(reader, how, *limits):
    if how == "utf8":
        return reader.utf8(*limits)
    if how == "opaque":
        return reader.vector(*limits).hex()
    if how == "fixed":
        return reader.bytes(*limits).hex()
    if how == "uint":
        return reader.uint(*limits)
    if how == "enum":
        return reader.choice(*limits)
    return reader.optional(lambda: reader.bytes(*limits).hex())


def write_field(value, how, *limits):
    if how == "utf8":
        return vector(value.encode())
    if how == "opaque":
        return vector(bytes.fromhex(value))
    if how == "fixed":
        return bytes.fromhex(value)
    if how == "uint":
        return value.to_bytes(limits[0], "big")
    if how == "enum":
        return bytes([number(limits[0], value)])
    return optional(None if value is None else bytes.fromhex(value))


def read_part(reader, first, in_evidence=False):
    """One part as a dictionary, beside the bytes of it; `first` is whether the header has to stand here."""
    start = reader.at
    code = reader.uint(1)
    if (code == 0) != first:
        raise Refused("part-order")
    if code not in TYPES and not (in_evidence and code == CLOSED):
        raise Refused("invalid-value")
    kind = TYPES.get(code, "closed-attachment")
    part = {"type": kind, **{name: read_field(reader, *how) for name, *how in FIELDS[kind]}}
    if part.get("algorithm") == "A256GCM-STREAM":
        part["chunkSize"] = reader.uint(4)
        check_chunks(part["size"], part["chunkSize"])
        part["chunkRoot"] = reader.bytes(32).hex()
    return part, reader.data[start : reader.at]


def write_part(part):
    fields = FIELDS[part["type"]] + (STREAM_FIELDS if part.get("algorithm") == "A256GCM-STREAM" else [])
    code = CLOSED if part["type"] == "closed-attachment" else number(TYPES, part["type"])
    return bytes([code]) + b"".join(write_field(part[name], *how) for name, *how in fields)


def check_kind(header, types, hidden=0):
    """§2.1, with `hidden` parts whose types nobody can see (§7)."""
    kind, count = header["kind"], len(types) + hidden
    refers = header["refersTo"] is not None
    if kind in ("edit", "delete", "reaction") and not refers or kind == "key-update" and refers:
        raise Refused("kind-mismatch")
    fits = {
        "text": count >= 1 and "reaction" not in types,
        "edit": count >= 1 and "reaction" not in types,
        "media": ("attachment" in types or "closed-attachment" in types or hidden > 0) and "reaction" not in types,
        "delete": count == 0,
        "key-update": count == 0,
        "reaction": count == 1 and all(kind == "reaction" for kind in types),
    }
    if not fits[kind]:
        raise Refused("kind-mismatch")


def open_content(data):
    """(franking key, parts, the bytes of each part)."""
    if len(data) > 65536:
        raise Refused("too-long")
    reader = Reader(data)
    if reader.uint(1) != 1:
        raise Refused("unsupported-version")
    key = reader.bytes(32)
    if not any(key):
        raise Refused("franking-key-zero")
    body = Reader(reader.vector(1, 65536))
    reader.end()
    parts, slices = [], []
    while body.at < len(body.data):
        if len(parts) == 64:
            raise Refused("part-count")
        part, raw = read_part(body, first=not parts)
        parts.append(part)
        slices.append(raw)
    check_kind(parts[0], [part["type"] for part in parts[1:]])
    return key, parts, slices


def write_content(key, parts):
    return b"\1" + key + vector(b"".join(write_part(part) for part in parts))


# §3 Tag


def part_key(franking_key, index):
    return HMAC(franking_key, vector(b"WH-FRANK-1 part") + index.to_bytes(2, "big"))


def root(leaves):
    return hashlib.sha256(vector(b"WH-FRANK-1 root") + len(leaves).to_bytes(2, "big") + b"".join(leaves)).digest()


def close(part):
    """An attachment with the commitment in place of key and nonce."""
    rest = {name: value for name, value in part.items() if name not in ("key", "nonce")}
    extracted = hmac.new(bytes.fromhex(part["nonce"]), bytes.fromhex(part["key"]), hashlib.sha256).digest()
    commitment = hmac.new(extracted, b"WH-FRANK-1 attachment commitment\1", hashlib.sha256).hexdigest()
    return {**rest, "type": "closed-attachment", "keyCommitment": commitment}


def closed_form(raw):
    """The bytes that a leaf covers. What does not decode stands for itself."""
    if raw[:1] != b"\2":
        return raw
    try:
        reader = Reader(raw)
        part, _ = read_part(reader, first=False)
        reader.end()
    except Refused:
        return raw
    return write_part(close(part))


def leaf(key, raw):
    return HMAC(key, closed_form(raw))


def tag_of(franking_key, slices):
    return root([leaf(part_key(franking_key, index), part) for index, part in enumerate(slices)])


def read_tag(data, component=COMPONENT):
    if data == b"":
        raise Refused("tag-missing")
    try:
        if len(data) > 4096:
            raise Refused("too-long")
        reader = Reader(data)
        items = Reader(reader.vector(0, 4096))
        reader.end()
        found = []
        while items.at < len(items.data):
            found.append((items.uint(2), items.vector(0, 4096)))
    except Refused:
        raise Refused("authenticated-data-malformed") from None
    ids = [number for number, _ in found]
    if len(ids) > 16 or any(a > b or a == b != component for a, b in zip(ids, ids[1:])):
        raise Refused("authenticated-data-malformed")
    if ids.count(component) > 1:
        raise Refused("tag-duplicate")
    tags = [tag for number, tag in found if number == component]
    if not tags:
        raise Refused("tag-missing")
    if len(tags[0]) != 32:
        raise Refused("authenticated-data-malformed")
    return tags[0]


# §4 Stamp


def write_context(c):
    return (vector(c["hubId"].encode()) + c["keyId"].to_bytes(4, "big") + vector(c["sender"].encode()) + vector(bytes.fromhex(c["groupId"]))
            + int(c["epoch"]).to_bytes(8, "big") + int(c["sequence"]).to_bytes(8, "big") + c["acceptedAt"].to_bytes(6, "big") + bytes.fromhex(c["messageHash"]))


def read_sequence(reader):
    sequence = reader.uint(8)
    if not 1 <= sequence <= 2**53 - 1:
        raise Refused("invalid-value")
    return str(sequence)


def decode_stamp(data):
    """(context, mac, signature or None)."""
    if len(data) > 1024:
        raise Refused("too-long")
    reader = Reader(data)
    if reader.uint(1) != 1:
        raise Refused("unsupported-version")
    context = {"hubId": reader.utf8(1, 255), "keyId": reader.uint(4), "sender": reader.utf8(1, 255), "groupId": reader.vector(1, 255).hex(),
               "epoch": str(reader.uint(8)), "sequence": read_sequence(reader), "acceptedAt": reader.uint(6), "messageHash": reader.bytes(32).hex()}
    mac, signature = reader.bytes(16), reader.optional(lambda: reader.bytes(64))
    reader.end()
    return context, mac, signature


def expand_stamp(data, known):
    """A compact stamp with what its receiver knows: hubId, sender, groupId, epoch, messageHash."""
    reader = Reader(data)
    if reader.uint(1) != 2:
        raise Refused("unsupported-version")
    context = {**known, "keyId": reader.uint(4), "sequence": read_sequence(reader), "acceptedAt": reader.uint(6)}
    mac, signature = reader.bytes(16), reader.optional(lambda: reader.bytes(64))
    reader.end()
    return context, mac, signature


def write_stamp(context, mac, signature):
    return b"\1" + write_context(context) + mac + optional(signature)


def write_compact(context, mac, signature):
    return (b"\2" + context["keyId"].to_bytes(4, "big") + int(context["sequence"]).to_bytes(8, "big") + context["acceptedAt"].to_bytes(6, "big")
            + mac + optional(signature))


def mac_of(key, tag, context):
    return HMAC(key, vector(b"WH-FRANK-1 stamp mac") + tag + write_context(context))[:16]


def signature_input(tag, context, mac):
    return vector(b"WH-FRANK-1 stamp signature") + tag + write_context(context) + mac


# §5 and §7


def find_key(keys, context):
    key = next((key for key in keys if key["keyId"] == context["keyId"]), None)
    if key is None:
        raise Refused("key-unknown")
    if key.get("retired"):
        raise Refused("key-retired")
    if not key["notBefore"] <= context["acceptedAt"] <= key["notAfter"]:
        raise Refused("key-outside-period")
    return key


def check_signature(key, tag, context, mac, signature):
    if key["publicKey"] is None:  # a MAC-only key
        if signature is not None:
            raise Refused("signature-unexpected")
        return
    if signature is None:
        raise Refused("signature-missing")
    if not ed25519.verify(bytes.fromhex(key["publicKey"]), signature_input(tag, context, mac), signature):
        raise Refused("signature-invalid")


def is_signed(key, tag, context, mac, signature):
    """Whether the hub itself signed these words with this MAC."""
    if key["publicKey"] is None or signature is None:
        return False
    return ed25519.verify(bytes.fromhex(key["publicKey"]), signature_input(tag, context, mac), signature)


def check_received(received, keys):
    """§5 in the order of the table of §8. Byte strings of `received` are hexadecimal."""
    tag = read_tag(bytes.fromhex(received["authenticatedData"]))
    try:
        key, parts, slices = open_content(bytes.fromhex(received["content"]))
    except Refused:
        raise Refused("content-malformed") from None
    if tag_of(key, slices) != tag:
        raise Refused("tag-mismatch")
    message_hash, stamp = hashlib.sha256(bytes.fromhex(received["message"])).hexdigest(), bytes.fromhex(received["stamp"])
    try:
        known = {**{name: received[name] for name in ("hubId", "sender", "groupId", "epoch")}, "messageHash": message_hash}
        context, mac, signature = expand_stamp(stamp, known) if stamp[:1] == b"\2" else decode_stamp(stamp)
    except Refused:
        raise Refused("stamp-malformed") from None
    header = parts[0]
    if not received["sender"] == header["sender"] == context["sender"]:
        raise Refused("sender-mismatch")
    if context["hubId"] != received["hubId"]:
        raise Refused("hub-mismatch")
    if not received["groupId"] == header["groupId"] == context["groupId"]:
        raise Refused("group-mismatch")
    if context["epoch"] != received["epoch"]:
        raise Refused("epoch-mismatch")
    if context["messageHash"] != message_hash:
        raise Refused("message-mismatch")
    key = find_key(keys, context)
    if key["publicKey"] is None and not received.get("acceptMacOnlyKeys"):
        raise Refused("key-mac-only")
    check_signature(key, tag, context, mac, signature)
    last = received["last"]
    if last and int(context["sequence"]) <= int(last["sequence"]):
        raise Refused("sequence-not-new")
    if last and context["acceptedAt"] < last["acceptedAt"]:
        raise Refused("time-backwards")
    if context["acceptedAt"] > received["now"] + SKEW:
        raise Refused("time-in-future")


def base64url(text):
    if not isinstance(text, str):
        raise Refused("invalid-value")
    if len(text) > 87382:
        raise Refused("too-long")
    if not re.fullmatch("[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise Refused("invalid-base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Refused("invalid-base64url")
    return data


def evidence_from_json(item):
    """(stamp, part count, {index: (key, part)}, {index: leaf}) of §6; only the shape is checked here."""
    def entries(name, *fields):
        if not isinstance(item[name], list):
            raise Refused("invalid-value")
        if len(item[name]) > 64:
            raise Refused("too-long")
        if not all(isinstance(row, dict) for row in item[name]):
            raise Refused("invalid-value")
        rows = [(integer(row["index"]), *(base64url(row[field]) for field in fields)) for row in item[name]]
        return rows

    def integer(value):
        if type(value) not in (int, float) or value != value // 1 or abs(value) >= 2**53:
            raise Refused("invalid-value")
        return int(value)

    try:
        if item["scheme"] != "wh-frank-1":
            raise Refused("invalid-value")
        return base64url(item["stamp"]), integer(item["partCount"]), entries("revealed", "key", "part"), entries("hidden", "leaf")
    except (KeyError, TypeError):
        raise Refused("invalid-value") from None


def check_form(count, revealed, hidden):
    """§6: every index exactly once, the header revealed, lists ascending, keys and leaves of 32 bytes."""
    indices = [[row[0] for row in rows] for rows in (revealed, hidden)]
    good = (1 <= count <= 64 and sorted(indices[0] + indices[1]) == list(range(count)) and indices[0][:1] == [0]
            and all(rows == sorted(rows) for rows in indices) and all(len(row[1]) == 32 for row in revealed + hidden)
            and sum(len(row[2]) for row in revealed) <= 65536)
    if not good:
        raise Refused("evidence-malformed")


def verify_evidence(item, hub_id, keys):
    """§7: what the safety team verifies. Returns the context that is then proven, and the parts that were opened."""
    try:
        stamp, count, revealed, hidden = evidence_from_json(item)
        check_form(count, revealed, hidden)
    except Refused:
        raise Refused("evidence-malformed") from None
    try:
        context, mac, signature = decode_stamp(stamp)
    except Refused:
        raise Refused("stamp-malformed") from None
    if context["hubId"] != hub_id:
        raise Refused("hub-mismatch")
    key = find_key(keys, context)
    leaves = dict(hidden) | {index: leaf(part_key, part) for index, part_key, part in revealed}
    tag = root([leaves[index] for index in range(count)])
    if not hmac.compare_digest(mac_of(bytes.fromhex(key["macKey"]), tag, context), mac):
        raise Refused("hub-at-fault" if is_signed(key, tag, context, mac, signature) else "mac-mismatch")
    check_signature(key, tag, context, mac, signature)
    parts = {}
    for index, _, raw in revealed:
        try:
            reader = Reader(raw)
            parts[index], _ = read_part(reader, first=index == 0, in_evidence=True)
            reader.end()
        except Refused:
            raise Refused("part-malformed" if index else "header-malformed") from None
    check_kind(parts[0], [part["type"] for index, part in parts.items() if index], hidden=len(hidden))
    if parts[0]["sender"] != context["sender"]:
        raise Refused("sender-mismatch")
    if parts[0]["groupId"] != context["groupId"]:
        raise Refused("group-mismatch")
    return context, parts
