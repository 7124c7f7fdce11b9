# Checks an archive of a congress from what its README.txt says, with nothing of this project: Python's standard library and,
# for Ed25519, either the `cryptography` package or openssl. Prints what it checked as JSON; ends with 1 at the first fault.
# usage: python3 check-archive.py ARCHIVE.tar.gz
import base64
import glob
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def ed25519_with_cryptography(key, message, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def ed25519_with_openssl(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        der = bytes.fromhex("302a300506032b6570032100") + key
        for name, data in (("key.der", der), ("statement", message), ("signature", signature)):
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER"]
        command += ["-inkey", paths["key.der"], "-in", paths["statement"], "-sigfile", paths["signature"]]
        return subprocess.run(command, capture_output=True).returncode == 0


try:
    import cryptography  # noqa: F401

    by, ed25519 = "cryptography", ed25519_with_cryptography
except ImportError:
    by, ed25519 = "openssl", ed25519_with_openssl


def need(condition, what):
    if not condition:
        print(json.dumps({"fault": what}))
        sys.exit(1)


def root_of(leaf, index, size, proof):
    """RFC 9162, section 2.1.3.2."""
    node = hashlib.sha256(b"\x00" + leaf).digest()
    i, n = index, size - 1
    for step in proof:
        if i % 2 == 1 or i == n:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while i % 2 == 0 and i != 0:
                i, n = i // 2, n // 2
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        i, n = i // 2, n // 2
    return node


def canonical(value):
    """RFC 8785 for the values that records hold: no fractions among them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")


def opened_note(data, key):
    """C2SP signed-note: the text, and whether the key signed it."""
    text, _, signatures = data.rpartition(b"\n\n")
    text += b"\n"
    signature = base64.b64decode(signatures.strip().split(b" ")[-1])
    return text.decode("utf-8"), ed25519(key, text, signature[-64:])


with tempfile.TemporaryDirectory() as folder:
    with tarfile.open(sys.argv[1]) as archive:
        archive.extractall(folder, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(folder)
    (home,) = glob.glob(os.path.join(folder, "*"))
    read = lambda path: open(os.path.join(home, path), "rb").read()
    lines = lambda path: [json.loads(line) for line in read(path).splitlines()]

    manifest = json.loads(read("manifest.json"))
    for file in manifest["files"]:
        need(sha256(read(file["path"])) == file["sha256"], "file " + file["path"])

    key = base64.b64decode(read("log/key.txt").strip().split(b"+", 2)[2])[-32:]
    note, signed = opened_note(read("manifest.note"), key)
    need(signed and note.split("\n")[2] == sha256(read("manifest.json")), "manifest.note")
    checkpoint, signed = opened_note(read("log/checkpoint.txt"), key)
    need(signed, "log/checkpoint.txt")
    _, size, root = checkpoint.split("\n")[:3]

    acts = lines("log/acts.jsonl")
    for act in acts:
        leaf = json.loads(act["leaf"])
        need(sha256(canonical(act["record"])) == leaf["record"], "record of " + leaf["id"])
        proof = [base64.b64decode(step) for step in act["proof"]]
        found = root_of(act["leaf"].encode("utf-8"), act["index"], int(size), proof)
        need(found == base64.b64decode(root), "proof of " + leaf["id"])

    versions = signatures = 0
    for text in sorted(glob.glob(os.path.join(home, "texts", "*"))):
        name = os.path.relpath(text, home)
        said = json.loads(read(name + "/text.json"))
        for version in said["versions"]:
            content = read("%s/versions/%d.json" % (name, version["number"]))
            need(sha256(content) == version["contentHash"], "version %d" % version["number"])
            versions += 1
        for one in lines(name + "/signatures.jsonl"):
            message = one["statement"].encode("utf-8")
            held = ed25519(bytes.fromhex(one["publicKey"]), message, bytes.fromhex(one["signature"]))
            need(held, "signature of " + one["organization"])
            adopted = said["versions"][said["adoptedVersion"] - 1]["contentHash"]
            need(json.loads(one["statement"])["versionHash"] == adopted, "statement of " + one["organization"])
            signatures += 1

    counts = {"files": len(manifest["files"]), "acts": len(acts), "versions": versions, "signatures": signatures}
    print(json.dumps({**counts, "ed25519": by}))
