"""What is done to a message before the tokenizer: the rules of packages/classifiers/src/engine/normalise.ts.

`python3 normalise.py VECTORS.json` checks this file against the vectors that the TypeScript side writes
(packages/classifiers/test/engine/vectors/normalise.json).
"""
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
    text = well_formed(shorten(SPACE.sub(' ', UNSEEN.sub('', well_formed(text)))))
    text = UNSEEN.sub('', unicodedata.normalize('NFKC', text))
    text = SPACE.sub(' ', text).strip(' ')
    return NAME.sub('[USER]', LINK.sub('[URL]', text))


if __name__ == '__main__':
    vectors = [v for v in json.load(open(sys.argv[1], encoding='utf8')) if isinstance(v['input'], str)]
    wrong = [v['input'] for v in vectors if normalise(v['input']) != v['output']]
    print(len(vectors), 'vectors, wrong:', len(wrong), [ascii(w)[:60] for w in wrong])
    sys.exit(1 if wrong else 0)
