"""What is done to a message before the tokenizer: the rules of packages/classifiers/src/engine/normalise.ts and reading-order.ts.

`python3 normalise.py VECTORS.json` checks this file against the vectors that the TypeScript side writes
(packages/classifiers/test/engine/vectors/normalise.json).
"""
import hashlib
import json
import re
import sys
import unicodedata

UNSEEN = re.compile(
    '[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f'
    '\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a'
    '\U000e0000-\U000e0fff]'
)
SPACE = re.compile('[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+')
LINK = re.compile('(?:https?://|www\\.)[^ ]+', re.IGNORECASE)
NAME = re.compile(r'(?<![\w.])@\w+')
FIRST, LAST = 12_288, 4_096

# mark -> whether it begins an odd level, is an isolate, turns letters around
BEGINS = {
    '\u202a': (False, False, False),
    '\u202b': (True, False, False),
    '\u202d': (False, False, False),
    '\u202e': (True, False, True),
    '\u2066': (False, True, False),
    '\u2067': (True, True, False),
    '\u2068': (False, True, False),
}
PARAGRAPH_END = '\n\r\u001c-\u001e\u0085\u2029'
PART = re.compile(f'[\u202a-\u202e\u2066-\u2069]|[{PARAGRAPH_END}]|[^\u202a-\u202e\u2066-\u2069{PARAGRAPH_END}]+')
PARAGRAPH_ENDS = re.compile(f'[{PARAGRAPH_END}]')
FROM_RIGHT = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]')
DEEPEST = 125


DIRECTING = re.compile('[\u001c-\u001e\u061c\u115f\u1160\u200e\u200f\u202a-\u202e\u2066-\u2069\u3164\uffa0]')


def kept(text):
    """Pieces that are not turned around in themselves: what is written from right to left anyway, and letters with their accents."""
    starts, in_kept = [], False
    for at, char in enumerate(text):
        category, from_right = unicodedata.category(char)[0], FROM_RIGHT.match(char) is not None
        if in_kept and (from_right or category not in 'LN') or starts and category == 'M':
            continue
        in_kept = from_right
        starts.append(at)
    return [text[a:b] for a, b in zip(starts, starts[1:] + [len(text)])]


def is_strong(text):
    return '\u200e' in text or any(unicodedata.category(char)[0] == 'L' for char in text)


def settle(sequence, level):
    last, pending = sequence
    for stretch in pending:
        if min(last, level) > stretch[0] and last & level & 1:
            stretch[0] += 1
    sequence[:] = [level, []]


def levelled(paragraph):
    stretches, stack, sequences = [], [(0, False, False)], [[0, []]]
    deep_isolates = deep_embeddings = 0

    def add(text):
        level, _, is_turned = stack[-1]
        stretch = [level if is_turned else level + (level & 1), text]
        stretches.append(stretch)
        if is_turned or is_strong(text):
            settle(sequences[-1], stretch[0])
        else:
            sequences[-1][1].append(stretch)

    for part in paragraph:
        if part in BEGINS:
            is_odd, is_isolate, is_turned = BEGINS[part]
            level = stack[-1][0]
            level = (level + 1) | 1 if is_odd else (level + 2) & ~1
            if is_isolate:
                add('')
            if level <= DEEPEST and not deep_isolates and not deep_embeddings:
                if is_isolate:
                    sequences.append([level, []])
                stack.append((level, is_isolate, is_turned))
            elif is_isolate:
                deep_isolates += 1
            elif not deep_isolates:
                deep_embeddings += 1
        elif part == '\u2069':
            if deep_isolates:
                deep_isolates -= 1
            elif len(sequences) > 1:
                deep_embeddings = 0
                sequences.pop()
                while not stack.pop()[1]:
                    pass
            add('')
        elif part == '\u202c':
            if deep_isolates:
                continue
            if deep_embeddings:
                deep_embeddings -= 1
            elif len(stack) > 1 and not stack[-1][1]:
                stack.pop()
        else:
            add(part)
    return stretches


def as_read(stretches):
    groups = [[]]

    def close():
        group = groups.pop()
        groups[-1].append(''.join(reversed(group) if len(groups) % 2 else group))

    for level, text in stretches:
        while len(groups) - 1 > level:
            close()
        while len(groups) - 1 < level:
            groups.append([])
        groups[-1].extend(kept(text) if level % 2 else [text])
    while len(groups) > 1:
        close()
    return ''.join(groups[0])


def in_reading_order(text):
    if '\u202e' not in text:
        return text
    read, paragraph = [], []
    for part in PART.findall(UNSEEN.sub(lambda found: found[0] if DIRECTING.match(found[0]) else '', text)):
        if PARAGRAPH_ENDS.match(part):
            read += [as_read(levelled(paragraph)), part]
            paragraph = []
        else:
            paragraph.append(part)
    return ''.join(read) + as_read(levelled(paragraph))


def units(text):
    return text.encode('utf-16-le', 'surrogatepass')


def shorten(text):
    if len(text) * 2 <= FIRST + LAST:
        return text
    data = units(text)
    if len(data) <= 2 * (FIRST + LAST):
        return text
    return (data[: 2 * FIRST] + b' \0' + data[-2 * LAST :]).decode('utf-16-le', 'surrogatepass')


def well_formed(text):
    """Pairs of surrogates become their character, lone ones U+FFFD."""
    if not any('\ud800' <= c <= '\udfff' for c in text):
        return text
    text = units(text).decode('utf-16-le', 'surrogatepass')
    return re.sub('[\ud800-\udfff]', '\ufffd', text)


def normalise(text: str) -> str:
    text = well_formed(shorten(SPACE.sub(' ', UNSEEN.sub('', in_reading_order(well_formed(text))))))
    text = UNSEEN.sub('', unicodedata.normalize('NFKC', text))
    text = SPACE.sub(' ', text).strip(' ')
    return NAME.sub('[USER]', LINK.sub('[URL]', text))


def gives(vector):
    text = vector['input']
    said = normalise(text if isinstance(text, str) else text['repeat'] * text['times'])
    if 'output' in vector:
        return said == vector['output']
    return hashlib.sha256(said.encode()).hexdigest() == vector['sha256'] and len(units(said)) == 2 * vector['outputUnits']


if __name__ == '__main__':
    vectors = json.load(open(sys.argv[1], encoding='utf8'))
    wrong = [v['input'] for v in vectors if not gives(v)]
    print(len(vectors), 'vectors, wrong:', len(wrong), [ascii(w)[:60] for w in wrong])
    sys.exit(1 if wrong else 0)
