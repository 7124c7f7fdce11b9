// Reading barter rings, for their parties; and what is missing, for everybody.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { actsFor } from "./members.policy.ts";
import { offerPath } from "./paths.ts";
import { listRingAnswers, type Ring } from "./rings.store.ts";
import type { RingId } from "./types.ts";

export type RingStepView = {
  readonly position: number;
  readonly fromId: OrganizationId;
  readonly fromName: Multilingual;
  readonly toId: OrganizationId;
  readonly toName: Multilingual;
  readonly title: Multilingual;
  readonly href: string;
  /** UCUM, and in thousandths of it. */
  readonly unit: string;
  readonly quantity: bigint;
  readonly wanted: Multilingual;
};

export type RingView = Ring & {
  readonly steps: readonly RingStepView[];
  readonly answers: readonly { readonly organizationId: OrganizationId; readonly saysYes: boolean }[];
  /** For which parties the reader may still answer. */
  readonly acts: readonly OrganizationId[];
};

type StepRow = Omit<RingStepView, "href"> & { readonly ringId: RingId; readonly number: number };

/** Rings of the reader's organisations, those that wait for an answer first, then the latest. */
export async function listOwnRings(ctx: Ctx, limit: number): Promise<RingView[]> {
  const own = (await actsFor(ctx, "market.agree")).map(({ id }) => id);
  const { rows: rings } = await sql<Ring>`
    select r.id, r.kind, case when r.state = 'proposed' and r.lapses_at <= ${ctx.now} then 'lapsed' else r.state end as state,
      r.proposed_at as "proposedAt", r.lapses_at as "lapsesAt"
    from market_rings r where exists (select 1 from market_ring_steps s
      where s.ring_id = r.id and (s.from_id = any(${own}::uuid[]) or s.to_id = any(${own}::uuid[])))
    order by (r.state = 'proposed' and r.lapses_at > ${ctx.now}) desc, r.state_at desc, r.id desc limit ${limit}`.execute(
    ctx.db,
  );
  const { rows: steps } = await sql<StepRow>`
    select s.ring_id as "ringId", s.position, s.from_id as "fromId", g.name as "fromName", s.to_id as "toId", t.name as "toName",
      f.title, f.number, f.unit, s.quantity, w.wanted_words as wanted
    from market_ring_steps s join organizations g on g.id = s.from_id join organizations t on t.id = s.to_id
    join market_offers f on f.id = s.offer_id join market_offers w on w.id = s.wanted_by
    where s.ring_id = any(${rings.map(({ id }) => id)}::uuid[]) order by s.ring_id, s.position`.execute(
    ctx.db,
  );
  const found: RingView[] = [];
  for (const ring of rings) {
    const answers = await listRingAnswers(ctx, ring.id);
    const said = new Set(answers.map(({ organizationId }) => organizationId));
    const of = steps.filter(({ ringId }) => ringId === ring.id);
    const parties = [...new Set(of.flatMap(({ fromId, toId }) => [fromId, toId]))];
    found.push({
      ...ring,
      steps: of.map(({ ringId: _ring, number, ...step }) => ({ ...step, href: offerPath(number) })),
      answers,
      acts: ring.state === "proposed" ? parties.filter((id) => own.includes(id) && !said.has(id)) : [],
    });
  }
  return found;
}
