"""Reads the treebanks: CoNLL-U sentences, GUM's entity mentions, lemma edit scripts and the label lists.

Everything downstream (teacher, student, export) takes its labels from here, so an index means the same label in every file.
"""

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

FOLDS = {c: "'" for c in "‘’ʼ‛′´`"} | {c: '"' for c in "“”„‟«»″"} | {c: "-" for c in "‐‑‒–—―−"}
FOLDS |= {"…": "...", "\u00a0": " "}
FOLD_TABLE = str.maketrans(FOLDS)

ENTITY_TYPES = ["none", "person", "organization", "place", "event", "time", "object", "abstract", "animal", "plant", "substance"]
NAMED_TYPES = ("person", "organization", "place")
IGNORE = -100


def fold(text):
    """Curly quotes and typographic dashes to ASCII."""
    return text.translate(FOLD_TABLE)


@dataclass
class Mention:
    first: int  # index of the first token, from 0
    last: int  # index of the last token, inclusive
    kind: str


@dataclass
class Sentence:
    document: str = ""
    forms: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    heads: list = field(default_factory=list)  # 0 is the root, else from 1
    relations: list = field(default_factory=list)
    mentions: list = None  # None where the treebank has no entities

    def __len__(self):
        return len(self.forms)


def open_text(path):
    path = Path(path)
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


def read_conllu(path):
    """All sentences of a CoNLL-U file; multiword ranges and empty nodes are skipped."""
    sentences, current, misc, document, has_entities = [], Sentence(), [], "", False

    def finish():
        nonlocal current, misc
        if current.forms:
            if has_entities:
                current.mentions = read_mentions(misc)
            sentences.append(current)
        current, misc = Sentence(document=document), []

    for line in open_text(path):
        line = line.rstrip("\n")
        if not line:
            finish()
        elif line.startswith("#"):
            if line.startswith("# newdoc"):
                document = current.document = line.split("=", 1)[-1].strip()
        else:
            c = line.split("\t")
            if not c[0].isdigit():
                continue
            current.forms.append(c[1])
            current.lemmas.append(c[2])
            current.upos.append(c[3])
            current.xpos.append(c[4])
            current.heads.append(int(c[6]))
            current.relations.append(c[7])
            misc.append(c[9])
            has_entities = has_entities or "Entity=" in c[9]
    finish()
    return sentences


def read_mentions(misc):
    """Mentions of one sentence from its MISC fields (`Entity=(id-type-…` opens, `id)` closes, `(…)` does both)."""
    mentions, waiting = [], []
    for i, cell in enumerate(misc):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", cell)
        if not match:
            continue
        for piece in re.findall(r"\([^()]*\)?|[^()]+\)", match.group(1)):
            if piece.startswith("("):
                fields = piece.strip("()").split("-")
                opened = (fields[0], fields[1], i)
                if piece.endswith(")"):
                    mentions.append(Mention(i, i, opened[1]))
                else:
                    waiting.append(opened)
            else:
                name = piece[:-1]
                for k in range(len(waiting) - 1, -1, -1):
                    if waiting[k][0] == name:
                        mentions.append(Mention(waiting[k][2], i, waiting[k][1]))
                        del waiting[k]
                        break
    return mentions


def mention_head(mention, heads):
    """The token of the span whose head lies outside of it (the first of several)."""
    for i in range(mention.first, mention.last + 1):
        if not mention.first <= heads[i] - 1 <= mention.last:
            return i
    return mention.last


def entity_labels(sentence):
    """One label a word: the type of the widest mention which it heads, not counting coordinations ("Kim and Sandy")
    where the first conjunct is a mention as well; None without entity annotation."""
    if sentence.mentions is None:
        return None
    labels, ranks = ["none"] * len(sentence), [(-1, 0)] * len(sentence)
    for mention in sentence.mentions:
        head, width = mention_head(mention, sentence.heads), mention.last - mention.first + 1
        span = range(mention.first, mention.last + 1)
        coordination = any(sentence.heads[i] == head + 1 and sentence.relations[i] == "conj" for i in span)
        rank = (0 if coordination else 1, width)
        if mention.kind in ENTITY_TYPES and rank > ranks[head]:
            labels[head], ranks[head] = mention.kind, rank
    return labels


# ---- lemmas as edit scripts -------------------------------------------------------------------------------------


def cased(form, case):
    if case == "l":
        return form.lower()
    if case == "t":
        return form[:1].upper() + form[1:].lower()
    return form


def lemma_script(form, lemma):
    """The script `case:strip:append` that makes `lemma` of `form`: of the casings the one that keeps most characters."""
    best = None
    for case in "lkt":
        base = cased(form, case)
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        if best is None or shared > best[0]:
            best = (shared, f"{case}:{len(base) - shared}:{lemma[shared:]}")
    return best[1]


def apply_script(form, script):
    case, strip, append = script.split(":", 2)
    base, strip = cased(form, case), int(strip)
    if strip > len(base):
        return base
    return (base[: len(base) - strip] + append) or base


# ---- labels -----------------------------------------------------------------------------------------------------


class Labels:
    """The label lists and their indices."""

    NAMES = ("upos", "xpos", "lemma", "entity", "relation")

    def __init__(self, lists):
        self.lists = lists
        self.index = {name: {label: i for i, label in enumerate(lists[name])} for name in self.NAMES}

    @classmethod
    def from_sentences(cls, sentences, script_minimum=3):
        upos = sorted({u for s in sentences for u in s.upos})
        xpos = sorted({x for s in sentences for x in s.xpos})
        relation = sorted({r for s in sentences for r in s.relations})
        scripts = Counter(lemma_script(f, l) for s in sentences for f, l in zip(s.forms, s.lemmas))
        lemma = [s for s, n in scripts.most_common() if n >= script_minimum]
        return cls({"upos": upos, "xpos": xpos, "lemma": lemma, "entity": ENTITY_TYPES, "relation": relation})

    def encode(self, name, values):
        index = self.index[name]
        return [index.get(v, IGNORE) for v in values]

    def size(self, name):
        return len(self.lists[name])

    def save(self, path):
        Path(path).write_text(json.dumps(self.lists, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path):
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))


TREEBANKS = {"ewt": "en_ewt", "gum": "en_gum"}
TREEBANK = {name: number for number, name in enumerate(TREEBANKS)}
EDITED = TREEBANK["gum"]  # whose conventions all text gets that is of no treebank, and both dev sets


def load_treebanks(data, split):
    """The sentences of both treebanks: {"ewt": […], "gum": […]}.

    Training leaves out documents that the dev set holds too: the GUM files at hand share four (see README.md)."""
    folder = Path(data) / "treebanks"
    parts = {name: read_conllu(folder / f"{stem}-{split}.conllu.gz") for name, stem in TREEBANKS.items()}
    if split == "train":
        for name, stem in TREEBANKS.items():
            held = {s.document for s in read_conllu(folder / f"{stem}-dev.conllu.gz")}
            parts[name] = [s for s in parts[name] if s.document not in held]
    return parts


def shared_documents(data):
    """Documents of a dev set that its training file holds too, by treebank."""
    folder = Path(data) / "treebanks"
    documents = lambda stem, split: {s.document for s in read_conllu(folder / f"{stem}-{split}.conllu.gz")}
    return {name: documents(stem, "train") & documents(stem, "dev") for name, stem in TREEBANKS.items()}


def encode_sentence(sentence, labels):
    """The gold labels as indices, by task; IGNORE where there is no label."""
    entities = entity_labels(sentence)
    return {
        "upos": labels.encode("upos", sentence.upos),
        "xpos": labels.encode("xpos", sentence.xpos),
        "lemma": labels.encode("lemma", [lemma_script(f, l) for f, l in zip(sentence.forms, sentence.lemmas)]),
        "entity": labels.encode("entity", entities) if entities else [IGNORE] * len(sentence),
        "head": sentence.heads,
        "relation": labels.encode("relation", sentence.relations),
    }
