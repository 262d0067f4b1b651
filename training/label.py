"""Labels unlabelled text with the teacher: soft labels (the best few with their probabilities) for the student.

    torchrun --nproc_per_node 2 label.py --data DATA --base MINILM_FOLDER --teacher teacher.pt --labels labels.json --out silver

Writes OUT.ewt.pt and OUT.0.pt, OUT.1.pt … (one file a process).

Text: machine-written stories, PolNeAR's training articles, the Guardian stories, and variants of the treebanks' training sentences
in which some content words are exchanged for others of the same tag (the student sees the teacher's answers to these too).
Besides, the entities of EWT's training sentences, which its annotation lacks.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy
import torch

import parallel
from biaffine import TASKS, batches, mask_arcs
from data import Labels, load_treebanks, open_text
from teacher import Pieces, Teacher, collate
from tokenise import sentences

TOP = {"head": 4, "relation": 4, "upos": 2, "xpos": 3, "lemma": 2, "entity": 3}
SOURCES = ["unlabelled/machine-written-stories.jsonl.gz", "attribution/polnear-train.jsonl.gz", "stories/guardian-syria-124.jsonl.gz"]
OPEN_TAGS = {"NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBZ", "VBP", "JJ", "RB", "CD"}


def news(data):
    """Sentences of the unlabelled sources."""
    for source in SOURCES:
        for line in open_text(Path(data) / source):
            yield from (s for s in sentences(json.loads(line)["text"]) if 2 <= len(s) <= 80)


def variants(treebank, copies, rate=0.3):
    """Training sentences with content words exchanged for others of the same tag and ending."""
    words = defaultdict(list)
    for s in treebank:
        for form, tag in zip(s.forms, s.xpos):
            if tag in OPEN_TAGS:
                words[tag, form[:1].isupper()].append(form)
    for _ in range(copies):
        for s in treebank:
            if 3 <= len(s) <= 80:
                yield [
                    random.choice(words[tag, form[:1].isupper()]) if tag in OPEN_TAGS and random.random() < rate else form
                    for form, tag in zip(s.forms, s.xpos)
                ]


@torch.no_grad()
def label(net, pieces, texts, report):
    """Soft labels of tokenised sentences, flat over all words: {"starts", "types", "forms", task + "_index", task + "_p"}."""
    order = {}
    types = [numpy.array([order.setdefault(w, len(order)) for w in s], dtype=numpy.int32) for s in texts]
    starts = numpy.concatenate([[0], numpy.cumsum([len(s) for s in texts])])
    total = int(starts[-1])
    index = {t: torch.zeros(total, k, dtype=torch.int16) for t, k in TOP.items()}
    weight = {t: torch.zeros(total, k, dtype=torch.float16) for t, k in TOP.items()}
    items = [pieces.sentence(s) | {"i": i} for i, s in enumerate(texts)]
    done, begun = 0, time.time()
    for number, batch in enumerate(batches(items, lambda x: len(x["ids"]), 4000, True)):
        *inputs, present, _ = collate(batch, 4000)
        with torch.autocast("cpu", torch.bfloat16):
            tags, arc, dependent, head = net(*inputs)
            arc = mask_arcs(arc, present)
            relation = net.relations(dependent, head, arc.argmax(-1))
        scores = {t: tags[t] for t in TASKS} | {"head": arc, "relation": relation}
        where = torch.cat([torch.arange(starts[x["i"]], starts[x["i"] + 1]) for x in batch])
        for task, k in TOP.items():
            p, best = torch.softmax(scores[task][present].float(), -1).topk(min(k, scores[task].size(-1)), -1)
            index[task][where, : best.size(1)] = best.to(torch.int16)
            weight[task][where, : best.size(1)] = (p / p.sum(-1, keepdim=True)).to(torch.float16)
        done += len(where)
        if number % 50 == 0:
            print(report, done, "words of", total, f"{done / (time.time() - begun):.0f} a second", flush=True)
    flat = {"starts": torch.from_numpy(starts), "types": torch.from_numpy(numpy.concatenate(types)), "forms": list(order)}
    return flat | {t + "_index": index[t] for t in TOP} | {t + "_p": weight[t] for t in TOP}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "base", "teacher", "labels", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--copies", type=int, default=1, help="variants of each treebank sentence")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(args.seed)
    labels, pieces = Labels.load(args.labels), Pieces(args.base)
    net = Teacher(args.base, labels)
    net.load_state_dict(torch.load(args.teacher))
    net.eval()
    train = load_treebanks(args.data, "train")
    if parallel.FIRST:
        torch.save(label(net, pieces, [s.forms for s in train["ewt"] if len(s) <= 100], "ewt entities"), args.out + ".ewt.pt")
    random.seed(args.seed)  # the same texts in every process
    texts = list(news(args.data)) + list(variants(train["ewt"] + train["gum"], args.copies))
    random.shuffle(texts)
    torch.save(label(net, pieces, texts[parallel.RANK :: parallel.WORLD], "text"), f"{args.out}.{parallel.RANK}.pt")


if __name__ == "__main__":
    main()
