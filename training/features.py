"""Hashed runs of letters and words of a text, as in packages/classifiers/README.md ("N-grams"); standard library alone.

python3 features.py VECTORS   checks this file against packages/classifiers/test/engine/vectors/ngrams.json
"""
import json
import re
import sys
from functools import lru_cache

from normalise import normalise

BUCKETS = 65536
WORD = re.compile(r"[\w']+")


def fnv(before, text):
    h = before
    for byte in text.encode('utf8', 'surrogatepass'):
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


BASIS = 0x811C9DC5
C, W, B = fnv(BASIS, 'c'), fnv(BASIS, 'w'), fnv(BASIS, 'b')


@lru_cache(maxsize=300_000)
def runs(stretch):
    """Hashes of every run of 2 to 5 code points of ` stretch `."""
    padded = f' {stretch} '
    out = []
    for start in range(len(padded) - 1):
        h = C
        for end in range(start, min(start + 5, len(padded))):
            h = fnv(h, padded[end])
            if end > start:
                out.append(h)
    return out


def counts(text, buckets=BUCKETS):
    """{bucket: count} of a normalised text."""
    out = {}

    def count(h):
        bucket = (h ^ (h >> 16)) & (buckets - 1)
        out[bucket] = out.get(bucket, 0) + 1

    lower = text.lower()
    for stretch in lower.split(' '):
        if stretch:
            for h in runs(stretch):
                count(h)
    words = WORD.findall(lower)
    for i, word in enumerate(words):
        count(fnv(W, word))
        if i + 1 < len(words):
            count(fnv(B, word + ' ' + words[i + 1]))
    return out


def check_vectors(path):
    vectors = json.load(open(path, encoding='utf8'))
    wrong = []
    for v in vectors['texts']:
        if isinstance(v['input'], str) and isinstance(v['counts'], str):
            found = counts(normalise(v['input']), vectors['buckets'])
            if ' '.join(f'{b}:{min(n, 3)}' for b, n in sorted(found.items())) != v['counts']:
                wrong.append(ascii(v['input'])[:80])
    print('n-gram vectors wrong:', wrong)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(check_vectors(sys.argv[1]))
