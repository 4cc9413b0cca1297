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
records += [record(f"cut at {size}", whole[:size], error="truncated") for size in (512, 700, 1024, 1500)]
damaged = bytearray(whole)
damaged[3] ^= 1
records.append(record("damaged header", bytes(damaged), error="malformed"))
records.append(record("no tar", b"This is a text that is longer than a block. " * 20, error="malformed"))
records.append(record("file and folder of one name", made([("a", b"1"), ("a/b", b"2")]), error="missing"))
pathlib.Path(__file__).with_name("tars.json").write_text(json.dumps(records, separators=(",", ":")) + "\n")
