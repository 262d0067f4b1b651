"""Fits knowledge/speech/weights.tsv: what words weigh in favour of what a speaker does by saying them.

A transformer (the one that the language model's teacher starts from) is fine-tuned on labelled
statements and labels all others; a multinomial logistic regression over the engine's features learns
from both. Its input is what `demarche-eval speech training/speech.tsv … --predictions FILE` writes.
Stories with labels in evaluation/gold/speech.tsv are neither fitted on nor labelled here.
"""

import argparse
import collections
import csv
import random
import zlib

import numpy as np
import torch
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from transformers import AutoModel, AutoTokenizer

CLASSES = ["NONE", "ACCUSE", "REJECT", "THREATEN", "REQUEST", "SUPPORT", "AGREE"]
BATCH, LENGTHS = 32, (48, 96)


def is_held_out(story):
    """Every fifth story: those of evaluation/gold/speech.tsv."""
    return zlib.crc32(story.encode()) % 5 == 0


def target(label, strength):
    """Probabilities of the classes: a debatable event is one half of the time."""
    wanted = np.zeros(len(CLASSES), np.float32)
    share = {"2": 1.0, "1": 0.5}.get(strength, 0.0) if label in CLASSES[1:] else 0.0
    wanted[0] = 1 - share
    if share:
        wanted[CLASSES.index(label)] = share
    return wanted


def place(row):
    return f'{row["story"]} {row["at"]}'


def read(path):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    seen, labelled, others = set(), [], []
    for row in rows:
        if is_held_out(row["story"]) or place(row) in seen or len(row["content"].split()) < 4:
            continue
        seen.add(place(row))
        row["features"] = sorted(set(row["features"].split()))
        row["text"] = f'{row["speaker"][:90]} {row["cue"]}: {row["content"][:500]}'
        (labelled if row["label"] else others).append(row)
    return labelled, others


class Teacher(torch.nn.Module):
    def __init__(self, base):
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(base)
        self.body = AutoModel.from_pretrained(base).float()
        self.head = torch.nn.Linear(self.body.config.hidden_size, len(CLASSES))
        torch.nn.init.normal_(self.head.weight, std=0.01)

    def forward(self, rows):
        # Few shapes: the matrix library compiles kernels for each.
        texts = [row["text"] for row in rows] + [""] * (BATCH - len(rows))
        pieces = self.tokens(texts, truncation=True, max_length=LENGTHS[-1])
        longest = max(map(len, pieces["input_ids"]))
        width = next(length for length in LENGTHS if length >= longest)
        batch = self.tokens.pad(pieces, padding="max_length", max_length=width, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.body(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None].float()
        mean = (states.float() * mask).sum(1) / mask.sum(1).clamp(min=1)
        return self.head(torch.nn.functional.dropout(mean, 0.1, self.training))[: len(rows)]


def teach(teacher, rows, epochs, rate):
    groups = [
        {"params": teacher.body.parameters(), "lr": rate},
        {"params": teacher.head.parameters(), "lr": 20 * rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, 20 * rate], total_steps=steps, pct_start=0.1
    )
    teacher.train()
    for epoch in range(epochs):
        order = rows[:]
        random.Random(epoch).shuffle(order)
        total = 0.0
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            wanted = torch.from_numpy(np.stack([target(r["label"], r["strength"]) for r in batch]))
            loss = -(wanted * teacher(batch).log_softmax(-1)).sum(-1).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(order):.3f}", flush=True)


@torch.no_grad()
def judge(teacher, rows):
    teacher.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["text"]))
    answers = np.zeros((len(rows), len(CLASSES)))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        answers[batch] = teacher([rows[i] for i in batch]).softmax(-1).double().numpy()
    return answers


def regress(features, wanted, weights, ridge):
    """Weights and biases (the last row) of the regression, by L-BFGS."""
    count, classes = features.shape[1], wanted.shape[1]
    transposed = features.T.tocsr()

    def loss(flat):
        matrix = flat.reshape(count + 1, classes)
        scores = features @ matrix[:count] + matrix[count]
        scores -= scores.max(1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(1, keepdims=True)
        value = -(weights * wanted * np.log(shares + 1e-12)).sum()
        slope = weights * (shares - wanted)
        gradient = np.vstack([transposed @ slope + ridge * matrix[:count], slope.sum(0)])
        return value + ridge / 2 * (matrix[:count] ** 2).sum(), gradient.ravel()

    start = np.zeros((count + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return found.x.reshape(count + 1, classes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--predictions", required=True, help="what demarche-eval speech wrote")
    parser.add_argument("--base", required=True, help="folder of the pretrained transformer")
    parser.add_argument("--out", required=True, help="knowledge/speech/weights.tsv")
    parser.add_argument("--soft", help="labels of the teacher (.npz): written, or read if they are there")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--ridge", type=float, default=1.5)
    parser.add_argument("--often", type=int, default=3, help="least count of a feature; pairs twice that")
    parser.add_argument("--human", type=float, default=2.0, help="weight of a label by hand")
    parser.add_argument(
        "--least",
        type=int,
        nargs=len(CLASSES) - 1,
        default=[650, 670, 590, 700, 650, 700],
        help="least probability of each act, in thousandths",
    )
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)

    labelled, others = read(arguments.predictions)
    print(f"{len(labelled)} labelled statements, {len(others)} others", flush=True)
    try:
        kept = np.load(arguments.soft)
        soft = dict(zip(kept["places"].tolist(), kept["shares"]))
    except (OSError, TypeError):
        teacher = Teacher(arguments.base)
        teach(teacher, labelled, arguments.epochs, arguments.rate)
        shares = judge(teacher, labelled + others)
        soft = dict(zip((place(row) for row in labelled + others), shares))
        if arguments.soft:
            np.savez(arguments.soft, places=list(soft), shares=list(soft.values()))

    judged = [row for row in labelled + others if place(row) in soft]
    rows = labelled + judged
    by_hand = [target(row["label"], row["strength"]) for row in labelled]
    wanted = np.stack(by_hand + [soft[place(row)] for row in judged])
    weights = np.ones((len(rows), 1))
    weights[: len(labelled)] = arguments.human
    counts = collections.Counter(feature for row in rows for feature in row["features"])
    names = sorted(
        name
        for name, count in counts.items()
        if count >= arguments.often * (2 if name.startswith("pair=") else 1)
    )
    column = {name: index for index, name in enumerate(names)}
    cells = [
        (index, column[name])
        for index, row in enumerate(rows)
        for name in row["features"]
        if name in column
    ]
    where, which = zip(*cells)
    features = csr_matrix((np.ones(len(cells)), (where, which)), (len(rows), len(names)))
    matrix = regress(features, wanted, weights, arguments.ridge)
    matrix = np.rint(100 * (matrix[:, 1:] - matrix[:, :1])).astype(int)
    with open(arguments.out, "w", encoding="utf-8") as out:
        out.write("# Written by training/speech.py: hundredths of natural log-odds against no event.\n")
        out.write("# feature\t" + "\t".join(CLASSES[1:]) + "\n")

        def write(name, numbers):
            out.write(name + "\t" + "\t".join(map(str, numbers)) + "\n")

        write("(bias)", matrix[-1])
        write("(least)", arguments.least)
        for name, numbers in zip(names, matrix):
            if abs(numbers).max() >= 5:
                write(name, numbers)
    print(f"{len(names)} features")


if __name__ == "__main__":
    main()
