#!/usr/bin/env python3
"""What scikit-learn's linear models and multilayer perceptron do on the folds that tables.py wrote: mean over folds of accuracy in %, or RMSE.

    /usr/bin/python3 tables_baselines.py FOLDER
"""
import csv
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS, SEEDS = 5, 5


def read(path):
    with open(path, encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[:-1]] for row in rows]), np.array([row[-1] for row in rows])


def main(folder):
    for name, numbers in [("wine", False), ("breast-cancer", False), ("digits", False), ("diabetes", True)]:
        scores = {}
        for fold in range(FOLDS):
            x, y = read(f"{folder}/{name}-{fold}/train.csv")
            u, v = read(f"{folder}/{name}-{fold}/test.csv")
            if numbers:
                y, v = y.astype(float), v.astype(float)
            for seed in range(SEEDS):
                models = {"ridge": Ridge(), "MLP": MLPRegressor((64, 32), max_iter=500, random_state=seed)} if numbers else {
                    "logistic": LogisticRegression(max_iter=2000), "MLP": MLPClassifier((64, 32), max_iter=500, random_state=seed)}
                for model, estimator in models.items():
                    answers = make_pipeline(StandardScaler(), estimator).fit(x, y).predict(u)
                    score = np.sqrt(np.mean((answers - v) ** 2)) if numbers else 100 * np.mean(answers == v)
                    scores.setdefault(model, []).append(score)
        print(name, {model: f"{np.mean(values):.2f}" for model, values in scores.items()}, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: tables_baselines.py FOLDER")
    main(sys.argv[1])
