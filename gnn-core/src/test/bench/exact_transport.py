"""Exact transport against POT's C++ solver on the same instances in one run, one thread each.

Run from gnn-core after `mvn -q test-compile`:   python3 src/test/bench/exact_transport.py [n] [instances]
n x n points of two shifted normal clouds, Euclidean cost, masses uniform in [0.1, 1.1] (normalised). Both sides start with the cost matrix and
end with a dense plan. Prints each instance and the ratio of median times (best of three of either side; the first instances also warm the JVM up).
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
        best = np.inf
        for _ in range(3):
            start = time.perf_counter()
            plan = ot.emd(a, b, cost, numItermax=10**7)
            best = min(best, time.perf_counter() - start)
        pot.append(best)
        pot_cost.append((plan * cost).sum())
        files.append(os.path.join(folder, f"{seed}"))
        with open(files[-1], "wb") as out:
            for masses in (a, b):
                out.write(np.array(len(masses), ">i4").tobytes() + masses.astype(">f8").tobytes())
            out.write(cost.astype(">f8").tobytes())
    subprocess.run(["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-cp", "target/classes:target/test-classes",
                    "org.tanhwg.core.transport.ExactTransportBench", *files], check=True)
    java = [[float(v) for v in open(f + ".out").read().split()] for f in files]
for seed, (p, c, j) in enumerate(zip(pot, pot_cost, java)):
    print(f"seed {seed}: POT {1e3 * p:.1f} ms, Java {1e3 * min(j[1:]):.1f} ms (first {1e3 * j[1]:.1f}), "
          f"relative difference of cost {abs(j[0] - c) / c:.1e}")
print(f"median: POT {1e3 * np.median(pot):.1f} ms, Java {1e3 * np.median([min(j[1:]) for j in java]):.1f} ms, "
      f"ratio {np.median([min(j[1:]) for j in java]) / np.median(pot):.2f}")
