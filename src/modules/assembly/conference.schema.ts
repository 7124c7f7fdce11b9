// Input shapes of setting how a sitting is joined from elsewhere.
import { z } from "zod";
import { plainText } from "#platform/fields";
import { isPlainText } from "#platform/plain-text";
import { sittingAddress } from "./sittings.schema.ts";

const address = z
  .string()
  .trim()
  .refine((value) => URL.parse(value)?.protocol === "https:", { message: "conferenceAddressMalformed" })
  // As the standard writes it (URL Standard §4.5): people are sent there by a header, which holds no line ends.
  .transform((value) => URL.parse(value)?.href ?? value)
  .pipe(z.string().max(1_000, "textTooLong"));
/** Empty: one that is the sitting's own. */
const room = z
  .string()
  .trim()
  .max(200, "textTooLong")
  .refine(isPlainText, { message: "textHasControls" })
  .default("");
/** Servers take no shorter id of a meeting, and none with a comma. */
const meeting = room.refine((value) => value === "" || (value.length > 1 && !value.includes(",")), {
  message: "conferenceMeetingMalformed",
});
const secret = z.string().trim().min(1, "textIsEmpty").max(500, "textTooLong");

export const setConferenceInput = z.object({
  ...sittingAddress,
  conference: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("url"), address }),
    z.object({ kind: z.literal("bigbluebutton"), address, room: meeting, secret }),
    z.object({ kind: z.literal("jitsi"), address, room, appId: plainText(200), secret }),
  ]),
});
export type SetConferenceInput = z.input<typeof setConferenceInput>;

export const conferenceKinds = ["none", "url", "bigbluebutton", "jitsi"] as const;
