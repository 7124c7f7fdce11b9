// Input shapes of the call: how many seats each called organisation has, and until when it names people for them.
import { z } from "zod";
import { apportionmentRules } from "#algorithms/apportionment";
import { plainTexts, requestKey } from "#platform/fields";
import { isId } from "#platform/ids";
import { isRegion } from "#platform/geography/index";
import { slug } from "./organs.schema.ts";

const seatCount = z.int().min(0).max(1_000);
const MOST_SEATS = 10_000;

export const seatMethod = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("each"), seats: seatCount.min(1) }),
  z.object({
    kind: z.literal("by_region"),
    seats: z.record(
      z.string().refine(isRegion, { message: "regionUnknown" }),
      z.int().min(0).max(MOST_SEATS),
    ),
  }),
  z.object({
    kind: z.literal("apportioned"),
    rule: z.enum(apportionmentRules),
    seats: z.int().min(1).max(MOST_SEATS),
    weights: z.record(z.string().refine(isId, { message: "idMalformed" }), z.int().min(0).max(1_000_000_000)),
    least: seatCount,
    most: seatCount.nullable(),
  }),
]);

export const setSeatsInput = z.object({
  edition: slug,
  method: seatMethod,
  alternatesForSeat: z.int().min(0).max(5),
  nominationsUntil: z.date().nullable(),
  decision: plainTexts(1_000),
  requestKey,
});
export type SetSeatsInput = z.input<typeof setSeatsInput>;
