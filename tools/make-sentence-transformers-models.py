"""Makes tests/fixtures/sentence-transformers: one tiny BERT with random weights as sentence-transformers saves it, the ends that turn its
hidden states into embeddings (poolings, dense layers, normalisations) in every combination that is tested, and for each the embeddings,
loss and gradients that sentence-transformers computes in float64.

    python -m venv .venv && .venv/bin/pip install torch transformers sentence-transformers onnx
    .venv/bin/python tools/make-sentence-transformers-models.py

Everything is seeded. Versions: torch 2.15.0, transformers 5.24.0, sentence-transformers 6.2.0, onnx 1.23.2.
"""

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
import transformers
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, Normalize, Pooling, Transformer

ROOT = Path(__file__).parent.parent / "tests/fixtures"
OUT = ROOT / "sentence-transformers"
WIDTH, MAX_LENGTH, SCALE = 8, 16, 20.0
QUERY_PROMPT, DOCUMENT_PROMPT = "query: ", "passage: "
QUERIES = ["what does an enzyme do", "boiling point of ethanol"]
DOCUMENTS = ["An enzyme makes a reaction faster.", "Ethanol boils at 78 degrees.", "The river flows to the sea.", "A bank lends money, at interest, to people and firms."]


def noisy(module: torch.nn.Module, seed: int) -> torch.nn.Module:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for _, parameter in sorted(dict(module.named_parameters()).items()):
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(noise * 0.35 if parameter.dim() > 1 else parameter + noise * 0.1)
    return module


def dense(inputs: int, outputs: int, **settings: object) -> torch.nn.Module:
    return noisy(Dense(inputs, outputs, **settings), inputs + outputs)


# The end of a model: pooling modes, whether prompts are pooled, and what follows.
HEADS = {
    "mean-dense-normalize": (["mean"], True, lambda: [dense(8, 6), Normalize()]),
    "cls": (["cls"], True, lambda: []),
    "max": (["max"], True, lambda: []),
    "lasttoken": (["lasttoken"], True, lambda: []),
    "weightedmean": (["weightedmean"], True, lambda: [Normalize()]),
    "sqrt-len": (["mean_sqrt_len_tokens"], True, lambda: [dense(8, 5, bias=False, activation_function=torch.nn.Identity())]),
    "all-modes": (["cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"], True, lambda: []),
    "other-order": (["lasttoken", "max", "cls"], True, lambda: []),
    "two-dense": (["mean"], True, lambda: [dense(8, 12, bias=False, activation_function=torch.nn.GELU()), dense(12, 7, activation_function=torch.nn.Sigmoid()), Normalize()]),
    "normalize-first": (["mean"], True, lambda: [Normalize(), dense(8, 8, activation_function=torch.nn.ReLU()), dense(8, 9, activation_function=torch.nn.SiLU())]),
    "without-prompt": (["mean", "cls", "weightedmean", "max"], False, lambda: [dense(32, 6)]),
}


def base(folder: Path) -> None:
    config = transformers.BertConfig(vocab_size=1000, hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12, max_position_embeddings=32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    config._attn_implementation = "eager"
    noisy(transformers.BertModel(config, add_pooling_layer=False), 5).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(ROOT / "models/tiny-bert" / name, folder)


def transformer(folder: Path) -> Transformer:
    return Transformer(str(folder), max_seq_length=MAX_LENGTH, model_kwargs={"attn_implementation": "eager"})


def head(folder: Path, modes: list[str], include_prompt: bool, after: object) -> SentenceTransformer:
    modules = [transformer(folder), Pooling(WIDTH, pooling_mode=modes, include_prompt=include_prompt), *after()]
    return SentenceTransformer(modules=modules, prompts={"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT}, device="cpu")


def embed(model: SentenceTransformer, texts: list[str], prompt: str) -> torch.Tensor:
    return model(model.preprocess(texts, prompt=prompt))["sentence_embedding"]


def figures(model: SentenceTransformer) -> tuple[dict, dict]:
    model = model.double().eval()
    queries, documents = embed(model, QUERIES, QUERY_PROMPT), embed(model, DOCUMENTS, DOCUMENT_PROMPT)
    by_library = torch.cat([model.encode_query(QUERIES, convert_to_tensor=True), model.encode_document(DOCUMENTS, convert_to_tensor=True)])
    unit = torch.nn.functional.normalize(torch.cat([queries, documents]))
    assert torch.allclose(unit, torch.nn.functional.normalize(by_library), atol=1e-9), (unit - by_library).abs().max()
    loss = torch.nn.functional.cross_entropy(SCALE * unit[:2] @ unit[2:].T, torch.arange(2))
    loss.backward()
    weights = {name.removeprefix("0.").removeprefix("model.").removeprefix("auto_model."): p.grad for name, p in model.named_parameters() if name.startswith("0.")}
    gradients = {name: grad.float().numpy() for name, grad in weights.items() if grad is not None and "word_embeddings" not in name}
    return {"loss": loss.item(), "embeddings": [[round(x, 12) for x in row] for row in unit.tolist()]}, gradients


def export(folder: Path, path: Path) -> None:
    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False).eval()

    class HiddenStates(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state

    ids = torch.randint(5, 999, (2, 7))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "rows", 1: "length"} for name in [*names, "last_hidden_state"]}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(HiddenStates(), (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(path), input_names=names, output_names=["last_hidden_state"], dynamic_axes=axes, dynamo=False, opset_version=14)


def main() -> None:
    warnings.filterwarnings("ignore")
    shutil.rmtree(OUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        base(source)
        golden = {"scale": SCALE, "queries": QUERIES, "documents": DOCUMENTS, "prompts": {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT}, "heads": {}}
        for name, (modes, include_prompt, after) in HEADS.items():
            model = head(source, modes, include_prompt, after)
            saved = Path(temporary) / name
            model.save(str(saved))
            for file in saved.rglob("*"):
                inside = file.relative_to(saved)
                if file.is_file() and (len(inside.parts) > 1 or inside.name == "modules.json"):
                    target = OUT / "heads" / name / inside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, target)
            if not (OUT / "base").exists():
                shutil.copytree(saved, OUT / "base", ignore=lambda folder, names: [n for n in names if n in ("model.safetensors", "README.md", "modules.json") or n[0].isdigit()])
                export(source, OUT / "base/onnx/model.onnx")
            golden["heads"][name], gradients = figures(model)
            save_file(gradients, OUT / "heads" / name / "gradients.safetensors")
            print(name, golden["heads"][name]["loss"], len(gradients), flush=True)
        (OUT / "golden.json").write_text(json.dumps(golden, indent=1))


if __name__ == "__main__":
    main()
