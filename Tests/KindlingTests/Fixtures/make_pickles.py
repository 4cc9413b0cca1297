"""Writes pickles.json, the pickles that DataPickleTests reads, base64 by name. Run it in its own folder; needs numpy.

p<protocol>-<dtype>-<order>: the array [[0, 1, 2], [3, 4, 250]] with this type and order; for signed and floating
types 250 is -7, for floating types 1 is 1.5. containers-p<protocol>: CONTAINERS. empty-p<protocol>: an array of
shape (0, 3). scalar-p<protocol>: an array of shape (). latin1-p<protocol>: the bytes 0 to 255, which protocols 0 to 2
write as text. The committed file: Python 3.11, numpy 2.4.6.
"""
import base64
import json
import pickle

import numpy as np

CONTAINERS = {
    "ints": [0, -1, 255, 65536, -(2**40), 2**62],
    "nested": ((1, "é✓\\"), [None, True, False], {}),
    "x": -2.5,
    "b": b"\x00\xff'\n",
}
pickles = {}
for protocol in range(6):
    for dtype in ["|u1", "<i4", "<i8", ">i8", "<f4", ">f4", "<f8", ">f8"]:
        values = np.array([[0, 1, 2], [3, 4, 250]], dtype=dtype)
        if dtype[1] != "u":
            values[1, 2] = -7
        if dtype[1] == "f":
            values[0, 1] = 1.5
        for order in "CF":
            pickles[f"p{protocol}-{dtype}-{order}"] = np.asarray(values, order=order)
    pickles[f"containers-p{protocol}"] = CONTAINERS
    pickles[f"empty-p{protocol}"] = np.zeros((0, 3), np.float32)
    pickles[f"scalar-p{protocol}"] = np.array(2.5, np.float32)
    pickles[f"latin1-p{protocol}"] = np.arange(256, dtype=np.uint8)
coded = {
    name: base64.b64encode(pickle.dumps(value, protocol=int(name.split("p", 1)[1][0]) if name[0] == "p" else int(name[-1]))).decode()
    for name, value in pickles.items()
}
with open("pickles.json", "w") as file:
    json.dump(coded, file, indent=0)
    file.write("\n")
