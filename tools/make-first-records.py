"""Makes tests/fixtures/golden/all-MiniLM-L6-v2/first-records.json: the losses of the first record of both example sets, each alone, and 64 samples and the
norm of every gradient, in float64 on the weights of the built-in model's file. WebGPU in software is too slow for more of this model in a test.

    python -m venv .venv && .venv/bin/pip install torch transformers onnx tokenizers
    .venv/bin/python tools/make-first-records.py

Versions: torch 2.15.0, transformers 5.24.0, onnx 1.23.2, tokenizers 0.23.3.
"""

import json
import re
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "public/models/all-MiniLM-L6-v2"
GOLDEN = ROOT / "tests/fixtures/golden/all-MiniLM-L6-v2"
LENGTH, SCALE, SAMPLES = 128, 20.0, 64


def load() -> BertModel:
    """Matrices that the exporter renamed and transposed are known by the node that multiplies by them."""
    graph = onnx.load(MODEL / "onnx/model_fp16.onnx").graph
    values = {each.name: onnx.numpy_helper.to_array(each).astype("float64") for each in graph.initializer}
    casts = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    model = BertModel(BertConfig.from_pretrained(MODEL), add_pooling_layer=False).double().eval()
    state = {}
    for name in model.state_dict():
        if name in values:
            state[name] = torch.tensor(values[name])
    for node in graph.node:
        scope = re.fullmatch(r"/(.*)/MatMul", node.name)
        source = casts.get(node.input[1], node.input[1]) if node.op_type == "MatMul" else ""
        if scope is not None and source in values:
            state[scope[1].replace("/", ".") + ".weight"] = torch.tensor(values[source].T)
    missing = set(dict(model.named_parameters())) - set(state)
    assert not missing, missing
    model.load_state_dict(state, strict=False)
    return model


def texts(record: dict) -> list[str]:
    negative = record["negative"] if "negative" in record else record["negatives"]
    return [record["query"], record["positive"], negative if isinstance(negative, str) else negative[0]]


def main() -> None:
    model = load()
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding()
    golden = json.loads((GOLDEN / "golden.json").read_text())
    result = {}
    for kind, file in (("general", "general-example"), ("domain", "chem-example")):
        record = json.loads((ROOT / f"public/data/{file}.json").read_text())[0]
        encoded = tokenizer.encode_batch(texts(record))
        ids, mask = (torch.tensor([getattr(each, part) for each in encoded]) for part in ("ids", "attention_mask"))
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.double().unsqueeze(-1)
        query, columns = torch.nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1)).split([1, 2])
        loss = torch.nn.functional.cross_entropy(SCALE * query @ columns.T, torch.zeros(1, dtype=torch.long))
        expected = golden["losses"][f"fisher_{kind}_mb1"][0]
        assert abs(loss.item() / expected - 1) < 1e-6, (loss.item(), expected)
        model.zero_grad()
        loss.backward()
        gradients = {}
        for name, parameter in model.named_parameters():
            flat = parameter.grad.flatten()
            at = [i * (len(flat) - 1) // (SAMPLES - 1) for i in range(SAMPLES)]
            gradients[name] = {"l2": float(f"{flat.norm().item():.10g}"), "samples": [float(f"{x:.8g}") for x in flat[at].tolist()]}
        result[kind] = {"loss": loss.item(), "gradients": gradients}
        print(kind, ids.shape, loss.item(), expected)
    (GOLDEN / "first-records.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
