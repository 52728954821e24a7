# PyTorch as a contestant of `gnn bench speed`, see Peer.java: says "ready NAME"; for each line "N TASK" does the task so many times and says
# "took NANOSECONDS". Its argument is the file of a problem, see Problem.java.
import sys
import time

import torch


def blas():
    """Names of the BLAS libraries in this process: a reference BLAS would make the comparison unfair."""
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split("/")[-1].strip() for line in maps if "/" in line}
    except OSError:
        return "unknown BLAS"
    found = sorted(f for f in files if "blas" in f or "mkl" in f)
    return " ".join([f for f in found if not f.startswith("libblas.so")] or found) or "its own BLAS"


with open(sys.argv[1], "rb") as source:
    count, width, classes, batch, hidden = source.readline().decode().split()
    count, width, classes, batch = int(count), int(width), int(classes), int(batch)
    features = torch.frombuffer(bytearray(source.read(4 * count * width)), dtype=torch.float32).reshape(count, width)
    labels = torch.frombuffer(bytearray(source.read(4 * count)), dtype=torch.int32).long()

layers, inputs = [], width
for units in hidden.split(","):
    layers += [torch.nn.Linear(inputs, int(units)), torch.nn.ReLU()]
    inputs = int(units)
network = torch.nn.Sequential(*layers, torch.nn.Linear(inputs, classes))
loss = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)


def batches():
    while True:
        yield from torch.randperm(count).split(batch)


supply = batches()


def step():
    chosen = next(supply)
    optimizer.zero_grad(set_to_none=True)
    loss(network(features[chosen]), labels[chosen]).backward()
    optimizer.step()


@torch.inference_mode()
def answer(examples):
    torch.softmax(network(examples), 1)


print(f"ready PyTorch {torch.__version__} ({blas()})", flush=True)
for line in sys.stdin:
    times, task, *size = line.split()
    examples = features[: int(size[0])] if size else None
    start = time.perf_counter_ns()
    for _ in range(int(times)):
        step() if examples is None else answer(examples)
    print("took", time.perf_counter_ns() - start, flush=True)
