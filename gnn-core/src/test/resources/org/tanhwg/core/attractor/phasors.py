"""Reference values of the phasor networks, by NumPy: python3 phasors.py > phasors.txt

Patterns of phases, then conj(J) by Hebb's rule and by the pseudo-inverse, then a recall by the latter: cue and ten steps. Each line
is a key and numbers; of each complex row, all real parts and then all imaginary ones.
"""
import numpy as np

UNITS, PATTERNS = 12, 5
r = np.random.RandomState(3)


def line(key, rows):
    print(key, *(repr(float(v)) for row in np.atleast_2d(rows) for v in np.concatenate([row.real, row.imag])))


p = np.exp(2j * np.pi * r.rand(PATTERNS, UNITS))
p[4] = 1j * p[0]  # no new direction
hebb = p.T @ p.conj() / UNITS
inverse = p.T @ np.linalg.pinv(p.T)
for j in hebb, inverse:
    np.fill_diagonal(j, 0)
s = p[2].copy()
s[:2] = np.exp(2j * np.pi * r.rand(2))
recall = [s]
for _ in range(10):
    z = inverse @ s
    s = z / abs(z)
    recall.append(s)
line("patterns", p)
line("hebb", hebb.conj())
line("pseudo-inverse", inverse.conj())
line("recall", np.array(recall))
