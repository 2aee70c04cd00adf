"""Makes tests/fixtures/tokenizers: texts that tokenizers treat differently, small tokenizers (byte-level BPE as in RoBERTa, Unigram as in
XLM-R after NFKC, and after the character map that sentencepiece compiles, WordPiece on words of any script) beside those of the test models, and the ids that Hugging Face's
`tokenizers` gives for each text, whole and cut.

    python -m venv .venv && .venv/bin/pip install tokenizers sentencepiece protobuf transformers
    .venv/bin/python tools/make-tokenizer-corpus.py

Versions: tokenizers 0.23.3, sentencepiece 0.2.3, transformers 5.24.0.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from types import SimpleNamespace

import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers.convert_slow_tokenizer import XLMRobertaConverter

FIXTURES = Path(__file__).parent.parent / "tests/fixtures"
OUT = FIXTURES / "tokenizers"
CUT = 12
CHARACTERS = 0x30000

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

# Texts that no tokenizer here has learnt from: most are where a character map and NFKC differ, or JavaScript's white space and Unicode's.
UNSEEN = {
    "byte order marks": "\ufeffa\ufeff b \ufeff c\ufeff",
    "line separators": "a\u0085b\u2028c\u2029d \u0085 e",
    "fullwidth": "ＡＢＣ　ａｂｃ　１２３　！？～ ￥ ￦",
    "tildes": "a～b ～ x～ﬁ～①",
    "ligatures": "ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ ĳ ǆ Ǳ œ æ ﬓ",
    "circled": "①②③ ⑴ ⒈ Ⓐⓐ ㊀ ㈱ ㍻ ㌔ ㏑ ™ ℠ ℃ №",
    "fractions": "½ ⅓ ¼ ⅞ ⅟ x² y³ 10⁻⁷ H₂O ªº",
    "letterlike": "𝐀𝐁𝑎𝒷 𝔄 𝟘𝟙 ℝ ℵ ϒ ſ ẛ̣",
    "halfwidth": "ﾊﾟｰﾃｨｰ ｶﾞｷﾞ ｱｲｳ ﾡ ￣",
    "kana marks": "か\u3099 は\u309a カ\u3099 ゛ ゜ ゟ ヿ",
    "jamo": "\u1112\u1161\u11ab\u1100\u1173\u11af \u3131\u314f \uffa1",
    "compatibility ideographs": "\uf900\uf901 \ufa0e \U0002f800 豈",
    "presentation forms": "ﷺ ﷲ ﻻ ﻼ ﹰ ﺎ ﺑﺒ שׁ יִ ﬠ",
    "marks in order": "a\u0315\u0300\u05ae\u0062 q\u0307\u0323 q\u0323\u0307 \u1e0b\u0323 \u0344 \u0340",
    "many marks": "o\u0302\u0301 e\u0323\u0302 u\u0308\u0304\u0300 x\u0301\u0301\u0301\u0301 Z\u0335\u0321\u0322",
    "composed twice": "ộ ế ǖ Ǻ ᾧ ΐ ǭ",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\u180ef\u00adg\u034fh",
    "directions": "a\u200eb\u200fc\u202ad\u202ee\u202cf\u2066g\u2069h",
    "control characters": "".join(f"{chr(c)}x" for c in [*range(1, 32), *range(127, 160)]),
    "spaces of all kinds": "".join(f"x{chr(c)}" for c in [0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]) + "x",
    "indic": "क्षि ज्ञ स्त्री ক্ষ ক্ত தமிழ் శ్రీ ಕ್ಷ ക്ഷ සිංහල",
    "southeast asian": "น้ำ กำ ທຳ ຳ က္က ខ្មែរ \u0e33",
    "tibetan": "བོད་ཡིག \u0f77 \u0f79 \u0f43 \u0fb9",
    "symbols": "← ⇒ ∑ ∫∬∭ ≠ ≮ ∯ ⨌ ⩴ … ‥ ‼ ⁇ ″ ‴ ⁗ ｡ ︙ ﹐ ％",
    "emoji sequences": "👨🏿‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 #️⃣ ©️ ™️ 🇺🇸🇩 ☺️☺︎ 🫱🏻‍🫲🏿",
    "prefixed": "\u0600123 \u06dda \U000110bdx",
    "special in fullwidth": "＜s＞ ＜／s＞ a",
    "unassigned": "\u0378 \ufdd0 \uffff \U0001ffff \U0010ffff \ufff9x\ufffb",
    "nothing left": "\u200b\u0001\ufeff",
    "null": "a\u0000 \u0000b",
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


def words() -> Tokenizer:
    """WordPiece on words of letters of any script, and on what stands between them."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordPieceTrainer(vocab_size=900, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
    tokenizer.train_from_iterator(list(TEXTS.values()) * 2, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    return tokenizer


def compiled() -> Tokenizer:
    """As XLM-R's, from sentencepiece's own model: its compiled character map (nmt_nfkc) comes before Unigram. As transformers converts it."""
    with tempfile.TemporaryDirectory() as folder:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(line for text in TEXTS.values() for line in [text] * 3 if text),
            model_prefix=f"{folder}/model", model_type="unigram", vocab_size=330, character_coverage=0.98, normalization_rule_name="nmt_nfkc",
            num_threads=1, minloglevel=2,
        )
        special = {"<s>": 0, "</s>": 2}
        return XLMRobertaConverter(SimpleNamespace(vocab_file=f"{folder}/model.model", convert_tokens_to_ids=special.get)).converted()


def as_on_the_hub(tokenizer: Tokenizer) -> Tokenizer:
    """The same as the files on the hub have it, which an older transformers converted: words are split at white space."""
    charsmap = tokenizer.normalizer[0]
    tokenizer.normalizer = normalizers.Sequence([charsmap, normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    return tokenizer


def every_character(charsmap: normalizers.Normalizer) -> dict:
    """A hash of what becomes of all characters, one a line."""
    text = "\n".join(chr(code) for code in range(CHARACTERS) if not 0xD800 <= code <= 0xDFFF)
    return {"end": CHARACTERS, "sha256": hashlib.sha256(charsmap.normalize_str(text).encode()).hexdigest()}


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, made in {"roberta": byte_level(), "xlm-roberta": unigram(), "words": words(), "xlm-roberta-compiled": compiled()}.items():
        (OUT / f"{name}.json").write_text(made.to_str())
    files = {
        "tiny-bert": FIXTURES / "models/tiny-bert/tokenizer.json",
        "tiny-qwen3": FIXTURES / "models/tiny-qwen3/tokenizer.json",
        "all-MiniLM-L6-v2": FIXTURES.parent.parent / "public/models/all-MiniLM-L6-v2/tokenizer.json",
        "roberta": OUT / "roberta.json",
        "xlm-roberta": OUT / "xlm-roberta.json",
        "words": OUT / "words.json",
        "xlm-roberta-compiled": OUT / "xlm-roberta-compiled.json",
        "xlm-roberta-on-the-hub": OUT / "xlm-roberta-compiled.json",
    }
    texts = {**TEXTS, **UNSEEN}
    expected = {}
    for name, path in files.items():
        tokenizer = Tokenizer.from_file(str(path))
        if name.endswith("on-the-hub"):
            as_on_the_hub(tokenizer)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        whole = {key: tokenizer.encode(text).ids for key, text in texts.items()}
        tokenizer.enable_truncation(CUT)
        expected[name] = {"whole": whole, "cut": {key: tokenizer.encode(text).ids for key, text in texts.items()}}
    characters = every_character(Tokenizer.from_file(str(files["xlm-roberta-compiled"])).normalizer[0])
    (OUT / "expected.json").write_text(json.dumps({"cut": CUT, "characters": characters, "texts": texts, "tokenizers": expected}))


if __name__ == "__main__":
    main()
