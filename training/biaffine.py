"""Shared parts of the two networks: batching, distance buckets, losses and dev figures."""

import random
import time

import torch
import torch.nn.functional as F

from data import IGNORE

BUCKETS = 29  # see models/README.md: 14 is distance 0, and the root
TASKS = ("upos", "xpos", "lemma", "entity")
TOP = {"head": 4, "relation": 4, "upos": 2, "xpos": 3, "lemma": 2, "entity": 3}  # answers that soft labels keep of each
_MAGNITUDES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9] + [10] * 3 + [11] * 4 + [12] * 7 + [13] * 11 + [14]
MAGNITUDE = torch.tensor(_MAGNITUDES)


def bucket(offsets):
    """Bucket (0..28) of signed word offsets."""
    magnitude = MAGNITUDE[offsets.abs().clamp(max=len(_MAGNITUDES) - 1)]
    return 14 + torch.where(offsets >= 0, magnitude, -magnitude)


def head_buckets(n):
    """[n, n+1]: the bucket of head j (0 is the root) seen from word i."""
    offsets = torch.arange(0, n + 1).unsqueeze(0) - torch.arange(1, n + 1).unsqueeze(1)
    result = bucket(offsets)
    result[:, 0] = 14
    return result


def padded(length):
    """Lengths are padded to a few sizes. The matrix library compiles its kernels anew for every shape it has not seen,
    which takes longer than using them, so all batches must have one of a few shapes (see also `batch_size`)."""
    return max(8, -(-length // 4) * 4) if length <= 40 else -(-length // 8) * 8


def batch_size(length, budget):
    """Sentences in every batch of this padded length (the last batch is filled up with empty ones)."""
    return max(1, budget // length)


def batches(items, length, budget, shuffle):
    """Groups items of like length into batches of `batch_size`."""
    items = sorted(items, key=lambda x: length(x) + (random.random() * 4 if shuffle else 0))
    result, current, longest = [], [], 0
    for item in items:
        size = padded(max(longest, length(item)))
        if current and len(current) + 1 > batch_size(size, budget):
            result.append(current)
            current, longest = [], 0
        current.append(item)
        longest = max(longest, length(item))
    if current:
        result.append(current)
    if shuffle:
        random.shuffle(result)
    return result


def pad(rows, fill, width, dtype=torch.long):
    out = torch.full((len(rows), width), fill, dtype=dtype)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.as_tensor(row, dtype=dtype)
    return out


def mask_arcs(arc, words):
    """Padding and self-loops are no heads. `arc` [b, n, n+1], `words` [b, n] bool."""
    allowed = torch.cat([torch.ones_like(words[:, :1]), words], 1).unsqueeze(1).expand(-1, arc.size(1), -1).clone()
    n = arc.size(1)
    allowed[:, torch.arange(n), torch.arange(1, n + 1)] = False
    return arc.float().masked_fill(~allowed, -1e9)


def cross_entropy(scores, gold):
    if (gold == IGNORE).all():
        return scores.sum() * 0.0
    return F.cross_entropy(scores.float().reshape(-1, scores.size(-1)), gold.reshape(-1), ignore_index=IGNORE)


class Figures:
    """Counts right answers by task; greedy trees (the shipped decoder repairs them)."""

    def __init__(self):
        self.right, self.total, self.started = {}, {}, time.time()
        self.hits = self.predicted = self.gold = 0

    def add(self, tags, heads, relations, gold, words):
        for task in TASKS:
            known = words & (gold[task] != IGNORE) if task == "entity" else words
            self.count(task, (tags[task] == gold[task]) & known, known)
        attached = (heads == gold["head"]) & words
        self.count("uas", attached, words)
        self.count("las", attached & (relations == gold["relation"]), words)

    def count(self, name, right, known):
        self.right[name] = self.right.get(name, 0) + right.sum().item()
        self.total[name] = self.total.get(name, 0) + known.sum().item()

    def result(self):
        figures = {k: round(100 * self.right[k] / self.total[k], 2) for k in self.right if self.total[k]}
        figures["words_per_second"] = int(self.total["uas"] / (time.time() - self.started))
        return figures
