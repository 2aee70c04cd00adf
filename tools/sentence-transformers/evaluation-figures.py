"""Figures of sentence-transformers' own evaluators on given embeddings, for src/core/evaluate/metrics.test.ts.

python -m pip install sentence-transformers==6.2.0
python tools/sentence-transformers/evaluation-figures.py > tests/fixtures/evaluation/figures.json
"""

import json
import sys

import numpy as np
import sentence_transformers
import torch
from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator, TripletEvaluator


class GivenEmbeddings:
    """Hands out an embedding by text, where the evaluators expect a model."""

    similarity_fn_name = "cosine"
    model_card_data = None

    def __init__(self, embeddings):
        self.embeddings = embeddings

    def encode(self, texts, convert_to_tensor=False, convert_to_numpy=True, **_):
        rows = np.stack([self.embeddings[text] for text in texts])
        return torch.from_numpy(rows) if convert_to_tensor else rows

    encode_query = encode
    encode_document = encode

    @property
    def similarity(self):
        return sentence_transformers.util.cos_sim


def case(name, queries, documents, relevant, triplets):
    """queries, documents: unit rows, float32; relevant: document numbers of each query."""
    by_text = {f"q{i}": row for i, row in enumerate(queries)} | {f"d{i:05d}": row for i, row in enumerate(documents)}
    model = GivenEmbeddings(by_text)
    retrieval = InformationRetrievalEvaluator(
        {f"q{i}": f"q{i}" for i in range(len(queries))},
        {f"d{i:05d}": f"d{i:05d}" for i in range(len(documents))},
        {f"q{i}": {f"d{d:05d}" for d in answers} for i, answers in enumerate(relevant)},
        precision_recall_at_k=[1, 5, 10],
        score_functions={"cosine": sentence_transformers.util.cos_sim},
        write_csv=False,
    ).compute_all_metrics(model)["cosine"]
    accuracy = None
    if triplets:
        evaluator = TripletEvaluator(
            [f"q{q}" for q, _, _ in triplets],
            [f"d{p:05d}" for _, p, _ in triplets],
            [f"d{n:05d}" for _, _, n in triplets],
            similarity_fn_names=["cosine"],
            write_csv=False,
        )
        evaluator.store_metrics_in_model_card_data = lambda *_: None
        accuracy = evaluator(model)["cosine_accuracy"]
    return {
        "name": name,
        "width": queries.shape[1],
        "queries": [float(x) for x in queries.ravel()],
        "documents": [float(x) for x in documents.ravel()],
        "relevant": [sorted(answers) for answers in relevant],
        "triplets": triplets,
        "figures": {
            "ndcg10": float(retrieval["ndcg@k"][10]),
            "recall1": float(retrieval["recall@k"][1]),
            "recall5": float(retrieval["recall@k"][5]),
            "recall10": float(retrieval["recall@k"][10]),
            "mrr10": float(retrieval["mrr@k"][10]),
            "accuracy": accuracy,
        },
    }


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def main():
    random = np.random.default_rng(7)
    documents = unit(random.normal(size=(80, 8)))
    relevant = [sorted(random.choice(80, size=1 + i % 4, replace=False).tolist()) for i in range(40)]
    near = np.stack([documents[answers].mean(axis=0) for answers in relevant])
    queries = unit(near + 0.4 * random.normal(size=near.shape))
    triplets = [[i, answers[0], int(random.integers(80))] for i, answers in enumerate(relevant)]
    # Coordinates of ±1/2: cosines are exact, and many are equal.
    signs = (random.integers(0, 2, size=(30, 4)) - 0.5).astype(np.float32)
    few = unit(random.normal(size=(5, 6)))
    cases = [
        case("one to four answers", queries, documents, relevant, triplets),
        case("equal similarities", signs[:10], signs, [[i % 7, 11 + i] for i in range(10)], []),
        case("more answers than ten", queries[:6], documents, [list(range(i, i + 14)) for i in range(6)], []),
        case("fewer documents than ten", few, few, [[4 - i] for i in range(5)], [[i, 4 - i, i] for i in range(5)]),
    ]
    json.dump({"sentence-transformers": sentence_transformers.__version__, "cases": cases}, sys.stdout)
    print()


main()
