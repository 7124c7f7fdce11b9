import { beforeAll, describe, expect, it } from "vitest";
import { acceptCommitment, findCommitment, recordCommitment } from "#commitments";
import { recallMandate } from "#confederation";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Decided, decide } from "../../../test/support/decided.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

describe("pages of the follow-up", () => {
  const test = useDatabase();
  let decided: Decided;
  let [visitor, commission, responsible] = [] as unknown as [Reader, Reader, Reader];
  let number = 0;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    decided = await decide(node);
    const { as } = createTestApp(node.shell);
    visitor = as();
    commission = await readerOf(test.db, as, decided.commission);
    responsible = await readerOf(test.db, as, decided.responsible);
    number = await recordCommitment(decided.commission.ctx, {
      requestKey: newId(),
      decisionPointId: decided.points[0]?.id ?? "",
      commissionId: node.organizationId,
      responsibleId: decided.responsible.organizationId,
      title: inOneLanguage("en", "Open a <b>library</b>"),
      region: "029",
      dueOn: "2031-01-01",
    });
    await acceptCommitment(decided.responsible.ctx, number);
  });

  const html = async (reader: Reader, path: string, language = "en") =>
    (await reader.get(path, { "accept-language": language })).text();

  it("show the board in four languages, escaped, without offers to a visitor", async () => {
    for (const [language, word] of [
      ["en", "accepted"],
      ["es", "aceptado"],
      ["pt", "aceito"],
      ["fr", "accepté"],
    ] as const) {
      expect(await html(visitor, "/commitments", language)).toContain(word);
    }
    const board = await html(visitor, "/commitments?region=029");
    expect(board).toContain("Open a &lt;b&gt;library&lt;/b&gt;");
    expect(board).not.toContain("/commitments/record");
    expect(await html(visitor, "/commitments?region=150")).toContain("No commitment matches");
    // The second point has no commitment yet: the whole board says so, a filtered one leaves it out.
    const whole = await html(visitor, "/commitments");
    for (const { id } of decided.points) expect(whole).toContain(`id="point-${id}"`);
    expect(whole).toContain("Nobody answers for this point yet.");
    expect(board).not.toContain("Nobody answers");
    expect(await html(commission, "/commitments")).toContain("/commitments/record");
  });

  it("show a point with its timeline, and one commitment with its steps", async () => {
    const point = await html(visitor, `/commitments/points/${decided.points[0]?.id}`);
    expect(point).toContain("A library for all");
    expect(point).toContain("Accepted by the organisation responsible");
    expect((await visitor.get(`/commitments/points/${newId()}`)).status).toBe(404);
    expect((await visitor.get("/commitments/9999")).status).toBe(404);
    expect(await html(visitor, `/commitments/${number}`)).not.toContain("<form");
    expect(await html(responsible, `/commitments/${number}`)).toContain(`/commitments/${number}/report`);
  });

  it("keep what was typed when a form is refused, with the reason beside the field", async () => {
    const response = await commission.post("/commitments/record", {
      requestKey: newId(),
      decisionPointId: decided.points[0]?.id ?? "",
      commissionId: decided.node.organizationId,
      responsible: "nobody-at-all",
      title: "A thing to do",
      language: "en",
      region: "029",
      dueOn: "2031-01-01",
      milestones: "",
      indicators: "Many copies",
    });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toMatch(/Many copies[\s\S]*id="r-indicators">Line 1 should say/);
    expect(page).toContain("A thing to do");
    expect(page).toContain('id="r-responsible"');
    expect(page).toContain("There is no such organisation");
  });

  it("record a commitment with its milestones", async () => {
    const response = await commission.post("/commitments/record", {
      requestKey: newId(),
      decisionPointId: decided.points[1]?.id ?? "",
      commissionId: decided.node.organizationId,
      responsible: decided.responsible.slug,
      title: "Copies in seven regions",
      language: "en",
      region: "002",
      dueOn: "2031-01-01",
      milestones: "First region\n\n2030-05-01 Second region",
      indicators: "Copies kept: 700 copies",
    });
    expect(response.status).toBe(303);
    const made = Number(response.headers.get("location")?.split("/").at(-1));
    const found = await findCommitment(test.db, made, "2026-01-01");
    expect(found?.milestones.map(({ title }) => title.texts["en"])).toEqual([
      "First region",
      "Second region",
    ]);
    expect(found?.milestones.map(({ dueOn }) => dueOn)).toEqual([null, "2030-05-01"]);
    expect(found?.indicators).toMatchObject([{ unit: "copies", target: 700, reached: 0 }]);
  });

  const report = (fields: Record<string, string>, reader = responsible) =>
    reader.post(`/commitments/${number}/report`, {
      requestKey: newId(),
      language: "en",
      body: "Shelves are up",
      ...fields,
    });

  it("take a report once, however often its form is sent", async () => {
    const requestKey = newId();
    const sent = [await report({ requestKey }), await report({ requestKey })];
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    expect((await findCommitment(test.db, number, "2026-01-01"))?.reports).toHaveLength(1);
  });

  it("say what is wrong with a link, and keep the words", async () => {
    const response = await report({ link: "javascript:alert(1)" });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain("Shelves are up");
    expect(page).toContain("not a web address");
  });

  it("let nobody act whom no mandate covers", async () => {
    expect((await report({}, commission)).status).toBe(403);
    expect((await responsible.post(`/commitments/${number}/drop`, { reason: "Too hard" })).status).toBe(403);
    expect((await visitor.post(`/commitments/${number}/accept`, {})).status).toBe(401);
  });

  it("serve what somebody hands over as a download that no browser runs", async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ requestKey: newId(), language: "en", body: "With a file" }))
      form.set(name, value);
    form.set("file", new File(["<script>alert(1)</script>"], "../../x.html", { type: "text/html" }));
    expect((await responsible.post(`/commitments/${number}/report`, form)).status).toBe(303);
    const page = await html(visitor, `/commitments/${number}`);
    const served = await visitor.get(/\/commitments\/evidence\/[0-9a-f]{64}/.exec(page)?.[0] ?? "");
    expect(Object.fromEntries(served.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment; filename*=UTF-8''x.txt",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  });

  it("serve no file that no report shows", async () => {
    const hash = await decided.responsible.ctx.node.files.put(Buffer.from("kept, not shown"));
    expect((await visitor.get(`/commitments/evidence/${hash}`)).status).toBe(404);
    expect((await visitor.get("/commitments/evidence/..%2f..%2fnode.key")).status).toBe(404);
  });

  it("refuse a report whose mandate was recalled between page and post, and keep the words", async () => {
    await recallMandate(decided.node.operator, {
      mandateId: decided.responsible.mandateId,
      decision: inOneLanguage("en", "Recalled"),
    });
    const response = await report({ body: "Written before the recall" });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("Written before the recall");
  });
});
