// Texts that come about in stages, in the archive of a real congress: drafted anew, composed of sections, read twice, adopted
// in two languages and signed in both, and a motion that became one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { verifyArchive } from "#algorithms/congress-archive";
import {
  castVote,
  closeVote,
  composeText,
  declareAuthenticLanguages,
  importText,
  importTranslation,
  openForAmendments,
  openVote,
  reviseText,
  setReadings,
  signText,
  submitMotion,
  supportMotion,
} from "#congress";
import { newId } from "#platform/ids";
import { logOrigin, logSigner } from "#platform/log/keys";
import { sealLog } from "#platform/log/seal";
import { pack, resign, unpack } from "../../../test/support/archive.ts";
import { conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { later } from "../../../test/support/sitting.ts";
import { withOpenArchive } from "./open-archive.ts";
import { writeArchive } from "./write-archive.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-staged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const edition = "congress-2019";

it("are followed from their first writing to their signatures", async () => {
  const node = await foundTestNode(test.db);
  const assembly = await conveneAssembly(node, 3, edition);
  const chair = assembly.chair.ctx;
  const title = { source: "en", texts: { en: "Water", es: "Agua" } };
  const adopt = async (text: string, expectedVersion: number) => {
    const subject = { on: "whole", expectedVersion } as const;
    const rollCallId = await openVote(chair, { edition, text, subject });
    for (const { ctx, organizationId } of assembly.delegations)
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    await closeVote(chair, { rollCallId });
  };
  const bytes = Buffer.from("Water is shared.\n");
  const form = { edition, title, language: "en", bytes, format: "markdown" as const };
  const { text: section } = await importText(chair, { ...form, requestKey: newId() });
  const anew = Buffer.from("Water is shared.\n\nSprings are nobody's.\n");
  await reviseText(chair, { edition, text: section, expectedVersion: 1, bytes: anew, format: "markdown" });
  const portuguese = { language: "pt", format: "markdown", state: "draft" } as const;
  await importTranslation(chair, {
    ...portuguese,
    edition,
    text: section,
    bytes: Buffer.from("A água é partilhada.\n\nAs nascentes não são de ninguém.\n"),
  });
  await openForAmendments(chair, { edition, text: section });
  await adopt(section, 2);

  const text = await composeText(later(chair, 60), {
    edition,
    title,
    language: "en",
    sections: [section],
    requestKey: newId(),
  });
  const address = { edition, text };
  await openForAmendments(chair, address);
  await setReadings(chair, { ...address, readings: 2, daysBetween: 0, amendedBetween: "restarts" });
  await declareAuthenticLanguages(chair, { ...address, languages: ["es"] });
  const translation = Buffer.from("El agua se comparte.\n\nLos manantiales no son de nadie.\n");
  await importTranslation(chair, {
    ...address,
    language: "es",
    bytes: translation,
    format: "markdown",
    state: "reviewed",
  });
  await adopt(text, 1);
  await adopt(text, 2);
  const [first, second] = assembly.delegations;
  if (!first || !second) throw new Error("there are three delegations");
  expect(await signText(first.ctx, { ...address, organizationId: first.organizationId })).toMatchObject({
    version: 2,
    languages: ["en", "es"],
  });

  const reason = { source: "en", texts: { en: "Order" } };
  const motion = await submitMotion(first.ctx, {
    edition,
    kind: "procedure",
    title: reason,
    reason,
    language: "en",
    words: "Two minutes each.",
    organizationId: first.organizationId,
    requestKey: newId(),
  });
  await supportMotion(second.ctx, { edition, motion, organizationId: second.organizationId });

  await sealLog(node.shell);
  const file = join(folder, "staged.tar.gz");
  await writeArchive(node.shell, edition, file);
  const verdict = await withOpenArchive(file, (archive) => verifyArchive(archive));
  expect(verdict, JSON.stringify(verdict)).toMatchObject({ ok: true });

  // What it says in Portuguese comes from its section, and from no text that is none.
  const archive = await unpack(file);
  const path = `texts/${text}/translations.jsonl`;
  const lines = archive.files.get(path)?.toString().trim().split("\n") ?? [];
  const taken = lines.map((line) => JSON.parse(line) as { language: string; section: string | null });
  expect(taken.map((one) => [one.language, one.section])).toEqual([
    ["es", null],
    ["es", null],
    ["pt", section],
    ["pt", section],
  ]);
  const signer = logSigner(node.shell.node.keys, await logOrigin(node.shell));
  const other = first.mandateId;
  for (const [said, instead] of [
    [`"section":"${section}"`, '"section":"motion-1"'],
    [`"section":"${section}"`, '"section":"nowhere"'],
    ['"state":"draft"', '"state":"reviewed"'],
    [`"translator":"${assembly.chair.mandateId}"`, `"translator":"${other}"`],
  ] as const) {
    const forged = lines.map((line) => (line.includes('"pt"') ? line.replace(said, instead) : line));
    expect(forged, said).not.toEqual(lines);
    archive.files.set(path, Buffer.from(`${forged.join("\n")}\n`));
    resign(archive, signer);
    await pack(file, archive);
    expect(await withOpenArchive(file, (opened) => verifyArchive(opened)), instead).toMatchObject({
      ok: false,
      fault: "translationDiffers",
      facts: { text, language: "pt" },
    });
  }
});
