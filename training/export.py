"""Writes the trained network as the engine reads it: english.safetensors, english.json and lemmas.tsv (see models/README.md).

    python export.py --weights student.ema.pt --labels labels.json --data DATA --names namelayer.pt --out MODELS --trained 2026-01-31
    python export.py --names namelayer.pt --into MODELS       # the layer of names alone, into an exported model
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy
import torch
from safetensors.numpy import load_file, save_file

from data import EDITED, Labels, load_treebanks
from features import TABLES
from lemmas import lexicon
from network import ARC, ATTENTIONS, CONVOLUTIONS, FEED_FORWARD, HEADS, RELATION, WIDTH


def quantise(matrix):
    """int8 with one f32 scale a row."""
    matrix = matrix.astype(numpy.float32)
    scale = numpy.maximum(numpy.abs(matrix).max(1), 1e-12).astype(numpy.float32) / numpy.float32(127)
    return numpy.clip(numpy.rint(matrix / scale[:, None]), -127, 127).astype(numpy.int8), scale


def common_scripts(weights, labels, count):
    """Weights and labels with the `count` most common lemma scripts alone; words that need another are few, and most are in lemmas.tsv."""
    begin = labels.size("upos") + labels.size("xpos")
    kept = [row for row in range(weights["tags.bias"].size(0)) if not begin + count <= row < begin + labels.size("lemma")]
    of_rows = {name: weights[name][kept] for name in ("tags.weight", "tags.bias", "tags_skip.weight")}
    weights = weights | of_rows | {"treebank_tags": weights["treebank_tags"][:, kept]}
    return weights, Labels(labels.lists | {"lemma": labels.lists["lemma"][:count]})


def tensors(weights):
    w = {k: v.float().numpy() for k, v in weights.items()}
    for c in range(CONVOLUTIONS):
        w[f"conv.{c}.bias"] = w[f"conv.{c}.bias"] + w["treebank_conv"][EDITED, c]
    w["tags.bias"] = w["tags.bias"] + w["treebank_tags"][EDITED]
    out = {}

    def linear(name, source, matrix=None, bias=True):
        out[name + ".weight"], out[name + ".scale"] = quantise(w[source + ".weight"] if matrix is None else matrix)
        if bias:
            out[name + ".bias"] = w[source + ".bias"]

    def norm(name, source):
        out[name + ".gain"], out[name + ".shift"] = w[source + ".weight"], w[source + ".bias"]

    for table in TABLES:
        out[f"embed.{table}"], out[f"embed.{table}.scale"] = quantise(w[f"embed.{table}.weight"])
    linear("input", "input")
    norm("input.norm", "input_norm")
    for c in range(CONVOLUTIONS):
        for part, rows in zip(("previous", "current", "next"), numpy.split(w[f"conv.{c}.products.weight"], 3)):
            linear(f"conv.{c}.{part}", "", rows, bias=False)
        out[f"conv.{c}.bias"] = w[f"conv.{c}.bias"]
        norm(f"conv.{c}.norm", f"conv.{c}.norm")
    for a in range(ATTENTIONS):
        scale = numpy.ones((3 * WIDTH, 1), dtype=numpy.float32)
        scale[:WIDTH] = (WIDTH // HEADS) ** -0.5
        linear(f"att.{a}.qkv", "", w[f"att.{a}.qkv.weight"] * scale, bias=False)
        out[f"att.{a}.qkv.bias"] = w[f"att.{a}.qkv.bias"] * scale[:, 0]
        for name in ("out", "up", "down"):
            linear(f"att.{a}.{name}", f"att.{a}.{name}")
        for name in ("norm1", "norm2"):
            norm(f"att.{a}.{name}", f"att.{a}.{name}")
        out[f"att.{a}.distance"] = w[f"att.{a}.distance"]
    norm("final.norm", "final_norm")
    linear("tags", "tags")
    linear("tags_skip", "tags_skip", bias=False)
    for name in ("arc.dependent", "arc.head", "arc.bilinear", "arc.distance", "relation.dependent", "relation.out"):
        linear(name, name.replace(".", "_"))
    linear("relation.head", "relation_head", bias=False)
    out["relation.distance"], out["root"] = w["relation_distance"], w["root"]
    return {k: numpy.ascontiguousarray(v) for k, v in out.items()}


def name_tensors(weights):
    """Those of the layer of names; see namelayer.py."""
    w, out = {k: v.float().numpy() for k, v in weights.items()}, {}
    tables = {"embed": w["embed.weight"][:-1], "relation": w["relation.weight"]}  # the last row stands for no word
    for name, table in tables.items():
        out[f"names.{name}"], out[f"names.{name}.scale"] = quantise(table)
    for part in ("state", "form", "window", "out", "text", "text_out"):
        name = "names." + part.replace("_", ".")
        out[name + ".weight"], out[name + ".scale"] = quantise(w[part + ".weight"])
        if part + ".bias" in w:
            out[name + ".bias"] = w[part + ".bias"]
    for part in ("norm", "text_norm"):
        name = "names." + part.replace("_", ".")
        out[name + ".gain"], out[name + ".shift"] = w[part + ".weight"], w[part + ".bias"]
    return {k: numpy.ascontiguousarray(v) for k, v in (out | {"names.keep": w["keep"]}).items()}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def put_names(weights, folder):
    """Puts another layer of names into an exported model."""
    path, card = folder / "english.safetensors", json.loads((folder / "english.json").read_text(encoding="utf-8"))
    kept = {name: tensor for name, tensor in load_file(path).items() if not name.startswith("names.")}
    save_file(kept | name_tensors(weights), path)
    card["names_width"] = len(weights["norm.weight"])
    card["sha256"][path.name] = sha256(path)
    (folder / "english.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("weights", path.stat().st_size, "bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", required=True, help="the layer of names, of namelayer.py")
    parser.add_argument("--into", help="folder of an exported model which gets the layer of names; all else stays")
    for name in ("weights", "labels", "data", "out", "trained"):
        parser.add_argument("--" + name)
    parser.add_argument("--scripts", type=int, default=96, help="how many lemma scripts are kept")
    parser.add_argument("--silver", help="the OUT of label.py: more base forms for the lemma lexicon")
    parser.add_argument("--knowledge", default=Path(__file__).parent.parent / "knowledge", help="the project's knowledge/: its words have lemmas")
    parser.add_argument("--figures", help="JSON file with the figures of reference.py")
    parser.add_argument("--notes", default="", help="one sentence for the card: how this run was made")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    names = torch.load(args.names)
    if args.into:
        return put_names(names, Path(args.into))
    labels, out = Labels.load(args.labels), Path(args.out)
    weights, labels = common_scripts(torch.load(args.weights), labels, args.scripts)
    save_file(tensors(weights) | name_tensors(names), out / "english.safetensors")
    train = load_treebanks(args.data, "train")
    lemmas = lexicon(train["ewt"] + train["gum"], labels, args.silver, args.knowledge)
    lines = "".join(f"{form}\t{tag}\t{lemma}\n" for (form, tag), lemma in sorted(lemmas.items()))
    (out / "lemmas.tsv").write_text(lines, encoding="utf-8")
    card = {
        "format": 1,
        "name": "english",
        "trained": args.trained,
        "seed": args.seed,
        "notes": args.notes,
        "width": WIDTH,
        "convolutions": CONVOLUTIONS,
        "attentions": ATTENTIONS,
        "attention_heads": HEADS,
        "feed_forward": FEED_FORWARD,
        "arc_width": ARC,
        "relation_width": RELATION,
        "names_width": len(names["norm.weight"]),
        "tables": {name: list(size) for name, size in TABLES.items()},
        "sha256": {name: sha256(out / name) for name in ("english.safetensors", "lemmas.tsv")},
        "figures": json.loads(Path(args.figures).read_text()) if args.figures else {},
        "data": [
            {"name": "UD English EWT, train", "licence": "CC BY-SA 4.0", "use": "gold"},
            {"name": "UD English GUM without its non-commercial genres, train", "licence": "CC BY 4.0, CC BY-SA", "use": "gold"},
            {"name": "PolNeAR, train", "licence": "research use", "use": "text labelled by the teacher"},
            {"name": "Guardian stories on Syria", "licence": "text not redistributed", "use": "text labelled by the teacher"},
            {"name": "machine-written stories published with NGEC", "licence": "as published", "use": "text labelled by the teacher"},
            {"name": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "use": "base of the teacher"},
            {"name": "all-mpnet-base-v2", "licence": "Apache-2.0", "use": "base of the teacher of names, and its vocabulary for names"},
        ],
        "labels": labels.lists,
    }
    (out / "english.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("weights", (out / "english.safetensors").stat().st_size, "bytes; lemmas", len(lemmas))


if __name__ == "__main__":
    main()
