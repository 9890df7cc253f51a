"""scikit-learn's time for what `evaluation.rs` times: ROC curve, area under it, matrix at 0.5.

Usage: evaluation_reference.py FILE RUNS, with FILE as pairs of 64-bit numbers, score and label.
Prints the median in milliseconds and the area.
"""

import sys
import time

import numpy as np
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve

pairs = np.fromfile(sys.argv[1], dtype="<f8").reshape(-1, 2)
scores, labels = pairs[:, 0].copy(), pairs[:, 1].astype(int)
times = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    roc_curve(labels, scores, drop_intermediate=False)
    area = roc_auc_score(labels, scores)
    confusion_matrix(labels, scores >= 0.5)
    times.append(1000 * (time.perf_counter() - start))
print(sorted(times)[len(times) // 2], repr(float(area)))
