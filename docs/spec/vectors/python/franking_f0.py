"""Franking profile F0 (mimi-protocol-06), written from docs/spec/franking-f0.md and the drafts that it names."""

import hashlib
import hmac

import ed25519
import franking_f1
import mimi_content
from tls import Reader, Refused, optional, vector

COMPONENT = 0x0020
SUITES = (1, 3)


def tag_of(salt, application_data):
    if len(salt) != 16:
        raise Refused("invalid-argument")
    return hmac.new(salt, application_data, hashlib.sha256).digest()


def write_aad(tag):
    return vector(COMPONENT.to_bytes(2, "big") + vector(tag))


def read_aad(data):
    return franking_f1.read_tag(data, COMPONENT)


def write_context(sender, room, accepted):
    return vector(sender.encode()) + vector(room.encode()) + accepted.to_bytes(8, "big")


def write_tbs(server_frank, suite, context):
    return server_frank + suite.to_bytes(2, "big") + context


def sign_content(content, label=b"FrankingIntegrityTBS"):
    """RFC 9420 §5.1.2"""
    return vector(b"MLS 1.0 " + label) + vector(content)


def server_frank(hub_key, tag, context):
    return hmac.new(hub_key, tag + context, hashlib.sha256).digest()


def write_frank(frank):
    value, suite, signature = frank
    return value + suite.to_bytes(2, "big") + vector(signature)


def read_frank(reader):
    return reader.bytes(32), reader.uint(2), reader.vector(1, 255)


def whole(data, most, read):
    if len(data) > most:
        raise Refused("too-long")
    reader = Reader(data)
    value = read(reader)
    reader.end()
    return value


def decode_frank(data):
    return whole(data, 291, read_frank)


def read_agent(reader):
    key, kind = reader.vector(1, 255), reader.uint(2)
    if kind == 1:
        return key, "basic", reader.vector(1, 1024)
    if kind != 2:
        raise Refused("invalid-value")
    chain, certificates = Reader(reader.vector(1, 8 * (8192 + 4))), []
    while chain.at < len(chain.data):
        if len(certificates) == 8:
            raise Refused("too-many-items")
        certificates.append(chain.vector(1, 8192))
    return key, "x509", certificates


def decode_agent(data):
    return whole(data, 131072, read_agent)


def read_response(reader):
    if reader.uint(1) != 1:
        raise Refused("invalid-value")
    status = reader.uint(1)
    if status == 0:
        return "accepted", reader.uint(8), reader.optional(lambda: read_frank(reader))
    if status == 1:
        return ("notAllowed",)
    if status == 2:
        return "epochTooOld", reader.uint(8)
    raise Refused("invalid-value")


def decode_response(data):
    return whole(data, 1024, read_response)


def write_accepted(accepted, frank):
    return b"\1\0" + accepted.to_bytes(8, "big") + optional(write_frank(frank))


def uri(reader, least):
    return mimi_content.check_uri(reader.utf8(least, 1024))


def read_report(reader):
    reporting, accused = uri(reader, 0), uri(reader, 1)
    if reader.uint(1) != 0:
        raise Refused("invalid-value")
    note = reader.utf8(0, 4096)
    rows, messages = Reader(reader.vector(0, 2**20)), []
    while rows.at < len(rows.data):
        if len(messages) == 32:
            raise Refused("too-many-items")
        messages.append((rows.vector(0, 65536), read_frank(rows), rows.uint(8)))
    dictionary, ids = Reader(reader.vector(0, 65536)), []
    while dictionary.at < len(dictionary.data):
        if len(ids) == 17:
            raise Refused("too-many-items")
        ids.append(dictionary.uint(2))
        dictionary.vector(0, 65536)
    if len(ids) > 16:
        raise Refused("too-many-items")
    for before, after in zip(ids, ids[1:]):
        if after <= before:
            raise Refused("duplicate-key" if after == before else "not-deterministic")
    return reporting, accused, note, messages


def decode_report(data):
    return whole(data, 2**20, read_report)


def write_report(reporting, accused, note, messages):
    rows = b"".join(vector(content) + write_frank(frank) + accepted.to_bytes(8, "big") for content, frank, accepted in messages)
    return vector(reporting.encode()) + vector(accused.encode()) + b"\0" + vector(note.encode()) + vector(rows) + vector(b"")


def unframe(data):
    def read(reader):
        media_type, parameters, content = reader.utf8(0, 255), Reader(reader.vector(0, 4096)), reader.vector(0, 65536)
        while parameters.at < len(parameters.data):
            parameters.vector(1, 255), parameters.vector(0, 255)
        return media_type, content

    media_type, content = whole(data, 65536, read)
    if media_type and media_type.lower() != "application/mimi-content":
        raise Refused("invalid-value")
    return content


def frame(content):
    return vector(b"application/mimi-content") + vector(b"") + vector(content)


def open_application_data(data, framed):
    """(tag, message id, sender, room); a content that can be franked names both."""
    content = unframe(data) if framed else data
    salt, sender, room = mimi_content.decode(content)
    if sender is None:
        raise Refused("sender-missing")
    if room is None:
        raise Refused("room-missing")
    return tag_of(salt, data), mimi_content.message_id(content, salt, sender, room), sender, room


def opened_or(code, run):
    try:
        return run()
    except Refused as refused:
        raise Refused(refused.code if refused.code in ("sender-missing", "room-missing") else code) from None


def create_frank(key, suite, aad, sender, room, accepted):
    if suite not in SUITES:
        raise Refused("suite-unsupported")
    context = write_context(sender, room, accepted)
    value = server_frank(bytes.fromhex(key["hubKey"]), read_aad(aad), context)
    return value, suite, ed25519.sign(bytes.fromhex(key["privateKey"]), sign_content(write_tbs(value, suite, context)))


def names_hub(kind, identity, domain):
    if kind != "basic":
        return False
    name = identity.decode("utf-8", "replace").lower()
    return name == domain or name.startswith("mimi://") and name[7:].split("/")[0] == domain


def check_received(received):
    """§2, receiver, in the order of the codes of §6."""
    data = bytes.fromhex(received["applicationData"])
    tag, _, sender, room = opened_or("content-malformed", lambda: open_application_data(data, received.get("framed", False)))
    if sender != received["senderUri"]:
        raise Refused("sender-mismatch")
    if room != received["roomUri"]:
        raise Refused("room-mismatch")
    sent_tag = read_aad(bytes.fromhex(received["authenticatedData"]))
    if received["frank"] is None:
        raise Refused("frank-missing")
    value, suite, signature = opened_or("frank-malformed", lambda: decode_frank(bytes.fromhex(received["frank"])))
    if received["frankingAgent"] is None:
        raise Refused("agent-missing")
    key, kind, identity = opened_or("agent-malformed", lambda: decode_agent(bytes.fromhex(received["frankingAgent"])))
    if suite != received["suite"]:
        raise Refused("suite-mismatch")
    if suite not in SUITES:
        raise Refused("suite-unsupported")
    if not names_hub(kind, identity, received["hubDomain"]):
        raise Refused("hub-mismatch")
    context = write_context(sender, room, int(received["acceptedTimestamp"]))
    if not ed25519.verify(key, sign_content(write_tbs(value, suite, context)), signature):
        raise Refused("signature-invalid")
    if tag != sent_tag:
        raise Refused("tag-mismatch")


def verify_report(data, room_uri, keys, framed=False):
    """A verdict a message: a code, or None where it holds."""
    _, accused, _, messages = opened_or("report-malformed", lambda: decode_report(data))
    seen, verdicts = set(), []
    for message in messages:
        try:
            seen.add(judge(message, accused, room_uri, keys, framed, seen))
            verdicts.append(None)
        except Refused as refused:
            verdicts.append(refused.code)
    return verdicts


def judge(message, accused, room_uri, keys, framed, seen):
    content, (value, suite, signature), accepted = message
    tag, identity, sender, room = opened_or("content-malformed", lambda: open_application_data(content, framed))
    if sender != accused:
        raise Refused("sender-mismatch")
    if room != room_uri:
        raise Refused("room-mismatch")
    if suite not in SUITES:
        raise Refused("suite-unsupported")
    candidates = [key for key in keys if int(key["notBefore"]) <= accepted <= int(key["notAfter"])]
    if not candidates:
        raise Refused("key-unknown")
    context = write_context(sender, room, accepted)
    key = next((key for key in candidates if server_frank(bytes.fromhex(key["hubKey"]), tag, context) == value), None)
    if key is None:
        raise Refused("frank-mismatch")
    if not ed25519.verify(bytes.fromhex(key["publicKey"]), sign_content(write_tbs(value, suite, context)), signature):
        raise Refused("signature-invalid")
    if (identity, accepted) in seen:
        raise Refused("duplicate")
    return identity, accepted
