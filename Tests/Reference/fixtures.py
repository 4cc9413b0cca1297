"""What the tables' names stand for, in Python. fixtures.swift has the same, with the same numbers."""
import copy
import gzip
import math
import pathlib
import pickle
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader

torch.manual_seed(1)
x = torch.tensor([[0.5, -2.0, 3.0], [4.0, 1.5, -1.0]])
y = torch.tensor([[2.0, 0.25, -1.0], [4.0, -3.0, 0.5]])
u, v = torch.tensor([1.0, -2.0, 0.5]), torch.tensor([0.25, 3.0, -1.0])
m = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]])
a, b = torch.arange(12.0).view(2, 2, 3), torch.arange(12.0).view(2, 3, 2) - 5
k, labels, index = torch.tensor([1, 0]), torch.tensor([2, 0]), torch.tensor([[2, 0, 1], [0, 0, 2]])
mask, other = x > 0, y > 0
scores, shares, w = x, torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.75, 0.25]]), torch.tensor([1.0, 2.0, 0.5])
weight, bias = nn.Parameter(torch.tensor([[1.0, 0.5, -1.0], [0.25, 2.0, 1.0]])), nn.Parameter(torch.tensor([0.5, -0.5]))
p = nn.Parameter(torch.tensor([[1.0, -1.0, 2.0], [0.5, 0.25, -3.0]]))
z = p * 2
loss = z.sum()
loss.backward(retain_graph=True)
table = torch.arange(44.0).view(11, 4)
mean, var = torch.zeros(3), torch.ones(3)
images = torch.arange(128.0).view(2, 1, 8, 8) / 64
channels = torch.arange(512.0).view(2, 4, 8, 8) / 256
kernels = torch.arange(36.0).view(4, 1, 3, 3) / 16 - 1
biases = torch.tensor([0.5, 0.0, -0.5, 1.0])
q = torch.arange(64.0).view(2, 4, 8) % 7 / 4 - 1
blocked = torch.ones(4, 4, dtype=torch.bool).triu(1)
padding = torch.tensor([[False, False, False, True], [False, False, False, False]])
g = torch.Generator().manual_seed(5)
rng = torch.get_rng_state()

net = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
net(x).sum().backward()
layer = nn.Linear(3, 2)
conv = nn.Conv2d(1, 4, 3)
norm = nn.BatchNorm2d(4)
rows = nn.LayerNorm(3)
words = nn.Embedding(11, 4)
attention = nn.MultiheadAttention(8, 2, batch_first=True)
reader = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
writer = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
encoder = nn.TransformerEncoder(reader, 2)
decoder = nn.TransformerDecoder(writer, 2)
transformer = nn.Transformer(8, 2, 1, 1, 16, dropout=0.0, batch_first=True)

optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=0.0)
adam = optim.Adam(net.parameters())
scheduler = optim.lr_scheduler.StepLR(optimizer, 30)
state, memory, place = net.state_dict(), optimizer.state_dict(), scheduler.state_dict()

numbers = list(range(10))
dataset = torch.utils.data.TensorDataset(x, labels)
part = torch.utils.data.Subset(dataset, [1, 0])
joined = torch.utils.data.ConcatDataset([numbers, numbers])
sampler = torch.utils.data.SequentialSampler(numbers)
groups = torch.utils.data.BatchSampler(sampler, 4, False)
loader = DataLoader(dataset, batch_size=2, num_workers=0)
folder = pathlib.Path(tempfile.gettempdir()) / "kindling-reference"
folder.mkdir(exist_ok=True)
file = folder / "file.npy"
h, counts, flags = x.half(), k.int(), mask
data, packed = pickle.dumps([1, 2], protocol=0), gzip.compress(b"abc")


class Stream(torch.utils.data.IterableDataset):
    def __iter__(self):
        return iter([1, 2])


stream = Stream()


class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 2


class Context:
    """Stands for the notepad that an operation is given."""

    saved_tensors, needs_input_grad = [x], [True]

    def save_for_backward(self, *tensors):
        pass


ctx = Context()


def f(t):
    return t * t


def pad(samples):
    return samples
