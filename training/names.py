"""The teacher of names: MPNet (12 layers, uncased, with a casing embedding), which learns GUM's entity labels alone and reads several
sentences of a document at once; and its soft labels, put into the files of label.py in place of those there.

    python names.py --data DATA --base MPNET_FOLDER --out names.pt --epochs 5
    python names.py --data DATA --base MPNET_FOLDER --out names.pt --silver silver2 --copies 2 --named silver3

The base folder is all-mpnet-base-v2 (Apache-2.0); README.md says where it comes from; the layer of names
(namelayer.py) is taught with its labels. Training is resumed by the same command: OUT.state is written after each epoch.
"""

import argparse
import glob
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import MPNetModel
from transformers.models.mpnet import modeling_mpnet

from biaffine import TOP
from data import ENTITY_TYPES, NAMED_TYPES, entity_labels, load_treebanks
from label import stories, variants
from teacher import Pieces, casing

BEGIN, END, PAD, UNKNOWN, MASK = 0, 2, 1, 104, 30526
SHARE = 0.7  # of this teacher's word in the labels, to that of those before
WINDOW, BATCH = 160, 12  # word pieces of a window, windows of a batch
MIXED = 0.75  # the share of the new labels; the rest are those that the file has


def attend(self, hidden_states, attention_mask=None, position_bias=None, output_attentions=False, **_):
    """MPNet's self-attention, written so that it is fast; `attention_mask` is the sum of mask and position bias."""
    b, n, _ = hidden_states.shape
    heads = lambda x: x.view(b, n, -1, self.attention_head_size).transpose(1, 2)
    q, k, v = heads(self.q(hidden_states)), heads(self.k(hidden_states)), heads(self.v(hidden_states))
    if self.training:  # the fused kernel is slow backwards
        joined = torch.softmax(q @ k.transpose(-1, -2) * self.attention_head_size**-0.5 + attention_mask, -1) @ v
    else:
        joined = F.scaled_dot_product_attention(q, k, v, attention_mask.float())
    return (self.o(joined.transpose(1, 2).reshape(b, n, -1)),)


modeling_mpnet.MPNetSelfAttention.forward = attend


class NameTeacher(nn.Module):
    WIDTH = 768

    def __init__(self, base):
        super().__init__()
        self.mpnet = MPNetModel.from_pretrained(base, add_pooling_layer=False)
        for part in (self.mpnet.embeddings.word_embeddings, self.mpnet.embeddings.position_embeddings, self.mpnet.encoder.relative_attention_bias):
            part.requires_grad_(False)
        self.case = nn.Embedding(4, self.WIDTH)
        nn.init.zeros_(self.case.weight)
        self.out = nn.Linear(self.WIDTH, len(ENTITY_TYPES))

    def forward(self, ids, cases, first, dropout=0.0):
        """Scores [b, words, kinds] of the words that begin at the pieces `first`."""
        x = self.mpnet.embeddings.word_embeddings(ids) + self.case(cases)
        x = self.mpnet.embeddings.LayerNorm(x + self.mpnet.embeddings.position_embeddings.weight[2 : 2 + ids.size(1)])
        with torch.no_grad():
            mask = (self.mpnet.encoder.compute_position_bias(x[:1]) + (ids == PAD)[:, None, None, :] * -1e4).to(torch.bfloat16)
        for layer in self.mpnet.encoder.layer:
            x = layer(x, mask)[0]
        words = x.gather(1, first.unsqueeze(-1).expand(-1, -1, self.WIDTH))
        return self.out(F.dropout(words.float(), dropout, self.training))


class Windows:
    """Cuts documents (lists of sentences, which are lists of forms) into windows of whole sentences and makes tensors of them."""

    def __init__(self, base):
        self.pieces = Pieces(base)

    def word(self, form):
        return [UNKNOWN if p == 100 else p for p in self.pieces.word(form)]

    def cut(self, documents, shift=False):
        """Runs of (document, sentence) that fit into a window each. `shift`: the first window of a document ends at random."""
        runs = []
        for d, sentences in enumerate(documents):
            room, run = random.randrange(20, WINDOW) if shift else WINDOW - 1, []
            for s, forms in enumerate(sentences):
                size = sum(len(self.pieces.word(f)) for f in forms) + 1
                if run and size > room:
                    runs.append(run)
                    room, run = WINDOW - 1, []
                run.append((d, s))
                room -= size
            if run:
                runs.append(run)
        return runs

    def collate(self, documents, runs, hide=0.0):
        """(ids, cases, first pieces), and where each word is from: [row, column, document, sentence, word]. The end of a sentence
        longer than a window is left out. `hide`: the share of words that are masked."""
        ids, cases = torch.full((BATCH, WINDOW), PAD), torch.zeros(BATCH, WINDOW, dtype=torch.long)
        first, places = torch.zeros(BATCH, WINDOW, dtype=torch.long), []
        for row, run in enumerate(runs):
            text, kinds, starts = [BEGIN], [0], []
            for d, s in run:
                for w, form in enumerate(documents[d][s]):
                    word = self.word(form)
                    if len(text) + len(word) >= WINDOW:
                        break
                    places.append((row, len(starts), d, s, w))
                    starts.append(len(text))
                    text += [MASK] * len(word) if hide and random.random() < hide else word
                    kinds += [casing(form)] * len(word)
                text.append(END)
                kinds.append(0)
            text, kinds = text[:WINDOW], kinds[:WINDOW]
            ids[row, : len(text)] = torch.tensor(text)
            cases[row, : len(kinds)] = 0 if hide and random.random() < hide else torch.tensor(kinds)
            first[row, : len(starts)] = torch.tensor(starts)
        return (ids, cases, first), torch.tensor(places)


def by_document(sentences):
    """[[sentence, …], …]: runs of sentences of one document."""
    documents, name = [], None
    for s in sentences:
        if s.document != name or not documents:
            documents.append([])
            name = s.document
        documents[-1].append(s)
    return documents


def soft_labels(net, windows, documents, report=None):
    """Probabilities [words, kinds] by document and sentence; uniform zero where a word lay outside of its window."""
    net.eval()
    result = [[torch.zeros(len(forms), len(ENTITY_TYPES)) for forms in sentences] for sentences in documents]
    runs, begun, done = windows.cut(documents), time.time(), 0
    for number, at in enumerate(range(0, len(runs), BATCH)):
        inputs, places = windows.collate(documents, runs[at : at + BATCH])
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            p = torch.softmax(net(*inputs).float(), -1)[places[:, 0], places[:, 1]]
        for (d, s, w), row in zip(places[:, 2:].tolist(), p):
            result[d][s][w] = row
        done += len(places)
        if report and number % 100 == 0:
            print(report, done, "words,", f"{done / (time.time() - begun):.0f} a second", flush=True)
    net.train()
    return result


def figures(net, windows, sentences):
    """Kinds of proper nouns: accuracy, and F1 over those that head a named mention (the tree is gold)."""
    documents = by_document(sentences)
    said = soft_labels(net, windows, [[s.forms for s in d] for d in documents])
    right = total = hits = gold_count = found_count = 0
    for sentence, p in ((s, p) for d, ps in zip(documents, said) for s, p in zip(d, ps)):
        for tag, gold, best in zip(sentence.upos, entity_labels(sentence), p.argmax(-1).tolist()):
            if tag == "PROPN":
                best = ENTITY_TYPES[best]
                right, total = right + (best == gold), total + 1
                hits += best == gold and gold in NAMED_TYPES
                gold_count, found_count = gold_count + (gold in NAMED_TYPES), found_count + (best in NAMED_TYPES)
    return {"proper_nouns": round(100 * right / total, 2), "heads_f1": round(200 * hits / (gold_count + found_count), 2)}


def train(args, net, windows):
    sentences = load_treebanks(args.data, "train")["gum"]
    if args.hold_out:
        names = sorted({s.document for s in sentences})[5 :: args.hold_out]
        held = [s for s in sentences if s.document in names]
        sentences = [s for s in sentences if s.document not in names]
    documents = by_document(sentences)
    forms = [[s.forms for s in d] for d in documents]
    index = {kind: i for i, kind in enumerate(ENTITY_TYPES)}
    gold = [[[index[x] for x in entity_labels(s)] for s in d] for d in documents]
    named = [[[tag == "PROPN" for tag in s.upos] for s in d] for d in documents]
    trained = {n: p for n, p in net.named_parameters() if p.requires_grad}
    body, head = [p for n, p in trained.items() if n.startswith("mpnet.")], [p for n, p in trained.items() if not n.startswith("mpnet.")]
    optimiser = torch.optim.AdamW([{"params": body, "lr": args.rate}, {"params": head, "lr": 10 * args.rate}], weight_decay=0.01, fused=True)
    random.seed(args.seed)
    steps = args.epochs * len(windows.cut(forms, True)) // BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min(1, (i + 1) / 50) * max(0.0, 1 - i / steps))
    start, state = 0, args.out + ".state"
    if os.path.exists(state):
        saved = torch.load(state)
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        start = saved["epoch"]
    begun, step = time.time(), 0
    for epoch in range(start, args.epochs):
        random.seed(1000 * args.seed + epoch)
        torch.manual_seed(1000 * args.seed + epoch)
        runs, total = windows.cut(forms, True), 0.0
        random.shuffle(runs)
        for at in range(0, len(runs) - BATCH + 1, BATCH):
            inputs, places = windows.collate(forms, runs[at : at + BATCH], hide=0.05)
            with torch.autocast("cpu", torch.bfloat16):
                scores = net(*inputs, dropout=0.2)
            scores = scores[places[:, 0], places[:, 1]].float()
            pick = lambda table: torch.tensor([table[d][s][w] for d, s, w in places[:, 2:].tolist()])
            weight = 1.0 + pick(named).float()  # what counts in the end are proper nouns
            loss = (F.cross_entropy(scores, pick(gold), reduction="none", label_smoothing=0.03) * weight).sum() / weight.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(trained.values(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total, step = total + loss.item(), step + 1
            if step % 25 == 0:
                print(f"epoch {epoch} step {step}/{steps} loss {total / 25:.3f} seconds {time.time() - begun:.0f}", flush=True)
                total = 0.0
        if args.hold_out:
            print("EPOCH", epoch + 1, "held out", figures(net, windows, held), flush=True)
        torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}, state)
    torch.save(net.state_dict(), args.out)
    print("DEV", figures(net, windows, load_treebanks(args.data, "dev")["gum"]), flush=True)


def unlabelled(data, copies, seed):
    """The texts of label.py by document: EWT, the variants (drawn as it draws them), and the news."""
    train = load_treebanks(data, "train")
    random.seed(seed)
    treebank = train["ewt"] + train["gum"]
    drawn = variants(treebank, copies)
    copied = [[[next(drawn) for s in d if 3 <= len(s) <= 80] for d in by_document(treebank)] for _ in range(copies)]
    return [[s.forms for s in d if len(s) <= 100] for d in by_document(train["ewt"])], copied, list(stories(data))


def relabel(args, net, windows):
    """Writes --silver's files once more with entities as this teacher and they have them on average. It is slow: of the news it reads
    one story of --every, of the variants one copy; the other sentences get no entities (their probabilities are 0)."""
    ewt, copied, news = unlabelled(args.data, args.copies, args.seed)
    documents = ewt + copied[0] + news[:: args.every]
    said = {tuple(forms): p for d, ps in zip(documents, soft_labels(net, windows, documents, "text")) for forms, p in zip(d, ps)}
    for path in sorted(glob.glob(args.silver + ".*.pt")):
        file = torch.load(path)
        labels, k = torch.zeros(len(file["types"]), len(ENTITY_TYPES)), TOP["entity"]
        labels.scatter_(1, file["entity_index"].long(), file["entity_p"].float())
        types, starts, found = file["types"].tolist(), file["starts"].tolist(), 0
        for first, end in zip(starts, starts[1:]):
            new = said.get(tuple(file["forms"][t] for t in types[first:end]))
            found += new is not None
            if new is None:
                labels[first:end] = 0
            else:
                known = new.sum(-1, keepdim=True) > 0
                labels[first:end] = (SHARE * new + (1 - SHARE) * labels[first:end]) * known
        p, best = labels.topk(k, -1)
        file["entity_index"], file["entity_p"] = best.to(torch.int16), (p / p.sum(-1, keepdim=True).clamp(min=1e-6)).to(torch.float16)
        torch.save(file, args.named + path[len(args.silver) :])
        print(path, "sentences", len(starts) - 1, "with new labels", found, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "base", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=5e-5, help="of the transformer; the last layer has ten times it")
    parser.add_argument("--hold-out", type=int, default=0, help="keep every n-th document of GUM's training half for figures")
    parser.add_argument("--silver", help="the OUT of label.py: label its texts")
    parser.add_argument("--copies", type=int, default=2, help="as label.py was told")
    parser.add_argument("--every", type=int, default=4, help="label one story of so many")
    parser.add_argument("--named", help="where the files go")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    net, windows = NameTeacher(args.base), Windows(args.base)
    if args.silver:
        net.load_state_dict(torch.load(args.out))
        relabel(args, net, windows)
    else:
        train(args, net, windows)


if __name__ == "__main__":
    main()
