"""Reference for MetricsTest: /usr/bin/python3 metrics.py > metrics.json (torch 1.13, numpy)."""
import json
import numpy as np
import torch

rng = np.random.default_rng(7)
n, classes = 200, 4
logits = 3 * rng.standard_normal((n, classes))
labels = np.where(rng.random(n) < .7, logits.argmax(1), rng.integers(0, classes, n))
p = torch.softmax(torch.tensor(logits, dtype=torch.float32), 1)

nll = torch.nn.functional.nll_loss(torch.log(p.double()), torch.tensor(labels)).item()
conf, predicted = (x.numpy() for x in p.max(1))
conf = conf.astype(float)
edges = np.linspace(0, 1, 16)
ece = 0.
for low, high in zip(edges[:-1], edges[1:]):
    inside = (conf > low) & (conf <= high)
    if inside.any():
        ece += inside.mean() * abs((predicted == labels)[inside].mean() - conf[inside].mean())
confusion = np.zeros((classes, classes), int)
np.add.at(confusion, (labels, predicted), 1)
print(json.dumps({"probabilities": p.double().tolist(), "labels": labels.tolist(), "accuracy": float((predicted == labels).mean()), "nll": nll,
                  "ece": ece, "confusion": confusion.tolist()}))
