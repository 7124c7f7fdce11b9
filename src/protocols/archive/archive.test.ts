// A real congress, exported; checked as it is, and after what a forger would do to it. The forger of these tests holds the
// node's own key: the list of files is made right and signed again each time, so that what is found is the forgery itself.
import { sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveFaultReasons, type ArchiveVerdict, verifyArchive } from "#algorithms/congress-archive";
import { canonicalHash, formatVerifierKey, noteSigner, publicBytesOf } from "#algorithms/transparency";
import { recallMandate } from "#confederation";
import { hasMessage } from "#platform/i18n/i18n";
import { inOneLanguage } from "#platform/multilingual";
import { logOrigin, logSigner, logVerifierKey } from "#platform/log/keys";
import {
  edit,
  editLines,
  json,
  pack,
  relog,
  resign,
  type Unpacked,
  unpack,
  type Value,
} from "../../../test/support/archive.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import {
  holdWholeCongress,
  wholeEdition,
  type WholeCongress,
  wholeText,
} from "../../../test/support/whole-congress.ts";
import { withOpenArchive } from "./open-archive.ts";
import { writeArchive } from "./write-archive.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const real = join(folder, "real.tar.gz");
const forged = join(folder, "forged.tar.gz");
const of = (name: string) => `texts/${wholeText}/${name}`;
let congress: WholeCongress;

beforeAll(async () => {
  congress = await holdWholeCongress(await foundTestNode(test.db));
  await writeArchive(congress.node.shell, wholeEdition, real);
}, 60_000);

const verify = (path: string, key?: string): Promise<ArchiveVerdict> =>
  withOpenArchive(path, (archive) => verifyArchive(archive, { key }));

const signer = async () => {
  const { shell } = congress.node;
  return logSigner(shell.node.keys, await logOrigin(shell));
};

/** What is said of the archive after a change, with the list of files made right and signed again. */
async function after(change: (archive: Unpacked) => void | Promise<void>): Promise<ArchiveVerdict> {
  const archive = await unpack(real);
  await change(archive);
  resign(archive, await signer());
  await pack(forged, archive);
  return verify(forged);
}

describe("the archive of a congress", () => {
  it("holds, with every number counted", async () => {
    const { shell } = congress.node;
    expect(await verify(real, await logVerifierKey(shell))).toMatchObject({
      ok: true,
      summary: {
        edition: wholeEdition,
        texts: 1,
        versions: 3,
        amendments: 5,
        rollCalls: 6,
        votes: 29,
        signatures: 4,
        translations: 7,
        fromShell: 0,
        notFollowed: {},
      },
    });
  });

  it("is the same, byte for byte, when it is written again, also after the log has grown", async () => {
    const again = join(folder, "again.tar.gz");
    await writeArchive(congress.node.shell, wholeEdition, again);
    expect(readFileSync(again).equals(readFileSync(real))).toBe(true);
    const { mandateId } = congress.delegations[4] ?? {};
    const decision = inOneLanguage("en", "Its assembly chose another one");
    if (mandateId) await recallMandate(congress.node.operator, { mandateId, decision });
    await writeArchive(congress.node.shell, wholeEdition, again);
    expect(readFileSync(again).equals(readFileSync(real))).toBe(true);
  });

  it("holds nobody's name but in what they signed, and no e-mail address", async () => {
    const { files } = await unpack(real);
    for (const [path, bytes] of files) {
      const text = bytes.toString("utf8");
      expect(text, path).not.toContain("account-");
      if (path !== of("signatures.jsonl")) expect(text, path).not.toContain("Spokesperson of");
    }
  });

  it("refuses an edition that is not there", async () => {
    await expect(writeArchive(congress.node.shell, "no-such", forged)).rejects.toMatchObject({
      reason: "editionUnknown",
    });
  });

  it("has a sentence for everything that can be wrong with it", () => {
    for (const reason of archiveFaultReasons)
      expect(hasMessage(`archive.fault.${reason}`), reason).toBe(true);
  });
});

describe("a forged archive is told by name:", () => {
  it("a changed word", async () => {
    const verdict = await after(({ files }) => {
      const path = of("versions/2.json");
      const words = files.get(path)?.toString("utf8").replace("in every language", "in some languages") ?? "";
      files.set(path, Buffer.from(words));
    });
    expect(verdict).toMatchObject({ fault: "versionDiffers", facts: { text: wholeText, version: 2 } });
  });

  it("a changed word with its hash", async () => {
    const verdict = await after((archive) => {
      const path = of("versions/2.json");
      const value = JSON.parse(archive.files.get(path)?.toString("utf8") ?? "");
      value.paragraphs[1].text = "The plan of the chair";
      archive.files.set(path, json(value).subarray(0, -1));
      edit(archive, of("text.json"), (text) => {
        text.versions[1].contentHash = Buffer.from(canonicalHash(value)).toString("hex");
      });
    });
    expect(verdict).toMatchObject({ fault: "versionDiffers" });
  });

  it("a version with the id of a paragraph changed", async () => {
    const verdict = await after(({ files }) => {
      const path = of("versions/1.json");
      const id = congress.body[2]?.id ?? "";
      const other = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
      files.set(path, Buffer.from(files.get(path)?.toString("utf8").replace(id, other) ?? ""));
    });
    expect(verdict).toMatchObject({ fault: "versionDiffers", facts: { version: 1 } });
  });

  it("a changed vote", async () => {
    const verdict = await after((archive) =>
      editLines(archive, of("roll-calls.jsonl"), (rollCalls) => {
        rollCalls[0].votes[1].choice = "against";
      }),
    );
    expect(verdict).toMatchObject({
      fault: "voteDiffers",
      facts: { said: "against", logged: "for", organization: congress.delegations[0]?.slug },
    });
  });

  it("a changed vote with its record", async () => {
    const change = (archive: Unpacked) =>
      editLines(archive, "log/acts.jsonl", (acts) => {
        const cast = acts.find(({ leaf }) => JSON.parse(leaf).act === "congress.vote.cast");
        cast.record.choice = "against";
      });
    expect(await after(change)).toMatchObject({
      fault: "recordDiffers",
      facts: { type: "congress.vote.cast" },
    });
    const withLeaf = (archive: Unpacked) =>
      editLines(archive, "log/acts.jsonl", (acts) => {
        const cast = acts.find(({ leaf }) => JSON.parse(leaf).act === "congress.vote.cast");
        cast.record.choice = "against";
        const record = Buffer.from(canonicalHash(cast.record)).toString("hex");
        cast.leaf = json({ ...JSON.parse(cast.leaf), record })
          .toString("utf8")
          .trimEnd();
      });
    expect(await after(withLeaf)).toMatchObject({ fault: "proofDoesNotHold" });
  });

  it("a dropped amendment", async () => {
    const drop = (archive: Unpacked) => {
      archive.files.delete(of("akoma-ntoso/amendments/3.xml"));
      editLines(archive, of("amendments.jsonl"), (all) => all.filter(({ number }) => number !== 3));
    };
    expect(await after(drop)).toMatchObject({
      fault: "objectMissing",
      facts: { what: "amendment", which: "plan 3" },
    });
    const withActs = (archive: Unpacked) => {
      drop(archive);
      editLines(archive, "log/acts.jsonl", (acts) =>
        acts.filter(({ leaf }) => !JSON.parse(leaf).subject.endsWith("/amendments/3")),
      );
    };
    expect(await after(withActs)).toMatchObject({ fault: "leafMissing" });
  });

  it("a dropped amendment whose acts stay as leaves without a record", async () => {
    const verdict = await after((archive) => {
      const dropped: unknown[] = [];
      editLines(archive, "log/acts.jsonl", (acts) =>
        acts.filter(({ index, leaf }) => {
          const goes = JSON.parse(leaf).subject.endsWith("/amendments/5");
          if (goes) dropped.push({ index, leaf });
          return !goes;
        }),
      );
      editLines(archive, "log/others.jsonl", (others) =>
        [...others, ...dropped].sort((one, other) => one.index - other.index),
      );
      editLines(archive, of("amendments.jsonl"), (all) => all.filter(({ number }) => number !== 5));
      archive.files.delete(of("akoma-ntoso/amendments/5.xml"));
    });
    expect(verdict).toMatchObject({ fault: "actLeftOut", facts: { type: "congress.amendment.proposed" } });
  });

  it("a forged signature", async () => {
    const verdict = await after((archive) =>
      editLines(archive, of("signatures.jsonl"), (signatures) => {
        signatures[0].signature = signatures[1].signature;
      }),
    );
    expect(verdict).toMatchObject({
      fault: "signatureDoesNotHold",
      facts: { organization: congress.delegations[0]?.slug },
    });
  });

  it("a signature on a statement with another name, and one by another key", async () => {
    const renamed = (archive: Unpacked) =>
      editLines(archive, of("signatures.jsonl"), (signatures) => {
        signatures[0].statement = signatures[0].statement.replace("Spokesperson of", "Friend of");
      });
    expect(await after(renamed)).toMatchObject({ fault: "signatureDoesNotHold" });
    const swapped = (archive: Unpacked) =>
      editLines(archive, of("signatures.jsonl"), ([first]) => void signAnew(first));
    expect(await after(swapped)).toMatchObject({ fault: "signatureDiffers" });
  });

  it("a verdict turned round", async () => {
    const verdict = await after((archive) =>
      editLines(archive, of("roll-calls.jsonl"), (rollCalls) => {
        rollCalls[1].verdict = "adopted";
      }),
    );
    expect(verdict).toMatchObject({
      fault: "verdictDiffers",
      facts: { said: "adopted", counted: "rejected", inFavour: 1, against: 2, tookPart: 3, quorum: 3 },
    });
  });

  it.each([
    ["a number of a count", (rollCalls: Value[]) => (rollCalls[0].votesFor = 4), "countDiffers"],
    ["a delegation taken off the roll", (rollCalls: Value[]) => rollCalls[0].roll.pop(), "objectDiffers"],
    ["a vote left out", (rollCalls: Value[]) => rollCalls[0].votes.pop(), "objectMissing"],
    ["votes in another order", (rollCalls: Value[]) => rollCalls[0].votes.reverse(), "orderBroken"],
    ["other rules", (rollCalls: Value[]) => (rollCalls[0].rules.quorum = "none"), "objectDiffers"],
    ["the room", (rollCalls: Value[]) => (rollCalls[1].room.delegations = 5), "presenceDiffers"],
    ["who was in the room", (rollCalls: Value[]) => rollCalls[1].present.pop(), "presenceDiffers"],
    ["a vote said to be open", (rollCalls: Value[]) => (rollCalls[0].closedAt = null), "objectDiffers"],
  ])("%s", async (_name, change, fault) => {
    expect(
      await after((archive) =>
        editLines(archive, of("roll-calls.jsonl"), (rollCalls) => void change(rollCalls)),
      ),
    ).toMatchObject({ fault });
  });

  it.each([
    ["another city", "edition.json", (value: Value) => (value.hostCity = "Paris"), "objectDiffers"],
    ["another zone", "edition.json", (value: Value) => (value.zone = "Europe/Paris"), "objectDiffers"],
    ["a zone left out", "edition.json", (value: Value) => void delete value.zone, "objectDiffers"],
    [
      "a delegation more",
      "edition.json",
      (value: Value) => value.delegations.push(value.delegations[0]),
      "objectMissing",
    ],
    ["a delegation less", "edition.json", (value: Value) => value.delegations.pop(), "objectMissing"],
    [
      "a reason for withdrawing",
      "edition.json",
      (value: Value) => (value.withdrawn[0].reason.texts.en = "None"),
      "objectDiffers",
    ],
    ["a state", of("text.json"), (value: Value) => (value.state = "open"), "stateDiffers"],
    ["a title", of("text.json"), (value: Value) => (value.title.texts.en = "Another"), "objectDiffers"],
    [
      "a decision point",
      of("decision-points.json"),
      (value: Value) => (value[0].text = "Nothing."),
      "pointDiffers",
    ],
    [
      "a decision point more",
      of("decision-points.json"),
      (value: Value) => value.push({ ...value[0], id: value[0].paragraph }),
      "objectWithoutAct",
    ],
    [
      "a mandate's term",
      "mandates.json",
      (value: Value) => (value.mandates[0].endsAt = "2020-01-01T00:00:00.000Z"),
      "mandateDiffers",
    ],
    ["a member that nobody knows", "edition.json", (value: Value) => (value.note = "x"), "fileMalformed"],
  ])("%s", async (_name, path, change, fault) => {
    expect(await after((archive) => edit(archive, path, (value) => void change(value)))).toMatchObject({
      fault,
    });
  });

  it("an amendment with other words, and a translation", async () => {
    const amended = (archive: Unpacked) =>
      editLines(archive, of("amendments.jsonl"), ([first]) => {
        first.reason.texts.en = "Because the chair wished so";
      });
    expect(await after(amended)).toMatchObject({ fault: "amendmentDiffers", facts: { number: 1 } });
    const translated = (archive: Unpacked) =>
      editLines(archive, of("translations.jsonl"), ([first]) => {
        first.text = "Autre chose";
      });
    expect(await after(translated)).toMatchObject({ fault: "translationDiffers", facts: { language: "fr" } });
  });

  it("a changed word in what is read first", async () => {
    for (const path of [of("print.html"), of("akoma-ntoso/text.xml")]) {
      const verdict = await after(({ files }) => {
        const words =
          files.get(path)?.toString("utf8").replaceAll("We sign it together", "We sign it apart") ?? "";
        files.set(path, Buffer.from(words));
      });
      expect(verdict).toMatchObject({ fault: "wordsDiffer", facts: { path } });
    }
  });

  it("an object that no act made", async () => {
    const signature = (archive: Unpacked) =>
      editLines(archive, of("signatures.jsonl"), (all) => {
        const { organizationId } = congress.delegations[4] ?? {};
        return [...all, { ...all[0], organization: organizationId }];
      });
    expect(await after(signature)).toMatchObject({ fault: "objectWithoutAct", facts: { what: "signature" } });
  });

  it("the checkpoint and the key of another log", async () => {
    const other = noteSigner("other.example/log", Buffer.alloc(32, 9));
    const archive = await unpack(real);
    archive.files.set("log/key.txt", Buffer.from(`${formatVerifierKey(other)}\n`));
    relog(archive, other, () => {});
    resign(archive, other);
    await pack(forged, archive);
    // It agrees with itself: who made it is told by the key alone.
    expect(await verify(forged)).toMatchObject({ ok: true });
    const key = await logVerifierKey(congress.node.shell);
    expect(await verify(forged, key)).toMatchObject({ fault: "keyDiffers" });
    archive.files.set("log/key.txt", Buffer.from(`${key}\n`));
    resign(archive, other);
    await pack(forged, archive);
    expect(await verify(forged)).toMatchObject({ fault: "manifestNotSigned" });
    expect(
      await after(
        ({ files }) =>
          void files.set("log/checkpoint.txt", archive.files.get("log/checkpoint.txt") as Buffer),
      ),
    ).toMatchObject({
      fault: "checkpointNotSigned",
    });
  });
});

/** Signs the statement with a key of somebody else. */
function signAnew(signature: Value): void {
  const { privateKey, publicKey } = noteSigner("other", Buffer.alloc(32, 7));
  signature.signature = sign(null, Buffer.from(signature.statement), privateKey).toString("hex");
  signature.publicKey = Buffer.from(publicBytesOf(publicKey)).toString("hex");
}
