"""Records states.json: small files as torch, NumPy and Python's safetensors write them, each with what is in it.

    python make_states.py       needs torch and numpy; without safetensors (0.8.0) its recordings stay as they are

An entry has the file in base64, its kind, and for each array in it the type (by safetensors' names), the shape, and the bytes in base64, row-major
and with the least significant byte first. "refused" entries are torch's, and not to be read.
"""
import base64
import collections
import io
import json
import pathlib
import zipfile

import numpy as np
import torch
from torch import nn

try:
    import safetensors.numpy
    import safetensors.torch
except ImportError:
    safetensors = None

HERE = pathlib.Path(__file__).parent
CODES = {torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64", torch.int8: "I8", torch.int16: "I16",
         torch.int32: "I32", torch.int64: "I64", torch.uint8: "U8", torch.uint16: "U16", torch.uint32: "U32", torch.uint64: "U64", torch.bool: "BOOL",
         torch.float8_e4m3fn: "F8_E4M3", torch.float8_e5m2: "F8_E5M2", torch.float8_e8m0fnu: "F8_E8M0", torch.float8_e4m3fnuz: "F8_E4M3FNUZ",
         torch.float8_e5m2fnuz: "F8_E5M2FNUZ"}
NUMPY = {"f2": "F16", "f4": "F32", "f8": "F64", "i1": "I8", "i2": "I16", "i4": "I32", "i8": "I64", "u1": "U8", "u2": "U16", "u4": "U32", "u8": "U64", "b1": "BOOL"}
records = []


def coded(data):
    return base64.b64encode(data).decode()


def described(array):
    if isinstance(array, torch.Tensor):
        array = array.detach().cpu().contiguous()
        code, shape, data = CODES[array.dtype], list(array.shape), array.flatten().view(torch.uint8).numpy().tobytes() if array.numel() else b""
    else:
        code, shape, data = NUMPY[array.dtype.str[1:]], list(array.shape), np.asarray(array, array.dtype.newbyteorder("<")).tobytes("C")
    return {"dtype": code, "shape": shape, "bytes": coded(data)}


def record(kind, name, data, arrays, **more):
    records.append({"kind": kind, "name": name, "file": coded(data), "arrays": {key: described(value) for key, value in arrays.items()}} | more)


# Every type, and shapes without elements and without dimensions.
rng = np.random.default_rng(1)
bits = torch.from_numpy(rng.integers(0, 256, 48, np.uint8))
every = {code: bits.clone().view(dtype).reshape(2, -1) if dtype != torch.bool else bits % 2 == 0 for dtype, code in CODES.items()}
every |= {"scalar": torch.tensor(2.5), "none": torch.zeros(0, 3), "ünï\"\\\n": torch.arange(3.0)}
if safetensors:
    record("safetensors", "every type", safetensors.torch.save(every), every)
    # One remark: of several, the order is another each time.
    record("safetensors", "metadata", safetensors.torch.save({"x": torch.arange(4.0)}, {"by": "a \"test\""}), {"x": torch.arange(4.0)},
           metadata={"by": "a \"test\""})
    record("safetensors", "nothing", safetensors.torch.save({}), {})
    record("safetensors", "numpy", safetensors.numpy.save({"b": np.arange(3), "a": np.float32([[1, 2]])}), {"b": np.arange(3), "a": np.float32([[1, 2]])})
else:
    records += [entry for entry in json.loads((HERE / "states.json").read_text()) if entry["kind"] == "safetensors"]


def torch_file(name, value, arrays, key=None, metadata=None, **options):
    file = io.BytesIO()
    torch.save(value, file, **options)
    record("torch", name, file.getvalue(), arrays, **({"key": key} if key else {}), **({"metadata": metadata} if metadata else {}))


torch.manual_seed(1)
model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
torch_file("state dict", model.state_dict(), model.state_dict())
torch_file("protocol 4", model.state_dict(), model.state_dict(), pickle_protocol=4)
torch_file("types", {code: value for code, value in every.items()}, every)
base = torch.arange(12.0).reshape(3, 4)
shown = {"all": base, "transposed": base.T, "row": base[1], "column": base[:, 2], "every other": base[::2, 1::2], "one": base[2, 3], "none": base[:0],
         "expanded": base[:, :1].expand(3, 2), "again": base}
torch_file("views", shown, shown)
nested = {"model": {"weight": base, "inner": {"bias": base[0]}}, "epoch": 3, "lr": 0.5, "name": "run", "done": True, "nothing": None,
          "pair": (base[0, :2], [base[1, :2]]), "size": torch.Size([1, 2]), "dtype": torch.float16, "device": torch.device("cpu")}
torch_file("nested", nested,
           {"model.weight": base, "model.inner.bias": base[0], "pair.0": base[0, :2], "pair.1.0": base[1, :2]},
           metadata={"epoch": "3", "lr": "0.5", "name": "run", "done": "true", "size.0": "1", "size.1": "2", "dtype": "torch.float16", "device": "cpu"})
torch_file("a key", nested, {"weight": base, "inner.bias": base[0]}, key="model")
torch_file("parameters", {"p": nn.Parameter(base[0]), "b": nn.Buffer(base[1])}, {"p": base[0], "b": base[1]})
torch_file("a tensor", base.T, {"tensor": base.T})
torch_file("a list", [base[0], base[1]], {"0": base[0], "1": base[1]})
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
model(torch.randn(4, 3)).sum().backward()
optimizer.step()
state = optimizer.state_dict()
torch_file("optimizer", state, {f"state.{i}.{name}": value for i, entry in state["state"].items() for name, value in entry.items()})
whole = io.BytesIO()
torch.save(model, whole)
records.append({"kind": "refused", "name": "a whole module", "file": coded(whole.getvalue()), "arrays": {}})
# Its beginning: the names of the storages are addresses.
old = io.BytesIO()
torch.save({"x": base}, old, _use_new_zipfile_serialization=False)
records.append({"kind": "refused", "name": "before 1.6", "file": coded(old.getvalue()[:100]), "arrays": {}})


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version, allow_pickle=False)
    return file.getvalue()


for code in NUMPY:
    for order in "<>":
        array = np.frombuffer(rng.integers(0, 2 if code == "b1" else 256, 48, np.uint8).tobytes(), order + code)
        array = array.reshape(2, 3, -1)
        record("npy", f"{order}{code}", npy(array), {"": array})
        record("npy", f"{order}{code} F", npy(np.asfortranarray(array)), {"": array})
for version in (1, 0), (2, 0), (3, 0):
    record("npy", f"version {version[0]}", npy(np.arange(5), version), {"": np.arange(5)})
record("npy", "scalar", npy(np.float32(2.5)), {"": np.float32(2.5)})
record("npy", "none", npy(np.zeros((0, 3))), {"": np.zeros((0, 3))})

arrays = {"weight": np.float32([[1, 2], [3, 4]]), "labels": np.array([5, 0, 4]), "deep/name": np.float16([0.5]), "zeros": np.zeros((50, 20), "f4").T}
for name, save in ("stored", np.savez), ("deflated", np.savez_compressed):
    file = io.BytesIO()
    save(file, **arrays)
    record("npz", name, file.getvalue(), arrays)
# As a stream is written: the sizes stand behind the bytes.
stream = io.BytesIO()
stream.seekable = lambda: False
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, array in arrays.items():
        archive.writestr(zipfile.ZipInfo(name + ".npy"), npy(array), zipfile.ZIP_DEFLATED)
record("npz", "streamed", stream.getvalue(), arrays)
with zipfile.ZipFile(remark := io.BytesIO(), "w") as archive:
    archive.writestr(zipfile.ZipInfo("a.npy"), npy(np.arange(3)))
    archive.comment = b"PK\5\6 is no end here"
record("npz", "with a remark", remark.getvalue(), {"a": np.arange(3)})

(HERE / "states.json").write_text("[\n" + ",\n".join(json.dumps(entry) for entry in records) + "\n]\n")
