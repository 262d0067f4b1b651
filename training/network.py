"""The small network (student). models/README.md is its contract; this is the trainable form of it, reference.py the shipped one.

With `net.quantised = True` weights and rows of activations are rounded to 8 bits as in the shipped form, and gradients
pass through the rounding, so that the last part of training adapts to it. (The tables stay exact: a scale a row costs them nothing.)
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from biaffine import BUCKETS, TASKS, bucket, head_buckets
from data import TREEBANKS
from features import INPUT, TABLES

WIDTH, HEADS, FEED_FORWARD, ARC, RELATION, CONVOLUTIONS, ATTENTIONS = 192, 4, 384, 128, 128, 3, 3


def through(rounded, exact):
    """The value of `rounded` with the gradient of `exact`."""
    return exact + (rounded - exact).detach()


class Linear(nn.Linear):
    """A linear layer; in quantised mode with int8 weights (a scale a row) and int8 inputs (a scale a word)."""

    quantised = False

    def forward(self, x):
        if not self.quantised:
            return super().forward(x)
        with torch.autocast("cpu", enabled=False):
            x = x.float()
            peak = x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-12)
            scale = self.weight.detach().abs().amax(1).clamp(min=1e-12) / 127
            rows = x * (127 / peak)
            weight = self.weight / scale.unsqueeze(1)
            rows, weight = through(rows.round(), rows), through(weight.round(), weight)
        # Whole numbers up to 127 are exact in bfloat16, so this is the integer product.
        y = F.linear(rows, weight).float() * scale * (peak / 127)
        return y if self.bias is None else y + self.bias


def shared_dropout(x, rate, training):
    """Dropout with one mask for all words of a sentence (cheap to draw)."""
    if not training or rate == 0:
        return x
    mask = (torch.rand(x.size(0), 1, x.size(-1)) >= rate).to(x.dtype) / (1 - rate)
    return x * mask


def maxout(x):
    a, b = x.chunk(2, -1)
    return b + F.relu(a - b)  # the maximum, with a cheaper gradient than torch.maximum


class Convolution(nn.Module):
    def __init__(self):
        super().__init__()
        # Rows: 2 WIDTH outputs each for the word before, the word itself and the word after.
        self.products = Linear(WIDTH, 6 * WIDTH, bias=False)
        nn.init.normal_(self.products.weight, std=(3 * WIDTH) ** -0.5)
        self.bias = nn.Parameter(torch.zeros(2 * WIDTH))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x, words, treebank, dropout):
        previous, current, following = self.products(x * words).chunk(3, -1)
        zero = torch.zeros_like(previous[:, :1])
        v = torch.cat([zero, previous[:, :-1]], 1) + current + torch.cat([following[:, 1:], zero], 1) + self.bias + treebank
        return x + shared_dropout(self.norm(maxout(v)), dropout, self.training)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = Linear(WIDTH, 3 * WIDTH), Linear(WIDTH, WIDTH)
        self.up, self.down = Linear(WIDTH, FEED_FORWARD), Linear(FEED_FORWARD, WIDTH)
        self.distance = nn.Parameter(torch.zeros(HEADS, BUCKETS))

    def forward(self, x, mask, buckets, dropout):
        b, n, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        scores = scores.float() + self.distance[:, buckets] + mask
        weights = torch.softmax(scores, -1).to(v.dtype)
        joined = (weights @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = x + shared_dropout(self.out(joined), dropout, self.training)
        return x + shared_dropout(self.down(F.relu(self.up(self.norm2(x)))), dropout, self.training)


class Student(nn.Module):
    def __init__(self, labels, dropout=0.1):
        super().__init__()
        self.dropout, self.identity_dropout = dropout, 0.05
        self.embed = nn.ModuleDict({name: nn.Embedding(*size) for name, size in TABLES.items()})
        for table in self.embed.values():
            nn.init.normal_(table.weight, std=0.1)
        self.input, self.input_norm = Linear(INPUT, 2 * WIDTH), nn.LayerNorm(WIDTH)
        self.conv = nn.ModuleList([Convolution() for _ in range(CONVOLUTIONS)])
        self.att = nn.ModuleList([Attention() for _ in range(ATTENTIONS)])
        self.final_norm = nn.LayerNorm(WIDTH)
        self.sizes = [labels.size(task) for task in TASKS]
        self.tags, self.tags_skip = Linear(WIDTH, sum(self.sizes)), Linear(WIDTH, sum(self.sizes), bias=False)
        # What is special to a treebank's conventions. The shipped form has one treebank's vectors added to its biases.
        self.treebank_conv = nn.Parameter(torch.zeros(len(TREEBANKS), CONVOLUTIONS, 2 * WIDTH))
        self.treebank_tags = nn.Parameter(torch.zeros(len(TREEBANKS), sum(self.sizes)))
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.5)
        self.arc_dependent, self.arc_head = Linear(WIDTH, ARC), Linear(WIDTH, ARC)
        self.arc_bilinear, self.arc_distance = Linear(ARC, ARC), Linear(WIDTH, BUCKETS)
        nn.init.zeros_(self.arc_distance.weight)
        self.relation_dependent, self.relation_head = Linear(WIDTH, RELATION), Linear(WIDTH, RELATION, bias=False)
        self.relation_distance = nn.Parameter(torch.zeros(BUCKETS, RELATION))
        self.relation_out = Linear(RELATION, labels.size("relation"))

    def grow_from(self, weights):
        """Starts from a smaller network, whose answers it gives at first: a table of twice the rows has every row twice (a hash
        modulo 2 m is the one modulo m, or that plus m); what is new in attention layers adds nothing yet."""
        own = self.state_dict()
        for name, value in weights.items():
            mine = own[name]
            if name.startswith("embed."):
                mine.copy_(value.repeat(mine.size(0) // value.size(0), 1))
            elif mine.shape == value.shape:
                mine.copy_(value)
            elif name.endswith(".down.weight"):
                mine.zero_()[:, : value.size(1)] = value
            else:  # up
                mine[: value.size(0)] = value
        for name in own:
            if name not in weights and (".out." in name or ".down." in name):
                own[name].zero_()

    def set_quantised(self, on):
        for module in self.modules():
            if isinstance(module, Linear):
                module.quantised = on

    def words(self, types, lexicon):
        """x0 of words given as form numbers [b, n]; each distinct form is computed once.

        In training some words lose their identity: level 1 loses the norm rows, level 2 the n-grams too."""
        keys = types * 3
        if self.training:
            draw = torch.rand(types.shape)
            keys = keys + (draw < 2 * self.identity_dropout).long() + (draw < self.identity_dropout).long()
        distinct, inverse = torch.unique(keys, return_inverse=True)
        # One of a few sizes, as in biaffine.padded.
        distinct = torch.cat([distinct, distinct[:1].expand(-len(distinct) % 256)])
        form, level = distinct // 3, (distinct % 3).unsqueeze(1)
        fixed = lexicon.fixed[form]
        rows = lambda name, numbers: F.embedding(numbers, self.embed[name].weight, sparse=True)
        parts = [(rows("norm", fixed[:, 0]) + rows("norm", fixed[:, 1])) * (level < 1)]
        for slot, name in enumerate(("prefix", "suffix2", "suffix3", "suffix4", "shape"), 2):
            parts.append(rows(name, fixed[:, slot]))
        counts = lexicon.counts[form]
        ends = counts.cumsum(0)
        flat = lexicon.grams[torch.repeat_interleave(lexicon.offsets[form] - (ends - counts), counts) + torch.arange(int(ends[-1]))]
        parts.append(F.embedding_bag(flat, self.embed["grams"].weight, ends - counts, mode="mean", sparse=True) * (level < 2))
        x0 = self.input_norm(maxout(self.input(torch.cat(parts, -1))))
        return x0[inverse]

    def forward(self, types, treebanks, present, lexicon):
        """Scores of a batch: tags by task [b, n, labels], arcs [b, n, n+1], and the two sides of the relation scorer.
        `treebanks` [b]: whose conventions."""
        b, n = types.shape
        x0 = shared_dropout(self.words(types, lexicon), self.dropout, self.training)
        x, column = x0, present.unsqueeze(-1).to(x0.dtype)
        special = self.treebank_conv[treebanks].unsqueeze(2)
        for c, layer in enumerate(self.conv):
            x = layer(x, column, special[:, c], self.dropout)
        buckets = bucket(torch.arange(n).unsqueeze(0) - torch.arange(n).unsqueeze(1))
        mask = torch.zeros(b, 1, 1, n).masked_fill(~present[:, None, None, :], -1e9)
        for layer in self.att:
            x = layer(x, mask, buckets, self.dropout)
        t = shared_dropout(self.final_norm(x), self.dropout, self.training)
        tags = dict(zip(TASKS, (self.tags(t) + self.tags_skip(x0) + self.treebank_tags[treebanks].unsqueeze(1)).split(self.sizes, -1)))
        rows = torch.cat([self.root.to(t.dtype).expand(b, 1, -1), t], 1)
        drop = lambda v: shared_dropout(v, self.dropout, self.training)
        dependent = self.arc_bilinear(drop(F.relu(self.arc_dependent(t))))
        arc = dependent @ drop(F.relu(self.arc_head(rows))).transpose(1, 2)
        near = self.arc_distance(t).float()
        arc = arc.float() + near.gather(2, head_buckets(n).unsqueeze(0).expand(b, -1, -1))
        return tags, arc, self.relation_dependent(t), self.relation_head(rows)

    def relations(self, dependent, head, heads):
        """Relation scores [b, n, labels] of every word with its head in `heads` [b, n]."""
        b, n = heads.shape
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.size(-1)))
        buckets = head_buckets(n).unsqueeze(0).expand(b, -1, -1).gather(2, heads.unsqueeze(-1)).squeeze(-1)
        return self.relation_out(shared_dropout(F.relu(dependent + chosen + self.relation_distance[buckets]), self.dropout, self.training))
