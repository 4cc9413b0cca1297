"""What the topics of the parity suite have in common: inputs, cases, and how they are written."""

import base64
import dataclasses
import json
import math

import numpy
import torch


@dataclasses.dataclass(frozen=True)
class Input:
    """An input that is still to be drawn.

    `layout`: "t" lies in memory with its dimensions reversed, "s" is cut out of a tensor whose last dimension is longer by 2.
    """

    kind: str
    shape: tuple = ()
    low: int = 0
    high: int = 0
    layout: str = ""
    wants_gradient: bool = True
    value: object = None

    @property
    def t(self):
        return dataclasses.replace(self, layout="t")

    @property
    def s(self):
        return dataclasses.replace(self, layout="s")

    @property
    def plain(self):
        """Without a gradient."""
        return dataclasses.replace(self, wants_gradient=False)

    def draw(self):
        # Four decimals: short in JSON, and as a Float all the same with every bit in use.
        if self.kind == "normal":
            x = torch.randn(self.shape).round(decimals=4)
        elif self.kind == "small":
            x = (torch.randn(self.shape) / 2).round(decimals=4)
        elif self.kind == "positive":
            x = (torch.rand(self.shape) * 1.5 + 0.5).round(decimals=4)
        elif self.kind == "share":
            x = torch.rand(self.shape).round(decimals=4)
        elif self.kind == "int":
            x = torch.randint(self.low, self.high, self.shape)
        elif self.kind == "bool":
            x = torch.rand(self.shape) < 0.5
        else:
            x = self.value.clone()
        if self.layout == "t":
            order = tuple(reversed(range(x.ndim)))
            x = x.permute(order).contiguous().permute(order)
        elif self.layout == "s":
            wide = x.new_zeros(x.shape[:-1] + (x.shape[-1] + 2,))
            wide[..., 1:-1] = x
            x = wide[..., 1:-1]
        if x.dtype == torch.float32 and self.wants_gradient:
            x = x.detach().requires_grad_()
        return x


def N(*shape):
    """Normal numbers."""
    return Input("normal", shape)


def S(*shape):
    """Normal numbers, halved."""
    return Input("small", shape)


def P(*shape):
    """Numbers in [0.5, 2)."""
    return Input("positive", shape)


def U(*shape):
    """Numbers in [0, 1)."""
    return Input("share", shape)


def I(low, high, *shape):
    """Whole numbers in low ..< high."""
    return Input("int", shape, low, high)


def B(*shape):
    """True or false."""
    return Input("bool", shape)


def V(values, dtype=torch.float32):
    """Given values."""
    return Input("given", value=torch.tensor(values, dtype=dtype))


def number(x):
    """The fewest digits, nine at most, that give the Float back to the last bit; JSON has no word for what isn't finite."""
    return float(str(numpy.float32(x))) if math.isfinite(x) else str(x)


def record(x):
    if isinstance(x, bool):
        return {"bool": x}
    if isinstance(x, int):
        return {"int": x}
    if isinstance(x, float):
        return {"double": x if math.isfinite(x) else str(x)}
    values = x.detach().reshape(-1).tolist()
    if x.dtype == torch.bool:
        return {"shape": list(x.shape), "bools": [int(value) for value in values]}
    if x.dtype == torch.int64:
        return {"shape": list(x.shape), "ints": values}
    if x.dtype != torch.float32:
        raise TypeError(f"a tensor of type {x.dtype} can't be recorded")
    return {"shape": list(x.shape), "floats": [number(value) for value in values]}


def packed(values, code):
    """The numbers' little-endian bits, in base64."""
    return base64.b64encode(torch.as_tensor(values).numpy().astype(code).tobytes()).decode()


def bits(tensor):
    """The sum of a float tensor's bit patterns: exact, and different if a single bit is."""
    return int(tensor.detach().reshape(-1).view(torch.int32).to(torch.int64).bitwise_and(0xffffffff).sum())


class Topic:
    def __init__(self, seed):
        self.cases = []
        self.names = set()
        torch.manual_seed(seed)

    def case(self, name, function, *instances):
        """Records `function` for each instance: an input or a tuple of inputs."""
        if name in self.names:
            raise ValueError(f"{name} is recorded twice")
        self.names.add(name)
        recorded = [self.instance(function, one if isinstance(one, tuple) else (one,)) for one in instances or [()]]
        self.cases.append({"name": name, "instances": recorded})

    def instance(self, function, specs):
        inputs = [spec.draw() for spec in specs]
        described = []
        for spec, x in zip(specs, inputs):
            described.append(record(x))
            if spec.layout:
                described[-1]["layout"] = spec.layout
            if x.dtype == torch.float32 and not x.requires_grad:
                described[-1]["plain"] = True
        outputs = function(*inputs)
        outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
        total, weights = 0, []
        for output in outputs:
            if isinstance(output, torch.Tensor) and output.requires_grad:
                weights.append(torch.randn(output.shape).round(decimals=2))
                total = total + (output * weights[-1]).sum()
        # Before the sweep: an optimizer or an in-place operation may have changed them.
        result = {"inputs": described, "outputs": [record(output) for output in outputs]}
        if weights:
            total.backward()
            result["weights"] = [record(weight) for weight in weights]
            result["gradients"] = [None if x.grad is None else record(x.grad) for x in inputs if x.requires_grad]
        return result

    def write(self, path):
        lines = []
        for case in self.cases:
            instances = ",\n".join(json.dumps(one, separators=(",", ":")) for one in case["instances"])
            lines.append(f'{{"name":{json.dumps(case["name"], ensure_ascii=False)},"instances":[\n{instances}\n]}}')
        cases = ",\n".join(lines)
        text = f'{{"torch":"{torch.__version__}","cpu":"{torch.backends.cpu.get_cpu_capability()}","cases":[\n{cases}\n]}}\n'
        path.write_text(text)
        print(f"{path.name}: {len(self.cases)} cases, {len(text)} bytes")
