"""Attachments, both algorithms, written from docs/spec/attachments.md alone. Descriptors are those of franking_f1.read_part."""

import hashlib
import hmac

import aes_gcm
from tls import Reader, Refused, vector


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(key, nonce, info):
    """RFC 5869 with one block of output (§2)."""
    extracted = hmac.new(nonce, key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\1", hashlib.sha256).digest()


class Seal:
    """A descriptor with what follows from it."""

    def __init__(self, part):
        self.key, self.nonce = bytes.fromhex(part["key"]), bytes.fromhex(part["nonce"])
        self.ciphertext_sha256, self.plaintext_sha256 = bytes.fromhex(part["ciphertextSha256"]), bytes.fromhex(part["plaintextSha256"])
        self.size, self.chunked = part["size"], part["algorithm"] == "A256GCM-STREAM"
        if self.chunked:
            self.chunk_size, self.root = part["chunkSize"], bytes.fromhex(part["chunkRoot"])
            self.count = max(1, -(-self.size // self.chunk_size))
            self.length = 32 + self.size + 48 * self.count
            self.encryption_key = hkdf(self.key, self.nonce, b"WH-FRANK-1 attachment key")
            self.key_commitment = hkdf(self.key, self.nonce, b"WH-FRANK-1 attachment commitment")
            self.cipher = aes_gcm.Key(self.encryption_key)

    def piece(self, index):
        return index * self.chunk_size, min(self.size, (index + 1) * self.chunk_size)

    def chunk(self, index):
        start, end = self.piece(index)
        return 32 + start + 16 * index, 32 + end + 16 * (index + 1)

    def chunk_nonce(self, index):
        return self.nonce[:7] + index.to_bytes(4, "big") + bytes([index == self.count - 1])

    def root_of(self, head):
        label = vector(b"WH-FRANK-1 attachment root")
        return sha256(label + self.key_commitment + self.chunk_size.to_bytes(4, "big") + self.size.to_bytes(6, "big") + head)

    def check_chunk(self, index, chunk, committed):
        """§5.2, and rules 5 and 6; `committed` is told the leaf."""
        start, end = self.chunk(index)
        if len(chunk) != end - start or not committed(leaf_of(chunk)):
            raise Refused("chunk-mismatch")
        piece = self.cipher.open(self.chunk_nonce(index), chunk)
        if piece is None:
            raise Refused("attachment-key-mismatch")
        return piece

    def open_chunk(self, index, chunk, path):
        def committed(leaf):
            head = head_from_path(leaf, index, self.count, path)
            return head is not None and self.root_of(head) == self.root

        return self.check_chunk(index, chunk, committed)


def leaf_of(chunk):
    return sha256(b"\0" + chunk)


def split(count):
    """The largest power of two below `count` (RFC 6962 §2.1)."""
    return 1 << (count - 1).bit_length() - 1


def tree_head(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + tree_head(leaves[:k]) + tree_head(leaves[k:]))


def path_of(index, leaves):
    """RFC 6962 §2.1.1"""
    if len(leaves) == 1:
        return b""
    k = split(len(leaves))
    if index < k:
        return path_of(index, leaves[:k]) + tree_head(leaves[k:])
    return path_of(index - k, leaves[k:]) + tree_head(leaves[:k])


def head_from_path(leaf, index, count, path):
    if count == 1:
        return leaf if path == b"" else None
    if len(path) < 32:
        return None
    k, sibling, below = split(count), path[-32:], path[:-32]
    left = index < k
    node = head_from_path(leaf, index if left else index - k, k if left else count - k, below)
    if node is None:
        return None
    return sha256(b"\1" + (node + sibling if left else sibling + node))


def seal_chunked(seal, plaintext):
    chunks = [seal.cipher.seal(seal.chunk_nonce(index), plaintext[slice(*seal.piece(index))]) for index in range(seal.count)]
    return seal.key_commitment + b"".join(chunks) + b"".join(leaf_of(chunk) for chunk in chunks)


def leaves_of(seal, ciphertext):
    start = 32 + seal.size + 16 * seal.count
    return [ciphertext[start + 32 * index : start + 32 * (index + 1)] for index in range(seal.count)]


def open_attachment(seal, data):
    """§5; the first rule that fails gives the code."""
    if not seal.chunked:
        return open_whole(seal, data)
    if len(data) != seal.length:
        raise Refused("attachment-truncated" if len(data) < seal.length else "attachment-extended")
    if sha256(data) != seal.ciphertext_sha256:
        raise Refused("ciphertext-mismatch")
    if data[:32] != seal.key_commitment:
        raise Refused("attachment-key-mismatch")
    leaves = leaves_of(seal, data)
    if seal.root_of(tree_head(leaves)) != seal.root:
        raise Refused("leaf-list-mismatch")
    plaintext = b"".join(seal.check_chunk(index, data[slice(*seal.chunk(index))], leaves[index].__eq__) for index in range(seal.count))
    if sha256(plaintext) != seal.plaintext_sha256:
        raise Refused("plaintext-mismatch")
    return plaintext


def open_whole(seal, data):
    if sha256(data) != seal.ciphertext_sha256:
        raise Refused("ciphertext-mismatch")
    if len(data) < 16:
        raise Refused("attachment-truncated")
    plaintext = aes_gcm.Key(seal.key).open(seal.nonce, data)
    if plaintext is None:
        raise Refused("attachment-key-mismatch")
    if sha256(plaintext) != seal.plaintext_sha256 or len(plaintext) != seal.size:
        raise Refused("plaintext-mismatch")
    return plaintext


def decode_excerpt(data):
    reader = Reader(data)
    if reader.uint(1) != 1:
        raise Refused("unsupported-version")
    root, rows, chunks = reader.bytes(32), Reader(reader.vector(1, 33554432)), []
    reader.end()
    while rows.at < len(rows.data):
        if len(chunks) == 4096:
            raise Refused("too-long")
        index, chunk, path = rows.uint(4), rows.vector(16, 4194320), rows.vector(0, 640)
        if chunks and index <= chunks[-1][0] or len(path) % 32:
            raise Refused("invalid-value")
        chunks.append((index, chunk, path))
    return root, chunks


def make_excerpt(seal, ciphertext, ranges):
    """The chunks that the ranges touch, each with its path (§5.3)."""
    leaves, wanted = leaves_of(seal, ciphertext), set()
    for start, end in ranges:
        wanted |= set(range(start // seal.chunk_size, max(start // seal.chunk_size + 1, -(-end // seal.chunk_size))))
    rows = b"".join(index.to_bytes(4, "big") + vector(ciphertext[slice(*seal.chunk(index))]) + vector(path_of(index, leaves)) for index in sorted(wanted))
    return b"\1" + seal.root + vector(rows)


def verify_excerpt(seal, data):
    """What it proves: ranges of (offset, bytes), chunks that touch joined."""
    try:
        root, chunks = decode_excerpt(data)
    except Refused:
        raise Refused("excerpt-malformed") from None
    if root != seal.root:
        raise Refused("excerpt-mismatch")
    ranges, expected = [], None
    for index, chunk, path in chunks:
        if index >= seal.count:
            raise Refused("excerpt-malformed")
        piece = seal.open_chunk(index, chunk, path)
        if index == expected:
            ranges[-1] = (ranges[-1][0], ranges[-1][1] + piece)
        else:
            ranges.append((seal.piece(index)[0], piece))
        expected = index + 1
    return ranges
