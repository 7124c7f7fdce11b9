// However much is followed up, every page of it stays within what a weak network carries.
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { acceptCommitment, recordCommitment, reportOnCommitment } from "#commitments";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { affiliatedDelegation, type Delegation } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Decided, decide } from "../../../test/support/decided.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const BUDGET_BYTES = 14 * 1024;
const english = (text: string) => inOneLanguage("en", text);
const WORDS = "seeds water land school radio bridge market clinic library harvest workshop assembly".split(
  " ",
);
const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => WORDS[(from * 7 + at * (1 + (from % 5))) % WORDS.length]).join(
    " ",
  );

describe("very many commitments", () => {
  const test = useDatabase();
  let decided: Decided;
  let visitor: Reader;
  const responsible: Delegation[] = [];

  beforeAll(async () => {
    decided = await decide(await foundTestNode(test.db));
    visitor = createTestApp(decided.node.shell).as();
    for (let at = 0; at < 65; at += 1)
      responsible.push(await affiliatedDelegation(decided.node, `Commune of ${words(at, 3)} ${at}`));
    for (let at = 0; at < 220; at += 1) {
      const one = responsible[at % 65] as Delegation;
      const number = await recordCommitment(decided.commission.ctx, {
        requestKey: newId(),
        decisionPointId: decided.points[at % 2]?.id ?? "",
        commissionId: decided.node.organizationId,
        responsibleId: one.organizationId,
        title: english(`Number ${at} of ${words(at, 9)}`),
        region: "005",
        dueOn: at === 219 ? "2020-01-01" : "2031-01-01",
      });
      await acceptCommitment(one.ctx, number);
    }
    for (let at = 0; at < 90; at += 1)
      await reportOnCommitment(responsible[0]?.ctx ?? decided.node.shell, {
        requestKey: newId(),
        number: 1,
        body: english(`Report ${at}. ${words(at, 300)}`),
        evidence: [{ url: `https://evidence.example.org/${newId()}` }],
      });
  }, 60_000);

  async function light(path: string): Promise<string> {
    const response = await visitor.get(path);
    expect(response.status, path).toBe(200);
    const html = await response.text();
    const sheet = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? "";
    const css = await (await visitor.get(sheet)).text();
    const bytes = gzipSync(html).byteLength + gzipSync(css).byteLength;
    expect(bytes, `${path} weighs ${bytes}`).toBeLessThanOrEqual(BUDGET_BYTES);
    return html;
  }

  it("are shown on the board by the most pressing of each point, and all on the points' pages", async () => {
    const board = await light("/commitments");
    expect(board).toContain('href="/commitments/220"');
    expect(board).toContain("All 110 commitments of this point");
    const point = `/commitments/points/${decided.points[1]?.id}`;
    const numbers = [];
    for (const page of [1, 2, 3])
      numbers.push(
        ...[...(await light(`${point}?page=${page}`)).matchAll(/<div><a href="\/commitments\/(\d+)"/g)].map(
          ([, number]) => Number(number),
        ),
      );
    expect(numbers).toEqual(Array.from({ length: 110 }, (_, at) => 2 * at + 2));
    expect(await light(point)).toContain("The whole timeline: 220 entries");
    expect(await light(`${point}/timeline?page=4`)).toContain('start="40"');
  });

  it("are found by part of an organisation's name, whatever its accents and case", async () => {
    const name = `commúne of ${words(3, 3)} 3`.toUpperCase();
    const found = await light(`/commitments?responsible=${encodeURIComponent(name)}`);
    expect(found).toContain('<input id="f-responsible"');
    expect(found).toContain('href="/commitments/4"');
    expect(found).not.toContain('href="/commitments/5"');
    expect(await light("/commitments?responsible=nobody-at-all")).toContain("No commitment matches");
  });

  it("are reported on in pages, the latest first", async () => {
    const first = await light("/commitments/1");
    expect(first).toContain("Report 89.");
    expect(first).toContain("?page=2#reports");
    const last = Number(/Page 1 of (\d+)/.exec(first)?.[1]);
    expect(await light(`/commitments/1?page=${last}`)).toContain("Report 0.");
  });

  it("leave the home page light", async () => {
    await light("/");
  });
});
