// What the node asks of a BigBlueButton server, server to server.
// Invariant: nobody waits for it longer than a few seconds, and nothing that it answers is shown or kept: only whether it
// did what it was asked.
import { createHmac } from "node:crypto";
import { bigBlueButtonAnswer, bigBlueButtonCreate, bigBlueButtonRuns } from "#algorithms/conference-links";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { shared } from "#platform/shared-work";
import { type Sitting, sittingPath } from "./sitting-model.ts";

const PATIENCE_MS = 4_000;
/** Its answers have some twenty lines. */
const LONGEST_ANSWER = 65_536;
/** Somebody else made the meeting under this id, with passwords of their own: it is there, and a role needs no password. */
const IS_THERE = "idNotUnique";

export type Meeting = {
  readonly api: string;
  readonly secret: string;
  readonly meetingId: string;
};

/**
 * The meeting of a sitting is there when this returns: made now, or found. Those who come at once share one call. Refuses
 * with `conferenceServerSilent`, `conferenceSecretRefused`, `conferenceServerRefuses` {key}.
 */
export async function ensureMeeting(ctx: Ctx, sitting: Sitting, meeting: Meeting): Promise<void> {
  const passwordOf = (role: string) =>
    createHmac("sha256", ctx.node.keys.derive("conference passwords"))
      .update(`${sitting.id} ${role}`)
      .digest("base64url");
  const address = bigBlueButtonCreate({
    ...meeting,
    name: nameOf(sitting),
    back: ctx.node.origin + sittingPath(sitting.editionSlug, sitting.number),
    passwords: { viewers: passwordOf("viewer"), moderators: passwordOf("moderator") },
  });
  const refused = await shared(`conference ${address}`, () => ask(ctx, address));
  if (refused !== undefined && refused !== IS_THERE) throw refusalOf(refused);
}

/** Asks whether the server is there and takes the secret; refuses as `ensureMeeting`. It makes no meeting. */
export async function tryServer(ctx: Ctx, meeting: Meeting): Promise<void> {
  const refused = await ask(ctx, bigBlueButtonRuns(meeting));
  if (refused !== undefined) throw refusalOf(refused);
}

/** What the server did not like; undefined when it did what it was asked. */
async function ask(ctx: Ctx, address: string): Promise<string | undefined> {
  const answer = bigBlueButtonAnswer(await fetched(ctx, address));
  if (!answer) throw new Refusal("unavailable", "conferenceServerSilent");
  return "done" in answer ? undefined : answer.key;
}

async function fetched({ node }: Ctx, address: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    // A signed call is for that server alone: it is not carried on to another.
    const response = await node.fetch(address, { redirect: "error", signal });
    let text = "";
    for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.length > LONGEST_ANSWER) break;
    }
    return text;
  } catch {
    // Not there, too slow, or no server of the web: for whoever waits it is the same.
    throw new Refusal("unavailable", "conferenceServerSilent");
  }
}

function refusalOf(key: string): Refusal {
  if (key === "checksumError") return new Refusal("unavailable", "conferenceSecretRefused");
  return new Refusal("unavailable", "conferenceServerRefuses", { key });
}

/** The server takes 2 to 256 characters; a title has at most 200. */
function nameOf({ title, number }: Sitting): string {
  const name = title.texts[title.source] ?? "";
  return name.length < 2 ? `${number}. ${name}` : name;
}
