"""Joins encoder and n-grams and writes out/model.json and out/model.bin (fp32) for build-pack.ts.

python3 export.py [--name en] [--ngrams en] [--without-ngrams]

Per head, logit = a * encoder + b * n-grams + c, with a, b >= 0 and c fitted by logistic regression on the rows of split `calibrate`;
a, b and c are folded into the heads' weights, so that the engine only adds. Prints areas under the curve of each part and of both.
"""
import argparse
import json
import os

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

import encoder
from base import OUT, base_vocabulary
from metrics import auc
from ngrams import matrix
from tokenizer import encode
from tokens import padded
from train import predict

torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '1')))


def mixture(e, n, y):
    """a, b, c for one head; classes weigh the same."""
    model = LogisticRegression(C=100.0, class_weight='balanced', max_iter=500)
    model.fit(np.stack([e, n], 1), y)
    (a, b), c = model.coef_[0], model.intercept_[0]
    if a > 0 and b > 0:
        return float(a), float(b), float(c)
    model.fit((e if b <= 0 else n)[:, None], y)
    w, c = float(model.coef_[0][0]), float(model.intercept_[0])
    return (w, 0.0, c) if b <= 0 else (0.0, w, c)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--name', default='en')
    p.add_argument('--ngrams', help='another name than --name for the n-grams')
    p.add_argument('--without-ngrams', action='store_true')
    args = p.parse_args()
    model = encoder.Classifier()
    model.load_state_dict({k: v.float() for k, v in torch.load(os.path.join(OUT, args.name + '.pt')).items()})
    model.eval()
    grams = np.load(os.path.join(OUT, f'ngrams-{args.ngrams or args.name}.npz'))
    assert list(grams['heads']) == encoder.HEADS
    weights, biases = grams['weights'].copy(), grams['biases'].copy()
    rows = [json.loads(line) for line in open(os.path.join(OUT, 'rows.jsonl'), encoding='utf8')]
    rows = [r for r in rows if r['split'] == 'calibrate']
    texts = [r['text'] for r in rows]
    e = predict(model, *padded([encode(t) for t in texts]))
    n = np.asarray(matrix(texts) @ weights.T) + biases
    state = {k: v.clone() for k, v in model.state_dict().items()}
    for k, head in enumerate(encoder.HEADS):
        def pick(split):
            return [i for i, r in enumerate(rows) if r['split'] == split and head in r['labels']]

        at = pick('calibrate')
        y = np.array([rows[i]['labels'][head] for i in at])
        a, b, c = mixture(e[at, k], n[at, k], y) if y.any() else (1.0, 0.0, 0.0)
        if args.without_ngrams:
            a, b, c = 1.0, 0.0, 0.0
        both = a * e[:, k] + b * n[:, k] + c
        print(head, 'a %.2f b %.2f c %.2f' % (a, b, c), 'auc', {
            name: auc([(rows[i]['labels'][head], s[i]) for i in at]) for name, s in (('encoder', e[:, k]), ('n-grams', n[:, k]), ('both', both))
        }, flush=True)
        state['head.weight'][k] *= a
        state['head.bias'][k] = state['head.bias'][k] * a + b * float(biases[k]) + c
        weights[k] *= b
    tensors = {name: value.numpy() for name, value in state.items()}
    if not args.without_ngrams:
        tensors['ngrams.weight'] = weights
    places, offset = [], 0
    with open(os.path.join(OUT, 'model.bin'), 'wb') as f:
        for name, value in tensors.items():
            data = np.ascontiguousarray(value, dtype='<f4').tobytes()
            places.append({'name': name, 'shape': list(value.shape), 'offset': offset})
            f.write(data)
            offset += len(data)
    layers = [{'heads': l.heads, 'scale': l.scale} for l in (model.u.l0, model.u.l1)]
    description = {'architecture': 'use-lite/1', 'heads': encoder.HEADS, 'layers': layers, 'vocabulary': base_vocabulary(), 'tensors': places}
    json.dump(description, open(os.path.join(OUT, 'model.json'), 'w'), ensure_ascii=False)


if __name__ == '__main__':
    main()
