// Input shape of what a regional meeting reports.
import { z } from "zod";
import { plainTexts, requestKey } from "#platform/fields";

export const reportOnRegionInput = z.object({
  requestKey,
  /** The meeting, by its slug. */
  edition: z.string().min(1).max(80),
  body: plainTexts(10_000),
  notes: z
    .array(z.object({ number: z.int().positive(), body: plainTexts(2_000) }))
    .max(500)
    .default([]),
});
export type ReportOnRegionInput = z.input<typeof reportOnRegionInput>;
