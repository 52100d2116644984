"""Checks every vector of attachments.json."""

import aes_gcm
import attachments
import franking_f1 as f1
from check_f1 import refusal, same
from tls import Reader

UNHEX = bytes.fromhex


def read_descriptor(data):
    reader = Reader(data)
    part, _ = f1.read_part(reader, first=False)
    reader.end()
    return part


def check_positive(vector, _file):
    part = read_descriptor(UNHEX(vector["part"]))
    same("part", f1.write_part(part), UNHEX(vector["part"]))
    for field in ("algorithm", "key", "nonce", "ciphertextSha256", "plaintextSha256"):
        same(field, part[field], vector[field])
    seal, plaintext, ciphertext = attachments.Seal(part), UNHEX(vector["plaintext"]), UNHEX(vector["ciphertext"])
    same("size", seal.size, len(plaintext))
    sealed = attachments.seal_chunked(seal, plaintext) if seal.chunked else aes_gcm.Key(seal.key).seal(seal.nonce, plaintext)
    same("ciphertext", sealed, ciphertext)
    same("opened", attachments.open_attachment(seal, ciphertext), plaintext)
    if seal.chunked:
        check_chunked(vector["chunked"], seal, plaintext, ciphertext)


def check_chunked(chunked, seal, plaintext, ciphertext):
    leaves = attachments.leaves_of(seal, ciphertext)
    head = attachments.tree_head(leaves)
    derived = {
        "chunkSize": seal.chunk_size,
        "encryptionKey": seal.encryption_key.hex(),
        "keyCommitment": seal.key_commitment.hex(),
        "leaves": [leaf.hex() for leaf in leaves],
        "treeHead": head.hex(),
        "chunkRoot": seal.root_of(head).hex(),
    }
    for name, value in derived.items():
        same(name, value, chunked[name])
    for excerpt in chunked["excerpts"]:
        data = attachments.make_excerpt(seal, ciphertext, excerpt["ranges"])
        same("excerpt", data.hex(), excerpt["excerpt"])
        proven = attachments.verify_excerpt(seal, data)
        same("proves", [[offset, offset + len(piece)] for offset, piece in proven], excerpt["proves"])
        same("pieces", [plaintext[start:end] for start, end in excerpt["proves"]], [piece for _, piece in proven])


def run(vector):
    part = read_descriptor(UNHEX(vector["part"]))
    operation = vector["operation"]
    if operation == "decodePart":
        return
    seal = attachments.Seal(part)
    if operation == "openAttachment":
        attachments.open_attachment(seal, UNHEX(vector["ciphertext"]))
    elif operation == "verifyExcerpt":
        attachments.verify_excerpt(seal, UNHEX(vector["excerpt"]))
    elif operation == "openChunk":
        seal.open_chunk(vector["index"], UNHEX(vector["chunk"]), UNHEX(vector["path"]))
    else:
        raise AssertionError(f"unknown operation {operation}")


def check_negative(vector, _file):
    same("code", refusal(lambda: run(vector)), vector["code"])


def check_accepted(vector, _file):
    run(vector)


CHECKS = {"accepted": check_accepted, "positive": check_positive, "negative": check_negative}
