"""Exact transport against POT's C++ solver on the same instances in one run, one thread each.

Run from gnn-core after `mvn -q test-compile`:   python3 src/test/bench/exact_transport.py [n] [instances]
n x n points of two shifted normal clouds, Euclidean cost, masses uniform in [0.1, 1.1] (normalised). Both sides start with the
cost matrix and end with a dense plan; best of three each. Wall and processor time are printed: on a busy machine only the latter
compares.
"""
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import ot

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
instances = int(sys.argv[2]) if len(sys.argv) > 2 else 8
pot, pot_cost, files = [], [], []
with tempfile.TemporaryDirectory() as folder:
    for seed in range(instances):
        r = np.random.RandomState(seed)
        x, y = r.randn(n, 2), r.randn(n, 2) + 1
        a, b = r.rand(n) + .1, r.rand(n) + .1
        a, b = a / a.sum(), b / b.sum()
        cost = ot.dist(x, y, "euclidean")
        times = []
        for _ in range(3):
            start = time.perf_counter(), time.process_time()
            plan = ot.emd(a, b, cost, numItermax=10**7)
            times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        pot.append(times)
        pot_cost.append((plan * cost).sum())
        files.append(os.path.join(folder, f"{seed}"))
        with open(files[-1], "wb") as out:
            for masses in (a, b):
                out.write(np.array(len(masses), ">i4").tobytes() + masses.astype(">f8").tobytes())
            out.write(cost.astype(">f8").tobytes())
    subprocess.run(["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1",
                    "-cp", "target/classes:target/test-classes",
                    "org.tanhwg.core.transport.ExactTransportBench", *files], check=True)
    lines = [[float(v) for v in open(f + ".out").read().split()] for f in files]
pot, java = 1e3 * np.array(pot), 1e3 * np.array([line[1:] for line in lines]).reshape(instances, 3, 2)
for seed, (line, c) in enumerate(zip(lines, pot_cost)):
    print(f"seed {seed}: POT {pot[seed].min(0)[1]:.1f} ms, Java {java[seed].min(0)[1]:.1f} ms of processor time (first call "
          f"{java[seed, 0, 0]:.1f} wall); relative difference of cost {abs(line[0] - c) / c:.1e}")
for k, kind in enumerate(["wall", "processor"]):
    p, j = np.median(pot.min(1)[:, k]), np.median(java.min(1)[:, k])
    print(f"median {kind} time: POT {p:.1f} ms, Java {j:.1f} ms, ratio {j / p:.2f}")
