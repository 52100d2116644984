"""Reads the sources, checks their sha-256, and writes out/rows.jsonl: {text, labels, source, split}.

python3 prepare.py --data FOLDER --more FOLDER [--unseen FILE ...] [--share 0.03] [--pass-over-absent]

A label that a source does not decide is absent, never 0. Splits by a digest of the text, so that a text is always on the same side:
`train`, `calibrate` (thresholds and calibration), `test`; of benign conversation a quarter each is kept for the last two, since a
threshold of a few in a thousand needs many. A pair of texts that differ in a few words is on one side. A source with `leftOut` is in
no training at all (split `domain`). Texts that stand in a file given by --unseen (evaluation sets) are dropped.
To try the steps, --share keeps that share of the rows and at least a few of each source, split and kind, by another digest of the text,
and --pass-over-absent goes on without the sources that are not at hand; what a pack is made of is made with neither.
"""
import argparse
import ast
import csv
import gzip
import hashlib
import html
import json
import os
import re
import zipfile
from collections import Counter

import everyday_shapes
import sextortion_shapes
from base import HERE, OUT, checked, sha256
from normalise import normalise

KINDS = ('threat', 'hate', 'insult', 'sexual', 'spam')


def key_of(text):
    return re.sub(r'[^a-z0]', '', re.sub(r'\d', '0', text.lower())) or text


def place(text):
    """0 <= place < 1, by digest."""
    return int.from_bytes(hashlib.sha256(key_of(text).encode()).digest()[:6], 'big') / 2**48


def read_jsonl(path):
    for line in gzip.open(path, 'rt', encoding='utf8'):
        row = json.loads(line)
        if row['lang'] == 'en':
            yield row['text'], row['labels']


def table(path, **how):
    csv.field_size_limit(10**7)
    with open(path, encoding='utf8', newline='') as f:
        yield from csv.DictReader(f, **how)


def read_cad(path):
    for row in table(path, delimiter='\t', quoting=csv.QUOTE_NONE):
        text = (row.get('text') or '').replace('[linebreak]', ' ')[:600]
        found = row['labels'] or ''
        labels = {
            'hate': int('IdentityDirected' in found),
            'insult': int('PersonDirected' in found),
            'toxic': int('Abuse' in found),
            'spam': 0,
        }
        if 'Abuse' not in found:
            labels['threat'] = 0
        yield text, labels, None


def read_dynahate(path):
    """Sentences written to deceive a model, many with a twin that a few words turn into the opposite (`acl.id.matched`)."""
    for row in table(path):
        hate = row['label'] == 'hate'
        labels = {'hate': int(hate), 'spam': 0}
        if hate:
            labels['toxic'] = 1
            if row['type'] != 'notgiven':
                labels['threat'] = int(row['type'] == 'threatening')
        pair = [x for x in (row['acl.id'], row['acl.id.matched']) if x not in ('', 'NA')]
        yield row['text'], labels, 'dynahate ' + min(pair)


def read_implicit(path):
    """Tweets of and about extremist groups; what was said to be hate without a word of hate is more than half of it."""
    kinds = {x['post']: x['implicit_class'] for x in table(path.replace('stg1', 'stg2'), delimiter='\t', quoting=csv.QUOTE_NONE)}
    for row in table(path, delimiter='\t', quoting=csv.QUOTE_NONE):
        if not row['class']:
            continue
        hate = row['class'] != 'not_hate'
        labels = {'hate': int(hate), 'spam': 0}
        if row['post'] in kinds:
            labels['threat'] = int(kinds[row['post']] == 'threatening')
        yield html.unescape(html.unescape(row['post'])), labels, None


def read_sbic(path):
    """As the folder of --data has the development part: offensive -> toxic, meant and at a group -> hate, lewd -> sexual."""
    for row in table(path):
        said = {k: float(row[k] or 0) for k in ('offensiveYN', 'intentYN', 'sexYN', 'whoTarget')}
        labels = {'spam': 0}
        if said['offensiveYN'] in (0.0, 1.0) or said['offensiveYN'] > 0.6:
            labels['toxic'] = int(said['offensiveYN'] > 0)
        if labels.get('toxic') == 0:
            labels.update({'hate': 0, 'threat': 0, 'insult': 0})
        elif said['offensiveYN'] >= 0.5 and said['intentYN'] >= 0.5 and said['whoTarget'] > 0.6:
            labels['hate'] = 1
        if said['sexYN'] < 0.1 or said['sexYN'] > 0.6:
            labels['sexual'] = int(said['sexYN'] > 0.6)
        yield html.unescape(row['post']), labels, None


def read_toxigen(path):
    """Sentences that a model wrote about groups, kind ones and others, judged by three people each, once as a person's and once as a machine's.

    What they were of two minds about is left out: hate from a sum of 7 of 10 on, harmless up to 4.
    """
    for row in table(path):
        sum_of_both = float(row['toxicity_human']) + float(row['toxicity_ai'])
        if 4 < sum_of_both < 7:
            continue
        hate = int(sum_of_both >= 7)
        labels = {'hate': hate, 'toxic': hate, 'spam': 0}
        if not hate:
            labels.update({'threat': 0, 'insult': 0})
        text = row['text']
        yield ast.literal_eval(text).decode('utf8', 'replace') if text.startswith(("b'", 'b"')) else text, labels, None


def read_sbic_part(path):
    """Posts with nothing but whether they are offensive: 1 is no hate yet, and 0 is none."""
    with open(path, encoding='utf8', newline='') as f:
        for offensive, text in csv.reader(f):
            labels = {'toxic': int(offensive), 'spam': 0}
            if offensive == '0':
                labels.update({'hate': 0, 'threat': 0, 'insult': 0})
            yield html.unescape(text), labels, None


def read_gab(path):
    """Posts of Gab: an assault on human dignity or a call for violence -> hate, the latter -> threat."""
    for line in open(path, encoding='utf8'):
        row = json.loads(line)
        if row.get('hd') in ('0', '1') and row.get('cv') in ('0', '1'):
            yield row['text'], {'hate': int('1' in (row['hd'], row['cv'])), 'threat': int(row['cv'])}, None


def self_dialogues(folder, topics):
    """Sentences of conversations that a person wrote with themselves."""
    for topic in topics:
        for name in sorted(os.listdir(os.path.join(folder, topic))):
            for row in table(os.path.join(folder, topic, name)):
                for k, v in row.items():
                    if k and k.startswith('Answer.sentence') and isinstance(v, str) and 2 < len(v) < 400:
                        yield v, {k: 0 for k in (*KINDS, 'toxic')}, None


def read_sms(path):
    """Real messages; nobody labelled them."""
    xml = zipfile.ZipFile(path).read('smsCorpus_en_2015.03.09_all.xml').decode('utf8')
    for text in re.findall('<text>(.*?)</text>', xml, re.DOTALL):
        yield html.unescape(text), {}, None


READ = {'cad': read_cad, 'cad_dev': read_cad, 'cad_test': read_cad, 'dynahate_dev': read_dynahate, 'dynahate_test': read_dynahate,
        'implicit_hate': read_implicit, 'sbic_test': read_sbic, 'toxigen': read_toxigen, 'sbic_part': read_sbic_part,
        'gab_hate': read_gab, 'nus_sms': read_sms}


def folder_sha256(folder, topics):
    """One digest of the files of some folders, in order of their names."""
    files = [os.path.join(t, n) for t in sorted(topics) for n in sorted(os.listdir(os.path.join(folder, t)))]
    lines = ''.join(f'{sha256(os.path.join(folder, n))} {n}\n' for n in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def short_key(text):
    return key_of(text)[:60]


def unseen_keys(paths):
    """Keys of every text of evaluation sets, so that none of them is trained on."""
    out = set()
    for path in paths:
        rows = map(json.loads, gzip.open(path, 'rt', encoding='utf8')) if path.endswith('.jsonl.gz') else table(path)
        for row in rows:
            out |= {short_key(normalise(row[k])) for k in ('test_case', 'text', 'prompt') if row.get(k)}
    return out


def is_absent(source, args):
    where = args.more if source.get('option') == '--more' else args.data
    return where is None or not os.path.exists(os.path.join(where, source.get('folder') or source['file']))


def pairs_of(source, args):
    """[(text, labels, what must stay on one side)] of a source."""
    name = source['name']
    if 'topics' in source:
        folder = os.path.join(args.more, source['folder'])
        found = folder_sha256(folder, source['topics'])
        if found != source['sha256']:
            raise SystemExit(f'{folder}: digest is {found}, expected {source["sha256"]}')
        return list(self_dialogues(folder, source['topics']))
    if source.get('option') == '--more':
        for beside, digest in source.get('beside', {}).items():
            checked(os.path.join(args.more, beside), digest)
        return list(READ[name](checked(os.path.join(args.more, source['file']), source['sha256'])))
    rows = read_jsonl(checked(os.path.join(args.data, source['file']), source['sha256']))
    return [(text, labels, None) for text, labels in rows]


def split_of(text, benign):
    p = place(text)
    if benign:
        return 'calibrate' if p < 0.25 else 'test' if p < 0.5 else 'train'
    return 'calibrate' if p < 0.04 else 'test' if p < 0.12 else 'train'


def few(rows, share, least=8):
    """A share of the rows and at least a few of each source, split and kind, so that no step meets a kind without rows; in their order."""
    rarest_first = ('sextortion', 'threat', 'sexual', 'spam', 'insult', 'hate', 'toxic')
    cells = {}
    for i, (text, labels, name, split) in enumerate(rows):
        kind = next((k for k in rarest_first if labels.get(k)), None)
        cells.setdefault((name, split, kind), []).append((place('share' + text), i))
    kept = [i for cell in cells.values() for at, (_, i) in enumerate(sorted(cell)) if at < max(least, share * len(cell))]
    return [rows[i] for i in sorted(kept)]


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--data', required=True)
    a.add_argument('--more')
    a.add_argument('--unseen', nargs='*', default=[])
    a.add_argument('--share', type=float, default=1.0)
    a.add_argument('--pass-over-absent', action='store_true')
    args = a.parse_args()
    if args.more is None and not args.pass_over_absent:
        a.error('--more is needed')
    os.makedirs(OUT, exist_ok=True)
    rows, seen, used, unseen = [], set(), [], unseen_keys(args.unseen)
    for source in json.load(open(os.path.join(HERE, 'sources.json')))['sources']:
        name = source['name']
        if name == 'sextortion_shapes':
            shapes = sextortion_shapes.rows()
            rows += [(t, l, name, 'test' if shape % 7 == 3 else 'train') for t, l, shape in shapes]
            used.append(name)
            continue
        if name == 'everyday_shapes':
            rows += [(t, l, name, 'train') for t, l in everyday_shapes.rows()]
            used.append(name)
            continue
        if args.pass_over_absent and is_absent(source, args):
            print('passed over, not at hand:', name, flush=True)
            continue
        pairs = pairs_of(source, args)
        if not source.get('leftOut'):
            used.append(name)
        kept = 0
        for text, labels, group in sorted(pairs, key=lambda p: place(p[0][::-1])):
            text = normalise(text)
            key = key_of(text)
            if not text or key in seen or (source.get('option') and key[:60] in unseen):
                continue
            if kept >= source.get('cap', 10**9) and not labels.get(source.get('keep', '')):
                continue
            seen.add(key)
            kept += 1
            labels = dict(labels)
            benign = bool(source.get('benign')) and not any(labels.get(k) for k in (*KINDS, 'toxic'))
            labels.setdefault('sextortion', 0)  # these sources hold next to none
            split = 'domain' if source.get('leftOut') else split_of(group or text, benign)
            rows.append((text, labels, name, split))
    if args.share < 1:
        rows = few(rows, args.share)
    with open(os.path.join(OUT, 'rows.jsonl'), 'w', encoding='utf8') as f:
        for text, labels, name, split in rows:
            f.write(json.dumps({'text': text, 'labels': labels, 'source': name, 'split': split}, ensure_ascii=False) + '\n')
    json.dump(used, open(os.path.join(OUT, 'used.json'), 'w'))
    print(len(rows), dict(Counter(r[3] for r in rows)))
    for k in (*KINDS, 'sextortion', 'toxic'):
        print(k, Counter(r[1][k] for r in rows if k in r[1] and r[3] == 'train'))


if __name__ == '__main__':
    main()
