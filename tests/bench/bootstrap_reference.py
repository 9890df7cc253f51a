"""scikit-learn's and hand-written numpy's time for what `threshold.rs` times: resampling AUC, sensitivity and PPV.

Usage: bootstrap_reference.py FILE RESAMPLES, with FILE as pairs of 64-bit numbers, score and label.
Prints milliseconds per resample: scikit-learn's functions, then numpy on scores that were sorted once.
"""

import sys
import time

import numpy as np
from sklearn.metrics import precision_score, recall_score, roc_auc_score

pairs = np.fromfile(sys.argv[1], dtype="<f8").reshape(-1, 2)
scores, labels = pairs[:, 0].copy(), pairs[:, 1].astype(int)
resamples, n = int(sys.argv[2]), len(scores)
rng = np.random.default_rng(1)

start = time.perf_counter()
for _ in range(resamples):
    drawn = rng.integers(0, n, n)
    y, s = labels[drawn], scores[drawn]
    roc_auc_score(y, s)
    recall_score(y, s >= 0.1)
    precision_score(y, s >= 0.1)
sklearn = 1000 * (time.perf_counter() - start) / resamples

order = np.argsort(-scores, kind="stable")
ordered, flagged = labels[order], int((scores >= 0.1).sum())
ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
start = time.perf_counter()
for _ in range(resamples):
    counts = np.bincount(rng.integers(0, n, n), minlength=n)
    with_, without = np.cumsum(counts * ordered)[ends], np.cumsum(counts * (1 - ordered))[ends]
    steps = np.diff(without, prepend=0)
    above = np.concatenate(([0], with_[:-1]))
    auc = (steps * (above + with_)).sum() / (2 * with_[-1] * without[-1])
    tp = (counts[:flagged] * ordered[:flagged]).sum()
    sensitivity, ppv = tp / with_[-1], tp / counts[:flagged].sum()
numpy_ = 1000 * (time.perf_counter() - start) / resamples
print(sklearn, numpy_)
