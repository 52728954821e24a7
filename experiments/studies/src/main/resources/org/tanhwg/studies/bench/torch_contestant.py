# The PyTorch side of `gnn bench speed`. Says which library it is; reads "count width classes batch hidden,...", the features (float32) and
# labels (int32), little-endian; then for each line, a number of seconds, trains that long and answers with examples per second. When the
# line has a second number, a batch size, it answers such a batch for that long instead, and the speed is that of the median call.
import statistics
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(3)


def blas():
    """Names of the BLAS libraries in this process: a reference BLAS would make the comparison unfair."""
    with open("/proc/self/maps") as maps:
        files = {line.split("/")[-1].strip() for line in maps if "/" in line}
    found = sorted(f for f in files if "blas" in f or "mkl" in f)
    return " ".join([f for f in found if not f.startswith("libblas.so")] or found) or "its own BLAS"


torch.set_num_threads(1)
try:
    library = blas()
except OSError:
    library = "unknown BLAS"
print(f"{torch.__version__} ({library})", flush=True)

source = sys.stdin.buffer
count, width, classes, batch, hidden = source.readline().decode().split()
count, width, classes, batch = int(count), int(width), int(classes), int(batch)
features = torch.frombuffer(bytearray(source.read(4 * count * width)), dtype=torch.float32).reshape(count, width)
labels = torch.frombuffer(bytearray(source.read(4 * count)), dtype=torch.int32).long()

layers = []
for units in hidden.split(","):
    layers += [torch.nn.Linear(width, int(units)), torch.nn.ReLU()]
    width = int(units)
network = torch.nn.Sequential(*layers, torch.nn.Linear(width, classes))
loss = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)


def batches():
    while True:
        order = torch.randperm(count)
        yield from order.split(batch)


supply = batches()


def train(seconds):
    examples, start, passed = 0, time.perf_counter(), 0.0
    while examples == 0 or passed < seconds:
        chosen = next(supply)
        optimizer.zero_grad(set_to_none=True)
        loss(network(features[chosen]), labels[chosen]).backward()
        optimizer.step()
        examples += len(chosen)
        passed = time.perf_counter() - start
    return examples / passed


@torch.inference_mode()
def answer(seconds, size):
    chosen = features[torch.arange(size) % count]
    times, start = [], time.perf_counter()
    while not times or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        torch.softmax(network(chosen), 1)
        times.append(time.perf_counter() - before)
    return size / statistics.median(times)


for line in source:
    seconds, *size = line.split()
    print(answer(float(seconds), int(size[0])) if size else train(float(seconds)), flush=True)
