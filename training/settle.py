"""Settles one head of a trained model against appointments and farewells: what friends write every day and no open set holds.

python3 settle.py [--name en] [--head threat] [--rows 14000]

The encoder stays as it is; of the one head only its row of weights moves, held to where it was. Other rows keep half their label and half what
the model said before, so that nothing else is learned or lost. Rewrites out/NAME.pt; prints areas under the curve before and after.
"""
import argparse
import json
import os
import random

import numpy as np
import torch
import torch.nn.functional as F

import encoder
import everyday_shapes
from base import OUT
from metrics import auc
from tokenizer import encode
from tokens import padded

torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '1')))


def features(model, texts):
    """What the heads read, [rows, 1024]."""
    ids, lengths = padded([encode(t) for t in texts])
    order = np.argsort(lengths, kind='stable')
    out = np.zeros((len(texts), 1024), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 128):
            rows = order[at : at + 128]
            lens = torch.tensor(lengths[rows].astype(np.int64))
            given = torch.tensor(ids[rows][:, : int(lens.max())].astype(np.int64))
            sentence, x, keep = model.u(given, lens)
            weights = model.att(x).squeeze(-1).masked_fill(~keep, -1e9).softmax(-1)
            pooled = torch.tanh((weights[..., None] * x).sum(1))
            out[rows] = torch.cat([sentence, pooled], -1).numpy()
    return torch.tensor(out)


def settled(weight, bias, x, labels):
    """The row of weights and the bias of one head, moved until it says no to the rows of `x` that have no label.

    x: what the head reads, first a row for each of `labels`, then those of the everyday lines.
    """
    before = x @ weight + bias
    target = torch.sigmoid(before)
    target[: len(labels)] = 0.5 * target[: len(labels)] + 0.5 * labels
    target[len(labels) :] = 0.0
    each = torch.ones(len(target))
    each[len(labels) :] = 2.0
    move = torch.zeros(len(weight) + 1, requires_grad=True)
    search = torch.optim.LBFGS([move], lr=0.5, max_iter=200, line_search_fn='strong_wolfe')

    def loss():
        search.zero_grad()
        logits = before + x @ move[:-1] + move[-1]
        value = F.binary_cross_entropy_with_logits(logits, target, each) + 2e-5 * (move**2).sum()
        value.backward()
        return value

    search.step(loss)
    move = move.detach()
    return weight + move[:-1], bias + move[-1]


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--name', default='en')
    p.add_argument('--head', default='threat')
    p.add_argument('--rows', type=int, default=14000)
    args = p.parse_args()
    path = os.path.join(OUT, args.name + '.pt')
    saved = torch.load(path)
    model = encoder.Classifier()
    model.load_state_dict({k: v.float() for k, v in saved.items()})
    model.eval()
    k = encoder.HEADS.index(args.head)
    rows = [json.loads(line) for line in open(os.path.join(OUT, 'rows.jsonl'), encoding='utf8')]
    known = [r for r in rows if r['split'] == 'train' and args.head in r['labels']]
    kept = [r for r in rows if r['split'] == 'calibrate' and args.head in r['labels']]
    of = [r for r in known if r['labels'][args.head] >= 0.5]
    others = [r for r in known if r['labels'][args.head] < 0.5]
    draw = random.Random(1)
    draw.shuffle(of)
    draw.shuffle(others)
    chosen = of[: args.rows // 3] + others[: args.rows - min(len(of), args.rows // 3)]
    everyday = everyday_shapes.appointments()
    x = features(model, [r['text'] for r in chosen] + everyday)
    held = features(model, [r['text'] for r in kept])
    weight, bias = model.head.weight[k].detach().clone(), model.head.bias[k].detach().clone()
    labels = torch.tensor([float(r['labels'][args.head]) for r in chosen])
    after = settled(weight, bias, x, labels)
    truth = [r['labels'][args.head] for r in kept]
    for name, w, b in (('before', weight, bias), ('after', *after)):
        scores = (held @ w + b).tolist()
        daily = torch.sigmoid(x[len(chosen) :] @ w + b)
        print(name, 'auc', auc(list(zip(truth, scores))), 'everyday above .5', '%.3f' % float((daily > 0.5).float().mean()), flush=True)
    saved['head.weight'][k] = after[0].to(saved['head.weight'].dtype)
    saved['head.bias'][k] = after[1].to(saved['head.bias'].dtype)
    torch.save(saved, path)


if __name__ == '__main__':
    main()
