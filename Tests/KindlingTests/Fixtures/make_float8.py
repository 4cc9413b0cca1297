"""Records torch-float8.json: which Float each of the 256 numbers of 8 bits is, for torch's five kinds, as the Float's bits.

    python make_float8.py       needs torch
"""
import json
import pathlib

import torch

KINDS = {"F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2, "F8_E8M0": torch.float8_e8m0fnu,
         "F8_E4M3FNUZ": torch.float8_e4m3fnuz, "F8_E5M2FNUZ": torch.float8_e5m2fnuz}
every = torch.arange(256, dtype=torch.uint8)
values = {name: (every.view(kind).float().view(torch.int32).long() & 0xFFFFFFFF).tolist() for name, kind in KINDS.items()}
text = ",\n".join(f'"{name}": {json.dumps(bits)}' for name, bits in values.items())
(pathlib.Path(__file__).parent / "torch-float8.json").write_text("{" + text + "}\n")
