"""Makes tests/fixtures/tokenizers: texts that tokenizers treat differently, two small tokenizers (byte-level BPE as in RoBERTa, Unigram as in
XLM-R) beside those of the test models, and the ids that Hugging Face's `tokenizers` gives for each text, whole and cut.

    python -m venv .venv && .venv/bin/pip install tokenizers
    .venv/bin/python tools/make-tokenizer-corpus.py

Version: tokenizers 0.23.3.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

FIXTURES = Path(__file__).parent.parent / "tests/fixtures"
OUT = FIXTURES / "tokenizers"
CUT = 12

TEXTS = {
    "empty": "",
    "plain": "An enzyme makes a reaction faster, and the river flows to the sea.",
    "capitals": "HELLO World iPhone McDonald ÅNGSTRÖM İstanbul ẞ",
    "spaces": "  two  spaces   three\u00a0no-break\u2009thin\u3000wide  ",
    "tabs and lines": "one\ttwo\nthree\r\nfour\n\n\nfive\t\t",
    "control": "a\u0000b\u0007c\u001bd\u007fe\u200bf\u200egh\u00adi",
    "byte order mark": "a\ufeffb",
    "digits": "1234567890 3.14 1,000,000 10^23 0x1F ٣٤٥ १२३ ½ ² ⅧⅨ",
    "contractions": "it's they'll we've I'm he'd isn't IT'S rock'n'roll",
    "punctuation": "((a)) [b] {c} a--b... ?! “quoted” ‘single’ «guillemets» a/b\\c @x #y $z 100% ~^`|",
    "emoji": "😀 👍🏽 ❤️ 🇫🇷 🏳️‍🌈 👩‍👩‍👧‍👦 1️⃣ ☃",
    "combining": "e\u0301 cafe\u0301 n\u0303 a\u0300\u0301\u0302 Z\u0351\u036b\u0343a\u0363l\u0368g\u0321o",
    "composed": "é café ñ Å ﬁ ﬀ ① ㎏ Ａ１",
    "chinese": "乙醇的沸点是多少？酶使反应更快。𠀀𠮷",
    "japanese": "エタノールの沸点は？　酵素は反応を速くする。ｶﾀｶﾅ が",
    "korean": "에탄올의 끓는점은? \u1112\u1161\u11ab",
    "arabic": "ما هي نقطة غليان الإيثانول؟ العَرَبِيَّة",
    "hebrew": "מהי נקודת הרתיחה של אתנול? שָׁלוֹם",
    "hindi": "एथेनॉल का क्वथनांक क्या है? क्षत्रिय",
    "thai": "จุดเดือดของเอทานอลคือเท่าไร",
    "cyrillic": "Какова температура кипения этанола? Ёё Йй",
    "greek": "ΟΔΥΣΣΕΥΣ Όδυσσεύς",
    "mixed": "The 酶 (enzyme) ускоряет التفاعل 2×, naïvely 😀!",
    "long word": "hydroxy" * 40,
    "formula": "CC(=O)Oc1ccccc1C(=O)O H₂SO₄ 10⁻⁷ µ-opioid α-helix",
    "special tokens": "a [CLS] b [SEP] c [MASK] <s> d </s> e <mask> <|endoftext|>",
    "specials inside": "x[SEP]y</s>z",
    "address": "https://example.org/a?b=c&d=%20#e name@example.org C:\\temp\\x.txt",
    "private": "\ue000 \U000f0000 \ufffd \u0378",
    "sentencepiece": "▁under ▁▁ _line",
    "trailing newline": "a question\nQuery: what is it\n",
}


def byte_level() -> Tokenizer:
    """As RoBERTa's: byte-level BPE with a mask token that takes the space before it, and <s> … </s>."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(list(TEXTS.values()) * 2, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def unigram() -> Tokenizer:
    """As XLM-R's: Unigram on words that begin with a mark, after NFKC, and <s> … </s>."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("\n", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    # Most scripts are left to the unknown token.
    seen = [text for name, text in TEXTS.items() if name in ("plain", "digits", "contractions", "punctuation", "formula", "mixed", "composed", "cyrillic", "long word")]
    trainer = trainers.UnigramTrainer(vocab_size=400, special_tokens=special, unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator(seen * 3, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, made in {"roberta": byte_level(), "xlm-roberta": unigram()}.items():
        (OUT / f"{name}.json").write_text(made.to_str())
    files = {
        "tiny-bert": FIXTURES / "models/tiny-bert/tokenizer.json",
        "tiny-qwen3": FIXTURES / "models/tiny-qwen3/tokenizer.json",
        "all-MiniLM-L6-v2": FIXTURES.parent.parent / "public/models/all-MiniLM-L6-v2/tokenizer.json",
        "roberta": OUT / "roberta.json",
        "xlm-roberta": OUT / "xlm-roberta.json",
    }
    expected = {}
    for name, path in files.items():
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        whole = {key: tokenizer.encode(text).ids for key, text in TEXTS.items()}
        tokenizer.enable_truncation(CUT)
        expected[name] = {"whole": whole, "cut": {key: tokenizer.encode(text).ids for key, text in TEXTS.items()}}
    (OUT / "expected.json").write_text(json.dumps({"cut": CUT, "texts": TEXTS, "tokenizers": expected}))


if __name__ == "__main__":
    main()
