"""Checks every positive, negative and ed25519 vector of franking-f1.json."""

import hashlib

import ed25519
import franking_f1 as f1
from tls import Refused

UNHEX = bytes.fromhex


def same(what, got, expected):
    if got != expected:
        raise AssertionError(f"{what}: got {str(got)[:200]}, expected {str(expected)[:200]}")


def flat(part):
    """The vectors nest the fields of an attachment; the reader here keeps them beside `type`."""
    return {"type": part["type"], **part["attachment"]} if part["type"] == "attachment" else part


def check_positive(vector, file):
    parts = [{"type": "header", **vector["header"]}, *(flat(part) for part in vector["parts"])]
    content, franking_key = UNHEX(vector["content"]), UNHEX(vector["frankingKey"])
    same("content", f1.write_content(franking_key, parts), content)
    key, decoded, slices = f1.open_content(content)
    same("parts", decoded, parts)
    same("franking key", key, franking_key)
    same("encoded parts", [raw.hex() for raw in slices], vector["encodedParts"])
    same("closed parts", [f1.closed_form(raw).hex() for raw in slices], vector["closedParts"])
    part_keys = [f1.part_key(key, index) for index in range(len(slices))]
    same("part keys", [part_key.hex() for part_key in part_keys], vector["partKeys"])
    leaves = [f1.leaf(part_key, raw) for part_key, raw in zip(part_keys, slices)]
    same("leaves", [leaf.hex() for leaf in leaves], vector["leaves"])
    tag = f1.root(leaves)
    same("tag", tag.hex(), vector["tag"])
    same("tag read", f1.read_tag(UNHEX(vector["authenticatedData"])), tag)
    context = vector["context"]
    same("message hash", hashlib.sha256(UNHEX(vector["message"])).hexdigest(), context["messageHash"])
    hub_key = f1.find_key(file["hubKeys"], context)
    mac = f1.mac_of(UNHEX(hub_key["macKey"]), tag, context)
    same("mac", mac.hex(), vector["mac"])
    signature = None if vector["signature"] is None else UNHEX(vector["signature"])
    if signature is not None:
        same("signature", ed25519.sign(UNHEX(hub_key["privateKey"]), f1.signature_input(tag, context, mac)), signature)
    same("stamp", f1.write_stamp(context, mac, signature).hex(), vector["stamp"])
    same("compact stamp", f1.write_compact(context, mac, signature).hex(), vector["compactStamp"])
    same("stamp decoded", f1.decode_stamp(UNHEX(vector["stamp"])), (context, mac, signature))
    known = {name: context[name] for name in ("hubId", "sender", "groupId", "epoch", "messageHash")}
    same("compact stamp expanded", f1.expand_stamp(UNHEX(vector["compactStamp"]), known), (context, mac, signature))
    received = {**{name: vector[name] for name in ("content", "authenticatedData", "message")}, **known, "last": None, "now": context["acceptedAt"], "acceptMacOnlyKeys": signature is None}
    for form in ("stamp", "compactStamp"):
        f1.check_received({**received, "stamp": vector[form]}, file["hubKeys"])
    for evidence in vector["evidence"]:
        proven, opened = f1.verify_evidence(evidence["item"], file["hubId"], file["hubKeys"])
        same("proven", proven, context)
        shown = {index: parts[index] for index in evidence["reveal"]}
        for index in set(shown) - set(evidence.get("keys", ())):
            shown[index] = f1.close(shown[index]) if shown[index]["type"] == "attachment" else shown[index]
        same("opened", opened, shown)


def run(vector, file):
    operation = vector["operation"]
    if operation == "openContent":
        f1.open_content(UNHEX(vector["content"]))
    elif operation == "readTag":
        f1.read_tag(UNHEX(vector["authenticatedData"]))
    elif operation == "decodeStamp":
        f1.decode_stamp(UNHEX(vector["stamp"]))
    elif operation == "checkReceived":
        f1.check_received(vector["received"], file["hubKeys"])
    elif operation == "verifyEvidence":
        f1.verify_evidence(vector["item"], vector["hubId"], file["hubKeys"])
    elif operation == "evidenceFromJson":
        f1.evidence_from_json(vector["item"])
    else:
        raise AssertionError(f"unknown operation {operation}")


def refusal(run_it):
    """The code with which something is refused, or "accepted"."""
    try:
        run_it()
    except Refused as refused:
        return refused.code
    return "accepted"


def check_negative(vector, file):
    same("code", refusal(lambda: run(vector, file)), vector["code"])


def check_ed25519(vector, _file):
    same("valid", ed25519.verify(*(UNHEX(vector[name]) for name in ("publicKey", "message", "signature"))), vector["valid"])


def check_accepted(vector, file):
    """A damaged input that the other implementation accepted all the same; only its test makes such files."""
    run(vector, file)


CHECKS = {"accepted": check_accepted, "positive": check_positive, "negative": check_negative, "ed25519": check_ed25519}
