"""The shipped model in NumPy: quantised inference and decoding exactly as models/README.md says.

    python reference.py --model MODELS --data DATA          # figures on the dev sets
    python reference.py --model MODELS --write              # writes MODELS/reference.json for the tests of the engine
    python reference.py --model MODELS --parse FILE         # one sentence a line, tokens separated by spaces
"""

import argparse
import json
from pathlib import Path

import numpy
from safetensors.numpy import load_file

from data import apply_script, fold, load_treebanks, shared_documents
from decode import tree
from entities import entity_f1, gold_named, named_mentions
from features import TABLES, features

F32 = numpy.float32
NAME_REACH = 3  # words to either side that the layer of names sees
NAME_PARTS = {"compound", "flat", "amod", "nmod:desc"}
MAGNITUDES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9] + [10] * 3 + [11] * 4 + [12] * 7 + [13] * 11 + [14]


def bucket(offset):
    magnitude = MAGNITUDES[min(abs(offset), len(MAGNITUDES) - 1)]
    return 14 + magnitude if offset >= 0 else 14 - magnitude


class Model:
    def __init__(self, folder):
        folder = Path(folder)
        self.card = json.loads((folder / "english.json").read_text(encoding="utf-8"))
        self.tensors = load_file(folder / "english.safetensors")
        # Integer products are exact in f32: 127 * 127 * 480 is below 2^24.
        self.exact = {k: v.astype(F32) for k, v in self.tensors.items() if k.endswith(".weight")}
        self.labels = self.card["labels"]
        self.lemmas = {}
        for line in (folder / "lemmas.tsv").read_text(encoding="utf-8").splitlines():
            form, tag, lemma = line.split("\t")
            self.lemmas[form, tag] = lemma
        self.cache = {}

    def linear(self, x, name, bias=True):
        x = numpy.asarray(x, dtype=F32)
        peak = numpy.abs(x).max(-1, keepdims=True)
        safe = numpy.where(peak > 0, peak, F32(1))
        q = numpy.rint(x * (F32(127) / safe))
        y = q @ self.exact[name + ".weight"].T
        y = (y * self.tensors[name + ".scale"]) * (peak / F32(127))
        return y + self.tensors[name + ".bias"] if bias else y

    def norm(self, x, name):
        centred = x - x.mean(-1, keepdims=True, dtype=F32)
        variance = (centred * centred).mean(-1, keepdims=True, dtype=F32)
        return centred * (F32(1) / numpy.sqrt(variance + F32(1e-5))) * self.tensors[name + ".gain"] + self.tensors[name + ".shift"]

    def row(self, table, number):
        return self.tensors[table][number].astype(F32) * self.tensors[table + ".scale"][number]

    def x0(self, form):
        if form not in self.cache:
            f = features(form)
            parts = [self.row("embed.norm", f[0]) + self.row("embed.norm", f[1])]
            parts += [self.row("embed." + name, f[i]) for i, name in enumerate(("prefix", "suffix2", "suffix3", "suffix4", "shape"), 2)]
            grams = numpy.zeros(TABLES["grams"][1], dtype=F32)
            for g in f[7]:
                grams = grams + self.row("embed.grams", g)
            parts.append(grams * F32(1 / len(f[7])))
            self.cache[form] = self.norm(maxout(self.linear(numpy.concatenate(parts), "input")), "input.norm")
        return self.cache[form]

    def scores(self, forms):
        """(tags by task, arcs [n, n+1], dependent and head sides of the relation scorer) of one sentence."""
        n, heads = len(forms), self.card["attention_heads"]
        x0 = x = numpy.stack([self.x0(form) for form in forms])
        width = x.shape[1]
        for c in range(self.card["convolutions"]):
            before, current, after = (self.linear(x, f"conv.{c}.{part}", bias=False) for part in ("previous", "current", "next"))
            zero = numpy.zeros_like(before[:1])
            v = numpy.concatenate([zero, before[:-1]]) + current + numpy.concatenate([after[1:], zero])
            x = x + self.norm(maxout(v + self.tensors[f"conv.{c}.bias"]), f"conv.{c}.norm")
        buckets = numpy.array([[bucket(j - i) for j in range(n)] for i in range(n)])
        for a in range(self.card["attentions"]):
            q, k, v = self.linear(self.norm(x, f"att.{a}.norm1"), f"att.{a}.qkv").reshape(n, 3, heads, width // heads).transpose(1, 2, 0, 3)
            scores = q @ k.transpose(0, 2, 1) + self.tensors[f"att.{a}.distance"][:, buckets]
            weights = numpy.exp(scores - scores.max(-1, keepdims=True))
            weights = weights / weights.sum(-1, keepdims=True)
            x = x + self.linear((weights @ v).transpose(1, 0, 2).reshape(n, width), f"att.{a}.out")
            up = self.linear(self.norm(x, f"att.{a}.norm2"), f"att.{a}.up")
            x = x + self.linear(numpy.maximum(up, 0), f"att.{a}.down")
        t = self.norm(x, "final.norm")
        joined = self.linear(t, "tags") + self.linear(x0, "tags_skip", bias=False)
        sizes = [len(self.labels[k]) for k in ("upos", "xpos", "lemma", "entity")]
        tags = dict(zip(("upos", "xpos", "lemma", "entity"), numpy.split(joined, numpy.cumsum(sizes)[:-1], axis=1)))
        rows = numpy.concatenate([self.tensors["root"][None], t])
        dependent = self.linear(numpy.maximum(self.linear(t, "arc.dependent"), 0), "arc.bilinear")
        arc = dependent @ numpy.maximum(self.linear(rows, "arc.head"), 0).T
        near = self.linear(t, "arc.distance")
        index = numpy.array([[14] + [bucket(j - i) for j in range(n)] for i in range(n)])
        arc = arc + numpy.take_along_axis(near, index, 1)
        return tags, arc, self.linear(t, "relation.dependent"), self.linear(rows, "relation.head", bias=False), t, x0

    def names(self, forms, t, x0, heads, relations, nouns, entity):
        """Entity scores of the proper nouns `nouns` by the layer of names; the sentence is the whole text."""
        labels, count = self.labels["relation"], len(self.tensors["names.embed"])
        rows = numpy.stack([self.row("names.embed", f[0] % count) + self.row("names.embed", f[1] % count) for f in map(features, forms)])
        rows = numpy.concatenate([rows, numpy.zeros_like(rows[:1])])  # the last one stands for no word
        none, inside = len(forms), range(len(forms))
        above = lambda i: heads[i] - 1 if i != none and heads[i] else none
        case = lambda i: max((j for j in range(i) if heads[j] == i + 1 and relations[j] == "case"), default=none)
        window, relation = [], []
        for i in nouns:
            near = [j if j in inside else none for j in range(i - NAME_REACH, i + NAME_REACH + 1)]
            window.append(rows[near + [above(i), case(i), above(above(i))]].ravel())
            of_governor = labels.index(relations[above(i)]) if above(i) != none else len(labels)
            relation.append(self.row("names.relation", labels.index(relations[i])) + self.row("names.relation", len(labels) + 1 + of_governor))
        v = self.linear(t[nouns], "names.state") + self.linear(x0[nouns], "names.form", bias=False)
        v = v + self.linear(numpy.stack(window), "names.window", bias=False) + numpy.stack(relation)
        z = self.norm(maxout(v), "names.norm")
        scores = self.linear(z, "names.out") + self.tensors["names.keep"] * entity[nouns]
        parts = [z]
        for keys in ([forms[name_end(i, forms, heads, relations)] for i in nouns], [forms[i] for i in nouns], [""] * len(nouns)):
            same = numpy.array([[a == b for b in keys] for a in keys], dtype=F32)
            others = same.sum(1, keepdims=True) - 1
            parts.append((same @ z - z) / numpy.maximum(others, 1) * (others > 0))
        u = self.linear(numpy.concatenate(parts, 1), "names.text")
        return scores + self.linear(self.norm(maxout(u), "names.text.norm"), "names.text.out")

    def lemma(self, form, tag, script):
        return self.lemmas.get((fold(form).lower(), tag)) or apply_script(form, script)

    def parse(self, forms):
        """Everything about one sentence, as reference.json holds it."""
        tags, arc, dependent, head, t, x0 = self.scores(forms)
        heads = tree(arc)
        name = lambda task: [self.labels[task][i] for i in tags[task].argmax(-1)]
        upos, xpos = name("upos"), name("xpos")
        offsets = [bucket(h - 1 - i) if h else 14 for i, h in enumerate(heads)]
        relation = self.linear(numpy.maximum(dependent + head[heads] + self.tensors["relation.distance"][offsets], 0), "relation.out")
        root = self.labels["relation"].index("root")
        relations = []
        for i, h in enumerate(heads):
            relation[i, root] = -numpy.inf
            relations.append("root" if h == 0 else self.labels["relation"][int(relation[i].argmax())])
        nouns = [i for i, tag in enumerate(upos) if tag == "PROPN"]
        if nouns:
            tags["entity"][nouns] = self.names(forms, t, x0, heads, relations, nouns, tags["entity"])
        entity = name("entity")
        return {
            "forms": forms,
            "upos": upos,
            "xpos": xpos,
            "lemma": [self.lemma(f, x, s) for f, x, s in zip(forms, xpos, name("lemma"))],
            "entity": entity,
            "head": heads,
            "relation": relations,
            "mentions": named_mentions(upos, xpos, heads, relations, entity),
            "arc_scores": arc,
            "upos_scores": tags["upos"],
        }


def name_end(head, forms, heads, relations):
    """The last word of the name with this head (models/README.md, "names")."""

    def is_part(word):
        at = word
        for _ in forms:  # greedy heads may go in a circle
            if relations[at] not in NAME_PARTS or not heads[at]:
                return False
            at = heads[at] - 1
            if at == head:
                return forms[word][:1].isupper()
        return False

    last = head
    while last + 1 < len(forms) and is_part(last + 1):
        last += 1
    return last


def maxout(x):
    half = x.shape[-1] // 2
    return numpy.maximum(x[..., :half], x[..., half:])


def figures(parsed):
    """Dev figures of (sentence, parse) pairs, as evaluation/ counts them."""
    right, total, pairs = {}, 0, []
    for s, p in parsed:
        total += len(s)
        for name, gold in (("uas", s.heads), ("las", list(zip(s.heads, s.relations))), ("upos", s.upos), ("xpos", s.xpos), ("lemma", s.lemmas)):
            found = list(zip(p["head"], p["relation"])) if name == "las" else p["head" if name == "uas" else name]
            right[name] = right.get(name, 0) + sum(a == b for a, b in zip(found, gold))
        if s.mentions is not None:
            pairs.append((gold_named(s), p["mentions"]))
    result = {"words": total} | {k: round(100 * v / total, 2) for k, v in right.items()}
    return result | ({"entities_f1": entity_f1(pairs)} if pairs else {})


def write_reference(model, sentences, path):
    out = []
    for forms in sentences:
        p = model.parse(forms)
        p["features"] = [features(form) for form in forms]
        p["mentions"] = [{"first": m.first, "last": m.last, "type": m.kind} for m in p["mentions"]]
        p["arc_scores"] = [[round(float(v), 4) for v in row] for row in p["arc_scores"]]
        p["upos_scores"] = [[round(float(v), 4) for v in row] for row in p["upos_scores"]]
        out.append(p)
    lines = ",\n".join(json.dumps(p, ensure_ascii=False) for p in out)
    Path(path).write_text('{"sentences": [\n' + lines + "\n]}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--parse")
    args = parser.parse_args()
    model = Model(args.model)
    if args.data:
        result, shared = {}, shared_documents(args.data)
        for name, part in load_treebanks(args.data, "dev").items():
            parsed = [(s, model.parse(s.forms)) for s in part]
            result[name + "_dev"] = figures(parsed)
            if shared[name]:
                # Only these figures are of unseen text if the weights were made with the shared documents.
                result[name + "_dev_without_shared_documents"] = figures([x for x in parsed if x[0].document not in shared[name]])
        print(json.dumps(result, indent=1))
    if args.write:
        lines = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
        write_reference(model, [line.split() for line in lines if line], Path(args.model) / "reference.json")
    if args.parse:
        for line in Path(args.parse).read_text(encoding="utf-8").splitlines():
            p = model.parse(line.split())
            for i, form in enumerate(p["forms"]):
                print(i + 1, form, p["lemma"][i], p["upos"][i], p["xpos"][i], "_", p["head"][i], p["relation"][i], "_", p["entity"][i], sep="\t")
            print()


if __name__ == "__main__":
    main()
