"""Small measures without a library."""
import numpy as np


def auc(pairs):
    """Area under the curve from [(label | None, score)]; None where there are not both labels."""
    kept = [(y, s) for y, s in pairs if y is not None]
    y = np.array([p[0] for p in kept], dtype=bool)
    s = np.array([p[1] for p in kept], dtype=np.float64)
    if not y.any() or y.all():
        return None
    _, inverse, counts = np.unique(s, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]  # ties share their mean rank
    n = int(y.sum())
    return round(float((rank[y].sum() - n * (n + 1) / 2) / (n * (len(y) - n))), 4)
