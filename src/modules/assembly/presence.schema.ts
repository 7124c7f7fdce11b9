// Input shape of what the door saw: one event, or a list that a phone kept while it had no network.
import { z } from "zod";
import { idOf, plainText } from "#platform/fields";
import { slug } from "./organs.schema.ts";
import type { DelegateId, PresenceEventId } from "./types.ts";

const MOST_EVENTS = 500;

const event = z.object({
  /** Given by the device that saw it. */
  id: idOf<PresenceEventId>(),
  direction: z.enum(["in", "out"]),
  /** By the clock of the device. */
  at: z.date(),
  /** Whom the door-keeper picked from the list, or what a badge showed: its address, its token or its code. */
  who: z.union([z.object({ delegateId: idOf<DelegateId>() }), z.object({ shown: plainText(500) })]),
});

export const recordPresenceInput = z.object({
  edition: slug,
  offline: z.boolean().default(false),
  events: z.array(event).min(1).max(MOST_EVENTS),
});
export type RecordPresenceInput = z.input<typeof recordPresenceInput>;
