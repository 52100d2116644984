"""Takes a pack apart again, to go on from it: writes out/NAME.pt, the encoder and its heads as float32, and out/NAME.npy, the logits
[rows, heads] that it gives for rows of split `train`, by which the model that goes on is held to what it knew.

python3 unpack.py --pack PACK [--name en-start] [--share 0.25] [--all SOURCE,...]

It is asked about a share of the rows, by digest, about all of the rare kinds and all of the sources that --all names; the others have
no number (NaN), and `train.py --teacher` leaves them out.

int8 is multiplied by the scale of its row (packages/classifiers/src/pack/layout.ts and engine/quantise.ts say how a pack lies). Its n-grams
are left out; and since `export.py` cut each head for answers that are equally frequent, a line through each head's logits turns them
back to what labels are like in the rows.
"""
import argparse
import json
import os
import struct

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from base import OUT, sha256
from encoder import HEADS, Classifier
from prepare import place
from tokens import load, read_rows
from train import predict

RARE = ('threat', 'sexual', 'spam', 'sextortion')

torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '1')))


def tensors_of(path):
    """Header and {name: float32 tensor} of a text pack; its signature is for whoever uses it."""
    data = open(path, 'rb').read()
    assert data[:6] == b'WHPACK', path + ' is no pack'
    (length,) = struct.unpack_from('<I', data, 12)
    header = json.loads(data[16 : 16 + length])
    assert header['model']['heads'] == HEADS, 'its heads are others'
    section = next(s for s in header['sections'] if s['name'] == 'tensors')
    start = 16 + length + 96 + section['offset']
    out = {}
    for place in header['model']['tensors']:
        shape, at = place['shape'], start + place['offset']
        if place['type'] == 'int8':
            whole = np.frombuffer(data, np.int8, int(np.prod(shape)), at).reshape(shape)
            scales = np.frombuffer(data, '<f4', shape[0], start + place['scales'])
            out[place['name']] = torch.tensor(whole.astype(np.float32) * scales[:, None])
        else:
            out[place['name']] = torch.tensor(np.frombuffer(data, '<f4', int(np.prod(shape)), at).reshape(shape).copy())
    return header, out


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--pack', required=True)
    p.add_argument('--name', default='en-start')
    p.add_argument('--share', type=float, default=0.25)
    p.add_argument('--all', default='')
    args = p.parse_args()
    header, state = tensors_of(args.pack)
    state.pop('ngrams.weight', None)
    model = Classifier()
    model.load_state_dict(state)
    rows = read_rows()
    ids, lengths = load()
    whole = args.all.split(',')

    def is_asked(row):
        few = place('again' + row['text']) < args.share or row['source'] in whole or any(row['labels'].get(k) for k in RARE)
        return row['split'] == 'train' and few

    asked = np.array([i for i, row in enumerate(rows) if is_asked(row)])
    found = np.full((len(rows), len(HEADS)), np.nan, np.float32)
    found[asked] = predict(model, ids[0][asked], lengths[0][asked])
    for k, head in enumerate(HEADS):
        known = [i for i in asked if head in rows[i]['labels']]
        labels = [rows[i]['labels'][head] for i in known]
        if len(set(labels)) < 2:
            continue
        line = LogisticRegression(C=100.0).fit(found[known, k : k + 1], labels)
        slope, shift = float(line.coef_[0][0]), float(line.intercept_[0])
        print(head, len(known), 'slope %.2f shift %.2f' % (slope, shift), flush=True)
        state['head.weight'][k] *= slope
        state['head.bias'][k] = state['head.bias'][k] * slope + shift
        found[:, k] = found[:, k] * slope + shift
    with open(os.path.join(OUT, 'start.json'), 'w') as f:
        json.dump({'id': header['id'], 'version': header['version'], 'sha256': sha256(args.pack)}, f)
    torch.save(state, os.path.join(OUT, args.name + '.pt'))
    np.save(os.path.join(OUT, args.name + '.npy'), found.astype(np.float16))


if __name__ == '__main__':
    main()
