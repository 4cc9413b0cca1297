"""Products of matrices."""

import torch

from recording import N, Topic

topic = Topic(1104)
pairs = [
    (N(5), N(5)), (N(5).s, N(5)), (N(3, 4), N(4)), (N(3, 4).t, N(4)), (N(3), N(3, 4)), (N(3), N(3, 4).t), (N(3, 4), N(4, 2)),
    (N(3, 4).t, N(4, 2)), (N(3, 4), N(4, 2).t), (N(3, 4).t, N(4, 2).t), (N(3, 4).s, N(4, 2).s), (N(1, 4), N(4, 1)), (N(5, 17), N(17, 19)),
    (N(2, 3, 4), N(4, 2)), (N(2, 3, 4).t, N(4, 2)), (N(2, 3, 4), N(4)), (N(3), N(2, 3, 4)), (N(3, 4), N(2, 4, 2)), (N(2, 3, 4), N(2, 4, 2)),
    (N(2, 3, 4).t, N(2, 4, 2).t), (N(2, 3, 4).s, N(2, 4, 2).s), (N(2, 1, 3, 4), N(3, 4, 2)), (N(2, 1, 3, 4), N(1, 2, 4, 2)), (N(1, 3, 4), N(2, 4, 2)),
    (N(0, 4), N(4, 2)), (N(3, 0), N(0, 2)), (N(0), N(0)),
]
topic.case("a • b", lambda a, b: a @ b, *pairs)
topic.case("a.matmul(b)", lambda a, b: a.matmul(b), *pairs[:8])
topic.case("matmul(a, b)", lambda a, b: torch.matmul(a, b), *pairs[:8])
# As heads have them: the batch's dimensions can't be joined to one.
heads = [
    (N(2, 3, 5, 4).t, N(2, 3, 4, 5)), (N(2, 3, 5, 4), N(2, 3, 4, 5).t), (N(2, 3, 5, 4).s, N(3, 4, 2).t), (N(2, 1, 5, 4).t, N(3, 4, 2)),
    (N(2, 1, 3, 2, 4), N(2, 1, 4, 3)), (N(2, 2, 1, 1, 4).t, N(3, 4, 6).s), (N(2, 1, 3, 4), N(5, 4, 2)),
]
topic.case("a • b, heads", lambda a, b: a @ b, *heads)
