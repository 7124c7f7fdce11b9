// The only SQL that writes how amendments read after the text, or an amendment to them, changed them.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { LocatedOperation } from "./carrying.rules.ts";
import { tables } from "./tables.ts";
import type { AmendmentId } from "./types.ts";

export type StandingOutcome = "unchanged" | "moved" | "rewritten" | "fallen";

/** How an amendment reads now; the latest of its revisions. */
export type LatestStanding = {
  /** 0 for an amendment that still reads as it was proposed. */
  readonly revision: number;
  readonly version: number;
  /** Null: as it was proposed. */
  readonly operations: readonly LocatedOperation[] | null;
};

/** The latest of each; amendments that nothing has changed yet are not among them. */
export async function latestStandings(
  db: Db,
  ids: readonly AmendmentId[],
): Promise<Map<AmendmentId, LatestStanding>> {
  const { rows } = await sql<LatestStanding & { id: AmendmentId }>`
    select s.amendment_id as id, s.revision, s.version, (
      select o.operations from amendment_standings o
      where o.amendment_id = s.amendment_id and o.operations is not null order by o.revision desc limit 1) as operations
    from amendment_standings s
    where s.amendment_id = any(${[...ids]}::uuid[])
      and s.revision = (select max(m.revision) from amendment_standings m where m.amendment_id = s.amendment_id)`.execute(
    db,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** How an amendment read at one of its revisions; null where that was as proposed. */
export async function operationsAt(
  db: Db,
  id: AmendmentId,
  revision: number,
): Promise<readonly LocatedOperation[] | null> {
  const row = await tables(db)
    .selectFrom("amendment_standings")
    .select("operations")
    .where("amendment_id", "=", id)
    .where("revision", "<=", revision)
    .where("operations", "is not", null)
    .orderBy("revision", "desc")
    .executeTakeFirst();
  return row?.operations ?? null;
}

/** The version against which an amendment stood at one of its revisions; undefined for revision 0. */
export async function versionAt(db: Db, id: AmendmentId, revision: number): Promise<number | undefined> {
  const row = await tables(db)
    .selectFrom("amendment_standings")
    .select("version")
    .where("amendment_id", "=", id)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return row?.version;
}

export type Standing = {
  readonly revision: number;
  readonly version: number;
  readonly cause: "version" | "secondary";
  readonly outcome: StandingOutcome;
  /** The number of the amendment that was taken up. */
  readonly takenUp: number | null;
  readonly stoodAt: Date;
  /** `/log/acts/{actId}`. */
  readonly actId: string;
};

/** What an amendment went through, the first first. */
export async function listStandings(db: Db, id: AmendmentId): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select s.revision, s.version, s.cause, s.outcome, t.number as "takenUp", s.stood_at as "stoodAt", s.act_id as "actId"
    from amendment_standings s left join amendments t on t.id = s.taken_up_id
    where s.amendment_id = ${id} order by s.revision`.execute(db);
  return rows;
}

export type NewStanding = {
  readonly amendmentId: AmendmentId;
  readonly revision: number;
  readonly version: number;
  readonly cause: Standing["cause"];
  readonly outcome: StandingOutcome;
  readonly operations: readonly LocatedOperation[] | null;
  readonly takenUpId: AmendmentId | null;
  readonly actId: string;
};

export async function insertStandings(tx: Ctx, standings: readonly NewStanding[]): Promise<void> {
  // In slices: one statement holds at most 65,535 parameters.
  for (let start = 0; start < standings.length; start += 1_000) {
    await tables(tx.db)
      .insertInto("amendment_standings")
      .values(
        standings.slice(start, start + 1_000).map((one) => ({
          amendment_id: one.amendmentId,
          revision: one.revision,
          version: one.version,
          cause: one.cause,
          outcome: one.outcome,
          operations: one.operations && JSON.stringify(one.operations),
          taken_up_id: one.takenUpId,
          stood_at: tx.now,
          act_id: one.actId,
        })),
      )
      .execute();
  }
}
