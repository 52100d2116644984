"""Rows for the pack `de`: out/rows-de.jsonl.  python3 prepare_german.py --data FOLDER --more FOLDER

GermEval 2018 (tweets: ABUSE -> hate, INSULT -> insult) and the German identity templates, harmless and not, so that a name for a group
is not hate by itself. Half of the tweets is for training, a quarter each for calibration and test: a threshold of a few in a
thousand needs many harmless ones, and there are only 3,321.

GAHD (sentences that people wrote, translated or found to deceive a model) decides hate alone: what is no hate there may well be an insult
to somebody. Its own test part is `test`, and its development part `calibrate`. Of two sentences that are each other's contrast one may lie
in another part: a pair with a sentence in the test part keeps that one and loses the other, so that what is measured is the published part;
a pair with one in the development part goes there whole.
"""
import argparse
import csv
import gzip
import json
import os
import random

from base import HERE, OUT, checked
from normalise import normalise
from prepare import key_of, place, table

TEMPLATES = 4000


def read_gahd(path):
    """(text, labels, split) of what may be used."""
    rows = list(table(path))
    together = {row['gahd_id']: row['gahd_id'] for row in rows}

    def first(one):
        while together[one] != one:
            one = together[one]
        return one

    for row in rows:
        other = row['contrastive_gahd_id']
        if other in together:  # some name a sentence of another set
            together[first(row['gahd_id'])] = first(other)
    parts = {}
    for row in rows:
        parts.setdefault(first(row['gahd_id']), set()).add(row['split'])
    tested = {key_of(normalise(row['text'])) for row in rows if row['split'] == 'test'}
    for row in rows:
        text, beside = normalise(row['text']), parts[first(row['gahd_id'])]
        if row['split'] != 'test' and ('test' in beside or key_of(text) in tested):
            continue
        yield text, {'hate': int(row['label'])}, row['split'] if row['split'] == 'test' else 'calibrate' if 'dev' in beside else 'train'


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--data', required=True)
    a.add_argument('--more', required=True)
    args = a.parse_args()
    sources = json.load(open(os.path.join(HERE, 'sources.json')))['german']
    tweets, templates, gahd = sources
    folder = {None: args.data, '--more': args.more}
    path = {s['name']: checked(os.path.join(folder[s.get('option')], s['file']), s['sha256']) for s in sources}
    rows = []
    for line in gzip.open(path[tweets['name']], 'rt', encoding='utf8'):
        row = json.loads(line)
        text, p = normalise(row['text']), place(row['text'])
        split = 'calibrate' if p < 0.25 else 'test' if p < 0.5 else 'train'
        rows.append((text, {k: v for k, v in row['labels'].items() if k in ('hate', 'insult')}, tweets['name'], split))
    phrases = list(csv.DictReader(gzip.open(path[templates['name']], 'rt', encoding='utf8')))
    random.Random(3).shuffle(phrases)
    for row in phrases[:TEMPLATES]:
        toxic = int(row['toxicity'] == 'toxic')
        labels = {'hate': toxic} if toxic else {'hate': 0, 'insult': 0}
        rows.append((normalise(row['phrase']), labels, templates['name'], 'test' if place(row['phrase']) < 0.2 else 'train'))
    seen = {key_of(text) for text, *_ in rows}
    for text, labels, split in read_gahd(path[gahd['name']]):
        if key_of(text) not in seen:
            rows.append((text, labels, gahd['name'], split))
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, 'rows-de.jsonl'), 'w', encoding='utf8') as f:
        for text, labels, source, split in rows:
            f.write(json.dumps({'text': text, 'labels': labels, 'source': source, 'split': split}, ensure_ascii=False) + '\n')
    print(len(rows))


if __name__ == '__main__':
    main()
