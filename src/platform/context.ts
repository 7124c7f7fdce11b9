// What every use-case is handed: the database or a transaction, who acts, when, and in which language they read.
// Invariant: nothing imports a global database, clock or random source; all of it comes through here.
import type { Db } from "./database/database.ts";
import { readCommitted, serializable } from "./database/database.ts";
import type { FileStore } from "./files/files.ts";
import type { NodeKeys } from "./keys.ts";

/** Who acts. A person's authority is not here: it is looked up from mandates inside the transaction that needs it. */
export type Actor =
  | { readonly kind: "visitor" }
  | { readonly kind: "person"; readonly personId: string; readonly accountId: string }
  /** Whoever holds a shell on the data directory; `through` says which command, and is logged. */
  | { readonly kind: "shell"; readonly through: string };

/** What belongs to the node rather than to one request. */
export type Facilities = {
  /** `https://node.example`: the home of every canonical URI. No slash at the end. */
  readonly origin: string;
  readonly files: FileStore;
  readonly keys: NodeKeys;
  /** Asks another server. What can fail there is no part of a transaction, and nobody waits long for it. */
  readonly fetch: typeof fetch;
};

export type Ctx = {
  readonly db: Db;
  readonly actor: Actor;
  /** The instant of the act. */
  readonly now: Date;
  readonly newId: () => string;
  /** BCP 47 tag of the language that the actor reads. */
  readonly language: string;
  readonly node: Facilities;
};

/**
 * Runs a use-case in one SERIALIZABLE transaction, again when the database asks for it (40001, 40P01), so that rules
 * may read and then write without locks of their own. Inside an open transaction it joins that one.
 * `work` must do nothing that cannot be done twice: mail, files and federation are jobs in the same transaction.
 */
export async function transact<Result>(ctx: Ctx, work: (tx: Ctx) => Promise<Result>): Promise<Result> {
  if (ctx.db.isTransaction) return work(ctx);
  return serializable(ctx.db, (tx) => work({ ...ctx, db: tx }));
}

/**
 * The same in READ COMMITTED, for paths that many take at once: they lock every row that they read to decide by, in one
 * fixed order, or leave it to one stored function that does. A deadlock that another order makes is tried again.
 */
export async function steady<Result>(ctx: Ctx, work: (tx: Ctx) => Promise<Result>): Promise<Result> {
  if (ctx.db.isTransaction) return work(ctx);
  return readCommitted(ctx.db, (tx) => work({ ...ctx, db: tx }));
}
