#!/bin/sh
# Trains and builds the text pack `en` from nothing; --help says how, README.md why.
set -eu
usage() {
  cat <<'END'
training/run.sh --data FOLDER --more FOLDER --key key.pem [--out FOLDER] [evaluation sets]
    Trains on everything and writes packages/classifiers/packs/en-3.whpack and its card: two days of one core.
training/run.sh --from PACK --data FOLDER --more FOLDER --key key.pem [--out FOLDER] [evaluation sets]
    Goes on from the weights of a pack instead, with new data above all and a share of the old: an hour of one core.
training/run.sh --try [--from PACK] --data FOLDER [--more FOLDER] [--out FOLDER] [evaluation sets]
    Goes through the same steps with a small share of the rows and few steps of optimisation: minutes of one core. Everything
    lies in the folder of --out afterwards, with a pack signed by a key made on the spot. What is not at hand is passed over.
    The pack shows that the steps work and is for nothing else.

--out             what lies between the steps: training/out, and training/out/try with --try
evaluation sets   --hatecheck FILE --surge FILE --hatemoji FILE --moderation FILE, left out when they are not given
--help            says this
environment       PYTHON (/usr/bin/python3), PROCESSES (1, of what is not training), OMP_NUM_THREADS (1),
                  SCALE (1000, with --try 1: how many steps), HALF (--half multiplies in bfloat16)
END
}
fail() {
  echo "$1" >&2
  exit 2
}
from=$PWD
try= start= data= more= key= out= hatecheck= surge= hatemoji= moderation=
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage; exit 0 ;;
    --try) try=yes; shift; continue ;;
    --from | --data | --more | --key | --out | --hatecheck | --surge | --hatemoji | --moderation) ;;
    *) fail "unknown option $1; --help lists them" ;;
  esac
  [ $# -gt 1 ] && [ -n "$2" ] || fail "expected a path after $1"
  case $2 in /*) path=$2 ;; *) path=$from/$2 ;; esac
  case $1 in
    --from) start=$path ;; --data) data=$path ;; --more) more=$path ;; --key) key=$path ;; --out) out=$path ;; --hatecheck) hatecheck=$path ;;
    --surge) surge=$path ;; --hatemoji) hatemoji=$path ;; --moderation) moderation=$path ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.."
root=$PWD
python=${PYTHON:-/usr/bin/python3} # Debian's, with python3-torch, python3-numpy, python3-sklearn; or another with the same
half=${HALF-} processes=${PROCESSES:-1}
PATH="$root/node_modules/.bin:$PATH" # the Node that npm installed with this project
export PATH OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OPENBLAS_NUM_THREADS="${OMP_NUM_THREADS:-1}" PYTHONDONTWRITEBYTECODE=1

# What would come to light after two days is looked at first.
if [ -n "$try" ]; then
  [ -n "$data" ] || fail 'expected --data FOLDER'
  [ -z "$key" ] || fail 'expected no --key with --try: what is for trying only is signed by a key made on the spot'
  out=${out:-$root/training/out/try} scale=${SCALE:-1} batch=64 share=0.004
  pack=$out/en-try.whpack card=$out/card.md key=$out/try-key.pem
else
  [ -n "$data" ] && [ -n "$more" ] && [ -n "$key" ] || fail 'expected --data FOLDER, --more FOLDER and --key FILE, or --try'
  out=${out:-$root/training/out} scale=${SCALE:-1000} batch=256 share=1
  pack=packages/classifiers/packs/en-3.whpack card=docs/classifier-card-en.md
fi
export WELLHOUSE_TRAINING_OUT="$out"
[ -z "$start" ] || [ -r "$start" ] || fail "cannot read --from $start"
[ -d "$data" ] || fail "there is no folder $data"
[ -z "$more" ] || [ -d "$more" ] || fail "there is no folder $more"
at_hand() { # option, file: the file again, or nothing where there is none
  if [ -z "$2" ]; then
    echo "evaluation set left out, not given: --$1" >&2
  elif [ -r "$2" ]; then
    echo "$2"
  elif [ -n "$try" ]; then
    echo "evaluation set passed over, not there: --$1 $2" >&2
  else
    fail "cannot read --$1 $2"
  fi
}
hatecheck=$(at_hand hatecheck "$hatecheck")
surge=$(at_hand surge "$surge")
hatemoji=$(at_hand hatemoji "$hatemoji")
moderation=$(at_hand moderation "$moderation")
"$python" -c 'import numpy, scipy, sklearn, torch' || fail "$python lacks what README.md installs"
mkdir -p "$out"
rm -f "$out/start.json"
if [ -n "$try" ]; then
  rm -f "$key"
  public=$(node --conditions=wellhouse-src packages/classifiers/scripts/sign-pack.ts --new-key "$key")
else
  node --conditions=wellhouse-src -e 'import("./packages/classifiers/scripts/sign-pack.ts").then((m) => m.readSigningKey(process.argv[1]))' "$key"
fi

step() {
  printf '\n%s == %s\n' "$(date +%T)" "$1"
}
train() { # name, seed, steps, and how
  name=$1 seed=$2 steps=$3
  shift 3
  "$python" training/train.py --name "$name" --seed "$seed" --steps "$steps" --batch "$batch" "$@" $half
}
step vectors
vectors=packages/classifiers/test/engine/vectors
"$python" training/normalise.py "$vectors/normalise.json"
"$python" training/tokenizer.py "$vectors/pieces.json"
"$python" training/features.py "$vectors/ngrams.json"
step prepare
"$python" training/prepare.py --data "$data" ${more:+--more "$more"} --share "$share" ${try:+--pass-over-absent} \
  --unseen ${hatecheck:+"$hatecheck"} ${surge:+"$surge"} ${hatemoji:+"$hatemoji"} ${moderation:+"$moderation"}
step tokens
"$python" training/tokens.py --copies 3 --processes "$processes"
step n-grams
"$python" training/ngrams.py --name en --balance 0.5 --processes "$processes"
if [ -n "$start" ]; then
  # Sources with pairs that a few words turn round, and those that the pack had not seen.
  contrast=dynahate_dev,dynahate_test,hatemoji_build
  step 'unpack: what it goes on from'
  "$python" training/unpack.py --pack "$start" --share 0.15 --all "$contrast,cai_templates,everyday_shapes,sextortion_shapes,toxigen"
  step 'go on'
  train en 21 $((36 * scale / 10)) --batch 64 --start en-start --teacher "$out/en-start.npy" --trust 0.5 --alone toxigen,sbic_part \
    --again toxigen=3,dynahate_dev=2,dynahate_test=2,hatemoji_build=2 --rate 1e-4 --balance 0 --noise 0.4 --unknown 0.02 --held-out
else
  step 'train: six that teach'
  for seed in 1 2 3 4; do
    train "en-m$seed" "1$seed" $((4 * scale)) --rate 2e-4 --balance 0
  done
  for seed in 5 6; do
    train "en-m$seed" "1$seed" $((3 * scale)) --rate 1e-4 --balance 0.5
  done
  step 'teach: the one that learns'
  "$python" training/ensemble.py en-m1 en-m2 en-m3 en-m4 en-m5 en-m6
  train en 4 $((12 * scale)) --rate 3e-4 --balance 0 --teacher "$out/teacher.npy" --trust 0.5 --noise 0.5 --unknown 0.05
fi
step settle
"$python" training/settle.py --name en
step export
"$python" training/export.py --name en
step pack
node --conditions=wellhouse-src training/build-pack.ts --key "$key" --data "$data" --version 3 --trained "$out" ${try:+--for-trying} \
  --out "$pack" --card "$card" ${hatecheck:+--hatecheck "$hatecheck"} ${surge:+--surge "$surge"} \
  ${hatemoji:+--hatemoji "$hatemoji"} ${moderation:+--moderation "$moderation"}
[ -n "$try" ] || exit 0

step evaluate
node --conditions=wellhouse-src training/evaluate.ts --pack "$pack" --trusted-key "$public" --rows "$out/rows.jsonl" \
  --identities "$data/cai_sentence_templates_en.csv.gz" ${hatecheck:+--hatecheck "$hatecheck"} ${surge:+--surge "$surge"} \
  ${hatemoji:+--hatemoji "$hatemoji"} ${moderation:+--moderation "$moderation"} >"$out/evaluation-again.json"
cmp "$out/evaluation-en.json" "$out/evaluation-again.json"
step 'wellhouse classify'
echo '{"text":"see you at seven, I bring the cake"}' |
  wellhouse classify --jsonl --details --languages en --pack "$pack" --trusted-key "$public"
step done
cat <<END
FOR TRYING ONLY: the pack was made of $share of the rows in a handful of steps, and its scores mean nothing. Do not ship it.
pack         $pack
card         $card
public key   $public
private key  $key
figures      $out/evaluation-en.json
rest         $out (rows of the data: they belong into no repository, log or screenshot)
END
