#!/usr/bin/env python3
"""Sets for a second study, out of what a Debian machine holds without the net.

Domain: the Python standard library. A query is a name with its signature, the answer the first sentence of its docstring (PSF-2.0).
General: applications of the machine's AppStream catalogue. A query is an application's summary, the answer how its description begins
(mostly CC0-1.0 or FSFAP; the catalogue does not say which for each, so the sets are made, not kept).

Of each set 600 records are for calibration and 400 to measure on. The negative is the answer of another record that shares the
rarest words with the answer. Drawn by a fixed seed. Usage: make-local-sets.py FOLDER
"""
import gzip, html, importlib, inspect, json, math, pathlib, random, re, sys, warnings

TRAIN, TEST = 600, 400
CATALOGUES = pathlib.Path("/var/lib/apt/lists").glob("*_dep11_Components-*.yml.gz")
# Importing these opens a window or prints.
LEFT_OUT = {"antigravity", "idlelib", "this", "tkinter", "turtle", "turtledemo"}


def words(text):
    return set(re.findall(r"[a-z]{3,}", text.lower()))


def first_sentence(text):
    sentence = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return " ".join(sentence.split()[:40])


def docstrings():
    """(query, answer) of everything public and documented in the standard library, in the order of names."""
    for name in sorted(sys.stdlib_module_names):
        if name.startswith("_") or name in LEFT_OUT:
            continue
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        for key, value in sorted(vars(module).items()):
            if key.startswith("_") or not (inspect.isroutine(value) or inspect.isclass(value)):
                continue
            members = sorted(vars(value).items()) if inspect.isclass(value) else []
            for path, thing in [(key, value)] + [(f"{key}.{k}", v) for k, v in members if not k.startswith("_") and inspect.isroutine(v)]:
                try:
                    signature = str(inspect.signature(thing))
                except Exception:  # of C functions whose text signature names what is not there
                    signature = "()"
                text = (inspect.getdoc(thing) or "").split("\n\n")[0]
                yield f"{name}.{path}{signature if len(signature) < 60 else '(…)'}", first_sentence(text)


def field(component, name):
    """The English text of a field of an AppStream component, on one line; empty when there is none."""
    found = re.search(rf"^{name}:\n(?:  .*\n)*?  C: (.*(?:\n    .*)*)", component, re.M)
    if found is None:
        return ""
    text = " ".join(found.group(1).split())
    if text.startswith('"'):
        text = text.strip('"').replace("\\n", " ").replace("\\t", " ").replace("\\ ", "").replace('\\"', '"')
    elif text.startswith("'"):
        text = text.strip("'").replace("''", "'")
    return text.removeprefix(">-").strip()


def applications():
    """(summary, how the description begins) of every application."""
    for path in sorted(CATALOGUES):
        for component in gzip.open(path, "rt", encoding="utf-8").read().split("\n---\n"):
            paragraph = re.search(r"<p>(.*?)</p>", field(component + "\n", "Description"))
            if paragraph is not None:
                yield field(component + "\n", "Summary"), first_sentence(html.unescape(re.sub(r"<.*?>", " ", paragraph.group(1))))


def records(pairs):
    """Pairs of which neither side comes twice or says what the other says, each with a negative."""
    seen, kept = set(), []
    for query, answer in pairs:
        if len(words(answer)) < 4 or query in seen or answer in seen or words(query) == words(answer):
            continue
        seen.update((query, answer))
        kept.append((query, answer))
    random.Random(0).shuffle(kept)
    kept = kept[: TRAIN + TEST]
    if len(kept) < TRAIN + TEST:
        raise SystemExit(f"{len(kept)} records are too few: {TRAIN + TEST} are needed.")
    return [with_negatives(part) for part in (kept[:TRAIN], kept[TRAIN:])]


def with_negatives(pairs):
    sets = [words(answer) for _, answer in pairs]
    count = {}
    for part in sets:
        for word in part:
            count[word] = count.get(word, 0) + 1
    rarity = {word: math.log(len(pairs) / n) for word, n in count.items()}
    out = []
    for i, (query, answer) in enumerate(pairs):
        near = max((j for j in range(len(pairs)) if j != i), key=lambda j: sum(rarity[w] for w in sets[i] & sets[j]))
        out.append({"query": query, "positive": answer, "negative": pairs[near][1]})
    return out


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, pairs in (("python", docstrings()), ("applications", applications())):
        for part, found in zip(("train", "test"), records(pairs)):
            (folder / f"{name}-{part}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


main()
