"""AES-256-GCM (FIPS 197, NIST SP 800-38D) in pure Python, without additional data. Slow and not constant time: for vectors only."""

SBOX = []


def _sbox():
    p = q = 1
    box = [0] * 256
    while True:
        p = (p ^ (p << 1) ^ (0x11B if p & 0x80 else 0)) & 0xFF
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        q ^= 0x09 if q & 0x80 else 0
        x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = (x ^ 0x63) & 0xFF
        if p == 1:
            break
    box[0] = 0x63
    return box


SBOX = _sbox()


def _double(byte):
    return byte << 1 & 0xFF ^ (0x1B if byte & 0x80 else 0)


def _table(rotation):
    """SubBytes and MixColumns of one byte as a word, rotated for its row (FIPS 197 §5.1)."""
    table = []
    for value in SBOX:
        word = _double(value) << 24 | value << 16 | value << 8 | _double(value) ^ value
        table.append((word >> 8 * rotation | word << 32 - 8 * rotation) & 0xFFFFFFFF)
    return table


T0, T1, T2, T3 = (_table(rotation) for rotation in range(4))


def expand_key(key):
    """60 words, FIPS 197 §5.2 for 32 bytes."""
    words = [int.from_bytes(key[i : i + 4], "big") for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = words[-1]
        if i % 8 == 0:
            word = ((word << 8 | word >> 24) & 0xFFFFFFFF)
        if i % 4 == 0:
            word = SBOX[word >> 24] << 24 | SBOX[word >> 16 & 255] << 16 | SBOX[word >> 8 & 255] << 8 | SBOX[word & 255]
        if i % 8 == 0:
            word ^= constant << 24
            constant = _double(constant)
        words.append(words[i - 8] ^ word)
    return words


def encrypt_block(w, block):
    a, b, c, d = (int.from_bytes(block[i : i + 4], "big") ^ w[i // 4] for i in range(0, 16, 4))
    for i in range(4, 56, 4):
        a, b, c, d = (
            T0[a >> 24] ^ T1[b >> 16 & 255] ^ T2[c >> 8 & 255] ^ T3[d & 255] ^ w[i],
            T0[b >> 24] ^ T1[c >> 16 & 255] ^ T2[d >> 8 & 255] ^ T3[a & 255] ^ w[i + 1],
            T0[c >> 24] ^ T1[d >> 16 & 255] ^ T2[a >> 8 & 255] ^ T3[b & 255] ^ w[i + 2],
            T0[d >> 24] ^ T1[a >> 16 & 255] ^ T2[b >> 8 & 255] ^ T3[c & 255] ^ w[i + 3],
        )
    out = b""
    for (p, q, r, s), key in zip(((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c)), w[56:60]):
        word = SBOX[p >> 24] << 24 | SBOX[q >> 16 & 255] << 16 | SBOX[r >> 8 & 255] << 8 | SBOX[s & 255]
        out += (word ^ key).to_bytes(4, "big")
    return out


def multiply(x, y):
    """In GF(2^128), bits reversed as in SP 800-38D §6.3."""
    z = 0
    for i in range(127, -1, -1):
        if x >> i & 1:
            z ^= y
        y = y >> 1 ^ (0xE1 << 120 if y & 1 else 0)
    return z


def ghash_tables(h):
    """h times each byte at each of the 16 places."""
    powers = [h]
    for _ in range(127):
        last = powers[-1]
        powers.append(last >> 1 ^ (0xE1 << 120 if last & 1 else 0))
    tables = []
    for place in range(16):
        table = [0] * 256
        for bit in range(8):
            for low in range(1 << bit):
                table[1 << bit | low] = table[low] ^ powers[8 * place + 7 - bit]
        tables.append(table)
    return tables


def ghash(tables, data):
    y = 0
    for i in range(0, len(data), 16):
        block = (y ^ int.from_bytes(data[i : i + 16].ljust(16, b"\0"), "big")).to_bytes(16, "big")
        y = 0
        for place in range(16):
            y ^= tables[place][block[place]]
    return y


class Key:
    def __init__(self, key):
        assert len(key) == 32
        self.words = expand_key(key)
        self.tables = ghash_tables(int.from_bytes(encrypt_block(self.words, bytes(16)), "big"))

    def counter(self, nonce, data):
        out = bytearray()
        for i in range(0, len(data), 16):
            stream = encrypt_block(self.words, nonce + (2 + i // 16).to_bytes(4, "big"))
            out += bytes(a ^ b for a, b in zip(data[i : i + 16], stream))
        return bytes(out)

    def tag(self, nonce, ciphertext):
        padded = ciphertext + bytes(-len(ciphertext) % 16)
        digest = ghash(self.tables, padded + (8 * len(ciphertext)).to_bytes(16, "big"))
        return (digest ^ int.from_bytes(encrypt_block(self.words, nonce + b"\0\0\0\1"), "big")).to_bytes(16, "big")

    def seal(self, nonce, plaintext):
        ciphertext = self.counter(nonce, plaintext)
        return ciphertext + self.tag(nonce, ciphertext)

    def open(self, nonce, sealed):
        """The plaintext, or None where the tag does not hold."""
        if len(sealed) < 16 or self.tag(nonce, sealed[:-16]) != sealed[-16:]:
            return None
        return self.counter(nonce, sealed[:-16])
