"""Rows for the pack `de`: out/rows-de.jsonl.  python3 prepare_german.py --data FOLDER

GermEval 2018 (tweets: ABUSE -> hate, INSULT -> insult) and the German identity templates, harmless and not, so that a name for a group
is not hate by itself. Half of the tweets is for training, a quarter each for calibration and test: a threshold of a few in a
thousand needs many harmless ones, and there are only 3,321.
"""
import argparse
import csv
import gzip
import json
import os
import random

from base import HERE, OUT, checked
from normalise import normalise
from prepare import place

TEMPLATES = 4000


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--data', required=True)
    args = a.parse_args()
    tweets, templates = json.load(open(os.path.join(HERE, 'sources.json')))['german']
    path = {s['name']: checked(os.path.join(args.data, s['file']), s['sha256']) for s in (tweets, templates)}
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
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, 'rows-de.jsonl'), 'w', encoding='utf8') as f:
        for text, labels, source, split in rows:
            f.write(json.dumps({'text': text, 'labels': labels, 'source': source, 'split': split}, ensure_ascii=False) + '\n')
    print(len(rows))


if __name__ == '__main__':
    main()
