// Akoma Ntoso documents as they are served: well formed, of the structure that the standard gives, and with every word.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { findTextView } from "#congress";
import { structuralFaults } from "../../../test/support/akoma-ntoso.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import {
  holdWholeCongress,
  wholeEdition,
  wholeText,
  type WholeCongress,
} from "../../../test/support/whole-congress.ts";
import { askPython, pythonWith } from "../../../test/support/python.ts";
import { type Element, everyElement, parseXml } from "../../../test/support/xml.ts";
import { eIdOf } from "./naming.ts";
import { el, xmlDocument } from "./xml.ts";

const test = useDatabase();
const base = `/congress/${wholeEdition}/texts/${wholeText}`;
let congress: WholeCongress;
let visitor: Reader;

beforeAll(async () => {
  congress = await holdWholeCongress(await foundTestNode(test.db));
  visitor = createTestApp(congress.node.shell).as();
}, 60_000);

const served = async (path: string) => {
  const response = await visitor.get(base + path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/akn+xml; charset=utf-8");
  return response.text();
};
const find = (root: Element, eId: string) =>
  [...everyElement(root)].find(({ attributes }) => attributes.get("eId") === eId);
const all = (root: Element, name: string) => [...everyElement(root)].filter((one) => one.name === name);

const documents = [
  ...[1, 2, 3].flatMap((version) => [
    `/versions/${version}/akoma-ntoso.xml`,
    `/versions/${version}/akoma-ntoso.xml?in=fr`,
  ]),
  ...[1, 2, 3, 4, 5].map((amendment) => `/amendments/${amendment}/akoma-ntoso.xml`),
];

describe("a text as Akoma Ntoso", () => {
  it.each(documents)("has the structure of the standard: %s", async (path) => {
    expect(structuralFaults(parseXml(await served(path)))).toEqual([]);
  });

  it("holds against the schema of OASIS where it can be had", async () => {
    const schema = process.env["CUMBE_AKN_SCHEMA"];
    const there =
      schema !== undefined && existsSync(schema) && spawnSync("xmllint", ["--version"]).status === 0;
    if (!there) {
      process.stderr.write(
        "skipped: no akomantoso30.xsd in CUMBE_AKN_SCHEMA, or no xmllint to check against it\n",
      );
      return;
    }
    for (const path of documents) {
      const input = await served(path);
      const { status, stderr } = spawnSync("xmllint", ["--noout", "--schema", schema, "-"], {
        input,
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
    }
  });

  it("is read by another reader of XML as by ours", async () => {
    const python = pythonWith(["xml.etree.ElementTree"]);
    if (!python) return;
    const sources = await Promise.all(documents.map(served));
    const script = `import json, sys, xml.etree.ElementTree as tree
print(json.dumps([[e.get("eId") for e in tree.fromstring(s.encode()).iter() if e.get("eId")] for s in json.load(sys.stdin)]))`;
    const ours = sources.map((source) =>
      [...everyElement(parseXml(source))].flatMap(({ attributes }) => attributes.get("eId") ?? []),
    );
    expect(askPython(python, script, sources)).toEqual(ours);
  });

  it("has every paragraph of the version, in its order, under an id that stays", async () => {
    for (const version of [1, 2, 3]) {
      const root = parseXml(await served(`/versions/${version}/akoma-ntoso.xml`));
      const view = await findTextView(test.db, wholeEdition, wholeText, { version });
      const body = view?.version.body ?? [];
      const ids = body.map(eIdOf);
      const found = [...everyElement(root)].flatMap(({ attributes }) => attributes.get("eId") ?? []);
      expect(found.filter((eId) => ids.includes(eId))).toEqual(ids);
      for (const paragraph of body) {
        const element = find(root, eIdOf(paragraph));
        const own = element?.children.find(({ name }) => ["heading", "content", "intro"].includes(name));
        expect(own?.text).toBe(paragraph.text);
      }
    }
    expect(await served("/versions/1/akoma-ntoso.xml")).toContain(
      "kept in common &amp; shared by all &lt;who sow&gt;.",
    );
  });

  it("says what it is on each level of FRBR, how it came about and by which vote", async () => {
    const root = parseXml(await served("/versions/3/akoma-ntoso.xml"));
    const [work, expression] = all(root, "FRBRuri").map(({ attributes }) => attributes.get("value"));
    expect(work).toBe("/akn/ve/statement/congress-2019/2019-10-18/plan");
    expect(expression).toBe(`${work}/eng@ver3`);
    expect(all(root, "eventRef").map(({ attributes }) => attributes.get("source"))).toEqual([
      "#original",
      "#amendment_1",
      "#amendment_4",
      "#original",
    ]);
    expect(all(root, "step").map(({ attributes }) => attributes.get("outcome"))).toEqual(["#adopted"]);
    expect(all(root, "count").map(({ attributes }) => attributes.get("value"))).toEqual(["4", "1", "0"]);
    expect(all(root, "textualMod").map(({ attributes }) => attributes.get("type"))).toEqual([
      "substitution",
      "insertion",
      "renumbering",
    ]);
    const [conclusions] = all(root, "conclusions");
    expect(conclusions?.children).toHaveLength(4);
    expect(conclusions?.text).not.toContain("Spokesperson");
  });

  it("is an expression of its own in each language, with what is not translated marked", async () => {
    const root = parseXml(await served("/versions/3/akoma-ntoso.xml?in=fr"));
    const [, translated] = all(root, "FRBRuri").map(({ attributes }) => attributes.get("value"));
    expect(translated).toMatch(/\/fra@ver3$/);
    expect(all(root, "FRBRtranslation")[0]?.attributes.get("fromLanguage")).toBe("eng");
    expect(root.text).toContain("Chaque région garde ses copies.");
    const first = parseXml(await served("/versions/1/akoma-ntoso.xml?in=fr"));
    const french = [...everyElement(first)].filter(({ attributes }) => attributes.get("xml:lang") === "en");
    expect(french.map(({ name }) => name)).toEqual(["docTitle"]);
  });

  it("tells an amendment as modifications of the paragraphs that it touches", async () => {
    const root = parseXml(await served("/amendments/1/akoma-ntoso.xml"));
    const [, , library, seeds] = congress.body;
    const destinations = all(root, "destination").map(({ attributes }) => attributes.get("href"));
    const expression = "/akn/ve/statement/congress-2019/2019-10-18/plan/eng@ver1/!main~";
    expect(destinations).toEqual([library, seeds].map((one) => expression + (one ? eIdOf(one) : "")));
    expect(all(root, "quotedText").map(({ text }) => text)).toEqual([
      "A library for all, in every language, and for the blind.",
      "Each region keeps “its own” copies.",
    ]);
    expect(all(root, "mod").map(({ text }) => text)[0]).toMatch(/^Replace paragraph 1: /);
    expect(all(root, "step")).toHaveLength(1);
    const twice = parseXml(await served("/amendments/4/akoma-ntoso.xml"));
    expect(all(twice, "step").map(({ attributes }) => attributes.get("outcome"))).toEqual([
      "#quorum_not_reached",
      "#adopted",
    ]);
    expect(root.text).not.toContain("Spokesperson");
  });

  it.each([
    "/versions/9/akoma-ntoso.xml",
    "/versions/1/akoma-ntoso.xml?in=zu",
    "/amendments/9/akoma-ntoso.xml",
  ])("is not there where there is none: %s", async (path) => {
    expect((await visitor.get(base + path)).status).toBe(404);
  });
});

describe("XML that is written", () => {
  it.each([
    ["markup", `<a b="c">&amp;</a>`, `<a b="c">&amp;</a>`],
    ["control characters", "a\u0000b\u001bc\u{FFFE}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"],
    ["a lone surrogate", "a\ud800b", "a\u{FFFD}b"],
    ["line ends and tabs", "a\r\n\tb", "a\r\n\tb"],
    ["two ways to write one letter", "e\u0301", "\u00e9"],
    ["both directions", "\u05d0\u200f (a)\u202e", "\u05d0\u200f (a)\u202e"],
  ])("keeps what XML can hold: %s", (_name, text, kept) => {
    const root = parseXml(xmlDocument(el("a", { b: text }, text)));
    expect([root.text, root.attributes.get("b")]).toEqual([kept, kept]);
  });
});
