"""Trains the small network on gold trees and, if given, on the teacher's soft labels of unlabelled text.

    python student.py --data DATA --labels labels.json --out student --minutes 12                       # gold alone: a first model
    python student.py --data DATA --labels labels.json --out student --minutes 80 --silver silver \
        --teacher teacher.pt --base MINILM_FOLDER                                                       # full strength

Writes OUT.state (everything, to go on after a stop: the same command again) and OUT.ema.pt (averaged weights, for export.py).
The learning rate falls to nothing over --minutes; the last --quantise-share of the time runs with 8-bit rounding.
"""

import argparse
import glob
import os
import random
import time

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F

import parallel
from biaffine import TASKS, TOP, Figures, batch_size, mask_arcs, padded
from data import EDITED, IGNORE, TREEBANK, Labels, encode_sentence, entity_labels, load_treebanks
from entities import entity_f1, gold_named, named_mentions
from features import TABLES, Vocabulary
from network import Student

WEIGHTS = {"head": 1.0, "relation": 1.0, "upos": 0.5, "xpos": 0.8, "lemma": 0.4, "entity": 0.8}
# The teacher reads word pieces without case and is the worse one at lemmas: its labels count little there.
SILVER_WEIGHTS = WEIGHTS | {"lemma": 0.04}


class Lexicon:
    """Feature rows of all forms as tensors; see features.py."""

    def __init__(self, vocabulary):
        self.fixed = torch.tensor([row[:7] for row in vocabulary.rows])
        self.counts = torch.tensor([len(row[7]) for row in vocabulary.rows])
        self.offsets = self.counts.cumsum(0) - self.counts
        self.grams = torch.tensor([g for row in vocabulary.rows for g in row[7]])


class Corpus:
    """Sentences with soft labels, flat over words: `starts`, `types`, and for each task best indices and probabilities;
    `treebanks` says by sentence whose conventions the labels follow."""

    def __init__(self, starts, types, index, weight, treebanks=None):
        self.starts, self.types, self.index, self.weight = starts, types, index, weight
        self.lengths = starts[1:] - starts[:-1]
        self.treebanks = torch.full((len(self.lengths),), EDITED) if treebanks is None else treebanks

    @classmethod
    def gold(cls, sentences, labels, vocabulary, treebanks=None):
        starts = torch.tensor(numpy.concatenate([[0], numpy.cumsum([len(s) for s in sentences])]))
        types = torch.tensor([i for s in sentences for i in vocabulary.encode(s.forms)])
        encoded = [encode_sentence(s, labels) for s in sentences]
        index, weight = {}, {}
        for task, k in TOP.items():
            flat = torch.tensor([v for e in encoded for v in e[task]])
            index[task] = torch.zeros(len(flat), k, dtype=torch.int16)
            weight[task] = torch.zeros(len(flat), k, dtype=torch.float16)
            index[task][:, 0] = flat.clamp(min=0).to(torch.int16)
            weight[task][:, 0] = (flat != IGNORE).to(torch.float16)
        return cls(starts, types, index, weight, treebanks)

    @classmethod
    def silver(cls, path, vocabulary):
        saved = torch.load(path)
        renumber = torch.tensor(vocabulary.encode(saved["forms"]))
        types = renumber[saved["types"].long()]
        # Answers without probability may lie outside of a short sentence.
        index = {t: saved[t + "_index"] * (saved[t + "_p"] > 0) for t in TOP}
        return cls(saved["starts"], types, index, {t: saved[t + "_p"] for t in TOP})

    def batch(self, numbers, budget):
        """(types [b, n], treebanks [b], present [b, n], {task: (indices, weights) [b, n, k]})."""
        lengths = self.lengths[numbers]
        n = padded(int(lengths.max()))
        missing = batch_size(n, budget) - len(numbers)
        numbers, lengths = F.pad(numbers, (0, missing)), F.pad(lengths, (0, missing))
        present = torch.arange(n).unsqueeze(0) < lengths.unsqueeze(1)
        where = (self.starts[numbers].unsqueeze(1) + torch.arange(n).unsqueeze(0)).clamp(max=len(self.types) - 1)
        gold = {t: (self.index[t][where].long() * present.unsqueeze(-1), self.weight[t][where].float() * present.unsqueeze(-1)) for t in TOP}
        return self.types[where] * present, self.treebanks[numbers], present, gold


def plan(corpora, samples, budget):
    """Shuffled batches (corpus, sentence numbers): `samples[c]` words of corpus c (None: all of it)."""
    result = []
    for number, (corpus, sample) in enumerate(zip(corpora, samples)):
        chosen = torch.randperm(len(corpus.lengths))
        if sample is not None:
            chosen = chosen[corpus.lengths[chosen].cumsum(0) <= sample]
        noise = corpus.lengths[chosen] + torch.rand(len(chosen)) * 3
        chosen = chosen[noise.argsort()]
        current, longest = [], 0
        for i in chosen.tolist():
            length = int(corpus.lengths[i])
            if current and len(current) + 1 > batch_size(padded(max(longest, length)), budget):
                result.append((number, torch.tensor(current)))
                current, longest = [], 0
            current.append(i)
            longest = max(longest, length)
        if current:
            result.append((number, torch.tensor(current)))
    random.shuffle(result)
    return result


def soft_loss(scores, indices, weights):
    """Mean over labelled words of the cross entropy to the soft labels."""
    logs = torch.log_softmax(scores.float(), -1).gather(-1, indices).clamp(min=-40)
    return -(weights * logs).sum() / weights.sum().clamp(min=1)


def loss_of(net, batch, lexicon, weights=WEIGHTS):
    types, treebanks, present, gold = batch
    with torch.autocast("cpu", torch.bfloat16):
        tags, arc, dependent, head = net(types, treebanks, present, lexicon)
        relation = net.relations(dependent, head, gold["head"][0][..., 0])
    scores = tags | {"head": mask_arcs(arc, present), "relation": relation}
    return sum(weights[t] * soft_loss(scores[t], *gold[t]) for t in TOP)


@torch.no_grad()
def evaluate(net, sentences, labels, vocabulary):
    """Figures on gold tokens with greedy heads, in the conventions of EDITED; entities with the span rule on the predicted trees."""
    net.eval()
    corpus = Corpus.gold(sentences, labels, vocabulary)
    lexicon = Lexicon(vocabulary)
    figures, pairs = Figures(), []
    for _, numbers in plan([corpus], [None], 6000):
        types, treebanks, present, gold = corpus.batch(numbers, 6000)
        with torch.autocast("cpu", torch.bfloat16):
            tags, arc, dependent, head = net(types, treebanks, present, lexicon)
            heads = mask_arcs(arc, present).argmax(-1)
            relations = net.relations(dependent, head, heads).argmax(-1)
        best = {t: tags[t].argmax(-1) for t in TASKS}
        hard = {t: torch.where(w[..., 0] > 0, i[..., 0], IGNORE) for t, (i, w) in gold.items()}
        figures.add(best, heads, relations, hard, present)
        for row, number in enumerate(numbers.tolist()):
            s = sentences[number]
            if s.mentions is not None:
                names = lambda t, values: [labels.lists[t][v] for v in values[row, : len(s)].tolist()]
                pairs.append((gold_named(s), named_mentions(names("upos", best["upos"]), names("xpos", best["xpos"]), heads[row, : len(s)].tolist(), names("relation", relations), names("entity", best["entity"]))))
    net.train()
    result = figures.result()
    return result | ({"entities_f1": entity_f1(pairs)} if pairs else {})


def teacher_embeddings(net, vocabulary, base, teacher):
    """Starts the norm table from the teacher's word-piece embeddings (principal components), so that words which the trees
    hardly show are near their likes from the first step."""
    from teacher import Pieces

    pieces = Pieces(base)
    table = torch.load(teacher)["bert.embeddings.word_embeddings.weight"].float()
    known = [w for w in pieces.tokenizer.get_vocab() if w.isalpha() and len(w) > 2]
    forms = list(dict.fromkeys(f.lower() for f in vocabulary.forms)) + [w for w in known]
    vectors = torch.stack([table[pieces.word(f)].mean(0) for f in forms])
    vectors = vectors - vectors.mean(0)
    dimensions = TABLES["norm"][1]
    _, _, components = torch.pca_lowrank(vectors, dimensions, niter=4)
    target = vectors @ components
    target = target * (0.14 / target.pow(2).mean().sqrt())
    rows = Vocabulary()
    rows.encode(forms)
    fixed = torch.tensor([row[:2] for row in rows.rows])
    target = target[torch.tensor([rows.number[f] for f in dict.fromkeys(forms)]).argsort()] if len(rows.rows) != len(forms) else target
    weight = torch.zeros_like(net.embed["norm"].weight)
    count = torch.zeros(len(weight), 1).index_add_(0, fixed.reshape(-1), torch.ones(fixed.numel(), 1)).clamp(min=1)
    for _ in range(40):
        residual = (target - weight[fixed[:, 0]] - weight[fixed[:, 1]]) / 2
        step = torch.zeros_like(weight).index_add_(0, fixed[:, 0], residual).index_add_(0, fixed[:, 1], residual)
        weight += step / count
    with torch.no_grad():
        net.embed["norm"].weight.copy_(weight)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "labels", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--silver", help="the OUT of label.py")
    parser.add_argument("--teacher", help="start the word table from this teacher (needs --base)")
    parser.add_argument("--base")
    parser.add_argument("--init", help="start from these weights, of a network of this size or smaller")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--budget", type=int, default=3000, help="words a batch")
    parser.add_argument("--silver-words", type=int, default=1_000_000, help="words of silver a round (a round is all gold)")
    parser.add_argument("--gum-weight", type=float, default=1.5, help="of GUM's gold words, to EWT's 1")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--quantise-share", type=float, default=0.12)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    parallel.start()
    torch.manual_seed(args.seed + parallel.RANK)
    random.seed(args.seed + parallel.RANK)

    labels, vocabulary = Labels.load(args.labels), Vocabulary()
    train, dev = load_treebanks(args.data, "train"), load_treebanks(args.data, "dev")
    train = {name: [s for s in part if len(s) <= 100] for name, part in train.items()}
    treebanks = torch.tensor([TREEBANK[name] for name in ("ewt", "gum") for _ in train[name]])
    gold = Corpus.gold(train["ewt"] + train["gum"], labels, vocabulary, treebanks)
    # GUM is the smaller one, and edited text is nearer to it.
    louder = (treebanks == TREEBANK["gum"]).repeat_interleave(gold.lengths).unsqueeze(1)
    for task in TOP:
        gold.weight[task] *= torch.where(louder, args.gum_weight, 1.0).to(torch.float16)
    corpora, samples = [gold], [None]
    if args.silver:
        entities = Corpus.silver(args.silver + ".ewt.pt", vocabulary)
        n = len(entities.types)
        gold.index["entity"][:n], gold.weight["entity"][:n] = entities.index["entity"], entities.weight["entity"]
        parts = [Corpus.silver(path, vocabulary) for path in sorted(glob.glob(args.silver + ".[0-9]*.pt"))]
        corpora += parts
        samples += [args.silver_words // len(parts)] * len(parts)
    net = Student(labels, args.dropout)
    if args.teacher:
        teacher_embeddings(net, vocabulary, args.base, args.teacher)
    if args.init:
        net.grow_from(torch.load(args.init))
    lexicon = Lexicon(vocabulary)
    print("sentences", [len(c.lengths) for c in corpora], "words", [len(c.types) for c in corpora], "forms", len(vocabulary.forms))
    embedding = [p for n, p in net.named_parameters() if n.startswith("embed.")]
    others = [p for n, p in net.named_parameters() if not n.startswith("embed.")]
    print("parameters", sum(p.numel() for p in embedding), "in tables,", sum(p.numel() for p in others), "outside", flush=True)
    dense = torch.optim.AdamW(others, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    sparse = torch.optim.SparseAdam(embedding, lr=args.rate, betas=(0.9, 0.98))
    parallel.same_start(net.parameters())
    ema = {n: p.detach().clone() for n, p in net.named_parameters()}
    step, used, state = 0, 0.0, args.out + ".state"
    if os.path.exists(state):
        saved = torch.load(state)
        torch.manual_seed(args.seed + parallel.RANK + saved["step"])
        random.seed(args.seed + parallel.RANK + saved["step"])
        net.load_state_dict(saved["net"])
        dense.load_state_dict(saved["dense"])
        sparse.load_state_dict(saved["sparse"])
        ema, step, used = saved["ema"], saved["step"], saved["used"]

    def save():
        if not parallel.FIRST:
            return
        torch.save({"net": net.state_dict(), "dense": dense.state_dict(), "sparse": sparse.state_dict(), "ema": ema, "step": step, "used": clock}, state + ".new")
        os.replace(state + ".new", state)
        torch.save(ema, args.out + ".ema.pt")

    def report():
        if not parallel.FIRST:
            return
        current = {n: p.detach().clone() for n, p in net.named_parameters()}
        net.load_state_dict(ema)
        print("DEV", {name: evaluate(net, part, labels, vocabulary) for name, part in dev.items()}, flush=True)
        net.load_state_dict(current)

    total, words, seconds = 0.0, 0, args.minutes * 60
    last, clock, saved_at, reported = time.time(), used, used, used
    queue = []
    while clock < seconds:
        if not queue:
            queue = plan(corpora, samples, args.budget)
        corpus, numbers = queue.pop()
        progress = clock / seconds
        rate = args.rate * min(1, (step + 1) / 200) * max(0.01, 1 - progress)
        for group in dense.param_groups + sparse.param_groups:
            group["lr"] = rate
        net.set_quantised(progress > 1 - args.quantise_share)
        loss = loss_of(net, corpora[corpus].batch(numbers, args.budget), lexicon, SILVER_WEIGHTS if corpus else WEIGHTS)
        loss.backward()
        clock = parallel.average(others, embedding, used + time.time() - last)
        nn.utils.clip_grad_norm_(others, 2.0)
        dense.step()
        sparse.step()
        net.zero_grad()
        step += 1
        if step % 8 == 0:
            decay = min(0.999, step / (step + 400)) ** 8
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in net.parameters()], 1 - decay)
        total, words = total + loss.item(), words + int(corpora[corpus].lengths[numbers].sum()) * parallel.WORLD
        if step % 200 == 0:
            speed = words / (clock - used)
            if parallel.FIRST:
                print(f"step {step} minute {clock / 60:.1f} loss {total / 200:.3f} rate {rate:.5f} words/s {speed:.0f}", flush=True)
            used, last, total, words = clock, time.time(), 0.0, 0
            if clock - saved_at > 150:
                save()
                saved_at = clock
            if clock - reported > 420:
                report()
                reported, last = clock, time.time()
    save()
    report()


if __name__ == "__main__":
    main()
