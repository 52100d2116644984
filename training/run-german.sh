#!/bin/sh
# Trains and builds the text pack `de`: n-grams alone.  training/run-german.sh --data FOLDER --more FOLDER --key key.pem
set -eu
cd "$(dirname "$0")/.."
[ "${1-}" = --data ] && [ "${3-}" = --more ] && [ "${5-}" = --key ] || { echo 'expected --data FOLDER --more FOLDER --key FILE' >&2; exit 2; }
python=${PYTHON:-/usr/bin/python3}
PATH="$PWD/node_modules/.bin:$PATH" # the Node that npm installed with this project
export PATH OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
"$python" training/prepare_german.py --data "$2" --more "$4"
"$python" training/ngrams.py --name de --rows rows-de.jsonl --heads hate,insult --c 20 --balance 1
"$python" training/export_ngrams.py --name de
node --conditions=wellhouse-src training/build-pack.ts --language de --version 2 --key "$6" --data "$2" --trained "${WELLHOUSE_TRAINING_OUT:-training/out}" \
  --out packages/classifiers/packs/de-2.whpack --card docs/classifier-card-de.md
