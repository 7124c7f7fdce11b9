// Ids are UUIDv7 (RFC 9562 §5.7): their order in an index is their order in time. Branded per entity, so that an
// organisation's id cannot be passed where a person's is asked for.
import { uuidv7 } from "uuidv7";

declare const brand: unique symbol;
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** A fresh id. Use-cases take it from `ctx.newId`, so that tests can fix it. */
export function newId(): string {
  return uuidv7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isId(value: string): boolean {
  return UUID.test(value);
}
