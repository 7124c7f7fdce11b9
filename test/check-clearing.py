# Checks the certificate of a clearing from what docs/guides/checking-a-clearing.md says, with nothing of this project: Python's
# standard library and its whole numbers without end. Prints the proven total as JSON; ends with 1 at the first fault.
# usage: python3 check-clearing.py OBLIGATIONS.csv CERTIFICATE.json
import csv
import hashlib
import json
import sys


def need(condition, what, **facts):
    if not condition:
        print(json.dumps({"fault": what, **facts}))
        sys.exit(1)


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


obligations_file, certificate_file = sys.argv[1:3]
with open(obligations_file, newline="", encoding="utf-8-sig") as file:
    rows = csv.DictReader(file, strict=True)
    obligations = [(row["debtor"], row["creditor"], int(row["amount"])) for row in rows]
with open(obligations_file, "rb") as file:
    digest = hashlib.sha256(file.read()).hexdigest()
with open(certificate_file, encoding="utf-8") as file:
    certificate = json.load(file)

need(certificate["format"] == "cumbe-clearing" and certificate["version"] == 1, "format")
need(certificate["file"]["sha256"] == digest, "sha256")
need(certificate["file"]["obligations"] == len(obligations), "obligations")
cleared = certificate["cleared"]
need(len(cleared) == len(obligations), "cleared")
potentials = dict(certificate["potentials"])
need(len(potentials) == len(certificate["potentials"]) == certificate["file"]["parties"], "potentials")
need(set(potentials) == {name for row in obligations for name in row[:2]}, "parties")
need(all(whole(value) for value in potentials.values()), "potential")

balance = dict.fromkeys(potentials, 0)
total = proven = 0
for row, ((debtor, creditor, amount), value) in enumerate(zip(obligations, cleared)):
    need(whole(value) and 0 <= value <= amount, "amount", row=row)
    gain = 1 + potentials[debtor] - potentials[creditor]
    need(gain <= 0 or value == amount, "not full", row=row)
    need(gain >= 0 or value == 0, "not empty", row=row)
    balance[debtor] -= value
    balance[creditor] += value
    total += value
    proven += amount * max(0, gain)
for name, value in balance.items():
    need(value == 0, "balance", party=name)
need(total == proven == int(certificate["total"]), "total")
print(json.dumps({"total": total, "obligations": len(obligations)}))
