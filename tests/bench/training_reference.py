"""scikit-learn's side of `training.rs`: one thread, the same patients, the same settings.

Usage: training_reference.py FILE INPUTS TEST_ROWS, with FILE as rows of 64-bit numbers, the label last; the last TEST_ROWS
rows are never learnt from. Then each line "KIND PATIENTS" on standard input is answered by one line
"milliseconds-to-fit AUC log-loss milliseconds-to-predict".
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import sys
import time
import warnings

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.calibration import CalibratedClassifierCV
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter("ignore")
inputs, test = int(sys.argv[2]), int(sys.argv[3])
rows = np.fromfile(sys.argv[1], dtype="<f8").reshape(-1, inputs + 1)
X, y = np.ascontiguousarray(rows[:, :inputs]), rows[:, inputs].astype(int)
X_test, y_test = X[-test:], y[-test:]
MODELS = {
    "logistic": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "tree": lambda: DecisionTreeClassifier(max_depth=5, random_state=0),
    "forest": lambda: RandomForestClassifier(100, n_jobs=1, random_state=0),
    "naive_bayes": GaussianNB,
    "knn": lambda: make_pipeline(StandardScaler(), KNeighborsClassifier(15, algorithm="brute", n_jobs=1)),
    "svm": lambda: make_pipeline(StandardScaler(), CalibratedClassifierCV(SVC(), ensemble=False, cv=3, n_jobs=1)),
}
for line in sys.stdin:
    kind, patients = line.split()
    model = MODELS[kind]()
    start = time.perf_counter()
    model.fit(X[: int(patients)], y[: int(patients)])
    fitted = time.perf_counter()
    risks = model.predict_proba(X_test)[:, 1]
    done = time.perf_counter()
    print(1000 * (fitted - start), roc_auc_score(y_test, risks), log_loss(y_test, risks), 1000 * (done - fitted), flush=True)
