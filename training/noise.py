"""Character noise for robustness: what people do to words, by accident or to get past a filter."""
LOOKALIKE = {'a': '4@', 'e': '3', 'i': '1!', 'o': '0', 's': '5$', 't': '7'}


def noise(text, r):
    """A noisy copy of a text; r: random.Random."""
    k = r.random()
    if k < 0.25:
        return text.lower()
    if k < 0.33:
        return text.upper()
    words = text.split(' ')
    for _ in range(max(1, len(words) // 8)):
        i = r.randrange(len(words))
        x = words[i]
        if len(x) < 3 or x.startswith('['):
            continue
        kind, p = r.randrange(5), r.randrange(len(x) - 1)
        if kind == 0:
            x = x[:p] + x[p + 1 :]
        elif kind == 1:
            x = x[:p] + x[p + 1] + x[p] + x[p + 2 :]
        elif kind == 2:
            x = x[:p] + ' ' + x[p:] if r.random() < 0.5 else ' '.join(x)
        elif kind == 3:
            c = x[p].lower()
            x = x[:p] + (r.choice(LOOKALIKE[c]) if c in LOOKALIKE else x[p]) + x[p + 1 :]
        else:
            x = x[:p] + x[p] * r.randrange(2, 4) + x[p:]
        words[i] = x
    return ' '.join(words)
