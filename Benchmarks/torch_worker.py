"""PyTorch's side of `make bench`: `torch_worker.py --threads 2 [--compile]`. The loops are those of the chapters' Python columns."""

import argparse
import os

arguments = argparse.ArgumentParser()
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--compile", action="store_true")
arguments = arguments.parse_args()
os.environ["OMP_NUM_THREADS"] = str(arguments.threads)

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

import protocol

torch.set_num_threads(arguments.threads)


class CNN(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, kernel_size=3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(channels, 10, kernel_size=3, stride=2, padding=1)

    def forward(self, xb):
        xb = xb.view(-1, 1, 28, 28)
        xb = F.relu(self.conv1(xb))
        xb = F.relu(self.conv2(xb))
        xb = F.relu(self.conv3(xb))
        xb = F.avg_pool2d(xb, 4)
        return xb.view(-1, xb.size(1))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.pad(x.view(-1, 1, 28, 28), (2, 2, 2, 2))
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


class LayerSteps:
    """Steps of an encoder's layer that learns to turn one random tensor into another."""

    def __init__(self, case):
        self.case = case
        torch.manual_seed(2)
        shape = case.value("batch", 32), case.value("places", 64), case.value("width", 64)
        self.x, self.target = torch.randn(shape), torch.randn(shape)
        self.module = self.fresh()
        self.model = torch.compile(self.module, dynamic=False) if arguments.compile else self.module
        self.reset()

    def fresh(self):
        torch.manual_seed(1)
        width = self.case.value("width", 64)
        return nn.TransformerEncoderLayer(width, self.case.value("heads", 8), 4 * width, dropout=0, batch_first=True)

    def reset(self):
        self.module.load_state_dict(self.fresh().state_dict())
        self.module.zero_grad()
        self.opt = optim.SGD(self.module.parameters(), lr=0.1)

    def step(self):
        loss = F.mse_loss(self.model(self.x), self.target)
        loss.backward()
        self.opt.step()
        self.opt.zero_grad()
        return loss.item()

    def run(self):
        steps = self.case.value("steps", 100)
        for _ in range(steps):
            loss = self.step()
        return loss, steps * len(self.x)

    def check(self):
        self.reset()
        for _ in range(20):
            loss = self.step()
        return loss, 20 * len(self.x)


def load():
    images, labels = torch.from_numpy(protocol.images()), torch.from_numpy(protocol.labels())
    return images[:50000], labels[:50000], images[50000:], labels[50000:]


def loss_batch(model, loss_func, xb, yb, opt=None):
    loss = loss_func(model(xb), yb)
    if opt is not None:
        loss.backward()
        opt.step()
        opt.zero_grad()
    return loss.item(), len(xb)


class Training:
    def __init__(self, case, data):
        self.case = case
        self.x, self.y, x_valid, y_valid = data
        count = case.value("images", 50000)
        self.images, self.labels = self.x[:count], self.y[:count]
        self.batch = case.value("batch", 64)
        self.train_dl = DataLoader(TensorDataset(self.images, self.labels), batch_size=self.batch, shuffle=True)
        self.valid_dl = DataLoader(TensorDataset(x_valid, y_valid), batch_size=128)
        self.module = self.fresh()
        # A shape is compiled when it is met: `dynamic=False`, since shapes that may vary make slower code.
        self.model = torch.compile(self.module, dynamic=False) if arguments.compile else self.module
        self.reset()

    def fresh(self):
        torch.manual_seed(1)
        if self.case.name in ("logistic", "logistic-loader"):
            return nn.Linear(784, 10)
        if self.case.name == "cnn":
            return CNN(self.case.value("channels", 16))
        if self.case.name == "lenet":
            return LeNet()
        raise ValueError(f"'{self.case.name}' is no work; there are logistic, logistic-loader, cnn, lenet, encoder and load")

    def reset(self):
        # What is compiled belongs to the module, so its weights are put back.
        self.module.load_state_dict(self.fresh().state_dict())
        self.module.zero_grad()
        parameters = self.module.parameters()
        if self.case.name == "lenet":
            self.opt = optim.Adam(parameters, lr=1e-3)
        elif self.case.name == "cnn":
            self.opt = optim.SGD(parameters, lr=0.1, momentum=0.9)
        else:
            self.opt = optim.SGD(parameters, lr=0.5)

    def run(self):
        model, opt = self.model, self.opt
        model.train()
        samples = 0
        if self.case.name == "logistic":
            for i in range((len(self.images) - 1) // self.batch + 1):
                xb = self.images[i * self.batch:(i + 1) * self.batch]
                yb = self.labels[i * self.batch:(i + 1) * self.batch]
                last, count = loss_batch(model, F.cross_entropy, xb, yb, opt)
                samples += count
        else:
            for xb, yb in self.train_dl:
                last, count = loss_batch(model, F.cross_entropy, xb, yb, opt)
                samples += count
        if self.case.validation != "timed":
            return last, samples
        return self.validation_loss(), samples + 10000

    def validation_loss(self):
        self.model.eval()
        with torch.no_grad():
            parts = [loss_batch(self.model, F.cross_entropy, xb, yb) for xb, yb in self.valid_dl]
        return sum(loss * count for loss, count in parts) / sum(count for _, count in parts)

    def check(self):
        self.reset()
        self.model.train()
        for i in range(20):
            xb, yb = self.x[i * 64:(i + 1) * 64], self.y[i * 64:(i + 1) * 64]
            last, _ = loss_batch(self.model, F.cross_entropy, xb, yb, self.opt)
        return last, 20 * 64


protocol.serve({"ready": f"PyTorch {torch.__version__}", "threads": arguments.threads}, load,
    lambda case, data: LayerSteps(case) if case.name == "encoder" else Training(case, data))
