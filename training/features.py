"""Word features: hashes of norm, affixes, shape and n-grams. models/README.md, section 1, is the contract."""

import json

from data import fold, open_text

# Slot: (rows, dimensions). The order is the order in the joined input.
TABLES = {
    "norm": (32768, 128),
    "prefix": (4096, 64),
    "suffix2": (1024, 48),
    "suffix3": (4096, 64),
    "suffix4": (16384, 64),
    "shape": (2048, 32),
    "grams": (24576, 80),
}
INPUT = sum(dimensions for _, dimensions in TABLES.values())
_DIGITS = str.maketrans("123456789", "000000000")


def norm(form):
    return fold(form).lower().translate(_DIGITS)


def shape(form):
    out = []
    for c in fold(form):
        kind = "X" if c.isupper() else "x" if c.islower() else "d" if "0" <= c <= "9" else c
        if len(out) < 3 or not (out[-1] == out[-2] == out[-3] == kind):
            out.append(kind)
    return "".join(out[:8])


def fnv1a(tag, text):
    value = 2166136261
    for byte in (tag + text).encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def grams(word):
    text = f"^{word}$"
    if len(text) < 3:
        return [text]
    return [text[i : i + 3] for i in range(min(16, len(text) - 2))] + [text[i : i + 5] for i in range(min(16, max(0, len(text) - 4)))]


def features(form):
    """[norm a, norm b, prefix, suffix2, suffix3, suffix4, shape, [grams…]]: row numbers."""
    word = norm(form)
    row = lambda table, tag, text: fnv1a(tag, text) % TABLES[table][0]
    return [
        row("norm", "a", word),
        row("norm", "b", word),
        row("prefix", "p", word[:3]),
        row("suffix2", "q", word[-2:]),
        row("suffix3", "r", word[-3:]),
        row("suffix4", "s", word[-4:]),
        row("shape", "x", shape(form)),
        [row("grams", "g", gram) for gram in grams(word)],
    ]


class Vocabulary:
    """Forms seen so far, each with its features: sentences become lists of form numbers."""

    GRAMS = 32

    def __init__(self):
        self.number, self.forms, self.rows = {}, [], []

    def encode(self, forms):
        return [self.add(form) for form in forms]

    def add(self, form):
        found = self.number.get(form)
        if found is None:
            found = self.number[form] = len(self.forms)
            self.forms.append(form)
            self.rows.append(features(form))
        return found

    def tensors(self):
        """Features of all forms: [types, 7] rows, [types, 32] gram rows (padded with 0), [types, 32] gram weights."""
        import numpy
        import torch

        fixed = torch.tensor([row[:7] for row in self.rows])
        gram_rows = numpy.zeros((len(self.rows), self.GRAMS), dtype=numpy.int64)
        weights = numpy.zeros((len(self.rows), self.GRAMS), dtype=numpy.float32)
        for i, row in enumerate(self.rows):
            k = len(row[7])
            gram_rows[i, :k] = row[7]
            weights[i, :k] = 1.0 / k
        return fixed, torch.from_numpy(gram_rows), torch.from_numpy(weights)
