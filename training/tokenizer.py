"""SentencePiece unigram by Viterbi, as packages/classifiers/src/engine does it: unknown characters become id 0, runs of them one.

python3 tokenizer.py VECTORS   checks this file against packages/classifiers/test/engine/vectors/pieces.json; standard library alone
"""
import json
import sys
from functools import lru_cache

RESERVED = 6
UNKNOWN_SCORE = -20.0


def index_of(vocabulary):
    """{piece: (id, score)} of [[piece, score or None]], and the length of the longest."""
    index = {}
    for id_, (piece, score) in enumerate(vocabulary):
        if score is not None and id_ >= RESERVED:
            index.setdefault(piece, (id_, score))
    return index, max(len(p) for p, _ in vocabulary)


@lru_cache(maxsize=1)
def base_index():
    from base import base_vocabulary

    return index_of(base_vocabulary())


def encode(text, most=96, vocabulary=None):
    """Ids of a normalised text, cut to `most`; pieces of the base where no vocabulary is given."""
    index, longest = vocabulary or base_index()
    t = '\u2581' + text[: most * 24].replace(' ', '\u2581') if text else ''
    n = len(t)
    best = [0.0] + [-1e18] * n
    back = [(0, 0)] * (n + 1)
    get = index.get
    for i in range(n):
        here = best[i]
        single = False
        for j in range(i + 1, min(n, i + longest) + 1):
            hit = get(t[i:j])
            if hit is None:
                continue
            if j == i + 1:
                single = True
            score = here + hit[1]
            if score > best[j]:
                best[j] = score
                back[j] = (i, hit[0])
        if not single and here + UNKNOWN_SCORE > best[i + 1]:
            best[i + 1] = here + UNKNOWN_SCORE
            back[i + 1] = (i, 0)
    ids = []
    j = n
    while j > 0:
        j, piece = back[j]
        if piece or not ids or ids[-1]:
            ids.append(piece)
    return ids[::-1][:most]


if __name__ == '__main__':
    vectors = json.load(open(sys.argv[1], encoding='utf8'))
    from normalise import normalise

    own = index_of(vectors['vocabulary'])
    wrong = [ascii(v['input'])[:60] for v in vectors['texts'] if isinstance(v['input'], str) and encode(normalise(v['input']), 10**6, own) != v['ids']]
    print(len(vectors['texts']), 'vectors, wrong:', len(wrong), wrong)
    sys.exit(1 if wrong else 0)
