"""Reference values of the transport tests, by POT 0.8.2 and SciPy: python3 fixtures.py > fixtures.txt

Each case starts with a line "case kind"; then one line "key number number ..." per array.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import ot
from scipy.linalg import sqrtm

r = np.random.RandomState(20)


def case(kind, **arrays):
    print("case", kind)
    for key, value in arrays.items():
        print(key, *(repr(float(v)) for v in np.ravel(value)))


def masses(n, zeros=0):
    w = r.rand(n) ** 3 + .01
    w[:zeros] = 0
    return w / w.sum()


def covariance(d, floor):
    q, _ = np.linalg.qr(r.randn(d, d))
    return (q * np.maximum(r.rand(d) ** 3, floor)) @ q.T


def root(s):
    return np.real(sqrtm(s))


def symmetric(s):
    return (s + s.T) / 2


for n, m, zeros in [(1, 1, 0), (1, 4, 0), (6, 5, 1), (25, 30, 3), (40, 40, 0), (10, 60, 2)]:
    a, b, x, y = masses(n, 0 if n == 1 else zeros), masses(m, zeros), r.randn(n, 2), r.randn(m, 2) + .5
    c = ot.dist(x, y)
    case("exact", a=a, b=b, x=x, y=y, cost=ot.emd2(a, b, c, numItermax=10**6))
    for share in (.2, .02, .004):
        value = ot.sinkhorn2(a, b, c, share * c.max(), method="sinkhorn_log", stopThr=1e-14, numItermax=200000)
        case("sinkhorn", a=a, b=b, x=x, y=y, epsilon=share * c.max(), cost=value)

for n, m in [(1, 1), (1, 5), (7, 4), (50, 80)]:
    x, y, a, b = r.randn(n), r.randn(m) * 2, masses(n), masses(m)
    case("line", x=x, y=y, a=a, b=b, squared=ot.emd2_1d(x, y, a, b, metric="sqeuclidean"),
         distance=ot.emd2_1d(x, y, a, b, metric="euclidean"))

grid = np.linspace(0, 1, 30)
c = (grid[:, None] - grid[None, :]) ** 2
# With unequal weights POT 0.8.2's plain method starts from the unweighted mean and keeps that bias (its objective stays above the
# other's), and the stabilised one goes wrong once it absorbs its scalings; without absorbing (tau) it is the plain
# iteration, started right.
plain, right = "sinkhorn", "sinkhorn_stabilized"
for k, reg, method in [(1, .01, plain), (3, .05, plain), (2, .01, right), (3, .05, right), (3, .01, right)]:
    laws = np.array([np.exp(-(grid - m) ** 2 / .01) + .01 for m in np.linspace(.1, .8, k)])
    laws /= laws.sum(1, keepdims=True)
    w = masses(k) if method == right else np.full(k, 1 / k)
    law = ot.bregman.barycenter(laws.T.copy(), c, reg, weights=w, method=method, stopThr=1e-14, numItermax=200000,
                                   **({"tau": 1e250} if method == right else {}))
    case("barycentre", laws=laws, weights=w, epsilon=reg, law=law)

for d, floor in [(1, .1), (2, .1), (3, 1e-4), (6, 1e-2), (12, 1e-2)]:
    m1, m2, s1, s2 = r.randn(d), r.randn(d), covariance(d, floor), covariance(d, floor)
    s1, s2 = symmetric(s1), symmetric(s2)
    h = root(s1)
    inner = root(symmetric(h @ s2 @ h))
    i = np.linalg.inv(h)
    case("bures", m1=m1, m2=m2, s1=s1, s2=s2, squared=((m1 - m2) ** 2).sum() + np.trace(s1 + s2 - 2 * inner), map=i @ inner @ i)

for d, k in [(1, 3), (3, 2), (5, 4)]:
    means, covs, w = r.randn(k, d), [symmetric(covariance(d, .05)) for _ in range(k)], masses(k)
    s = np.eye(d)
    for _ in range(300):
        h = root(s)
        i = np.linalg.inv(h)
        t = sum(wk * root(symmetric(h @ sk @ h)) for wk, sk in zip(w, covs))
        s = symmetric(i @ t @ t @ i)
    case("gaussians", means=means, covariances=covs, weights=w, mean=w @ means, covariance=s)
