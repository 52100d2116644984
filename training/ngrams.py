"""Hashed n-grams and logistic regression: the part of the pack `en` beside the encoder, and all of the pack `de`.

python3 ngrams.py [--name en]     trains one logistic regression a head on out/rows.jsonl and writes out/ngrams-NAME.npz
"""
import argparse
import json
import os
from collections import Counter
from multiprocessing import Pool

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from base import OUT
from features import BUCKETS, counts
from metrics import auc

HEADS = ['threat', 'hate', 'insult', 'sexual', 'spam', 'sextortion', 'toxic']


def matrix(texts, buckets=BUCKETS):
    """Rows of unit length: min(count, 3) over the Euclidean length."""
    indptr, indices, data = [0], [], []
    for text in texts:
        found = counts(text, buckets)
        values = np.minimum(np.fromiter(found.values(), dtype=np.float32, count=len(found)), 3)
        indices += found.keys()
        data.append(values / max(1e-9, float(np.sqrt((values**2).sum()))))
        indptr.append(len(indices))
    return csr_matrix((np.concatenate(data), indices, indptr), shape=(len(texts), buckets))


def matrix_of(texts, processes):
    parts = [texts[i : i + 2000] for i in range(0, len(texts), 2000)]
    if processes == 1:
        return vstack([matrix(part) for part in parts]).tocsr()
    with Pool(processes) as pool:
        return vstack(pool.map(matrix, parts)).tocsr()


def fit_head(x, rows, head, c, balance):
    """Weights and bias of one head, fitted on the rows that decide it; each answer of each source weighs by 1/rows^balance."""
    known = [i for i, row in enumerate(rows) if head in row['labels']]
    y = np.array([rows[i]['labels'][head] for i in known])
    cells = [(rows[i]['source'], rows[i]['labels'][head]) for i in known]
    size = Counter(cells)
    w = np.array([max(50.0, size[cell]) ** -balance for cell in cells])
    ratio = min(8.0, (len(y) - y.sum()) / max(1, y.sum())) ** 0.5
    model = LogisticRegression(C=c, solver='lbfgs', max_iter=120, class_weight={0: 1.0, 1: ratio})
    model.fit(x[known], y, sample_weight=w * len(w) / w.sum())
    print(head, len(y), int(y.sum()), flush=True)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def fit(x, rows, heads, c, balance=0.0, processes=1):
    """Weights [heads, buckets] and biases."""
    jobs = [(x, rows, head, c, balance) for head in heads]
    if processes == 1:
        found = [fit_head(*job) for job in jobs]
    else:
        with Pool(min(processes, len(heads))) as pool:
            found = pool.starmap(fit_head, jobs, chunksize=1)
    return np.stack([w for w, _ in found]), np.array([b for _, b in found], np.float32)


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--name', default='en')
    a.add_argument('--rows', default='rows.jsonl')
    a.add_argument('--heads', default=','.join(HEADS))
    a.add_argument('--c', type=float, default=3.0)
    a.add_argument('--balance', type=float, default=0.0)
    a.add_argument('--processes', type=int, default=1)
    args = a.parse_args()
    heads = args.heads.split(',')
    rows = [json.loads(line) for line in open(os.path.join(OUT, args.rows), encoding='utf8')]
    train = [r for r in rows if r['split'] == 'train']
    x = matrix_of([r['text'] for r in train], args.processes)
    weights, biases = fit(x, train, heads, args.c, args.balance, args.processes)
    np.savez(os.path.join(OUT, f'ngrams-{args.name}.npz'), weights=weights, biases=biases, heads=heads)
    for split in ('calibrate', 'test', 'domain'):
        held = [row for row in rows if row['split'] == split and row['source'] != 'nus_sms']
        if not held:
            continue
        scores = matrix_of([row['text'] for row in held], args.processes) @ weights.T + biases
        for k, head in enumerate(heads):
            print(head, split, 'auc', auc([(row['labels'].get(head), scores[i, k]) for i, row in enumerate(held)]))


if __name__ == '__main__':
    main()
