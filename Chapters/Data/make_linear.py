"""Writes linear.pt: chapter 12's network, trained for five epochs by torch, saved as torch saves; and nested.pt, a small file with more than weights.

Run it from the package's root; it needs torch and numpy. (The committed file: torch 2.13, one thread. Another processor may round a few of the
weights otherwise.) linear.safetensors beside it is what chapter 18's program writes.
"""
import gzip

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)


def idx(name, skip):
    return np.frombuffer(gzip.open(f"Sources/Kindling/Resources/MNIST/{name}-ubyte.gz").read(), np.uint8, offset=skip)


images = torch.from_numpy(idx("train-images-idx3", 16).reshape(-1, 784) / np.float32(256))
labels = torch.from_numpy(idx("train-labels-idx1", 8).astype(np.int64))
train = DataLoader(TensorDataset(images[:50000], labels[:50000]), batch_size=64, shuffle=True)
valid = DataLoader(TensorDataset(images[50000:], labels[50000:]), batch_size=128)

torch.manual_seed(1)
model = torch.nn.Linear(784, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(5):
    for xb, yb in train:
        F.cross_entropy(model(xb), yb).backward()
        optimizer.step()
        optimizer.zero_grad()
    for _ in valid:
        pass
torch.save(model.state_dict(), "Chapters/Data/linear.pt")

base = torch.arange(6.0).reshape(2, 3)
torch.save({"model": {"weight": base, "turned": base.T, "half": base[1].half(), "steps": torch.tensor(7)}, "epoch": 3, "rate": 0.5, "by": "torch"}, "Chapters/Data/nested.pt")
