"""Labels unlabelled text: soft labels (the best few with their probabilities) for the student.

    torchrun --nproc_per_node 2 label.py --data DATA --base MINILM_FOLDER --teacher teacher.pt --labels labels.json --out silver

Writes OUT.ewt.pt and OUT.0.pt, OUT.1.pt … (one file a process).

With `--student` and `--with` (the OUT of an earlier run) the labels are the mean of the teacher's probabilities, those of an
earlier student, and those that the earlier run gave the same sentence. The three err in different places: see README.md.

Text: machine-written stories, PolNeAR's training articles, the Guardian stories, and variants of the treebanks' training sentences
in which some content words are exchanged for others of the same tag (the student sees the answers to these too).
Besides, the entities of EWT's training sentences, which its annotation lacks.
"""

import argparse
import glob
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy
import torch

import parallel
from biaffine import TASKS, TOP, batches, mask_arcs, pad, padded
from data import EDITED, Labels, load_treebanks, open_text
from features import Vocabulary
from network import Student
from student import Lexicon
from teacher import Pieces, Teacher, collate
from tokenise import sentences

SOURCES = ["unlabelled/machine-written-stories.jsonl.gz", "attribution/polnear-train.jsonl.gz", "stories/guardian-syria-124.jsonl.gz"]
OPEN_TAGS = {"NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBZ", "VBP", "JJ", "RB", "CD"}


def stories(data):
    """The unlabelled sources: a list of sentences for each story."""
    for source in SOURCES:
        for line in open_text(Path(data) / source):
            yield [s for s in sentences(json.loads(line)["text"]) if 2 <= len(s) <= 80]


def news(data):
    """Sentences of the unlabelled sources."""
    for story in stories(data):
        yield from story


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


class Earlier:
    """Soft labels of an earlier run, by sentence."""

    def __init__(self, paths):
        self.files, self.place = [torch.load(path) for path in paths], {}
        for number, file in enumerate(self.files):
            types, starts = file["types"].tolist(), file["starts"].tolist()
            for first, end in zip(starts, starts[1:]):
                self.place[tuple(file["forms"][t] for t in types[first:end])] = (number, first, end)

    def find(self, forms, task):
        """(indices, probabilities) [words, k] of a sentence, or None."""
        number, first, end = self.place.get(tuple(forms), (None, 0, 0))
        if number is None:
            return None
        file = self.files[number]
        return file[task + "_index"][first:end].long(), file[task + "_p"][first:end].float()


class Labellers:
    """The teacher, perhaps a student and perhaps an earlier run, whose probabilities are averaged; the teacher counts twice."""

    SHARES = (2, 1)

    def __init__(self, teacher, pieces, student=None, earlier=None, texts=()):
        self.teacher, self.pieces, self.student, self.earlier = teacher, pieces, student, earlier
        if student:
            self.vocabulary = Vocabulary()
            for forms in texts:
                self.vocabulary.encode(forms)
            self.lexicon = Lexicon(self.vocabulary)

    def run(self, batch):
        """What each network says of a batch of items: [(share, network, word mask, tags, arcs, two sides of relations)]."""
        *inputs, present, _ = collate(batch, 4000)
        said = [(self.SHARES[0], self.teacher, present, *self.teacher(*inputs))]
        if self.student:
            rows = [self.vocabulary.encode(x["forms"]) for x in batch]
            width = padded(max(map(len, rows)))
            rows += [[]] * (len(present) - len(rows))
            present = pad([[1] * len(row) for row in rows], 0, width).bool()
            conventions = torch.full((len(rows),), EDITED)
            said.append((self.SHARES[1], self.student, present, *self.student(pad(rows, 0, width), conventions, present, self.lexicon)))
        return said

    def probabilities(self, batch):
        """{task: [words of the batch, labels]}; relations are those to the best heads."""
        with torch.autocast("cpu", torch.bfloat16):
            said = self.run(batch)
        flat = lambda scores, present: torch.softmax(scores[present].float(), -1)
        heads = max(len(x["forms"]) for x in batch) + 1
        sums = {t: sum(share * flat(tags[t], present) for share, _, present, tags, *_ in said) for t in TASKS}
        sums["head"] = sum(share * flat(mask_arcs(arc, present), present)[:, :heads] for share, _, present, _, arc, *_ in said)
        self.add_earlier(batch, sums, ("head", *TASKS))
        best = sums["head"].argmax(-1)
        sums["relation"] = 0.0
        for share, net, present, _, _, dependent, head in said:
            where = torch.zeros(present.shape, dtype=torch.long)
            where[present] = best
            with torch.autocast("cpu", torch.bfloat16):
                relation = net.relations(dependent, head, where)
            sums["relation"] = sums["relation"] + share * flat(relation, present)
        self.add_earlier(batch, sums, ("relation",), best)
        return {t: p / p.sum(-1, keepdim=True) for t, p in sums.items()}

    def add_earlier(self, batch, sums, tasks, best=None):
        if not self.earlier:
            return
        at = 0
        for x in batch:
            end = at + len(x["forms"])
            for task in tasks:
                found = self.earlier.find(x["forms"], task)
                if found:
                    indices, p = found
                    if best is not None:  # a relation to another head says nothing of this one
                        same = self.earlier.find(x["forms"], "head")[0][:, 0] == best[at:end]
                        p = p * same.unsqueeze(1)
                    indices = indices * (p > 0)
                    sums[task][at:end].scatter_add_(1, indices, p)
            at = end


@torch.no_grad()
def label(labellers, texts, report):
    """Soft labels of tokenised sentences, flat over all words: {"starts", "types", "forms", task + "_index", task + "_p"}."""
    order = {}
    types = [numpy.array([order.setdefault(w, len(order)) for w in s], dtype=numpy.int32) for s in texts]
    starts = numpy.concatenate([[0], numpy.cumsum([len(s) for s in texts])])
    total = int(starts[-1])
    index = {t: torch.zeros(total, k, dtype=torch.int16) for t, k in TOP.items()}
    weight = {t: torch.zeros(total, k, dtype=torch.float16) for t, k in TOP.items()}
    items = [labellers.pieces.sentence(s) | {"i": i, "forms": s} for i, s in enumerate(texts)]
    done, begun = 0, time.time()
    for number, batch in enumerate(batches(items, lambda x: len(x["ids"]), 4000, True)):
        probabilities = labellers.probabilities(batch)
        where = torch.cat([torch.arange(starts[x["i"]], starts[x["i"] + 1]) for x in batch])
        for task, k in TOP.items():
            p, best = probabilities[task].topk(min(k, probabilities[task].size(-1)), -1)
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
    parser.add_argument("--student", help="weights of an earlier student, of this size or smaller")
    parser.add_argument("--with", dest="earlier", help="the OUT of an earlier run")
    parser.add_argument("--copies", type=int, default=1, help="variants of each treebank sentence")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(args.seed)
    labels = Labels.load(args.labels)
    teacher, student, earlier = Teacher(args.base, labels), None, None
    teacher.load_state_dict(torch.load(args.teacher))
    teacher.eval()
    if args.student:
        student = Student(labels)
        student.grow_from(torch.load(args.student))
        student.eval()
    if args.earlier:
        earlier = Earlier(sorted(glob.glob(args.earlier + ".[0-9]*.pt")) + [args.earlier + ".ewt.pt"])
    write = lambda texts, report, path: torch.save(label(Labellers(teacher, Pieces(args.base), student, earlier, texts), texts, report), path)
    train = load_treebanks(args.data, "train")
    if parallel.FIRST:
        write([s.forms for s in train["ewt"] if len(s) <= 100], "ewt entities", args.out + ".ewt.pt")
    random.seed(args.seed)  # the same texts in every process
    texts = list(news(args.data)) + list(variants(train["ewt"] + train["gum"], args.copies))
    random.shuffle(texts)
    write(texts[parallel.RANK :: parallel.WORLD], "text", f"{args.out}.{parallel.RANK}.pt")


if __name__ == "__main__":
    main()
