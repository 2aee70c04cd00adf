"""Makes tests/fixtures/scripted: a tiny BERT-like encoder that torch.jit.script compiles, so that its branches and loops are exported as If and
Loop, and the loss, embeddings and gradients that PyTorch computes for it in float64.

    python -m venv .venv && .venv/bin/pip install torch onnx onnxruntime onnxconverter-common safetensors
    .venv/bin/python tools/make-scripted-models.py

Everything is seeded. Versions: torch 2.15.0, onnx 1.23.2, onnxruntime 1.32.0, onnxconverter-common 1.16.0.
"""

import json
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch
from onnxconverter_common import float16
from safetensors.numpy import save_file

OUT = Path(__file__).parent.parent / "tests/fixtures/scripted"
ROWS, LENGTH, VOCABULARY, WIDTH, HEADS, SCALE, ROUNDS = 6, 10, 48, 16, 2, 20.0, 3
LENGTHS = [10, 7, 8, 5, 10, 6]


class Layer(torch.nn.Module):
    heads: int
    size: int

    def __init__(self) -> None:
        super().__init__()
        self.heads, self.size = HEADS, WIDTH // HEADS
        self.query, self.key, self.value, self.dense = (torch.nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = torch.nn.Linear(WIDTH, 24), torch.nn.Linear(24, WIDTH)
        self.attention_norm, self.output_norm = torch.nn.LayerNorm(WIDTH), torch.nn.LayerNorm(WIDTH)

    def apart(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(x.size(0), x.size(1), self.heads, self.size).transpose(1, 2)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        query, key, value = self.apart(self.query(x)), self.apart(self.key(x)), self.apart(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) / self.size**0.5 + bias, dim=-1)
        context = (weights @ value).transpose(1, 2).reshape(x.size(0), x.size(1), self.heads * self.size)
        x = self.attention_norm(x + self.dense(context))
        return self.output_norm(x + self.down(torch.nn.functional.gelu(self.up(x))))


class Encoder(torch.nn.Module):
    """`first` is run once and `shared` three times, as ALBERT's layer is.

    `kept`: the flag and the number of rounds are tensors of the model, so that the exporter keeps If and Loop; what depends on numbers is written
    out by it. `by_length`: a branch over the shape of the batch.
    """

    kept: bool
    by_length: bool

    def __init__(self, kept: bool, by_length: bool) -> None:
        super().__init__()
        self.word_embeddings = torch.nn.Embedding(VOCABULARY, WIDTH)
        self.first, self.shared = Layer(), Layer()
        self.kept, self.by_length = kept, by_length
        self.register_buffer("rounds", torch.tensor(ROUNDS))
        self.register_buffer("scaled", torch.tensor(True))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        x = self.word_embeddings(input_ids)
        if bool(self.scaled) if self.kept else True:
            x = x * 4.0
        else:
            x = torch.tanh(self.first.up(x)[:, :, :16])
        if self.by_length:
            if input_ids.size(1) > 64:
                x = x * 0.5
            else:
                x = x * 1.5
        bias = (1.0 - attention_mask.to(x.dtype))[:, None, None, :] * -10000.0
        x = self.first(x, bias)
        for _ in range(int(self.rounds) if self.kept else 3):
            x = self.shared(x, bias)
        return x


def make(kept: bool = False, by_length: bool = False) -> Encoder:
    torch.manual_seed(7)
    model = Encoder(kept, by_length).eval()
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for _, parameter in sorted(dict(model.named_parameters()).items()):
            noise = torch.randn(parameter.shape, generator=generator)
            value = noise * 0.35 if parameter.dim() > 1 else parameter + noise * 0.1
            parameter.copy_(value.to(torch.bfloat16).to(torch.float16))
    return model


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(3, VOCABULARY, (ROWS, LENGTH), generator=generator)
    mask = torch.tensor([[int(i < length) for i in range(LENGTH)] for length in LENGTHS])
    return ids * mask, mask


def golden() -> None:
    """Loss, unit embeddings and gradients in float64, mean pooling."""
    model = make().double()
    ids, mask = batch()
    weights = mask.double().unsqueeze(-1)
    unit = torch.nn.functional.normalize((model(ids, mask) * weights).sum(1) / weights.sum(1))
    query, columns = unit.split([ROWS // 3, 2 * ROWS // 3])
    loss = torch.nn.functional.cross_entropy(SCALE * query @ columns.T, torch.arange(ROWS // 3))
    loss.backward()
    save_file({name: p.grad.float().numpy() for name, p in model.named_parameters()}, OUT / "gradients.safetensors")
    (OUT / "gradients.safetensors").chmod(0o644)
    figures = {"loss": loss.item(), "embeddings": [[round(x, 12) for x in row] for row in unit.tolist()], "tied": {}}
    figures |= {"scale": SCALE, "pooling": "mean", "input_ids": ids.tolist(), "attention_mask": mask.tolist()}
    (OUT / "golden.json").write_text(json.dumps(figures))


def operators(graph: onnx.GraphProto) -> Counter:
    counts = Counter(node.op_type for node in graph.node)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                counts += operators(attribute.g)
    return counts


def export(model: Encoder, name: str) -> onnx.ModelProto:
    names = ["input_ids", "attention_mask"]
    axes = {"dynamic_axes": {each: {0: "rows", 1: "length"} for each in [*names, "last_hidden_state"]}}
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.onnx")
        torch.onnx.export(torch.jit.script(model), batch(), path, input_names=names, output_names=["last_hidden_state"], dynamo=False, opset_version=17, **axes)
        exported = onnx.load(path)
    write(exported, model, name, 1e-4)
    return exported


def write(exported: onnx.ModelProto, model: Encoder, name: str, tolerance: float) -> None:
    for node in exported.graph.node:
        node.doc_string = ""
    session = onnxruntime.InferenceSession(exported.SerializeToString(), providers=["CPUExecutionProvider"])
    ids, mask = batch()
    got = session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0].astype(numpy.float32)
    difference = float(numpy.abs((got - model(ids, mask).detach().numpy()) * mask.numpy()[..., None]).max())
    assert difference < tolerance, (name, difference)
    (OUT / f"{name}.onnx").write_bytes(exported.SerializeToString(deterministic=True))
    counts = operators(exported.graph)
    print(f"{name:20} difference {difference:.1e}  If {counts['If']}, Loop {counts['Loop']}, {sum(counts.values())} nodes", flush=True)


def to_float16(model: onnx.ModelProto) -> onnx.ModelProto:
    """The converter leaves a Cast to float32 as it is, though its output is float16 from then on: such a file is invalid."""
    converted = float16.convert_float_to_float16(model, keep_io_types=True)
    mend_casts(converted.graph)
    return converted


def mend_casts(graph: onnx.GraphProto) -> None:
    types = {value.name: value.type.tensor_type.elem_type for value in graph.value_info}
    for node in graph.node:
        if node.op_type == "Cast" and types.get(node.output[0]) == onnx.TensorProto.FLOAT16:
            node.attribute[0].i = onnx.TensorProto.FLOAT16
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                mend_casts(attribute.g)


def main() -> None:
    warnings.filterwarnings("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    golden()
    kept = export(make(kept=True), "kept")
    export(make(by_length=True), "by-length")
    write(to_float16(kept), make(kept=True), "kept-float16", 0.3)


if __name__ == "__main__":
    main()
