"""Pieces of every row, once as it is and `--copies` times with noise, so that training only looks them up; writes out/tokens.npz.

python3 tokens.py [--copies 3] [--processes N] [--longest 64]
"""
import argparse
import json
import os
import random
from multiprocessing import Pool

import numpy as np

from base import OUT
from noise import noise
from tokenizer import encode


def pieces_of(job):
    number, text, copies, longest = job
    r = random.Random(number)
    return [encode(text, longest)] + [encode(noise(text, r), longest) for _ in range(copies)]


def padded(pieces):
    """Ids [rows, longest] and lengths."""
    lengths = np.array([max(1, len(p)) for p in pieces])
    ids = np.zeros((len(pieces), lengths.max()), np.int16)
    for row, p in zip(ids, pieces):
        row[: len(p)] = p
    return ids, lengths


def read_rows():
    with open(os.path.join(OUT, 'rows.jsonl'), encoding='utf8') as f:
        return [json.loads(line) for line in f]


def load(copies=None):
    """[copies + 1, rows, longest] of ids and [copies + 1, rows] of lengths, the first plane without noise."""
    data = np.load(os.path.join(OUT, 'tokens.npz'))
    lengths, flat = data['lengths'], data['ids']
    ids = np.zeros((*lengths.shape, int(data['longest'])), np.int16)
    ids[np.arange(ids.shape[-1])[None, None, :] < lengths[..., None]] = flat
    return ids, np.maximum(lengths, 1)


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--copies', type=int, default=3)
    a.add_argument('--processes', type=int, default=1)
    a.add_argument('--longest', type=int, default=64)
    args = a.parse_args()
    jobs = [(i, row['text'], args.copies, args.longest) for i, row in enumerate(read_rows())]
    with Pool(args.processes) as pool:
        found = pool.map(pieces_of, jobs, chunksize=500)
    planes = [[row[copy] for row in found] for copy in range(args.copies + 1)]
    np.savez_compressed(
        os.path.join(OUT, 'tokens.npz'),
        ids=np.array([i for plane in planes for row in plane for i in row], np.int16),
        lengths=np.array([[len(row) for row in plane] for plane in planes], np.uint8),
        longest=args.longest,
    )
    print('rows', len(found), 'copies', args.copies, 'pieces', sum(len(row[0]) for row in found))


if __name__ == '__main__':
    main()
