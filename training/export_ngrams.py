"""Writes out/model-NAME.json and .bin of a model that is n-grams alone.  python3 export_ngrams.py --name de"""
import argparse
import json
import os

import numpy as np

from base import OUT


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--name', required=True)
    args = a.parse_args()
    grams = np.load(os.path.join(OUT, f'ngrams-{args.name}.npz'))
    tensors, offset = [], 0
    with open(os.path.join(OUT, f'model-{args.name}.bin'), 'wb') as f:
        for name, value in (('head.bias', grams['biases']), ('ngrams.weight', grams['weights'])):
            data = np.ascontiguousarray(value, dtype='<f4').tobytes()
            tensors.append({'name': name, 'shape': list(value.shape), 'offset': offset})
            f.write(data)
            offset += len(data)
    description = {'architecture': 'ngrams/1', 'heads': list(map(str, grams['heads'])), 'layers': [], 'vocabulary': [], 'tensors': tensors}
    json.dump(description, open(os.path.join(OUT, f'model-{args.name}.json'), 'w'))


if __name__ == '__main__':
    main()
