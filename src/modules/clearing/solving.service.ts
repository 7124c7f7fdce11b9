// Solving a frozen round: outside of any transaction, because it may take a while, and kept only if nothing changed meanwhile.
import { createHash } from "node:crypto";
import type { OrganizationId } from "#confederation";
import { type Account, findAccount } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import {
  listUnsolvedRounds,
  lockRound,
  markPreviewed,
  type Party,
  readArcs,
  readParties,
} from "./rounds.store.ts";
import { certificateFile, obligationsCsv, publishedFrom, type Room, solveArcs } from "./solving.rules.ts";
import type { Round } from "./types.ts";

export const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

/** Solves every round that waits for it, and says which. A job does it; one that another process solved meanwhile is left alone. */
export async function solveFrozenRounds(ctx: Ctx): Promise<number[]> {
  const numbers = await listUnsolvedRounds(ctx);
  for (const number of numbers) await solveRound(ctx, number);
  return numbers;
}

async function solveRound(ctx: Ctx, number: number): Promise<void> {
  const read = await transact(ctx, (tx) => readFrozen(tx, number));
  if (!read) return;
  const { round, arcs, parties, rooms } = read;
  const lots = (salt: () => string) =>
    new Map(parties.map(({ organizationId }) => [organizationId, sha256Of(salt() + organizationId)]));
  // The numbers of what is published are unpredictable, and the lots that gave them kept nowhere.
  const solution = solveArcs(arcs, { standing: lots(() => round.id), drawn: lots(ctx.newId) }, rooms);
  const published = publishedFrom(solution);
  const certificateSha256 = sha256Of(certificateFile(published, sha256Of(obligationsCsv(published))));
  await transact(ctx, async (tx) => {
    const now = await lockRound(tx, number);
    if (now?.state !== "frozen" || now.attempt !== round.attempt) return;
    await markPreviewed(tx, now, { ...solution, certificateSha256 });
  });
}

async function readFrozen(tx: Ctx, number: number) {
  const round = await lockRound(tx, number);
  if (round?.state !== "frozen") return undefined;
  const parties = await readParties(tx, round.id);
  return { round, parties, arcs: await readArcs(tx, round.id), rooms: await roomsOf(tx, round, parties) };
}

/** What each party offers, as far as its account has room for it now; null in a round without credit. */
async function roomsOf(
  tx: Ctx,
  { withCredit }: Round,
  parties: readonly Party[],
): Promise<Map<OrganizationId, Room> | null> {
  if (!withCredit) return null;
  const rooms = new Map<OrganizationId, Room>();
  for (const { organizationId, accountId, paysUpTo, takesUpTo } of parties) {
    if (accountId === null || paysUpTo + takesUpTo === 0n) continue;
    const account = await findAccount(tx, accountId);
    if (account && account.closedAt === null) rooms.set(organizationId, roomOf(account, paysUpTo, takesUpTo));
  }
  return rooms;
}

function roomOf(
  { posted, pendingOut, pendingIn, minimum, maximum }: Account,
  paysUpTo: bigint,
  takesUpTo: bigint,
): Room {
  const falls = minimum === null ? paysUpTo : posted - pendingOut - minimum;
  const rises = maximum === null ? takesUpTo : maximum - posted - pendingIn;
  const within = (room: bigint, most: bigint) => (room < 0n ? 0n : room < most ? room : most);
  return { pays: within(falls, paysUpTo), takes: within(rises, takesUpTo) };
}
