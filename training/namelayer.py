"""Fits the layer of names on a finished student, which does not change: what a proper noun's mention is, learnt from names.py's teacher.

    python namelayer.py --data DATA --labels labels.json --weights english.pt --teacher names.pt --base MPNET_FOLDER \
                        --named named --exchanged exchanged.json --out namelayer.pt

Three texts: EWT's training half and a quarter of the news with the labels of `named` (the OUT of names.py), and exchange.py's, which the teacher labels
here (OUT.labels keeps that). GUM's own sentences are left out: the student knows their answers by heart, and a layer that learns from its states there
learns to trust it. models/README.md ("Names") says what the layer computes. Writes weights for export.py.
"""

import argparse
import glob
import json
import os
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

from biaffine import TOP, mask_arcs
from data import ENTITY_TYPES, NAMED_TYPES, Labels, load_treebanks
from features import Vocabulary
from label import stories
from names import NameTeacher, Windows, by_document, soft_labels
from network import WIDTH, Linear, Student, maxout
from reference import NAME_REACH, name_end
from student import Corpus, Lexicon, plan

ROWS, COLUMNS, INNER = 16384, 64, 160  # of the table of words, width of the layer
AROUND = 3  # words seen beside the near ones: governor, preposition, the governor's governor
TIMES = {"exchanged": 1, "ewt": 4, "news": 2}  # how often an epoch has a text
DROPOUT, WORD_DROPOUT = 0.25, 0.15
FIRST_SHARE = 0.3  # of the loss of the scores before the text's other names are seen
STEP = 600  # nouns of a step


def saved_labels(paths):
    """{forms: probabilities [words, kinds]} of the sentences that names.py has labelled."""
    said = {}
    for path in paths:
        file = torch.load(path)
        p = torch.zeros(len(file["types"]), len(ENTITY_TYPES)).scatter_add_(1, file["entity_index"].long(), file["entity_p"].float()).half()
        types, starts = file["types"].tolist(), file["starts"].tolist()
        for first, end in zip(starts, starts[1:]):
            if p[first].sum() > 0:
                said[tuple(file["forms"][t] for t in types[first:end])] = p[first:end]
    return said


def labels_of(said, forms):
    """The best labels of a sentence."""
    found = said.get(tuple(forms))
    return ["none"] * len(forms) if found is None else [ENTITY_TYPES[k] for k in found.argmax(-1).tolist()]


class Nouns:
    """The proper nouns of documents (lists of forms with their probabilities) and all that the layer sees of them."""

    @torch.no_grad()
    def __init__(self, name, documents, net, labels):
        vocabulary, texts = Vocabulary(), [(d, forms, p) for d, document in enumerate(documents) for forms, p in document]
        types = torch.tensor([i for _, forms, _ in texts for i in vocabulary.encode(forms)])
        starts = F.pad(torch.tensor([len(forms) for _, forms, _ in texts]).cumsum(0), (1, 0))
        empty = lambda dtype: {task: torch.zeros(len(types), k, dtype=dtype) for task, k in TOP.items()}
        corpus, lexicon = Corpus(starts, types, empty(torch.int16), empty(torch.float16)), Lexicon(vocabulary)
        self.x0 = torch.cat([net.words(numbers.unsqueeze(0), lexicon)[0].half() for numbers in torch.arange(len(vocabulary.forms)).split(1024)])
        t, before = torch.zeros(len(types), WIDTH).half(), torch.zeros(len(types), len(ENTITY_TYPES))
        upos, head, relation = (torch.zeros(len(types), dtype=torch.long) for _ in range(3))
        seen = {}
        hook = net.tags.register_forward_pre_hook(lambda _, inputs: seen.update(t=inputs[0]))
        for _, numbers in plan([corpus], [None], 3000):
            batch, treebanks, present, _ = corpus.batch(numbers, 3000)
            with torch.autocast("cpu", torch.bfloat16):
                tags, arc, dependent, side = net(batch, treebanks, present, lexicon)
                best = mask_arcs(arc, present).argmax(-1)
                relations = net.relations(dependent, side, best).argmax(-1)
            inside = present[: len(numbers)]
            where = (starts[numbers].unsqueeze(1) + torch.arange(batch.size(1)))[inside]
            results = (t, seen["t"].half()), (before, tags["entity"].float()), (upos, tags["upos"].argmax(-1)), (head, best), (relation, relations)
            for table, values in results:
                table[where] = values[: len(numbers)][inside]
        hook.remove()
        p = torch.cat([p.float() for *_, p in texts])
        words = ((upos == labels.index["upos"]["PROPN"]) & (p.sum(1) > 0.5)).nonzero()[:, 0]
        sentence = torch.repeat_interleave(torch.arange(len(texts)), corpus.lengths)[words]
        self.t, self.before, self.labels, self.types = t[words], before[words], p[words], types[words]
        self.document = torch.tensor([d for d, *_ in texts])[sentence]
        self.look_around(words, sentence, starts, types, vocabulary, head, relation, labels)
        ends = ((self.document[1:] != self.document[:-1]).nonzero()[:, 0] + 1).tolist()
        self.bounds = list(zip([0, *ends], [*ends, len(words)]))
        print(name, "documents", len(documents), "words", len(types), "proper nouns", len(words), flush=True)

    def look_around(self, words, sentence, starts, types, vocabulary, head, relation, labels):
        """Rows of the words around each noun, relations, and which nouns share the last word of their name or their form."""
        names, case = labels.lists["relation"], labels.index["relation"]["case"]
        nothing, none, parsed, around, relations, keys = len(vocabulary.forms), len(names), {}, [], [], []
        types, starts = types.tolist(), starts.tolist()
        for word, number, document in zip(words.tolist(), sentence.tolist(), self.document.tolist()):
            first, end = starts[number : number + 2]
            if number not in parsed:
                inside = slice(first, end)
                parsed = {number: ([vocabulary.forms[k] for k in types[inside]], head[inside].tolist(), relation[inside].tolist())}
            forms, heads, labelled = parsed[number]
            above = lambda i: heads[i] - 1 if i is not None and heads[i] else None
            own = word - first
            governor = above(own)
            preposition = max((j for j in range(own) if heads[j] == own + 1 and labelled[j] == case), default=None)
            near = [j if 0 <= j < len(forms) else None for j in range(own - NAME_REACH, own + NAME_REACH + 1)]
            around.append([nothing if j is None else types[first + j] for j in [*near, governor, preposition, above(governor)]])
            relations.append((labelled[own], none + 1 + (none if governor is None else labelled[governor])))
            last = name_end(own, forms, heads, [names[k] for k in labelled])
            keys.append(((document, forms[last]), (document, forms[own]), document))
        rows = torch.tensor([[row[0] % ROWS, row[1] % ROWS] for row in vocabulary.rows] + [[ROWS, ROWS]])
        self.rows, self.relations = rows[torch.tensor(around)].int(), torch.tensor(relations)
        self.groups = []
        for column in zip(*keys):
            found = {}
            self.groups.append(torch.tensor([found.setdefault(key, len(found)) for key in column]))

    def batches(self):
        """Whole documents, about STEP nouns each time."""
        batches, current = [], []
        for first, end in random.sample(self.bounds, len(self.bounds)):
            if current and sum(map(len, current)) + end - first > STEP:
                batches.append(torch.cat(current))
                current = []
            current.append(torch.arange(first, end))
        return [*batches, torch.cat(current)]


def others(z, group):
    """The mean of `z` over the others of each row's group; zeros where there are none."""
    _, group = group.unique(return_inverse=True)
    sums = torch.zeros(int(group.max()) + 1, z.size(1)).index_add_(0, group, z)
    count = torch.bincount(group)[group].unsqueeze(1) - 1
    return (sums[group] - z) / count.clamp(min=1) * (count > 0)


class NameLayer(nn.Module):
    def __init__(self, relations):
        super().__init__()
        self.embed = nn.Embedding(ROWS + 1, COLUMNS, padding_idx=ROWS, sparse=True)
        nn.init.normal_(self.embed.weight, std=0.1)
        nn.init.zeros_(self.embed.weight[ROWS].detach())
        self.state, self.form = Linear(WIDTH, 2 * INNER), Linear(WIDTH, 2 * INNER, bias=False)
        self.window = Linear((2 * NAME_REACH + 1 + AROUND) * COLUMNS, 2 * INNER, bias=False)
        self.relation = nn.Embedding(2 * (relations + 1), 2 * INNER)
        nn.init.zeros_(self.relation.weight)
        self.norm, self.out = nn.LayerNorm(INNER), Linear(INNER, len(ENTITY_TYPES))
        self.keep = nn.Parameter(torch.full((1,), 0.5))
        self.text, self.text_norm, self.text_out = Linear(4 * INNER, 2 * INNER), nn.LayerNorm(INNER), Linear(INNER, len(ENTITY_TYPES))

    def set_quantised(self, on):
        for module in self.modules():
            if isinstance(module, Linear):
                module.quantised = on

    def forward(self, nouns, numbers):
        """Scores [rows, kinds] before and after the other names of the text are seen; `numbers` are those of whole documents."""
        drop = lambda v: F.dropout(v.float(), DROPOUT, self.training)
        words = self.embed(nouns.rows[numbers].long()).sum(2)
        if self.training:
            words = words * (torch.rand(words.shape[:2]) >= WORD_DROPOUT).unsqueeze(-1)
        v = self.state(drop(nouns.t[numbers])) + self.form(drop(nouns.x0[nouns.types[numbers]])) + self.window(drop(words.flatten(1)))
        z = self.norm(maxout(v + self.relation(nouns.relations[numbers]).sum(1)))
        first = self.out(drop(z)) + self.keep * nouns.before[numbers]
        u = self.text(drop(torch.cat([z, *(others(z, group[numbers]) for group in nouns.groups)], 1)))
        return first, first + self.text_out(drop(self.text_norm(maxout(u))))


def fit(layer, parts, epochs, rate):
    """`parts`: (nouns, how often an epoch). The mean of the weights of the last two fifths is kept."""
    dense = [p for name, p in layer.named_parameters() if not name.startswith("embed.")]
    optimisers = torch.optim.AdamW(dense, lr=rate, betas=(0.9, 0.98), weight_decay=0.01), torch.optim.SparseAdam([layer.embed.weight], lr=rate, betas=(0.9, 0.98))
    steps = [(nouns, numbers) for nouns, times in parts for _ in range(times * epochs) for numbers in nouns.batches()]
    random.shuffle(steps)
    mean = None
    layer.train()
    for step, (nouns, numbers) in enumerate(steps):
        for optimiser in optimisers:
            optimiser.param_groups[0]["lr"] = rate * min(1, (step + 1) / 200) * max(0.01, 1 - step / len(steps))
        layer.set_quantised(step > 0.6 * len(steps))
        first, last = (F.log_softmax(scores, -1) for scores in layer(nouns, numbers))
        loss = -((last + FIRST_SHARE * first) * nouns.labels[numbers]).sum(1).mean()
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()
        layer.zero_grad()
        if step % 100 == 0:
            print(f"step {step} of {len(steps)} loss {loss.item():.3f}", flush=True)
        if step > 0.6 * len(steps) and step % 25 == 0:
            now = [p.detach().clone() for p in layer.parameters()]
            mean = now if mean is None else [torch.lerp(m, n, 0.03) for m, n in zip(mean, now)]
    for parameter, value in zip(layer.parameters(), mean):
        parameter.data.copy_(value)


@torch.no_grad()
def figures(layer, nouns):
    """Accuracy and F1 of named kinds against the teacher's best labels, before and after."""
    layer.eval()
    after = torch.cat([layer(nouns, torch.arange(first, end))[1] for first, end in nouns.bounds if end > first])
    named, gold, result = torch.tensor([kind in NAMED_TYPES for kind in ENTITY_TYPES]), nouns.labels.argmax(-1), {}
    for name, scores in (("tags' layer", nouns.before), ("layer of names", after)):
        best = scores.argmax(-1)
        hits = ((best == gold) & named[gold]).sum()
        f1 = 200 * hits / (named[gold].sum() + named[best].sum()).clamp(min=1)
        result[name] = {"accuracy": round(100 * (best == gold).float().mean().item(), 2), "f1": round(f1.item(), 2)}
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "labels", "weights", "teacher", "base", "named", "exchanged", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--every", type=int, default=4, help="as names.py was told")
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    labels = Labels.load(args.labels)
    net, teacher, windows = Student(labels), NameTeacher(args.base), Windows(args.base)
    net.load_state_dict(torch.load(args.weights))
    teacher.load_state_dict(torch.load(args.teacher))
    net.eval()
    net.set_quantised(True)
    label = lambda documents: [list(zip(d, ps)) for d, ps in zip(documents, soft_labels(teacher, windows, documents, "text"))]
    kept = args.out + ".labels"
    if not os.path.exists(kept):
        exchanged = [sentences for *_, sentences in json.loads(open(args.exchanged, encoding="utf-8").read())]
        torch.save([[(forms, p.half()) for forms, p in document] for document in label(exchanged)], kept)
    said = saved_labels(sorted(glob.glob(args.named + ".*.pt")))
    known = lambda documents: [[(forms, said[tuple(forms)]) for forms in d if tuple(forms) in said] for d in documents]
    forms = lambda sentences: [[s.forms for s in d] for d in by_document(sentences)]
    texts = {
        "exchanged": torch.load(kept),
        "ewt": known(forms(load_treebanks(args.data, "train")["ewt"])),
        "news": known(list(stories(args.data))[:: args.every]),
    }
    parts = [(Nouns(name, documents, net, labels), TIMES[name]) for name, documents in texts.items()]
    layer = NameLayer(labels.size("relation"))
    fit(layer, parts, args.epochs, args.rate)
    layer.set_quantised(True)
    torch.save(layer.state_dict(), args.out)
    # Neither the student nor the teacher has seen EWT's development half.
    unseen = label(forms(load_treebanks(args.data, "dev")["ewt"]))
    print("EWT DEV, the teacher's labels", figures(layer, Nouns("dev", unseen, net, labels)))


if __name__ == "__main__":
    main()
