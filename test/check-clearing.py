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

with_credit = certificate["format"] == "cumbe-clearing-with-credit"
need(with_credit or certificate["format"] == "cumbe-clearing", "format")
need(certificate["version"] == 1, "format")
need(certificate["file"]["sha256"] == digest, "sha256")
need(certificate["file"]["obligations"] == len(obligations), "obligations")
cleared = certificate["cleared"]
need(len(cleared) == len(obligations), "cleared")
potentials = dict(certificate["potentials"])
need(len(potentials) == len(certificate["potentials"]) == certificate["file"]["parties"], "potentials")
need(set(potentials) == {name for row in obligations for name in row[:2]}, "parties")
need(all(whole(value) for value in potentials.values()), "potential")

pool = certificate["pool"] if with_credit else 0
accounts = certificate["accounts"] if with_credit else []
need(whole(pool), "potential")
need(len({name for name, *_ in accounts}) == len(accounts), "accounts")

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
moves = dict.fromkeys(potentials, 0)
for name, pays, takes, moved in accounts:
    need(name in potentials and all(whole(value) for value in (pays, takes, moved)), "accounts", party=name)
    need(pays >= 0 and takes >= 0 and -pays <= moved <= takes, "account", party=name)
    rising = potentials[name] - pool
    need(rising <= 0 or moved == takes, "account not full", party=name)
    need(rising >= 0 or moved == -pays, "account not empty", party=name)
    moves[name] = moved
    proven += takes * rising if rising > 0 else -pays * rising
for name, value in balance.items():
    need(value == moves[name], "balance", party=name)
need(total == proven == int(certificate["total"]), "total")
need(sum(moves.values()) == 0, "accounts")
print(json.dumps({"total": total, "obligations": len(obligations)}))
