#!/bin/sh
# Trains and builds the text pack `en` from nothing. See README.md.
#   training/run.sh --data FOLDER --more FOLDER --key key.pem [--hatecheck FILE] [--surge FILE] [--hatemoji FILE] [--moderation FILE]
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-/usr/bin/python3} # Debian's, with python3-torch, python3-numpy, python3-sklearn; or another with the same
data= more= key= hatecheck= surge= hatemoji= moderation= half=${HALF-} processes=${PROCESSES:-1} scale=${SCALE:-1000}
while [ $# -gt 0 ]; do
  case $1 in
    --data) data=$2 ;; --more) more=$2 ;; --key) key=$2 ;; --hatecheck) hatecheck=$2 ;; --surge) surge=$2 ;;
    --hatemoji) hatemoji=$2 ;; --moderation) moderation=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
[ -n "$data" ] && [ -n "$more" ] && [ -n "$key" ] || { echo 'expected --data FOLDER, --more FOLDER and --key FILE' >&2; exit 2; }
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OPENBLAS_NUM_THREADS="${OMP_NUM_THREADS:-1}" PYTHONDONTWRITEBYTECODE=1
vectors=packages/classifiers/test/engine/vectors
"$python" training/normalise.py "$vectors/normalise.json"
"$python" training/tokenizer.py "$vectors/pieces.json"
"$python" training/features.py "$vectors/ngrams.json"
"$python" training/prepare.py --data "$data" --more "$more" \
  --unseen ${hatecheck:+"$hatecheck"} ${surge:+"$surge"} ${hatemoji:+"$hatemoji"} ${moderation:+"$moderation"}
"$python" training/tokens.py --copies 3 --processes "$processes"
"$python" training/ngrams.py --name en --balance 0.5 --processes "$processes"
for seed in 1 2 3 4; do # those that teach
  "$python" training/train.py --name "en-m$seed" --seed "1$seed" --steps $((4 * scale)) --rate 2e-4 --balance 0 $half
done
for seed in 5 6; do
  "$python" training/train.py --name "en-m$seed" --seed "1$seed" --steps $((3 * scale)) --rate 1e-4 --balance 0.5 $half
done
"$python" training/ensemble.py en-m1 en-m2 en-m3 en-m4 en-m5 en-m6
"$python" training/train.py --name en --seed 4 --steps $((12 * scale)) --rate 3e-4 --balance 0 --teacher training/out/teacher.npy \
  --trust 0.5 --noise 0.5 --unknown 0.05 $half
"$python" training/settle.py --name en
"$python" training/export.py --name en
node --conditions=wellhouse-src training/build-pack.ts --key "$key" --data "$data" --version 2 \
  --out packages/classifiers/packs/en-2.whpack --card docs/classifier-card-en.md ${hatecheck:+--hatecheck "$hatecheck"} \
  ${surge:+--surge "$surge"} ${hatemoji:+--hatemoji "$hatemoji"} ${moderation:+--moderation "$moderation"}
