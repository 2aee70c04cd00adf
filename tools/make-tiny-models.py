"""Makes the models of tests/fixtures/families: one tiny model with random weights for each architecture, its exports, and the loss,
embeddings and gradients that PyTorch computes for it in float64.

    python -m venv .venv && .venv/bin/pip install torch transformers onnx onnxscript onnxruntime
    .venv/bin/python tools/make-tiny-models.py [family ...]

Everything is seeded. Versions: torch 2.15.0, transformers 5.24.0, onnx 1.23.2, onnxscript 0.7.2.
"""

import json
import sys
import traceback
import warnings
from pathlib import Path

import numpy
import onnx
import torch
import transformers
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
    "torchscript-14": {"dynamo": False, "opset_version": 14},
    "dynamo-18": {"dynamo": True, "opset_version": 18},
    "dynamo-23": {"dynamo": True, "opset_version": 23},
}


def make(family: str, attention: str) -> torch.nn.Module:
    config_class, settings, _ = FAMILIES[family]
    config = getattr(transformers, config_class)(**settings)
    config._attn_implementation = attention
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
            parameter.copy_(noise * 0.35 if parameter.dim() > 1 else parameter + noise * 0.1)
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


def golden(family: str, folder: Path) -> None:
    model = make(family, "eager").double()
    ids, mask = batch()
    embeddings = pool(HiddenStates(model)(ids, mask), mask, FAMILIES[family][2])
    loss = info_nce(embeddings)
    loss.backward()
    arrays = {name: p.grad.float().numpy() for name, p in model.named_parameters() if p.grad is not None}
    save_file(arrays, folder / "gradients.safetensors")
    unit = torch.nn.functional.normalize(embeddings)
    names = {id(p): name for name, p in model.named_parameters()}
    tied = {name: names[id(p)] for name, p in model.named_parameters(remove_duplicate=False) if names[id(p)] != name}
    figures = {
        "tied": tied,
        "loss": loss.item(),
        "scale": SCALE,
        "pooling": FAMILIES[family][2],
        "input_ids": ids.tolist(),
        "attention_mask": mask.tolist(),
        "embeddings": [[round(x, 12) for x in row] for row in unit.tolist()],
    }
    (folder / "golden.json").write_text(json.dumps(figures))
    config = {**model.config.to_diff_dict(), "model_type": model.config.model_type, "architectures": [type(model).__name__]}
    (folder / "config.json").write_text(json.dumps(config, indent=2))


def strip(path: Path) -> None:
    """Traces of the source code are most of a file that the dynamo exporter writes; module scopes stay."""
    model = onnx.load(path)
    for node in model.graph.node:
        kept = [(p.key, p.value) for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.doc_string = ""
        for key, value in kept:
            node.metadata_props.add(key=key, value=value)
    del model.graph.value_info[:]
    for value in [*model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
    onnx.save(model, path)


def export(family: str, exporter: str, path: Path) -> None:
    arguments = EXPORTERS[exporter]
    dynamo = arguments["dynamo"]
    model = HiddenStates(make(family, "sdpa" if dynamo and family not in EAGER else "eager"))
    names = ["input_ids", "attention_mask"]
    if dynamo:
        rows, length = torch.export.Dim("rows", max=64), torch.export.Dim("length", max=32)
        shapes = {"dynamic_shapes": {name: {0: rows, 1: length} for name in names}}
    else:
        shapes = {"dynamic_axes": {name: {0: "rows", 1: "length"} for name in [*names, "last_hidden_state"]}}
    torch.onnx.export(model, batch(), str(path), input_names=names, output_names=["last_hidden_state"], external_data=False, **shapes, **arguments)
    strip(path)
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids, mask = batch()
    got = session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0]
    expected = HiddenStates(make(family, "eager"))(ids, mask).detach().numpy()
    difference = float(numpy.abs((got - expected) * mask.numpy()[..., None]).max())
    print(f"{family:16} {exporter:15} {path.stat().st_size:8d} bytes, largest difference {difference:.1e}", flush=True)
    assert difference < 1e-4


def main(chosen: list[str]) -> None:
    warnings.filterwarnings("ignore")
    for family in chosen or FAMILIES:
        folder = OUT / family
        folder.mkdir(parents=True, exist_ok=True)
        golden(family, folder)
        for exporter in EXPORTERS:
            path = folder / f"{exporter}.onnx"
            try:
                export(family, exporter, path)
            except Exception as error:
                path.unlink(missing_ok=True)
                lines = traceback.format_exception_only(error)[-1].strip().splitlines()
                print(f"{family:16} {exporter:15} not exported: {lines[0][:200]}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
