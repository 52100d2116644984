"""Fine-tunes the encoder and its heads; writes out/NAME.pt, the average of weights over the last part of the run.

python3 train.py --name en --steps 3000 [--seed 1] [--device auto] [--teacher out/teacher.npy]

Masked binary cross-entropy by head; each answer of each source weighs by 1/rows^balance, so that where a sentence comes from says
less; pieces with character noise on a third of the rows; rows of one length in one batch. With --teacher, the logits of other models
for every row are learned too, also where a source decides nothing (rows of `calibrate`, `test` and `domain` never). With --start it goes on
from another model; the rows of --alone are learned by their labels alone, since whoever teaches had not seen them.
A run is the same again on the same device. The log out/NAME.log holds seeds, counts, losses; out/NAME.run.json what was used.
"""
import argparse
import copy
import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import encoder
from base import OUT, sha256
from encoder import HEADS, Classifier, load_base
from metrics import auc
from tokens import load, read_rows


def batches(lengths, size, r):
    """One epoch: rows of like length together, so that little is padding."""
    order = r.permutation(len(lengths))
    out = []
    for at in range(0, len(order), size * 60):
        chunk = order[at : at + size * 60]
        chunk = chunk[np.argsort(lengths[chunk], kind='stable')]
        out += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    return [out[i] for i in r.permutation(len(out))]


def cut(ids, lengths, device):
    """Ids [rows, longest] and lengths as tensors, without columns that are empty in all rows."""
    return torch.from_numpy(ids[:, : lengths.max()].astype(np.int64)).to(device), torch.from_numpy(lengths.astype(np.int64)).to(device)


def predict(model, ids, lengths, device='cpu', size=512):
    """Logits [rows, heads] of pieces [rows, longest]."""
    model.eval()
    out = np.zeros((len(ids), len(HEADS)), dtype=np.float32)
    order = np.argsort(lengths, kind='stable')
    with torch.no_grad():
        for at in range(0, len(order), size):
            rows = order[at : at + size]
            out[rows] = model(*cut(ids[rows], lengths[rows], device)).float().cpu().numpy()
    model.train()
    return out


def balanced(known, target, source, power):
    """Known labels weighed: by head, 1/rows^power of the rows of its source with its answer; the sum is what it was."""
    out = torch.zeros_like(known)
    for k in range(known.shape[1]):
        cell = source * 2 + target[:, k].long()
        count = torch.zeros(2 * (int(source.max()) + 1)).index_add_(0, cell, known[:, k])
        w = known[:, k] * count.clamp(min=50.0).pow(-power)[cell]
        out[:, k] = w * known[:, k].sum() / w.sum()
    return out


def measures(rows, logits, left_out=()):
    """{name: figure} on held-out rows: areas by head, their mean within sources, sources left out whole, recall at 1 in 1,000."""
    out = {}
    for k, head in enumerate(HEADS):
        test = [(x['labels'][head], logits[i, k], x['source']) for i, x in enumerate(rows) if x['split'] == 'test' and head in x['labels']]
        out['auc ' + head] = auc([(y, s) for y, s, _ in test])
        within = []
        for source in {t[2] for t in test}:
            part = [(y, s) for y, s, name in test if name == source]
            if min(sum(y for y, _ in part), sum(1 - y for y, _ in part)) >= 20:
                within.append(auc(part))
        out['within ' + head] = round(float(np.mean(within)), 4) if within else None
        for source in {x['source'] for x in rows if x['split'] == 'domain' or x['source'] in left_out}:
            part = [(x['labels'][head], logits[i, k]) for i, x in enumerate(rows) if x['source'] == source and head in x['labels']]
            if min(sum(y for y, _ in part), sum(1 - y for y, _ in part)) >= 20:
                out[f'left {head} {source}'] = auc(part)
        benign = sorted((logits[i, k] for i, x in enumerate(rows) if x['split'] == 'calibrate' and not any(x['labels'].values())), reverse=True)
        if benign:
            edge = benign[len(benign) // 1000]
            yes = [s for y, s, _ in test if y]
            out['recall ' + head] = round(float(np.mean([s > edge for s in yes])), 3) if yes else None
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--name', default='en')
    a.add_argument('--steps', type=int, required=True)
    a.add_argument('--device', default='auto', help='auto, cpu or cuda')
    a.add_argument('--half', action='store_true', help='multiply in bfloat16 on a processor')
    a.add_argument('--seed', type=int, default=1)
    a.add_argument('--batch', type=int, default=256)
    a.add_argument('--noise', type=float, default=0.33)
    a.add_argument('--rate', type=float, default=3e-4)
    a.add_argument('--drop', type=float, default=0.1)
    a.add_argument('--unknown', type=float, default=0.0, help='share of pieces that are made unknown')
    a.add_argument('--balance', type=float, default=0.5)
    a.add_argument('--mean', type=int, default=400, help='steps that the running mean of weights looks back')
    a.add_argument('--freeze', action='store_true', help='leave the embeddings as they are')
    a.add_argument('--decay', type=float, default=0.01)
    a.add_argument('--teacher', help='logits [rows, heads] of other models')
    a.add_argument('--trust', type=float, default=0.7, help='how much of a known label the teacher says')
    a.add_argument('--start', help='name of a model to go on from, instead of the base')
    a.add_argument('--alone', default='', help='names of sources whose labels stand alone, whatever the teacher says')
    a.add_argument('--again', default='', help='NAME=TIMES,...: how often the rows of a source come in an epoch')
    a.add_argument('--held-out', action='store_true', help='ask the finished model about rows that were not trained on, and no others')
    a.add_argument('--leave-out', default='', help='names of sources that are not trained on, to measure on them')
    args = a.parse_args()
    device = args.device if args.device != 'auto' else 'cuda' if torch.cuda.is_available() else 'cpu'
    encoder.HALF = args.half and device == 'cpu'
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '1')))
    torch.set_float32_matmul_precision('high')
    torch.manual_seed(args.seed)
    r = np.random.default_rng(args.seed)
    log = open(os.path.join(OUT, args.name + '.log'), 'w')

    def say(*words):
        print(*words, flush=True)
        print(*words, file=log, flush=True)

    rows_file = os.path.join(OUT, 'rows.jsonl')
    rows = read_rows()
    ids, lengths = load()
    left_out, alone = ([x for x in given.split(',') if x] for given in (args.leave_out, args.alone))
    chosen = [i for i, x in enumerate(rows) if x['split'] == 'train' and x['source'] not in left_out]
    teacher = np.load(args.teacher).astype(np.float32) if args.teacher else None
    if teacher is not None:
        chosen = [i for i in chosen if rows[i]['source'] in alone or not np.isnan(teacher[i, 0])]
    say('rows', sha256(rows_file), 'train', len(chosen), 'seed', args.seed, 'arguments', sys.argv[1:])
    # rows of the rare kinds come twice in an epoch
    chosen += [i for i in chosen if any(rows[i]['labels'].get(k) for k in ('threat', 'sexual', 'spam'))]
    times = {name: int(n) for name, n in (x.split('=') for x in args.again.split(',') if x)}
    chosen += [i for i in chosen for _ in range(times.get(rows[i]['source'], 1) - 1)]
    names = sorted({x['source'] for x in rows})
    target = torch.tensor([[float(rows[i]['labels'].get(h, 0)) for h in HEADS] for i in chosen])
    known = torch.tensor([[float(h in rows[i]['labels']) for h in HEADS] for i in chosen])
    source = torch.tensor([names.index(rows[i]['source']) for i in chosen])
    positive = (target * known).sum(0)
    weight = ((known.sum(0) - positive) / positive).clamp(max=8.0).sqrt()
    known = balanced(known, target, source, args.balance)
    chosen = np.array(chosen)
    taught = None
    if teacher is not None:
        taught = torch.from_numpy(teacher[chosen]).sigmoid()
        is_taught, told = ~taught.isnan(), known > 0
        trust = torch.where(torch.tensor([rows[i]['source'] in alone for i in chosen])[:, None] | ~is_taught, 0.0, args.trust)
        # what a source does not decide, the teacher says alone
        taught = torch.where(is_taught, taught, target)
        target = torch.where(told, (1 - trust) * target + trust * taught, taught)
        known = torch.where(told | ~is_taught, known, torch.full_like(known, 0.5))
    model = Classifier()
    if args.start:
        model.load_state_dict(torch.load(os.path.join(OUT, args.start + '.pt')))
    else:
        load_base(model.u)
    model.to(device).train()
    if args.freeze:
        model.u.emb.weight.requires_grad_(False)
    mean = copy.deepcopy(model)
    mean_of = [(m, p) for m, p in zip(mean.parameters(), model.parameters()) if p.requires_grad]
    for p in mean.parameters():
        p.requires_grad_(False)
    base = [p for n, p in model.named_parameters() if n.startswith('u.') and p.requires_grad]
    new = [p for n, p in model.named_parameters() if not n.startswith('u.')]
    opt = torch.optim.AdamW([{'params': base, 'lr': args.rate}, {'params': new, 'lr': args.rate * 10 / 3}], weight_decay=args.decay)
    rates = [g['lr'] for g in opt.param_groups]
    target, known, weight = target.to(device), known.to(device), weight.to(device)
    if taught is not None:
        weight = torch.ones_like(weight)
    say('device', device, 'pieces', int(lengths[0, chosen].sum()), 'weights', [round(w, 2) for w in weight.tolist()])
    began, step, epoch, running, due = time.time(), 0, 0, None, []
    while step < args.steps:
        if not due:
            epoch += 1
            due = batches(lengths[0, chosen], args.batch, r)
        at = due.pop()
        factor = min(1.0, (step + 1) / 200) * max(0.02, 1 - step / args.steps)
        for group, rate in zip(opt.param_groups, rates):
            group['lr'] = rate * factor
        plane = np.where(r.random(len(at)) < args.noise, r.integers(1, len(ids), len(at)), 0)
        x, n = cut(ids[plane, chosen[at]], lengths[plane, chosen[at]], device)
        if args.unknown:
            x = x.masked_fill(torch.rand(x.shape, device=device) < args.unknown, 0)
        rows_at = torch.from_numpy(at).to(device)
        z = model(x, n, args.drop)
        losses = F.binary_cross_entropy_with_logits(z, target[rows_at], reduction='none', pos_weight=weight)
        loss = (losses * known[rows_at]).sum() / known[rows_at].sum()
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(base + new, 1.0)
        opt.step()
        step += 1
        with torch.no_grad():
            for m, p in mean_of:
                m.lerp_(p, 1 / min(step, args.mean))
        if step % 100 == 0:
            running = loss.item() if running is None else running + 0.2 * (loss.item() - running)
            if step % 500 == 0:
                say(step, 'epoch', epoch, 'loss %.4f' % running, '%.0f s' % (time.time() - began))
    torch.save({k: v.cpu() for k, v in mean.state_dict().items()}, os.path.join(OUT, args.name + '.pt'))
    seconds = time.time() - began
    say('steps', step, 'epochs', epoch, 'seconds %.0f' % seconds)
    asked = np.array([i for i, x in enumerate(rows) if x['split'] != 'train' or not args.held_out])
    logits = np.zeros((len(rows), len(HEADS)), np.float32)
    logits[asked] = predict(mean, ids[0][asked], lengths[0][asked], device)
    found = measures(rows, logits, left_out)
    for name, figure in found.items():
        say(name, figure)
    np.save(os.path.join(OUT, args.name + '.npy'), logits.astype(np.float16))
    json.dump(
        {'seed': args.seed, 'steps': step, 'epochs': epoch, 'seconds': round(seconds), 'device': device, 'arguments': sys.argv[1:],
         'rows': sha256(rows_file), 'torch': torch.__version__, 'measures': found},
        open(os.path.join(OUT, args.name + '.run.json'), 'w'), indent=1,
    )


if __name__ == '__main__':
    main()
