// The only SQL that writes how a sitting is joined from elsewhere.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { SittingId } from "./sitting-model.ts";
import { tables } from "./tables.ts";

export type Conference = {
  readonly kind: "bigbluebutton" | "jitsi" | "url";
  readonly address: string;
  readonly room: string | null;
  readonly appId: string | null;
  readonly sealedSecret: Buffer | null;
};

type Setting = Conference & { readonly setUnder: MandateId | null; readonly actId: string };

export async function readConference(db: Db, sittingId: SittingId): Promise<Conference | undefined> {
  const row = await tables(db)
    .selectFrom("sitting_conferences")
    .selectAll()
    .where("sitting_id", "=", sittingId)
    .executeTakeFirst();
  return (
    row && {
      kind: row.kind,
      address: row.address,
      room: row.room,
      appId: row.app_id,
      sealedSecret: row.sealed_secret,
    }
  );
}

export async function writeConference(tx: Ctx, sittingId: SittingId, setting: Setting): Promise<void> {
  const row = {
    kind: setting.kind,
    address: setting.address,
    room: setting.room,
    app_id: setting.appId,
    sealed_secret: setting.sealedSecret,
    set_under: setting.setUnder,
    set_at: tx.now,
    act_id: setting.actId,
  };
  await tables(tx.db)
    .insertInto("sitting_conferences")
    .values({ sitting_id: sittingId, ...row })
    .onConflict((conflict) => conflict.column("sitting_id").doUpdateSet(row))
    .execute();
}

export async function removeConference(tx: Ctx, sittingId: SittingId): Promise<void> {
  await tables(tx.db).deleteFrom("sitting_conferences").where("sitting_id", "=", sittingId).execute();
}
