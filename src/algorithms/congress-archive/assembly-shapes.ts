// The values in an archive's files about the assembly, as they must be written.
// Invariant: strict, as those of the congress; and nobody is in them by name.
import { z } from "zod";
import { apportionmentRules } from "../apportionment/index.ts";
import { count, hex, id, instant, multilingual, number, slug } from "./shapes.ts";

const share = z.strictObject({ numerator: number, denominator: number });

const organRules = z.strictObject({
  quorum: z.strictObject({ of: z.enum(["delegations", "delegates"]), share }),
  speaking: z.strictObject({
    firstTimeFirst: z.boolean(),
    alternation: z.enum(["none", "region", "gender"]),
    seconds: number.nullable(),
    timesPerItem: number.nullable(),
    namesPublic: z.boolean().optional(),
  }),
});

export const organShape = z.strictObject({
  id,
  slug,
  kind: z.enum(["plenary", "working_table", "commission", "regional_meeting"]),
  name: multilingual,
  organization: id,
  region: z.string().nullable(),
  cycleMonths: number.nullable(),
  cycleFrom: z.string().nullable(),
  foundedAt: instant,
  act: id,
  rules: z
    .array(
      z.strictObject({
        number,
        rules: organRules,
        languages: z.array(z.string()).min(1),
        inForceFrom: instant,
        decision: multilingual.nullable(),
        mandate: id.nullable(),
        act: id,
      }),
    )
    .min(1),
});

const seatMethod = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("each"), seats: count }),
  z.strictObject({ kind: z.literal("by_region"), seats: z.record(z.string(), count) }),
  z.strictObject({
    kind: z.literal("apportioned"),
    rule: z.enum(apportionmentRules),
    seats: count,
    weights: z.record(id, z.number()),
    least: count,
    most: count.nullable(),
  }),
]);

export const callShape = z.strictObject({
  number,
  method: seatMethod,
  alternatesForSeat: count,
  nominationsUntil: instant.nullable(),
  seats: z.record(id, count),
  decision: multilingual,
  mandate: id.nullable(),
  setAt: instant,
  act: id,
});

export const delegatesShape = z.strictObject({
  numbers: z.array(
    z.strictObject({
      organization: id,
      seat: z.enum(["delegate", "alternate"]),
      nominated: count,
      accepted: count,
      refused: count,
      withdrawn: count,
    }),
  ),
  substitutions: z.array(
    z.strictObject({
      organization: id,
      startsAt: instant,
      endsAt: instant,
      endedAt: instant.nullable(),
      mandate: id,
      act: id,
    }),
  ),
});

export const roomShape = z.strictObject({
  delegations: count,
  accreditedDelegations: count,
  delegates: count,
  accreditedDelegates: count,
});

const document = z.union([
  z.strictObject({ text: slug, amendment: number.optional() }),
  z.strictObject({ file: hex(32), name: z.string(), mediaType: z.string(), sizeBytes: count }),
]);

const minutes = z.strictObject({
  factsHash: hex(32),
  drawnUpAt: instant,
  act: id,
  text: slug.nullable(),
  submittedUnder: id.nullable(),
  submittedAt: instant.nullable(),
  remarks: z.array(
    z.strictObject({
      entry: count,
      mode: z.enum(["added", "instead"]),
      words: multilingual.nullable(),
      mandate: id.nullable(),
      writtenAt: instant,
      act: id,
    }),
  ),
});

export const sittingShape = z.strictObject({
  number,
  organ: id,
  title: multilingual,
  startsAt: instant,
  endsAt: instant,
  zone: z.string(),
  place: z.string().nullable(),
  languages: z.array(z.string()),
  state: z.enum(["planned", "open", "adjourned", "closed"]),
  plannedUnder: id.nullable(),
  plannedAt: instant,
  act: id,
  items: z.array(
    z.strictObject({
      id,
      position: number,
      title: multilingual,
      kind: z.string(),
      plannedMinutes: number.nullable(),
      documents: z.array(document),
      state: z.enum(["waiting", "open", "done", "postponed"]),
    }),
  ),
  events: z.array(
    z.strictObject({
      type: z.string(),
      item: id.nullable(),
      organization: id.nullable(),
      speech: z.enum(["speech", "point_of_order"]).nullable(),
      rollCall: id.nullable(),
      facts: z.strictObject({
        reason: multilingual.optional(),
        room: roomShape.optional(),
        until: instant.optional(),
      }),
      happenedAt: instant,
      mandate: id.nullable(),
      act: id,
    }),
  ),
  minutes: minutes.nullable(),
});

/** What every entry of minutes has; what else a kind has is bound by the hash, and compared where acts say it too. */
export const minutesFactsShape = z.strictObject({
  format: z.literal("cumbe-minutes-1"),
  edition: z.string(),
  number,
  title: multilingual,
  organ: multilingual,
  zone: z.string(),
  place: z.string().nullable(),
  entries: z.array(
    z
      .object({
        kind: z.string(),
        at: instant,
        room: roomShape.optional(),
        position: number.optional(),
        delegation: z.object({ slug, name: multilingual }).loose().optional(),
        tally: z.unknown().optional(),
      })
      .loose(),
  ),
});

export const requestShape = z.strictObject({
  id,
  decisionPoint: id,
  from: z.string(),
  wish: multilingual,
  mandate: id.nullable(),
  askedAt: instant,
  act: id,
  takenUpBy: z.string().nullable(),
  takenUpAt: instant.nullable(),
});

export type ArchiveOrgan = z.infer<typeof organShape>;
export type OrganRules = z.infer<typeof organRules>;
export type Call = z.infer<typeof callShape>;
export type Delegates = z.infer<typeof delegatesShape>;
export type Sitting = z.infer<typeof sittingShape>;
export type MinutesFacts = z.infer<typeof minutesFactsShape>;
export type CongressRequest = z.infer<typeof requestShape>;
