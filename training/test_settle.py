"""Settling one head, on features drawn for the purpose.  python3 test_settle.py; needs python3-torch"""
import unittest

import torch

from metrics import auc
from settle import settled

WIDTH = 24


def drawn(count, hostile, when, seed):
    """Rows with how hostile they are in the first place, and in the second whether they say when and where."""
    x = 0.3 * torch.randn(count, WIDTH, generator=torch.Generator().manual_seed(seed))
    x[:, 0] += hostile
    x[:, 1] += when
    return x


class Settling(unittest.TestCase):
    def setUp(self):
        # threats say when and where, other messages do not: the head has learned both signs of a threat, and trusts the wrong one more
        self.weight, self.bias = torch.zeros(WIDTH), torch.tensor(-3.0)
        self.weight[0], self.weight[1] = 2.0, 6.0
        self.everyday = drawn(300, 0, 1, 1)
        self.rows = torch.cat([drawn(100, 1, 1, 2), drawn(300, 0, 0, 3)])
        self.labels = torch.tensor([1.0] * 100 + [0.0] * 300)
        self.after = settled(self.weight, self.bias, torch.cat([self.rows, self.everyday]), self.labels)

    def above(self, x, weight, bias):
        return float((x @ weight + bias > 0).float().mean())

    def test_says_no_to_everyday_lines_that_it_took_for_threats(self):
        fresh = drawn(300, 0, 1, 4)
        self.assertGreater(self.above(fresh, self.weight, self.bias), 0.9)
        self.assertLess(self.above(fresh, *self.after), 0.1)

    def test_still_knows_threats(self):
        fresh = torch.cat([drawn(100, 1, 1, 5), drawn(300, 0, 0, 6)])
        self.assertGreater(auc(list(zip(self.labels.tolist(), (fresh @ self.after[0] + self.after[1]).tolist()))), 0.97)
        self.assertGreater(self.above(drawn(200, 1, 1, 7), *self.after), 0.7)

    def test_leaves_a_head_nearly_alone_that_is_silent_at_them(self):
        calm = torch.zeros(WIDTH)
        calm[0] = 12.0
        bias = torch.tensor(-6.0)
        weight, moved = settled(calm, bias, torch.cat([self.rows, drawn(300, -1, 1, 8)]), self.labels)
        said = torch.sigmoid(self.rows @ calm + bias)
        self.assertLess(float((torch.sigmoid(self.rows @ weight + moved) - (0.5 * said + 0.5 * self.labels)).abs().mean()), 0.05)

    def test_gives_the_same_for_the_same(self):
        again = settled(self.weight, self.bias, torch.cat([self.rows, self.everyday]), self.labels)
        self.assertTrue(torch.equal(again[0], self.after[0]) and torch.equal(again[1], self.after[1]))


if __name__ == '__main__':
    unittest.main()
