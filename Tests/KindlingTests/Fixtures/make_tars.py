"""Makes tar archives with Python's tarfile, good and hostile, for ImageFolderTests.

    python make_tars.py          writes tars.json beside this file; needs nothing but Python

Each has the archive (gzip, base64), and either the files it holds or the kind of error that it must be refused with.
"""

import base64
import gzip
import io
import json
import pathlib
import tarfile

LONG = "a folder with a long name/" * 6 + "and a file whose name is long as well, so that no header has room for it.txt"


def made(entries, form=tarfile.PAX_FORMAT):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for name, content, *kind in entries:
            info = tarfile.TarInfo(name)
            if kind:
                info.type, info.linkname = kind[0], "/etc/passwd"
            else:
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def record(name, archive, files=None, error=None):
    return {"name": name, "gzip": base64.b64encode(gzip.compress(archive, mtime=0)).decode(),
            "files": None if files is None else {path: content.decode() for path, content in files.items()}, "error": error}


files = [("root/one.txt", b"1"), ("root/sub/two.txt", b"2" * 700), ("root/empty", b""), ("./root/dot.txt", b".")]
plain = {"root/one.txt": b"1", "root/sub/two.txt": b"2" * 700, "root/empty": b"", "root/dot.txt": b"."}
forms = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
records = [record(name, made(files, form), plain) for name, form in forms.items()]
records += [record(f"{name}, long name", made([(LONG, b"long")], forms[name]), {LONG: b"long"}) for name in ("gnu", "pax")]
prefix = "p" * 90 + "/" + "q" * 60 + "/file.txt"
records.append(record("ustar, prefix", made([(prefix, b"x")], tarfile.USTAR_FORMAT), {prefix: b"x"}))
records.append(record("pax, not ASCII", made([("root/\u00e4\u2713.txt", b"x")]), {"root/\u00e4\u2713.txt": b"x"}))
records += [record(f"{what}", made([("ok.txt", b"ok"), (path, b"bad")]), error="refused") for what, path in [
    ("parent", "../out.txt"), ("parent within", "a/../../out.txt"), ("absolute", "/tmp/out.txt"), ("long parent", "../" * 60 + "out.txt")]]
records += [record(what, made([("ok.txt", b"ok"), ("link", b"", kind)]), error="refused") for what, kind in [
    ("hard link", tarfile.LNKTYPE), ("symbolic link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE), ("device", tarfile.CHRTYPE)]]
whole = made(files)
records += [record(f"cut at {size}", whole[:size], error="truncated") for size in (0, 512, 700, 1025, 1500)]
ends = whole.rstrip(b"\0")
ends += bytes(-len(ends) % 512)
records.append(record("without final zeros", ends, plain))
records.append(record("one block of zeros at the end", ends + bytes(512), plain))
records.append(record("nothing but zeros", bytes(1024), {}))
records.append(record("cut behind an entry", whole[:1024], {"root/one.txt": b"1"}))
records.append(record("a second archive behind the first", whole + whole, error="malformed"))


def header(name, size=0, kind=b"0", signed=False):
    """A ustar header for names and kinds that tarfile wouldn't write."""
    block = bytearray(name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"0" * 11 + b"\0" + b" " * 8 + kind)
    block = block.ljust(512, b"\0")
    block[257:265] = b"ustar\00000"[:6] + b"00"
    total = sum(byte - 256 * (signed and byte > 127) for byte in block)
    block[148:156] = b"%06o\0 " % total
    return bytes(block)


def said(**keys):
    """A pax header that says this of the next entry."""
    text = b""
    for key, value in keys.items():
        rest = b" " + key.replace("_", ".").encode() + b"=" + value + b"\n"
        length = len(rest) + 1
        while len(str(length)) + len(rest) != length:
            length += 1
        text += str(length).encode() + rest
    return text


def pax(kind=b"x", **keys):
    text = said(**keys)
    return header(b"pax", len(text), kind) + text + bytes(-len(text) % 512)


one = b"1" + bytes(511)
accents = "\u00e4" * 60  # in UTF-8, the header's 100 bytes end within a letter
cut = made([("x" + accents, b"1")], tarfile.GNU_FORMAT)
records.append(record("gnu, a long name cut within a letter", cut, {"x" + accents: b"1"}))
records.append(record("a sum of negative bytes", header("\u00e4".encode(), 1, signed=True) + one, {"\u00e4": b"1"}))
records.append(record("a size from pax", pax(size=b"1") + header(b"a", 0) + one, {"a": b"1"}))
records.append(record("a size from pax and a name from gnu", pax(size=b"1") + header(b"L", 2, b"L") + b"b".ljust(512, b"\0")
                      + header(b"a", 0) + one, {"b": b"1"}))
records.append(record("a remark on all", pax(b"g", comment=b"0123") + header(b"a", 1) + one, {"a": b"1"}))
records += [record(what, content + header(b"a", 1) + one, error=error) for what, content, error in [
    ("sparse", pax(GNU_sparse_major=b"1", GNU_sparse_minor=b"0", GNU_sparse_name=b"b", GNU_sparse_realsize=b"1048580"), "refused"),
    ("sparse, old", pax(GNU_sparse_size=b"9", GNU_sparse_numblocks=b"1"), "refused"),
    ("sparse, star's", pax(SCHILY_realsize=b"9"), "refused"),
    ("one name for all", pax(b"g", path=b"b"), "refused"),
    ("an empty name", pax(path=b""), "malformed"),
    ("a size with a sign", pax(size=b"+1"), "malformed"),
    ("a record without a blank", header(b"pax", 9, b"x") + b"9xpath=b\n".ljust(512, b"\0"), "malformed"),
    ("a folder with content", header(b"d", 1, b"5") + one, "refused"),
    ("a size that is half octal", header(b"d").replace(b"00000000000\0" * 2, b"0 7        \0" + b"00000000000\0"), "malformed"),
    ("a slash with an accent", header("../\u0338out.txt".encode(), 1) + one, "refused"),
]]
records.append(record("said of nothing", pax(path=b"b"), error="truncated"))
damaged = bytearray(whole)
damaged[3] ^= 1
records.append(record("damaged header", bytes(damaged), error="malformed"))
records.append(record("no tar", b"This is a text that is longer than a block. " * 20, error="malformed"))
records.append(record("file and folder of one name", made([("a", b"1"), ("a/b", b"2")]), error="missing"))
pathlib.Path(__file__).with_name("tars.json").write_text(json.dumps(records, separators=(",", ":")) + "\n")
