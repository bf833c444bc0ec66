"""How much of the information in the features do the designs of a sweep use? Writes the answer into README.

A gradient-boosted forest of scikit-learn, which has no limits on bits or latency, learns from the same features of the
same training jets; forest and designs are tested on the same test jets.

    make bench-baseline
"""

import argparse
from pathlib import Path

import numpy as np
from doc_numbers import publish
from sklearn.ensemble import HistGradientBoostingClassifier

from codesign.runs.inputs import datasets
from codesign.sweep import Sweep
from codesign.training import metrics


def main() -> None:
    """Prints the AUC of the forest and of the best design, for each class and as macro AUC, and the difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of a sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    runs = [run for run in sweep.runs if run.has("metrics.json")]
    best = max(runs, key=lambda run: run.read("metrics.json")["macro"]["auc"])
    design = best.read("metrics.json")["macro"]

    data = datasets(best)
    flat = {name: split.x.reshape(len(split), -1) for name, split in (("train", data.train), ("test", data.test))}
    forest = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.08, early_stopping=False, random_state=0)
    forest.fit(flat["train"], data.train.y, sample_weight=data.train.weight)
    logits = np.log(forest.predict_proba(flat["test"]))
    per_class = metrics.one_against_rest(logits, data.test.y, data.classes)
    baseline = metrics.macro(per_class)

    print(f"jets: {best.design.jets.file}, {len(data.train):,} to train, {len(data.test):,} to test")
    print(f"{'class':12s} {'forest':>8s} {'design':>8s}")
    own = best.read("metrics.json")["one_against_rest"]
    for name, row in per_class.items():
        print(f"{name:12s} {row['auc']:8.4f} {own[name]['auc']:8.4f}")
    print(f"{'macro':12s} {baseline['auc']:8.4f} {design['auc']:8.4f}   (± {design['error']:.4f})")
    print(f"best design: {best.design.name}; {baseline['auc'] - design['auc']:+.4f} below the forest")
    publish("baseline", "make bench-baseline", {"auc": baseline["auc"], "error": baseline["error"]})


if __name__ == "__main__":
    main()
