// However many amendments there are, and however long a motion is, their pages stay within what a weak network carries.
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { findTextView, importText, openForAmendments, proposeAmendment, submitMotion } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { plainOperations } from "../../modules/congress/carrying.rules.ts";
import { randomAmendments, randomFrom, randomText } from "../../../test/support/amendments.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
const edition = "congress-2019";
const BUDGET_BYTES = 14 * 1024;
const AMENDMENTS = 150;
let assembly: Assembly;
let visitor: Reader;
let path: string;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 4, edition);
  visitor = createTestApp(node.shell).as();
  const random = randomFrom(7);
  const words = randomText(random, 30, 90);
  const { text } = await importText(assembly.chair.ctx, {
    edition,
    title: inOneLanguage("en", "Many"),
    language: "en",
    bytes: Buffer.from(words.map((paragraph) => paragraph.text).join("\n\n")),
    format: "markdown",
    requestKey: newId(),
  });
  await openForAmendments(assembly.chair.ctx, { edition, text });
  const view = await findTextView(test.db, edition, text);
  const body = view?.version.body ?? [];
  for (const { operations } of randomAmendments(random, body, AMENDMENTS, 0)) {
    const { ctx, organizationId } = assembly.delegations[0] as Assembly["delegations"][number];
    const title = inOneLanguage(
      "en",
      `An amendment with a title of some length, ${Math.floor(random() * 1e9)}`,
    );
    const plain = plainOperations(operations).map((one) => {
      if (one.op !== "insertAfter") return one;
      const paragraphs = one.paragraphs.map(({ kind, level, marker, text: words }) => {
        return { kind, level, marker, text: words };
      });
      return { ...one, paragraphs };
    });
    const form = { edition, text, baseVersion: 1, title, reason: title, operations: plain, organizationId };
    await proposeAmendment(ctx, { ...form, requestKey: newId() });
  }
  path = `/congress/${edition}/texts/${text}/amendments`;
}, 120_000);

async function light(address: string): Promise<string> {
  const response = await visitor.get(address);
  expect(response.status, address).toBe(200);
  const html = await response.text();
  const sheet = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? "";
  const bytes = gzipSync(html).byteLength + gzipSync(await (await visitor.get(sheet)).text()).byteLength;
  expect(bytes, `${address} weighs ${bytes}`).toBeLessThanOrEqual(BUDGET_BYTES);
  return html;
}

it("shows every conflict on pages that are light", async () => {
  const first = await light(`${path}/conflicts`);
  const pages = Number(/Page 1 of (\d+)/.exec(first)?.[1] ?? 1);
  expect(pages).toBeGreaterThan(2);
  for (let page = 2; page <= pages; page += 1) await light(`${path}/conflicts?page=${page}`);
}, 60_000);

it("shows the whole order, and any set together", async () => {
  for (const page of [1, 3, 6]) await light(`${path}/order?page=${page}`);
  const all = Array.from({ length: AMENDMENTS }, (_, at) => `with=${at + 1}`).join("&");
  for (const more of ["", "&page=3", "&part=2", "&part=9"]) await light(`${path}/together?${all}${more}`);
}, 60_000);

it("shows a long motion in parts", async () => {
  const { ctx, organizationId } = assembly.delegations[1] as Assembly["delegations"][number];
  const words = randomText(randomFrom(3), 80, 100)
    .map((paragraph) => paragraph.text)
    .join("\n\n");
  const title = inOneLanguage("en", "A long motion");
  const form = {
    edition,
    kind: "resolution" as const,
    title,
    reason: title,
    language: "en",
    words,
    organizationId,
  };
  const number = await submitMotion(ctx, { ...form, requestKey: newId() });
  for (const part of [1, 2, 5]) await light(`/congress/${edition}/motions/${number}?part=${part}`);
  await light(`/congress/${edition}/motions`);
});
