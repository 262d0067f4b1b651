"""Fits the layer of the tags (UPOS and XPOS) once more, on a trunk that no longer changes: trees, lemma scripts and entity labels stay.

    python heads.py --data DATA --labels labels.json --weights student2.ema.pt --start student1.ema.pt --silver silver2 --out english.pt

With `--start` (what the student began from) the trunk lies between the two, and the layer between theirs no longer fits it well.
Gold counts for more than in student.py: what the rest of the network has to learn from soft labels it has learnt.
Writes weights for export.py.
"""

import argparse
import glob
import random
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from data import EDITED, TREEBANK, Labels, load_treebanks
from features import Vocabulary
from network import ATTENTIONS, HEADS, WIDTH, Student
from student import Corpus, Lexicon, plan, soft_loss

TASKS = ("upos", "xpos")
BATCH = 2048


def between(start, end, share, labels):
    """The weights that are `share` of the way from `start`, grown to today's size, to `end`."""
    first = Student(labels)
    first.grow_from(start)
    first = first.state_dict()
    return {name: torch.lerp(first[name], value, share) for name, value in end.items()}


def attention_of(folder):
    """The attention layers of an exported model, as Student names them."""
    exported, weights = load_file(Path(folder) / "english.safetensors"), {}
    for layer in (f"att.{number}" for number in range(ATTENTIONS)):
        for part in ("qkv", "out", "up", "down"):
            name = f"{layer}.{part}"
            weights[name + ".weight"] = exported[name + ".weight"] * exported[name + ".scale"].unsqueeze(1)
            weights[name + ".bias"] = exported[name + ".bias"]
        for kind in ("weight", "bias"):  # export.py has divided the queries
            weights[f"{layer}.qkv.{kind}"][:WIDTH] *= (WIDTH // HEADS) ** 0.5
    return weights


class States:
    """What the trunk says of every word of a corpus: `t` [words, width], and `x0` [forms, width]."""

    @torch.no_grad()
    def __init__(self, net, corpus, vocabulary, name):
        lexicon, self.corpus, seen = Lexicon(vocabulary), corpus, {}
        forms = torch.arange(len(vocabulary.forms)).split(1024)
        self.x0 = torch.cat([net.words(numbers.unsqueeze(0), lexicon)[0].half() for numbers in forms])
        self.t = torch.zeros(len(corpus.types), self.x0.size(1), dtype=torch.float16)
        hook = net.tags.register_forward_pre_hook(lambda _, inputs: seen.update(t=inputs[0]))
        for _, numbers in plan([corpus], [None], 3000):
            types, treebanks, present, _ = corpus.batch(numbers, 3000)
            net(types, treebanks, present, lexicon)
            inside = present[: len(numbers)]
            where = corpus.starts[numbers].unsqueeze(1) + torch.arange(types.size(1))
            self.t[where[inside]] = seen["t"][: len(numbers)][inside].half()
        hook.remove()
        self.treebanks = corpus.treebanks.repeat_interleave(corpus.lengths)
        print("states", name, len(self.t), "words", flush=True)


class Layer(torch.nn.Module):
    """The rows of `tags`, `tags_skip` and `treebank_tags` that are of UPOS and XPOS: the first ones."""

    def __init__(self, weights, labels):
        super().__init__()
        self.sizes = [labels.size(task) for task in TASKS]
        count = sum(self.sizes)
        self.tags = torch.nn.Parameter(weights["tags.weight"][:count].clone())
        self.skip = torch.nn.Parameter(weights["tags_skip.weight"][:count].clone())
        self.bias = torch.nn.Parameter((weights["tags.bias"] + weights["treebank_tags"])[:, :count].clone())

    def forward(self, states, words, dropout=0.0):
        drop = lambda v: F.dropout(v.float(), dropout, self.training)
        t, x0 = states.t[words], states.x0[states.corpus.types[words].long()]
        return (drop(t) @ self.tags.T + drop(x0) @ self.skip.T + self.bias[states.treebanks[words]]).split(self.sizes, -1)


@torch.no_grad()
def figures(layer, states):
    layer.eval()
    scores = layer(states, torch.arange(len(states.t)))
    right = lambda task, s: round(100 * (s.argmax(-1) == states.corpus.index[task][:, 0]).float().mean().item(), 2)
    layer.train()
    return {task: right(task, s) for task, s in zip(TASKS, scores)}


def fit(layer, parts, epochs, rate):
    """`parts`: (states, how often an epoch, weight of the loss)."""
    optimiser = torch.optim.AdamW(layer.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    shuffled = lambda states: torch.randperm(len(states.t)).split(BATCH)
    plan = lambda: [(states, weight, words) for states, times, weight in parts for _ in range(times) for words in shuffled(states)]
    steps, mean = [], None
    for _ in range(epochs):
        steps += random.sample(batches := plan(), len(batches))
    for step, (states, weight, words) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 100) * max(0.01, 1 - step / len(steps))
        gold = {task: (states.corpus.index[task][words].long(), states.corpus.weight[task][words].float()) for task in TASKS}
        loss = weight * sum(soft_loss(scores, *gold[task]) for task, scores in zip(TASKS, layer(states, words, 0.1)))
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if step % 16 == 0:
            now = [p.detach().clone() for p in layer.parameters()]
            mean = now if mean is None else [torch.lerp(m, n, 0.03) for m, n in zip(mean, now)]
    for parameter, value in zip(layer.parameters(), mean):
        parameter.data.copy_(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "labels", "weights", "silver", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--start", help="weights that the student began from (--init)")
    parser.add_argument("--share", type=float, default=0.6, help="how far from those to --weights")
    parser.add_argument("--attention", help="folder of an exported model whose attention layers are kept")
    parser.add_argument("--fits", type=int, default=4, help="fits whose mean is taken: each shuffles anew")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--gold-times", type=int, default=4, help="rounds of gold to one of silver")
    parser.add_argument("--silver-weight", type=float, default=0.5)
    parser.add_argument("--gum-weight", type=float, default=2.0, help="to EWT's 1")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    labels, weights = Labels.load(args.labels), torch.load(args.weights)
    if args.start:
        weights = between(torch.load(args.start), weights, args.share, labels)
    if args.attention:
        weights |= attention_of(args.attention)
    net = Student(labels)
    net.load_state_dict(weights)
    net.eval()
    net.set_quantised(True)

    def states(sentences, treebank, name):
        vocabulary = Vocabulary()
        conventions = torch.full((len(sentences),), treebank)
        return States(net, Corpus.gold(sentences, labels, vocabulary, conventions), vocabulary, name)

    def silver(path):
        vocabulary = Vocabulary()
        return States(net, Corpus.silver(path, vocabulary), vocabulary, path)

    dev = {name: states(part, EDITED, name + " dev") for name, part in load_treebanks(args.data, "dev").items()}
    parts = [(silver(path), 1, args.silver_weight) for path in sorted(glob.glob(args.silver + ".[0-9]*.pt"))]
    for name, part in load_treebanks(args.data, "train").items():
        gold = states([s for s in part if len(s) <= 100], TREEBANK[name], name)
        parts.append((gold, args.gold_times, args.gum_weight if name == "gum" else 1.0))
    fits = []
    for _ in range(args.fits):
        layer = Layer(weights, labels)
        fit(layer, parts, args.epochs, args.rate)
        fits.append([parameter.detach().clone() for parameter in layer.parameters()])
        for parameter, values in zip(layer.parameters(), zip(*fits)):
            parameter.data = torch.stack(values).mean(0)
        print("DEV, mean of", len(fits), {name: figures(layer, states) for name, states in dev.items()}, flush=True)
    count = sum(layer.sizes)
    weights["tags.weight"][:count] = layer.tags.detach()
    weights["tags_skip.weight"][:count] = layer.skip.detach()
    weights["treebank_tags"][:, :count] = layer.bias.detach() - weights["tags.bias"][:count]
    torch.save(weights, args.out)


if __name__ == "__main__":
    main()
