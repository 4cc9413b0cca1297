"""Writes the first inputs of each target into Corpus/, from the fixtures of the tests and by hand; needs nothing but Python.

    python make_seeds.py         adds seed-… files; `fuzz.sh --keep` leaves of them, and of what libFuzzer finds, what covers something
"""

import base64
import gzip
import json
import pathlib
import pickle
import struct
import zlib

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent / "KindlingTests" / "Fixtures"
BOOK = HERE.parents[1] / "Chapters"


def write(target, name, content):
    folder = HERE / "Corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    plain = "".join(letter if letter.isalnum() else "-" for letter in name)
    (folder / f"seed-{plain}").write_bytes(content if isinstance(content, bytes) else content.encode())


# gzip: stored, fixed and dynamic blocks, each field of the header, members, zeros.
text = b"the quick brown fox jumps over the lazy dog, and the dog lies on. " * 8
for level in (0, 1, 9):
    write("gzip", f"level {level}", gzip.compress(text, level, mtime=0))
fixed = zlib.compressobj(9, zlib.DEFLATED, 31, strategy=zlib.Z_FIXED)
write("gzip", "fixed", fixed.compress(text) + fixed.flush())
one, two = gzip.compress(b"one", mtime=0), gzip.compress(b"two" * 30, mtime=0)
write("gzip", "members", one + two)
write("gzip", "zeros between", one + bytes(40) + two + bytes(3))
write("gzip", "bytes behind", one + b"\0x")
write("gzip", "cut", two[:-5])
write("gzip", "nothing", gzip.compress(b"", mtime=0))
write("gzip", "zeros", gzip.compress(bytes(70_000), mtime=0))
body = one[10:]
for flags, extra in ((2, b""), (4, b"\3\0abc"), (8, b"name\0"), (16, b"comment\0"), (30, b"\1\0xname\0comment\0")):
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(4) + b"\2\3" + extra
    write("gzip", f"flags {flags}", head + (struct.pack("<H", zlib.crc32(head) & 0xffff) if flags & 2 else b"") + body)

# IDX
write("idx", "two dimensions", bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]))
write("idx", "no dimension", bytes([0, 0, 8, 0, 7]))
write("idx", "five dimensions", bytes([0, 0, 8, 5] + [0, 0, 0, 1] * 5 + [9]))
write("idx", "vast", bytes([0, 0, 8, 3] + [255] * 12))
write("idx", "vast and empty", bytes([0, 0, 8, 2] + [255] * 4 + [0] * 4))
write("idx", "floats", bytes([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0]))
write("idx", "zipped", gzip.compress(bytes([0, 0, 8, 0, 7]), mtime=0))
write("idx", "cut", bytes([0, 0, 8, 3, 0, 0]))
write("idx", "too short", bytes([0, 0]))
write("idx", "too long", bytes([0, 0, 8, 1, 0, 0, 0, 1, 1, 2]))
write("idx", "missing", bytes([0, 0, 8, 1, 0, 0, 0, 3, 1, 2]))
write("idx", "empty", b"")

# PNG, pickle, tar: what the tests have.
for record in json.loads((FIXTURES / "pngs.json").read_text()):
    write("png", record["name"], base64.b64decode(record["png"]))
for name, coded in json.loads((FIXTURES / "pickles.json").read_text()).items():
    write("pickle", name, base64.b64decode(coded))
for record in json.loads((FIXTURES / "tars.json").read_text()):
    compressed = base64.b64decode(record["gzip"])
    write("tar", record["name"], compressed if record["name"] in ("ustar", "gnu, long name", "cut at 700") else gzip.decompress(compressed))

# Files of weights: what the tests have, and what is unusual in them.
for record in json.loads((FIXTURES / "states.json").read_text()):
    kind = "torch" if record["kind"] == "refused" else record["kind"]
    if kind != "npy" or record["name"] in ("<f4 F", ">i2", "version 2", "version 3", "scalar", "none", "<b1"):
        write(kind, record["name"], base64.b64decode(record["file"]))


def safetensors(header, data=bytes(8)):
    return struct.pack("<Q", len(header)) + header.encode() + data


whole = '"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'
for name, header in {
    "escapes": '{"\\u00e9\\ud83d\\ude00\\n\\/":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":[1,-0.5e+3,true,false,null,{"y":[]}]}}',
    "odd": '{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"F32","shape":[],"data_offsets":[1,5]},"c":{"dtype":"I8","shape":[3],"data_offsets":[5,8]}}',
    "empty tensors": '{"a":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"c":{"dtype":"I8","shape":[0],"data_offsets":[8,8]}}',
    "twice": "{%s,%s}" % (whole, whole), "overlap": '{%s,"b":{"dtype":"I8","shape":[2],"data_offsets":[6,8]}}' % whole,
    "hole": '{"a":{"dtype":"I8","shape":[2],"data_offsets":[6,8]}}', "half": '{"\\ud83d":{}}', "deep": '{"a":' + "[" * 101 + "]" * 101 + "}", "blanks": "{ %s }  \n" % whole,
    "lacks": '{"a":{"dtype":"F32","shape":[2]}}', "list": "[]", "word": '{"a":nul}', "number": '{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}', "remarks": '{"__metadata__":{"a":1}}',
    "vast": '{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}', "complex": '{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}',
}.items():
    write("safetensors", name, safetensors(header))
write("safetensors", "long header", struct.pack("<Q", 2**40) + b"{}")
write("safetensors", "no UTF-8", struct.pack("<Q", 4) + b'{"\xff"')
write("safetensors", "zip", b"PK\3\4" + bytes(20))
write("safetensors", "an array", b"\x93NUMPY\1\0" + bytes(20))


def npy(header, data=bytes(4)):
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header.encode() + data


plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }"
for name, header in {
    "plain": plain, "python 2": plain.replace("(1,", "(1L,"), "no tuple": plain.replace("(1,)", "(1)"), "object": plain.replace("<f4", "|O"), "twice": plain.replace("}", "'shape': (1,)}"),
    "parts": plain.replace("'<f4'", "[('x', '<f4')]"), "no comma": "{'descr': 'f4', 'fortran_order': True, 'shape': (1, 1)}", "vast": plain.replace("(1,)", "(1000000000000, 1000000000000)"),
    "escape": plain.replace("<f4", "<\\x66"), "number": plain.replace("False", "0"), "lacks": "{'descr': '<f4'}", "behind": plain + "x",
}.items():
    write("npy", name, npy(header))
write("npy", "version 9", b"\x93NUMPY\x09\0" + bytes(20))
write("npy", "long", npy(plain, bytes(5)))


def archive(*members, method=0, comment=b""):
    file, directory = b"", b""
    for name, content in members:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush() if method == 8 else content
        start = struct.pack("<HHHIIIIHH", 20, 0, method, 0x210000, zlib.crc32(content), len(data), len(content), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + start + bytes(6) + bytes(4) + struct.pack("<I", len(file)) + name
        file += b"PK\3\4" + start + name + data
    return file + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(file), len(comment)) + comment


one = npy(plain)
write("npz", "plain", archive((b"a.npy", one), (b"b.npy", one)))
write("npz", "compressed", archive((b"a.npy", one), method=8, comment=b"PK\5\6"))
write("npz", "twice", archive((b"a.npy", one), (b"a.npy", one)))
write("npz", "no array", archive((b"a.txt", one)))
write("npz", "bzip2", archive((b"a.npy", one), method=12))
write("npz", "nothing", archive())
write("npz", "zeros", archive((b"a.npy", npy(plain.replace("(1,)", "(100000,)"), bytes(400_000))), method=8))
TENSOR = b"ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQI%d\n(I%d\nt(I%d\ntI00\nNtR"
for name, pickled in {
    "plain": b"(S'a'\n" + TENSOR % (0, 2, 1) + b"d.", "expanded": b"(S'a'\n" + TENSOR % (3, 1000, 0) + b"d.", "beyond": TENSOR % (3, 2, 1) + b".", "vast": TENSOR % (0, 2**40, 0) + b".",
    "system": b"cos\nsystem\n(S'x'\ntR.", "values": b"(S'a'\nI1\nS'b'\nF0.5\nS'c'\n(I01\nNltd.", "ordered": b"ccollections\nOrderedDict\n((S'a'\nI1\ntltR}b.",
    "parameter": b"ctorch._utils\n_rebuild_parameter\n(" + TENSOR % (0, 4, 1) + b"I01\nNtR.", "names": b"(ctorch\nfloat16\nctorch\ndevice\n(S'cpu'\ntRctorch\nSize\n((I1\nttRt.",
    "keys": b"(NI1\nd.", "meet": b"(S'a.b'\n" + TENSOR % (0, 1, 1) + b"S'a'\n(S'b'\n" + TENSOR % (0, 1, 1) + b"dd.",
    "numpy": b"cnumpy._core.numeric\n_frombuffer\n(\x96\4\0\0\0\0\0\0\0abcdcnumpy\ndtype\n(S'>f4'\n\x89\x88tR(K\1tS'F'\ntR.",
}.items():
    write("torch", name, archive((b"x/data.pkl", pickled), (b"x/data/0", bytes(range(16)))))
write("torch", "big", archive((b"x/data.pkl", b"(S'a'\n" + TENSOR % (0, 4, 1) + b"d."), (b"x/byteorder", b"big"), (b"x/data/0", bytes(range(16)))))
write("torch", "no pickle", archive((b"x/data/0", bytes(16))))

# More of pickle's instructions, as older and other writers use them.
programs = {
    "containers": b"(I1\nL2L\nF1.5\nS'a\\x41\\n\\101\\q'\nVb\\u00e4\\\\\nNI00\nI01\nt.",
    "dictionaries": b"((S'a'\nI1\nd}(S'b'\nI2\nu}S'c'\nI3\nst.",
    "lists": b"(I1\nI2\nl.",
    "append": b"]p0\nI1\na(I2\nI3\neg0\n\x86.",
    "memo": b"\x80\x04]\x94\x8c\x01a\x94h\x01\x86q\x05h\x05r\x06\x01\0\0j\x06\x01\0\0\x86\x86.",
    "numbers": b"(J\xff\xff\xff\xffK\x07M\x01\x02\x8a\x02\xff\x7f\x8b\1\0\0\0\x80\x8a\0G?\xf8\0\0\0\0\0\0t.",
    "texts": b"(T\1\0\0\0aU\1bB\1\0\0\0cC\1d\x8e\1\0\0\0\0\0\0\0eX\1\0\0\0f\x8c\1g\x8d\1\0\0\0\0\0\0\0h\x96\1\0\0\0\0\0\0\0it.",
    "stack": b"N2NN00(NN1\x85.",
    "itself": b"]p0\ng0\na.",
    "class": b"cos\nsystem\n(S'x'\ntR.",
    "new": b"cnumpy\nndarray\n)\x81.",
    "stack global": b"\x80\4\x8c\5numpy\x8c\5dtype\x93.",
    "reconstruct else": b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\ndtype\ntR.",
    "objects": b"cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR.",
    "encode": b"c_codecs\nencode\n(V\xe4b\nVlatin1\ntR.",
    "no Latin": b"c_codecs\nencode\n(V\\u2713\nVlatin1\ntR.",
    "half an array": b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR.",
    "a name": b"cnumpy\nndarray\n.",
    "odd": b"(Nd.", "protocol 9": b"\x80\x09N.", "unknown": b"\xff.", "left": b"NN.", "truncated": b"X\xff\0\0\0a", "no integer": b"Iab\n.",
    "deep": b"(" * 101 + b"t" * 101 + b".",
    "long integer": b"\x8a\x09" + bytes(9) + b".",
    "from buffer": b"cnumpy._core.numeric\n_frombuffer\n(\x96\4\0\0\0\0\0\0\0abcdcnumpy\ndtype\n(S'>f4'\n\x89\x88tR(K\1tS'F'\ntR.",
    "empty bytes": b"c__builtin__\nbytes\n)R.", "some bytes": b"c__builtin__\nbytes\n(I1\ntR.", "call nothing": b"NNR.", "build nothing": b"NNb.",
    "no float": b"Fab\n.", "no quotes": b"Sab\n.", "open escape": b"S'\\'\n.", "no mark": b"t.", "no memo": b"g7\n.", "add to nothing": b"NNa.",
    "no text": b"cnumpy\ndtype\n(NtR.", "no line": b"Iab", "huge": b"\x8d" + b"\xff" * 8 + b".",
}
for name, program in programs.items():
    write("pickle", name, program)
write("pickle", "python", pickle.dumps({"a": [1, 2.5, None, True, (1,), b"x", "y" * 300, -(2**62), 2**31]}, 4))

# The tools: pages of the book, and small ones that have everything.
PAGE = """# Title

Words, [a link](02-two.md#two) and ![a picture](Figures/a.svg). <a name="here"></a>

## Part

*A/B.swift*
```swift file=A/B.swift
struct B {
    // place: here
}
```

*A/B.swift, at `here`*
```swift file=A/B.swift at=here

let x = 1
```

```swift
let b = B()
print(b)
```

```python
print("B()")
```

```output
B()
```

```swift scope
print(0.5)
```

```output of=swift
0.5
```

*Swift only:* A reason.

```output of=python tol=0.5
0.51
```

```swift fails
let c: Int = b
```

```error swift="6.3.1"
error: no
```

```swift traps
_ = [Int]()[1]
```

```error
Fatal error: Index out of range
```

```measured
1 s
```

*Measured:* `make bench`, 2 cores with AVX2, 2026-11-22.

```swift sketch why="one of many"
…
```

> ```text
> quoted
> ```

- ~~~~sh
  make
  ~~~~

<details>

Folded.

</details>
"""
SECOND = PAGE.replace("# Title", "# Two").replace("A/B.swift\n```swift", "A/C.swift\n```swift").replace("file=A/B.swift\n", "file=A/C.swift\n")
ENGINE = "# Engine\n\n```c file=a.c\nint a;\n// place: more\n```\n\n```c file=a.h\nint a;\n```\n\n```c file=a.c at=more\nint b;\n```\n"
write("chapter", "page", PAGE)
write("chapter", "pages", "\f\n".join([PAGE, "# More\n\n```swift file=A/B.swift at=here\nlet y = 2\n```\n", SECOND, ENGINE, "# Sol\n\n```swift\nprint(1)\n```\n"]))
write("chapter", "line ends", PAGE.replace("\n", "\r\n"))
for name, page in {
    "unclosed": "# T\n\n```swift\nlet x = 1\n", "indented": "# T\n\n    code\n", "no title": "x\n", "empty": "\n", "swallowed": "# T\n\n<details>\n```swift\n```\n",
    "backtick": "# T\n\n``` a`b\n", "in list": "# T\n\n- ```swift\n  let x\n  ```\n", "no place": "# T\n\n```swift file=A.swift at=x\n```\n",
    "place twice": "# T\n\n```swift file=A.swift\n// place: x\n// place: x\n//place: y\n// place:\n```\n", "no output": "# T\n\n```output\n```\n",
    "misplaced": "# T\n\n*Swift only:* x\n\n```text\n```\n\n*Measured:* a, b, c\n", "same names": "# T\n\n```swift file=A/b.swift\n```\n\n```swift file=B.swift\n```\n",
    "later place": "# T\n\n```swift file=A.swift at=x\n```\n\n```swift file=A.swift\n// place: x\n```\n",
    "html": "# T\n\n<img src=\"a.png\" id='b'>\n\n<!-- <a href=x> -->\n\n<a href=c.md>\n",
}.items():
    write("chapter", name, page)
for page in ("03-mnist.md", "Workshop/03-01-reading.md", "Solutions/03-mnist.md"):
    write("chapter", page, (BOOK / page).read_text()[:3000])

infos = """swift
swift scope
swift fails
swift sketch why="one of many"
swift file=A/B.swift at=x
c file=a.h
c
output of=swift quotes="04 a.json"
output tol=1e-3
output of=python tol=0.5
output excerpt=04-scratch
error swift="6.3.1"
python
measured
text
bash
swfit
swift scoope
swift file=../a.swift
swift file=/a.swift
swift file=a.txt
swift file=main.swift
swift file=Resources/a.swift
swift at=x
swift file=a.swift at=ä
swift excerpt=a.swift file=b.swift
c sketch
output of=swfit
output tol=0
output tol=1
output of=swift tol=1
output of=both quotes="04"
output why="x"
measured by="x" on="y" date=z
text why=x
swift fale=x
=x
a="b
a="b"c
a=b"c
a=b a=c
a=
""".splitlines()
for start in range(0, len(infos), 5):
    write("info", str(start), "\n".join(infos[start:start + 5]))

pairs = [("tensor([0.1000, 2.])\n", "tensor([0.1001, 2.])\n"), ("True None ['a']", "true nil [\"a\"]"), ("1e-05", "1.1e-05"), ("nan inf -inf", "nan"),
         ("[[1.0,\n  2.0]]", "[[1.0, 2.0]]"), ("a\nb\nc\n", "a\nx\nc\nd"), ("1e400", "1e500"), ("3", "3.0"), ("x-2 3-2 -2", "x-2"), ("", "a"), ("a  ", "a")]
for number, (shown, printed) in enumerate(pairs):
    write("output", str(number), shown + "\n\f\n" + printed)
write("output", "markers", "a\n\1checkpoint 1\nb\1checkpoint 2\nc")
write("promote", "page", PAGE + "\f\nnew\n\f\n1\n2\n\f\n0.52\n\f\nerror: yes\n\f\nFatal error: other\n")
write("promote", "fences", PAGE + "\f\n```\n````\n\f\n~~~\n```\n\f\n\n\f\n  ```\n\f\n`````swift\n")
write("promote", "line ends", PAGE.replace("\n", "\r\n") + "\f\nnew\n")
write("promote", "tildes", "# T\n\n```swift\n```\n\n~~~output\nold\n~~~\nend" + "\n\f\n~~~\n~~~~ x\n")
write("promote", "empty", "# T\n\n```swift\n```\n\n```output\n```\n\f\n\n")
