"""The mean of the logits that several models gave for every row: what the model that ships is taught.

python3 ensemble.py NAME ...   reads out/NAME.npy of each, writes out/teacher.npy and out/teacher.run.json
"""
import json
import os
import sys

import numpy as np

from base import OUT
from tokens import read_rows
from train import measures


def main():
    names = sys.argv[1:]
    total = sum(np.load(os.path.join(OUT, name + '.npy')).astype(np.float32) for name in names) / len(names)
    np.save(os.path.join(OUT, 'teacher.npy'), total.astype(np.float16))
    with open(os.path.join(OUT, 'teacher.run.json'), 'w') as f:
        json.dump({'models': names, 'measures': measures(read_rows(), total)}, f, indent=1)


if __name__ == '__main__':
    main()
