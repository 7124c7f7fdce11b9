// Rules that need no database: where sentences come from, what a signature is about, and that every refusal has words.
import { readdirSync, readFileSync } from "node:fs";
import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { publicBytesOf } from "#algorithms/transparency";
import { hasMessage } from "#platform/i18n/i18n";
import { projectFile } from "#platform/project";
import { delegationsAreCalled } from "./congress.rules.ts";
import { decisionPointOf, decisionPoints } from "./decision-points.rules.ts";
import { provenanceOf, type Step } from "./provenance.rules.ts";
import { isAbout, type SignatureStatement, signStatement, verifySignature } from "./signatures.rules.ts";
import type { Paragraph, ParagraphId } from "./text-model.ts";
import { structuresAreEqual } from "./translations.rules.ts";
import type { AmendmentId } from "./types.ts";

const id = (name: string) => name as ParagraphId;
const by = (name: string) => name as AmendmentId;
const paragraph = (name: string, text: string, kind: Paragraph["kind"] = "paragraph"): Paragraph => {
  return {
    id: id(name),
    kind,
    level: kind === "paragraph" ? 0 : 1,
    marker: kind === "item" ? "1." : null,
    text,
  };
};

describe("where sentences come from", () => {
  const first = [paragraph("a", "One. Two."), paragraph("b", "Three."), paragraph("c", "Four.")];
  const steps: Step[] = [
    {
      amendmentId: by("x"),
      operations: [{ op: "replace", paragraphId: id("a"), text: "One. Two, better." }],
    },
    {
      amendmentId: by("y"),
      operations: [
        { op: "delete", paragraphId: id("b") },
        { op: "insertAfter", afterId: id("a"), paragraphs: [paragraph("n", " New  words. ")] },
        { op: "move", paragraphId: id("c"), afterId: null },
      ],
    },
    {
      amendmentId: by("z"),
      operations: [{ op: "replace", paragraphId: id("n"), text: "New words. And more." }],
    },
  ];
  const version = [
    paragraph("c", "Four."),
    paragraph("a", "One. Two, better."),
    paragraph("n", "New words. And more."),
  ];

  it("leads to the amendment that brought or changed each, and keeps what was taken out", () => {
    const { paragraphs, deleted } = provenanceOf(first, steps, version, "en");
    const found = paragraphs.map((one) =>
      one.sentences.map(({ text, amendmentId }) => [text.trim(), amendmentId]),
    );
    expect(found).toEqual([
      [["Four.", null]],
      [
        ["One.", null],
        ["Two, better.", "x"],
      ],
      [
        ["New words.", "y"],
        ["And more.", "z"],
      ],
    ]);
    expect(paragraphs.map((one) => one.changedBy)).toEqual([["y"], ["x"], ["y", "z"]]);
    expect(deleted).toEqual([{ paragraph: paragraph("b", "Three."), amendmentId: "y" }]);
  });

  it("leaves an imported text to nobody", () => {
    const { paragraphs } = provenanceOf(first, [], first, "en");
    expect(paragraphs.flatMap((one) => one.sentences)).toEqual(
      first.map(({ text }) => ({ text, amendmentId: null })),
    );
  });
});

describe("a signature", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const statement: SignatureStatement = {
    format: "cumbe/signature/1",
    edition: "congress-2019",
    text: "declaration",
    version: 3,
    versionHash: "ab".repeat(32),
    organization: "o",
    signatories: [{ mandate: "m", office: "spokesperson", name: "Ñusta" }],
    signedAt: "2019-10-20T12:00:00.000Z",
  };
  const signed = { ...signStatement(statement, privateKey), publicKey: publicBytesOf(publicKey) };

  it("is of the canonical statement and of no other writing of it", () => {
    expect(verifySignature(signed)).toBe(true);
    const pretty = JSON.stringify(statement, null, 1);
    expect(JSON.parse(pretty)).toEqual(JSON.parse(signed.statement));
    expect(verifySignature({ ...signed, statement: pretty })).toBe(false);
    expect(verifySignature({ ...signed, statement: signed.statement.replace("Ñusta", "Nusta") })).toBe(false);
    expect(verifySignature({ ...signed, statement: "not JSON" })).toBe(false);
    // Signed by the same key, but as other bytes than the canonical ones.
    const loose = { statement: pretty, signature: sign(null, Buffer.from(pretty), privateKey) };
    expect(verifySignature({ ...loose, publicKey: signed.publicKey })).toBe(false);
  });

  it("is about one version of one text", () => {
    expect(isAbout(signed.statement, statement)).toBe(true);
    for (const other of [{ version: 2 }, { versionHash: "00" }, { text: "other" }, { edition: "other" }])
      expect(isAbout(signed.statement, { ...statement, ...other })).toBe(false);
  });
});

describe("who is called", () => {
  const facts = { callsAll: false, named: true, status: "listed", accredited: false };
  it.each([
    [facts, true],
    [{ ...facts, named: false }, false],
    [{ ...facts, status: "suspended" }, false],
    [{ ...facts, callsAll: true }, false],
    [{ ...facts, callsAll: true, named: false, status: "affiliated" }, true],
  ])("%o", (given, called) => {
    expect(delegationsAreCalled(given).ok).toBe(called);
  });
});

it("finds the numbered items of the outermost lists, with what leads into them", () => {
  const heading = paragraph("h", "Plan", "heading");
  const lead = paragraph("l", "We agree:");
  const items = [paragraph("1", "Seeds", "item"), { ...paragraph("2", "deeper", "item"), level: 2 }];
  const bullet = { ...paragraph("3", "a bullet", "item"), marker: "-" };
  expect(decisionPoints([heading, lead, ...items, bullet])).toEqual([
    { paragraph: items[0], list: 1, number: 1, title: heading },
  ]);
});

it("begins another list where the numbers begin again, and calls each as the text does", () => {
  const item = (name: string, marker: string) => ({ ...paragraph(name, "Words.", "item"), marker });
  const heading = paragraph("h", "Plan", "heading");
  const [plan, between, days] = [
    paragraph("p", "We plan:"),
    paragraph("b", "And more."),
    paragraph("d", "The days:"),
  ];
  const body = [
    heading,
    plan,
    item("1", "1."),
    between,
    item("2", "2."),
    item("4", "4)"),
    days,
    item("a", "1."),
  ];
  expect(decisionPoints(body).map(({ list, number, title }) => [list, number, title?.id])).toEqual([
    [1, 1, "p"],
    [1, 2, "p"],
    [1, 4, "p"],
    [2, 1, "d"],
  ]);
  const seeds = paragraph("s", "Seeds", "heading");
  const apart = [heading, item("1", "1."), seeds, item("2", "2."), item("3", "2.")];
  expect(decisionPoints(apart).map(({ list, number, title }) => [list, number, title?.id])).toEqual([
    [1, 1, "h"],
    [2, 2, "s"],
    [2, 3, "s"],
  ]);
  expect(decisionPointOf(body, id("b"))).toMatchObject({ list: 3, number: 3, title: null });
  expect(decisionPointOf(body, id("h"))).toBeUndefined();
});

it("names the paragraph where a translation leaves the text", () => {
  const text = [paragraph("h", "Plan", "heading"), paragraph("a", "Words.")];
  expect(structuresAreEqual(text, text)).toEqual({ ok: true });
  expect(structuresAreEqual(text, text.slice(0, 1))).toMatchObject({
    facts: { position: 2, expected: 2, actual: 1 },
  });
  expect(structuresAreEqual(text, [...text].reverse())).toMatchObject({ facts: { position: 1 } });
});

it("has a sentence for every reason for which it refuses", () => {
  const folder = projectFile("src", "modules", "congress");
  const sources = readdirSync(folder).filter((name) => /(?:service|rules|schema)\.ts$/.test(name));
  const reasons = sources.flatMap((name) => {
    const source = readFileSync(`${folder}/${name}`, "utf8");
    return [...source.matchAll(/(?:broken\(|Refusal\("[a-z]+", |message: |reason: )"([a-zA-Z]+)"/g)].map(
      ([, reason = ""]) => reason,
    );
  });
  expect(reasons.length).toBeGreaterThan(40);
  expect(reasons.filter((reason) => !hasMessage(`refusal.${reason}`))).toEqual([]);
});
