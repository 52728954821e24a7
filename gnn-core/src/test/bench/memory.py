"""The memory of normal laws: recall at full size by `gnn memory`, and its speed against NumPy evaluating the same formula in one run.

Run from gnn-core after `mvn -q test-compile`:   python3 src/test/bench/memory.py [text]
With a text, words of it are a row too. One thread each. The section `memory` of docs/results.md is replaced.

Speed: patterns and cues on a Wasserstein sphere of radius 7, N = 10000, d = 50, spherical, cues at W2 = 1. NumPy computes what
retrieval says, distances by one matrix product, softmax, average by another, for all cues until the last holds still to 1e-6 of the
patterns' spread. The two take turns; wall time counts, medians of the rounds.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np

import results

N, D, CUES, NORM, ROUNDS = 10_000, 50, 1000, 7.0, 7
JAVA = ["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-cp",
        os.pathsep.join(["target/classes", "target/test-classes"]), "org.tanhwg.core.memory.MemoryBench"]
STUDIES = [
    ("commuting, N = 5000, d = 25, β = 1, cues at 1/√(βN)", "--patterns 5000 --dim 25 --covariance commuting --radius 1"),
    ("the same at 100/√(βN)", "--patterns 5000 --dim 25 --covariance commuting --radius 100"),
    ("the same at 1/√(βN), β = 0.1", "--patterns 5000 --dim 25 --covariance commuting --radius 1 --beta 0.1"),
    ("general, N = 1000, d = 10, β = 1, cues at 100/√(βN)", "--patterns 1000 --dim 10 --covariance general --radius 100"),
    ("the same on the sphere of radius √(2d)", "--patterns 1000 --dim 10 --covariance general --radius 100 --norm 4.4721359"),
]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1)[:, None]


def instance(r):
    share = r.uniform(.4, .6, N)[:, None]
    x = NORM * np.hstack([np.sqrt(share) * unit(r.randn(N, D)), np.sqrt(1 - share)])
    return x, x[r.permutation(N)[:CUES]] + unit(r.randn(CUES, D + 1))


def numpy_retrieve(x, squares, z, beta, most, tolerance):
    """Ends of the cues and the number of updates done."""
    for updates in range(most + 1):
        d = squares - 2 * (z @ x.T)  # |z|² is the same for all patterns
        w = np.exp(-beta * (d - d.min(1, keepdims=True)))
        following = (w @ x) / w.sum(1, keepdims=True)
        if updates == most or np.linalg.norm(following - z, axis=1).max() <= tolerance:
            return z, updates * len(z)
        z = following


def speed(what, beta, most, precision):
    x, z = instance(np.random.RandomState(1))
    dtype = np.float32 if precision == "single" else np.float64
    a, b = x.astype(dtype), z.astype(dtype)
    squares, tolerance = (a * a).sum(1), 1e-6 * np.sqrt(x.var(0).sum())
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "instance")
        with open(file, "wb") as out:
            out.write(np.array([N, CUES, D + 1, beta], ">f8").tobytes() + x.astype(">f8").tobytes() + z.astype(">f8").tobytes())
        java = subprocess.Popen([*JAVA, file, precision, str(most)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines, peer = [], []
        for k in range(ROUNDS + 3):  # the first rounds warm up
            start = time.perf_counter()
            ends, updates = numpy_retrieve(a, squares, b, beta, most, tolerance)
            peer.append((time.perf_counter() - start, updates))
            java.stdin.write("\n")
            java.stdin.flush()
            lines.append([float(v) for v in java.stdout.readline().split()])
        java.stdin.close()
        java.wait()
        found = np.loadtxt(file + ".out").reshape(CUES, -1)
    if np.abs(found - ends).max() > 1e-3 * NORM:
        raise SystemExit(f"{what}: the ends differ by {np.abs(found - ends).max()}")
    ours, theirs = np.median([line[0] for line in lines[3:]]), np.median([p[0] for p in peer[3:]])
    return f"| {what}, {precision} precision | {1e3 * theirs:.0f} | {1e3 * ours:.0f} | {theirs / ours:.1f} |"


def study(what, options, folder):
    out = os.path.join(folder, str(len(os.listdir(folder))))
    subprocess.run([os.path.join("..", "gnn"), "memory", "--sweep", "0", "--out", out, *options.split()], check=True,
                   stdout=subprocess.DEVNULL)
    with open(os.path.join(out, "result.json"), encoding="utf-8") as file:
        run = json.load(file)
    end = run["final"]
    kinds = ", ".join(f"{count} {kind}" for kind, count in end["status"].items() if count)
    nearest = next(b for b in run["baselines"] if b["name"].startswith("nearest"))
    return (f"| {what} | {end['cues']} | {100 * end['retrieved']:.1f} | {end['medianW2']:.1e} | {end['meanW2']:.1e} | {kinds}; "
            f"{end['converged']} converged | {100 * nearest['retrieved']:.1f} | {run['timing']['millisecondsPerCue']:.2g} |")


with tempfile.TemporaryDirectory() as runs:
    rows = [study(what, options, runs) for what, options in STUDIES]
    if len(sys.argv) > 1:
        rows.append(study("words of a text, d = 20, β = 5, cues from its other half", f"--words {sys.argv[1]} --dim 20 --beta 5", runs))
recall = """| patterns and cues | cues | retrieved % | median W₂ | mean W₂ | fixed points | nearest pattern right % | ms per cue |
|---|---:|---:|---:|---:|---|---:|---:|
""" + "\n".join(rows)
rows = [speed(what, beta, most, precision) for what, beta, most in [("whole retrieval, β = 1", 1, 50), ("one update, β = 1", 1, 1),
                                                                    ("one update, β = 0.1: every pattern matters", .1, 1)]
        for precision in ("single", "double")]
table = f"""{recall}

Speed, N = {N}, d = {D}, spherical, {CUES} cues, medians of {ROUNDS} rounds taken in turn:

| | NumPy {np.__version__}, ms | gnn-core, ms | ratio |
|---|---:|---:|---:|
""" + "\n".join(rows)
note = ("Retrieved means an end within W₂ = 0.1 of the cue's own pattern, mean W₂ counts the misses; seed 1. Patterns lie on the Wasserstein"
        " sphere of radius 7, except where said.")
results.replace("memory", "Memory of normal laws", note, "python3 src/test/bench/memory.py" + (" TEXT" if len(sys.argv) > 1 else ""), table)
