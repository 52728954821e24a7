"""Reference values of the memory tests, by NumPy and SciPy: python3 fixtures.py > fixtures.txt

hopfield: a modern Hopfield network in squared distances on the rows of x, and its trajectory from a cue.
aligned:  the retrieval of theory section 6 by its formulas: maps between normal laws, matrix roots by SciPy.
Each case starts with a line "case kind"; then one line "key number number ..." per array.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
from scipy.linalg import inv, sqrtm
from scipy.special import logsumexp, softmax

r = np.random.RandomState(6)


def case(kind, **arrays):
    print("case", kind)
    for key, value in arrays.items():
        print(key, *(repr(float(v)) for v in np.ravel(value)))


def covariance(d, least):
    q, _ = np.linalg.qr(r.randn(d, d))
    return (q * np.exp(np.log(least) * r.rand(d))) @ q.T


def root(s):
    return np.real(sqrtm(s))


def transport_map(a, b):
    h = root(a)
    return inv(h) @ root(h @ b @ h) @ inv(h)


def squared(m, a, n, b):
    h = root(a)
    return ((m - n) ** 2).sum() + np.trace(a + b - 2 * root(h @ b @ h))


for n, d, beta in [(1, 1, 1.), (5, 2, .7), (40, 6, .3), (60, 4, 3.), (30, 8, .02)]:
    means, deviations = 2 * r.randn(n, d), .2 + r.rand(n, d)
    x = np.hstack([means, deviations])
    z = x[0] + .3 * np.abs(r.randn(2 * d))
    trajectory, energies = [z], []
    for _ in range(12):
        exponents = -beta * ((x - z) ** 2).sum(1)
        energies.append(-logsumexp(exponents) / beta)
        z = softmax(exponents) @ x
        trajectory.append(z)
    case("hopfield", beta=beta, x=x, trajectory=trajectory, energies=energies)

for n, d, beta in [(1, 2, 1.), (4, 2, .5), (6, 3, .2), (8, 5, 2.)]:
    means, covariances = 1.5 * r.randn(n, d), [covariance(d, 1e-2) for _ in range(n)]
    m, omega = means[0] + .4 * r.randn(d), covariance(d, 1e-2)
    cue = m, omega
    energies = []
    for _ in range(6):
        exponents = -beta * np.array([squared(m, omega, mu, s) for mu, s in zip(means, covariances)])
        energies.append(-logsumexp(exponents) / beta)
        w = softmax(exponents)
        a = sum(wi * transport_map(omega, s) for wi, s in zip(w, covariances))
        m, omega = w @ means, a @ omega @ a
    case("aligned", beta=beta, means=means, covariances=covariances, mean=cue[0], covariance=cue[1], endMean=m, endCovariance=omega,
         energies=energies)
