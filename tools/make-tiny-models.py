"""Makes the models of tests/fixtures/families: one tiny model with random weights for each architecture, its exports, and the loss,
embeddings and gradients that PyTorch computes for it in float64.

    python -m venv .venv && .venv/bin/pip install torch transformers onnx onnxscript onnxruntime onnxconverter-common
    .venv/bin/python tools/make-tiny-models.py [family ...]

Each family is one zip archive: a graph for each export, and weights.data, which holds every weight once for all of them. The weights are
exact in bfloat16 and float16, so that one set of gradients serves every precision. An export that cannot be made, or that ONNX Runtime
does not run, is in missing.json with the reason.

Everything is seeded. Versions: torch 2.15.0, transformers 5.24.0, onnx 1.23.2, onnxscript 0.7.2, onnxruntime 1.32.0,
onnxconverter-common 1.16.0.
"""

import copy
import json
import logging
import re
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch
import transformers
from onnxconverter_common import float16
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from safetensors.numpy import save_file

OUT = Path(__file__).parent.parent / "tests/fixtures/families"
ROWS, LENGTH, VOCABULARY, SCALE = 6, 10, 48, 20.0
LENGTHS = [10, 7, 8, 5, 10, 6]

COMMON = {"vocab_size": VOCABULARY, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
ENCODER = {**COMMON, "intermediate_size": 24, "max_position_embeddings": 32, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
DECODER = {**COMMON, "intermediate_size": 24, "max_position_embeddings": 32, "num_key_value_heads": 1, "head_dim": 8, "attention_dropout": 0.0, "use_cache": False}

# Family: configuration class, what is changed of the defaults, pooling.
FAMILIES = {
    "bert": ("BertConfig", ENCODER, "mean"),
    "roberta": ("RobertaConfig", {**ENCODER, "type_vocab_size": 1}, "mean"),
    "xlm-roberta": ("XLMRobertaConfig", {**ENCODER, "type_vocab_size": 1}, "cls"),
    "mpnet": ("MPNetConfig", ENCODER, "mean"),
    "distilbert": ("DistilBertConfig", {"vocab_size": VOCABULARY, "dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 24, "max_position_embeddings": 32, "dropout": 0.0, "attention_dropout": 0.0}, "mean"),
    "electra": ("ElectraConfig", {**ENCODER, "embedding_size": 8}, "mean"),
    "albert": ("AlbertConfig", {**ENCODER, "embedding_size": 8}, "mean"),
    "nomic-bert": ("NomicBertConfig", {**ENCODER, "hidden_act": "silu"}, "mean"),
    "modernbert": ("ModernBertConfig", {**ENCODER, "num_hidden_layers": 3, "global_attn_every_n_layers": 3, "local_attention": 12, "embedding_dropout": 0.0, "mlp_dropout": 0.0, "attention_dropout": 0.0, "cls_token_id": 1, "sep_token_id": 2}, "mean"),
    "gte": ("GteConfig", ENCODER, "cls"),
    "jina-v3": ("JinaEmbeddingsV3Config", ENCODER, "mean"),
    "eurobert": ("EuroBertConfig", {**DECODER, "num_key_value_heads": 2}, "mean"),
    "deberta-v2": ("DebertaV2Config", {**ENCODER, "relative_attention": True, "position_buckets": 8, "pos_att_type": ["p2c", "c2p"], "share_att_key": True, "norm_rel_ebd": "layer_norm", "position_biased_input": False}, "mean"),
    "t5-encoder": ("T5Config", {"vocab_size": VOCABULARY, "d_model": 16, "d_kv": 8, "d_ff": 24, "num_layers": 2, "num_heads": 2, "dropout_rate": 0.0, "relative_attention_num_buckets": 8, "relative_attention_max_distance": 16}, "mean"),
    "qwen2": ("Qwen2Config", DECODER, "last"),
    "qwen3": ("Qwen3Config", DECODER, "last"),
    "llama": ("LlamaConfig", DECODER, "last"),
    "mistral": ("MistralConfig", {**DECODER, "sliding_window": 6}, "last"),
    "gemma": ("GemmaConfig", DECODER, "last"),
    "gemma2": ("Gemma2Config", {**DECODER, "sliding_window": 6, "query_pre_attn_scalar": 8, "attn_logit_softcapping": 5.0}, "last"),
    "gemma3": ("Gemma3TextConfig", {**DECODER, "sliding_window": 6, "query_pre_attn_scalar": 8}, "last"),
    "embedding-gemma": ("Gemma3TextConfig", {**DECODER, "sliding_window": 12, "query_pre_attn_scalar": 8, "use_bidirectional_attention": True}, "mean"),
}
# Families without an attention of their own by torch.nn.functional.scaled_dot_product_attention.
EAGER = ("mpnet", "deberta-v2", "t5-encoder", "gemma2")
CLASSES = {"t5-encoder": "T5EncoderModel"}

# Exporter: arguments of torch.onnx.export.
EXPORTERS = {
    "torchscript-11": {"dynamo": False, "opset_version": 11},
    "torchscript-13": {"dynamo": False, "opset_version": 13},
    "torchscript-14": {"dynamo": False, "opset_version": 14},
    "torchscript-17": {"dynamo": False, "opset_version": 17},
    "dynamo-18": {"dynamo": True, "opset_version": 18},
    "dynamo-23": {"dynamo": True, "opset_version": 23},
}
# What is made of an export: the export, and the function that makes it.
DERIVED = {
    "o1": ("torchscript-14", lambda model, family: optimize(model, family, 1)),
    "o2": ("torchscript-14", lambda model, family: optimize(model, family, 2)),
    "o3": ("torchscript-14", lambda model, family: optimize(model, family, 3)),
    "o4": ("torchscript-14", lambda model, family: optimize(model, family, 4)),
    "float16": ("torchscript-14", lambda model, family: to_float16(model, False)),
    "float16-io": ("torchscript-14", lambda model, family: to_float16(model, True)),
    "float16-dynamo": ("dynamo-18", lambda model, family: to_float16(model, True)),
    "bfloat16": ("torchscript-14", lambda model, family: store_bfloat16(model)),
}
HALF = ("o4", "float16", "float16-io", "float16-dynamo")
DECODERS = ("qwen2", "qwen3", "llama", "mistral", "gemma", "gemma2", "gemma3", "embedding-gemma", "eurobert")


def make(family: str, attention: str = "eager", approximate: bool = False) -> torch.nn.Module:
    """`approximate`: GELU by tanh, which ONNX Runtime's optimiser puts in the place of GELU by erf."""
    config_class, settings, _ = FAMILIES[family]
    config = getattr(transformers, config_class)(**settings)
    config._attn_implementation = attention
    for name in ("hidden_act", "activation", "hidden_activation"):
        if approximate and getattr(config, name, None) == "gelu":
            setattr(config, name, "gelu_pytorch_tanh")
    model_class = getattr(transformers, CLASSES.get(family, "AutoModel"))
    build = model_class._from_config if family in CLASSES else model_class.from_config
    torch.manual_seed(7)
    try:
        model = build(config, add_pooling_layer=False)
    except TypeError:
        model = build(config)
    model = model.float().eval()
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for _, parameter in sorted(dict(model.named_parameters()).items()):
            noise = torch.randn(parameter.shape, generator=generator)
            value = noise * 0.35 if parameter.dim() > 1 else parameter + noise * 0.1
            if "gemma" in family and parameter.dim() == 1:
                value = (value * 128).round() / 128  # Its norms multiply by 1 + weight, which has to be exact too.
            parameter.copy_(value.to(torch.bfloat16).to(torch.float16))
    return model


class HiddenStates(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(3, VOCABULARY, (ROWS, LENGTH), generator=generator)
    mask = torch.tensor([[int(i < length) for i in range(LENGTH)] for length in LENGTHS])
    return ids * mask, mask


def pool(hidden: torch.Tensor, mask: torch.Tensor, how: str) -> torch.Tensor:
    if how == "cls":
        return hidden[:, 0]
    if how == "last":
        return hidden[torch.arange(len(hidden)), mask.sum(1) - 1]
    weights = mask.to(hidden.dtype).unsqueeze(-1)
    return (hidden * weights).sum(1) / weights.sum(1)


def info_nce(embeddings: torch.Tensor) -> torch.Tensor:
    query, columns = torch.nn.functional.normalize(embeddings).split([ROWS // 3, 2 * ROWS // 3])
    return torch.nn.functional.cross_entropy(SCALE * query @ columns.T, torch.arange(ROWS // 3))


def measure(family: str, path: Path, approximate: bool) -> tuple[torch.nn.Module, dict]:
    """Loss and unit embeddings in float64; the gradients go to a file."""
    model = make(family, approximate=approximate).double()
    ids, mask = batch()
    embeddings = pool(HiddenStates(model)(ids, mask), mask, FAMILIES[family][2])
    loss = info_nce(embeddings)
    loss.backward()
    save_file({name: p.grad.float().numpy() for name, p in model.named_parameters() if p.grad is not None}, path)
    path.chmod(0o644)
    unit = torch.nn.functional.normalize(embeddings)
    return model, {"loss": loss.item(), "embeddings": [[round(x, 12) for x in row] for row in unit.tolist()]}


def golden(family: str, folder: Path, approximated: list[str]) -> None:
    """`approximated`: names of the exports with GELU by tanh, which have gradients of their own."""
    model, figures = measure(family, folder / "gradients.safetensors", False)
    ids, mask = batch()
    names = {id(p): name for name, p in model.named_parameters()}
    figures["tied"] = {name: names[id(p)] for name, p in model.named_parameters(remove_duplicate=False) if names[id(p)] != name}
    figures |= {"scale": SCALE, "pooling": FAMILIES[family][2], "input_ids": ids.tolist(), "attention_mask": mask.tolist()}
    if approximated:
        figures["approximated"] = {"exports": approximated, **measure(family, folder / "gradients-tanh.safetensors", True)[1]}
    (folder / "golden.json").write_text(json.dumps(figures))
    config = {**model.config.to_diff_dict(), "model_type": model.config.model_type, "architectures": [type(model).__name__]}
    (folder / "config.json").write_text(json.dumps(config, indent=2))


def strip(model: onnx.ModelProto) -> onnx.ModelProto:
    """Traces of the source code are most of a file that the dynamo exporter writes; module scopes stay."""
    for node in model.graph.node:
        kept = [(p.key, p.value) for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.doc_string = ""
        for key, value in kept:
            node.metadata_props.add(key=key, value=value)
    del model.graph.value_info[:]
    for value in [*model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
    return model


def export(family: str, exporter: str) -> onnx.ModelProto:
    arguments = EXPORTERS[exporter]
    dynamo = arguments["dynamo"]
    model = HiddenStates(make(family, "sdpa" if dynamo and family not in EAGER else "eager"))
    names = ["input_ids", "attention_mask"]
    if dynamo:
        rows, length = torch.export.Dim("rows", max=64), torch.export.Dim("length", max=32)
        shapes = {"dynamic_shapes": {name: {0: rows, 1: length} for name in names}}
    else:
        shapes = {"dynamic_axes": {name: {0: "rows", 1: "length"} for name in [*names, "last_hidden_state"]}}
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.onnx")
        torch.onnx.export(model, batch(), path, input_names=names, output_names=["last_hidden_state"], external_data=False, **shapes, **arguments)
        return strip(onnx.load(path))


def optimize(model: onnx.ModelProto, family: str, level: int) -> onnx.ModelProto:
    """As Optimum's O1 to O4: general fusions, those of transformers, GELU by tanh, half precision for a graphics card."""
    kind = "gpt2" if family in DECODERS else "bert"
    options = FusionOptions(kind)
    options.enable_gelu_approximation = level >= 3
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.onnx")
        onnx.save(model, path)
        optimized = optimizer.optimize_model(path, kind, 2, 16, opt_level=min(level, 2), optimization_options=options, use_gpu=level == 4, only_onnxruntime=level == 1)
        if level == 4:
            optimized.convert_float_to_float16(use_symbolic_shape_infer=True, keep_io_types=True)
        return strip(optimized.model)


def to_float16(model: onnx.ModelProto, keep_io_types: bool) -> onnx.ModelProto:
    """The converter leaves a Cast to float32 as it is, though its output is float16 from then on: such a file is invalid."""
    converted = float16.convert_float_to_float16(model, keep_io_types=keep_io_types)
    types = {value.name: value.type.tensor_type.elem_type for value in converted.graph.value_info}
    for node in converted.graph.node:
        if node.op_type == "Cast" and types.get(node.output[0]) == onnx.TensorProto.FLOAT16:
            node.attribute[0].i = onnx.TensorProto.FLOAT16
    return strip(converted)


def store_bfloat16(model: onnx.ModelProto) -> onnx.ModelProto:
    """Matrices stored in bfloat16, each followed by a Cast."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT and len(tensor.dims) == 2:
            bits = onnx.numpy_helper.to_array(tensor).view(numpy.uint32) >> 16
            name, cast = tensor.name, f"{tensor.name}.float32"
            tensor.CopyFrom(onnx.helper.make_tensor(name, onnx.TensorProto.BFLOAT16, tensor.dims, bits.astype("<u2").tobytes(), raw=True))
            for node in model.graph.node:
                for index, value in enumerate(node.input):
                    if value == name:
                        node.input[index] = cast
            casts.append(onnx.helper.make_node("Cast", [name], [cast], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def is_approximated(model: onnx.ModelProto) -> bool:
    return any(node.op_type == "FastGelu" for node in model.graph.node)


def check(model: onnx.ModelProto, family: str, tolerance: float) -> float:
    """The largest difference of the hidden states in ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    ids, mask = batch()
    got = session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0].astype(numpy.float32)
    expected = HiddenStates(make(family, approximate=is_approximated(model)))(ids, mask).detach().numpy()
    difference = float(numpy.abs((got - expected) * mask.numpy()[..., None]).max())
    if not difference < tolerance:
        raise ValueError(f"ONNX Runtime gives other numbers: a difference of {difference:.0e}")
    return difference


class Weights:
    """The weights of all exports of a family, each stored once. Two in one graph never share their bytes, or they would be tied."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.places: dict[bytes, list[int]] = {}

    def take(self, model: onnx.ModelProto) -> bytes:
        model = copy.deepcopy(model)
        taken: dict[bytes, int] = {}
        for tensor in model.graph.initializer:
            raw = tensor.raw_data if tensor.HasField("raw_data") else onnx.numpy_helper.to_array(tensor).tobytes()
            if len(raw) < 64:
                continue
            count = taken[raw] = taken.get(raw, 0) + 1
            places = self.places.setdefault(raw, [])
            if len(places) < count:
                places.append(len(self.data))
                self.data += raw + bytes(-len(raw) % 16)
            name, dims, data_type = tensor.name, list(tensor.dims), tensor.data_type
            tensor.Clear()
            tensor.name, tensor.data_type, tensor.data_location = name, data_type, onnx.TensorProto.EXTERNAL
            tensor.dims.extend(dims)
            for key, value in (("location", "weights.data"), ("offset", places[count - 1]), ("length", len(raw))):
                tensor.external_data.add(key=key, value=str(value))
        return model.SerializeToString(deterministic=True)


def reason(error: Exception) -> str:
    """The first line, without the names of nodes, so that equal reasons are equal texts."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() != ""]
    text = re.sub(r"\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : ", "ONNX Runtime: ", (lines or [""])[0])
    return f"{type(error).__name__}: {re.split(r' Name:| [(]/', text)[0][:200]}"


def exports(family: str, folder: Path) -> list[str]:
    """Writes them, and gives the names of those with GELU by tanh."""
    models: dict[str, onnx.ModelProto] = {}
    missing: dict[str, str] = {}
    for name in [*EXPORTERS, *DERIVED]:
        try:
            if name in EXPORTERS:
                model = export(family, name)
            else:
                source, derive = DERIVED[name]
                if source not in models:
                    missing[name] = f"there is no {source} to make it of"
                    continue
                model = derive(copy.deepcopy(models[source]), family)
            difference = check(model, family, 0.3 if name in HALF else 1e-4)
            models[name] = model
            print(f"{family:16} {name:15} largest difference {difference:.1e}", flush=True)
        except Exception as error:
            missing[name] = reason(error)
            print(f"{family:16} {name:15} {missing[name]}", flush=True)
    weights = Weights()
    graphs = {f"{name}.onnx": weights.take(model) for name, model in models.items()}
    with zipfile.ZipFile(folder / "exports.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in [*graphs.items(), ("weights.data", bytes(weights.data))]:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    (folder / "missing.json").write_text(json.dumps(missing, indent=2) + "\n")
    return [name for name, model in models.items() if is_approximated(model)]


def main(chosen: list[str]) -> None:
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    for family in chosen or FAMILIES:
        folder = OUT / family
        folder.mkdir(parents=True, exist_ok=True)
        golden(family, folder, exports(family, folder))


if __name__ == "__main__":
    main(sys.argv[1:])
