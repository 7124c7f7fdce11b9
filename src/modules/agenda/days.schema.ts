// Input shapes of what happens to one day of a series.
import { z } from "zod";
import { plainTexts } from "#platform/fields";
import { nearDay, placeNumber as number } from "./campaigns.schema.ts";

/** `day` is the one that the series gives, also where it was moved already. */
export const cancelDayInput = z.object({ number, day: nearDay, reason: plainTexts(1000) });
export type CancelDayInput = z.input<typeof cancelDayInput>;

export const moveDayInput = cancelDayInput.extend({
  startsLocal: z.string().trim(),
  endsLocal: z.string().trim(),
});
export type MoveDayInput = z.input<typeof moveDayInput>;
