#!/usr/bin/env python3
"""Writes the tables of scikit-learn (Debian: python3-sklearn) as CSV files with headers: NAME.csv, and for each of five folds NAME-K/train.csv and
NAME-K/test.csv, stratified where there are classes, always the same rows.

    /usr/bin/python3 tables.py FOLDER
    gnn train --data FOLDER/wine-0 --label target
"""
import csv
import os
import sys

from sklearn import datasets
from sklearn.model_selection import KFold, StratifiedKFold

FOLDS = 5


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, load, classes in [("wine", datasets.load_wine, True), ("breast-cancer", datasets.load_breast_cancer, True),
                                ("digits", datasets.load_digits, True), ("diabetes", datasets.load_diabetes, False)]:
        data = load()
        header = [feature.replace(" ", "_").replace("/", "_per_") for feature in data.feature_names] + ["target"]
        answers = [str(data.target_names[int(t)]) if classes else repr(float(t)) for t in data.target]
        rows = [[repr(float(value)) for value in x] + [answer] for x, answer in zip(data.data, answers)]
        write(os.path.join(folder, name + ".csv"), header, rows)
        splitter = (StratifiedKFold if classes else KFold)(FOLDS, shuffle=True, random_state=0)
        for fold, (train, test) in enumerate(splitter.split(data.data, data.target)):
            place = os.path.join(folder, f"{name}-{fold}")
            os.makedirs(place, exist_ok=True)
            write(os.path.join(place, "train.csv"), header, [rows[i] for i in train])
            write(os.path.join(place, "test.csv"), header, [rows[i] for i in test])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: tables.py FOLDER")
    main(sys.argv[1])
