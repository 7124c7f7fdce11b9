// Input shapes of writing to minutes and putting them before the assembly.
import { z } from "zod";
import { plainTexts, requestKey } from "#platform/fields";
import { sittingAddress } from "./sittings.schema.ts";

export const writeRemarkInput = z.object({
  ...sittingAddress,
  /** The place of the entry, from 0. */
  entry: z.number().int().min(0).max(100_000),
  mode: z.enum(["added", "instead"]),
  /** Null takes an earlier remark back. */
  words: plainTexts(4_000).nullable(),
  requestKey,
});
export type WriteRemarkInput = z.input<typeof writeRemarkInput>;

export const submitMinutesInput = z.object({ ...sittingAddress, requestKey });
export type SubmitMinutesInput = z.input<typeof submitMinutesInput>;
