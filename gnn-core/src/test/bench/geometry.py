"""Speed of gnn-core: exact transport against POT's C++ solver on the same instances in one run, and projections onto the simplex.

Run from gnn-core after `mvn -q test-compile`:   python3 src/test/bench/geometry.py [n] [instances]
One thread each. n x n points of two shifted normal clouds, Euclidean cost, masses uniform in [0.1, 1.1] (normalised). Both sides
start with the cost matrix and end with a dense plan; best of three each. Wall and processor time are printed: on a busy machine only
the latter compares. The section `geometry` of docs/results.md is replaced.
"""
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import ot

import results

JAVA = ["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-cp",
        os.pathsep.join(["target/classes", "target/test-classes"])]
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
    subprocess.run([*JAVA, "org.tanhwg.core.transport.ExactTransportBench", *files], check=True)
    lines = [[float(v) for v in open(f + ".out").read().split()] for f in files]
pot, java = 1e3 * np.array(pot), 1e3 * np.array([line[1:] for line in lines]).reshape(instances, 3, 2)
for seed, (line, c) in enumerate(zip(lines, pot_cost)):
    print(f"seed {seed}: POT {pot[seed].min(0)[1]:.1f} ms, Java {java[seed].min(0)[1]:.1f} ms of processor time (first call "
          f"{java[seed, 0, 0]:.1f} wall); relative difference of cost {abs(line[0] - c) / c:.1e}")
rows = []
for k, kind in enumerate(["wall", "processor"]):
    p, j = np.median(pot.min(1)[:, k]), np.median(java.min(1)[:, k])
    rows.append(f"| exact transport, {n} × {n}, {kind} time | POT {ot.__version__}: {p:.1f} ms | {j:.1f} ms, ratio {j / p:.2f} |")
out = subprocess.run([*JAVA, "org.tanhwg.core.observable.SimplexBench"], check=True, capture_output=True, text=True).stdout
for kind, seconds in (line.split("\t") for line in out.splitlines()):
    rows.append(f"| 10⁵ projections onto the simplex, length 784, {kind} | | {seconds} s |")

results.replace("geometry", "Geometry", f"Medians over {instances} instances, best of three on either side, one thread.",
                f"python3 src/test/bench/geometry.py {n} {instances}", "| | peer | gnn-core |\n|---|---|---|\n" + "\n".join(rows))
