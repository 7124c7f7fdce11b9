import { beforeAll, describe, expect, it } from "vitest";
import { decideOnDelegates, type DelegateId, nominate, tellDelegates, withdrawDelegate } from "#assembly";
import type { Delegation } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Congress, conveneNow, giveSeats, later } from "../../../test/support/delegates.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";

const reason = inOneLanguage("es", "La credencial llegó sin firma");

describe("whoever is decided on", () => {
  const test = useDatabase();
  let congress: Congress;
  let own: string;
  beforeAll(async () => {
    congress = await conveneNow(await foundTestNode(test.db), 1);
    await giveSeats(congress, 6);
    const { personId } = await personWithOffice(congress.node, delegation().organizationId, "chair");
    own = personId;
    await test.pool.query("update people set account_id = 'account-' || id::text where account_id is null");
  });
  const delegation = () => congress.delegations[0] as Delegation;
  const name = (who: { names?: string[]; people?: string[] }) =>
    nominate(delegation().ctx, {
      edition: congress.edition,
      organizationId: delegation().organizationId,
      seat: "delegate",
      requestKey: newId(),
      ...who,
    });
  const jobs = async (): Promise<unknown[]> => {
    const { rows } = await test.pool.query<{ payload: unknown }>(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'tell-delegates' returning payload`,
    );
    return rows.map(({ payload }) => payload);
  };
  const emailOf = async (account: string) => `${account}@node.example`;
  const tell = (payload: unknown, ctx = congress.node.shell) => tellDelegates(ctx, emailOf, payload);
  const mails = async () => {
    const { rows } = await test.pool.query<{ recipient: string; subject: string; body: string }>(
      "delete from mail_outbox returning recipient, subject, body",
    );
    return rows.sort((a, b) => a.subject.localeCompare(b.subject));
  };
  const decide = (delegateIds: DelegateId[], verdict: "accept" | "refuse") =>
    decideOnDelegates(congress.credentials.ctx, {
      edition: congress.edition,
      delegateIds,
      verdict,
      reason: verdict === "refuse" ? reason : null,
    });

  it("is told in their language, as is who named them, by a job that holds ids alone", async () => {
    await test.pool.query(
      "insert into account_languages (account_id, language, noted_at) values ($1, 'fr', now())",
      [`account-${own}`],
    );
    const ids = await name({ people: [own], names: ["Ana Ejemplo", "Berta Ejemplo"] });
    await decide(ids, "refuse");
    const [payload, ...more] = await jobs();
    expect(more).toEqual([]);
    expect(payload).toEqual({ delegateIds: expect.arrayContaining(ids), state: "refused" });
    expect(await tell(payload)).toBe(2);
    const sent = await mails();
    expect(sent.map(({ recipient }) => recipient).sort()).toEqual(
      [`account-${own}@node.example`, `account-${delegation().personId}@node.example`].sort(),
    );
    const french = sent.find(({ recipient }) => recipient.includes(own));
    expect(french?.subject).toContain("n’ont pas été acceptés");
    expect(french?.body).toContain("La credencial llegó sin firma");
    const namers = sent.find(({ recipient }) => recipient.includes(delegation().personId));
    expect(namers?.body).toContain("3 personas");
    expect(namers?.body).toContain(`/congress/${congress.edition}/delegations/${delegation().slug}`);
    expect(namers?.body).not.toMatch(/Ejemplo|firma/u);
    // The job runs again: nobody is told twice.
    expect(await tell(payload)).toBe(0);
    expect(await mails()).toEqual([]);
  });

  it("is told of each standing, and who withdrew somebody is not told what they did", async () => {
    const [id] = await name({ people: [own] });
    await decide([id as DelegateId], "accept");
    await withdrawDelegate(delegation().ctx, { delegateId: id ?? "", reason });
    const [accepted, withdrawn] = await jobs();
    // Since then withdrawn: that they were accepted is no news.
    expect(await tell(accepted)).toBe(0);
    expect(await tell(withdrawn)).toBe(1);
    const [mail] = await mails();
    expect(mail?.recipient).toContain(own);
    expect(mail?.body).toContain("La credencial llegó sin firma");
  });

  it("is written to about nothing that was decided days ago, and not without an account", async () => {
    const ids = await name({ people: [own] });
    await decide(ids, "accept");
    const [payload] = await jobs();
    expect(await tell(payload, later(congress.node.shell, 4 * 86_400_000))).toBe(0);
    await test.pool.query("update people set account_id = null");
    expect(await tell(payload)).toBe(0);
    await expect(tell({ delegateIds: ["x"], state: "accepted" })).rejects.toThrow();
  });

  it("is told nothing where the act fails", async () => {
    const ids = await name({ names: ["Clara Ejemplo"] });
    await expect(decide([...ids, newId() as DelegateId], "accept")).rejects.toMatchObject({
      reason: "delegateUnknown",
    });
    expect(await jobs()).toEqual([]);
  });
});
