// Joining a sitting from elsewhere: what leads there, and for whom.
// Invariant: an address that lets somebody in is made when they ask, for them alone, and is never kept or shown; secrets
// are sealed with the node's keys.
import { createHmac } from "node:crypto";
import { bigBlueButtonJoin, jitsiJoin } from "#algorithms/conference-links";
import { may } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { sql } from "kysely";
import { ensureMeeting, type Meeting, tryServer } from "./conference-server.ts";
import { conferencesOpenInTime } from "./conference.rules.ts";
import { type SetConferenceInput, setConferenceInput } from "./conference.schema.ts";
import { type Conference, readConference, removeConference, writeConference } from "./conference.store.ts";
import { type Sitting, sittingPath } from "./sitting-model.ts";
import { inSitting, inTurnOf, knownSitting } from "./sittings.service.ts";
import { placeIn } from "./sittings.views.ts";
import { theSittingIsNotOver } from "./standing.rules.ts";

/** Where whoever presides names none: two sittings never meet in one room. */
const roomOf = ({ id }: Pick<Sitting, "id">) => `cumbe-${id}`;

const sealedAbout = ({ id }: Pick<Sitting, "id">) => `conference of sitting ${id}`;

/** Sets, or takes away, how a sitting is joined from elsewhere; needs `congress.preside`. The log says of which kind. */
export async function setConference(ctx: Ctx, input: SetConferenceInput): Promise<void> {
  const wanted = parse(setConferenceInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    hold(theSittingIsNotOver(sitting.state));
    const { conference } = wanted;
    const actId = await appendAct(tx, {
      type: "assembly.sitting.conference_set",
      subject: sittingPath(sitting.editionSlug, sitting.number),
      mandateId: authority.mandateId,
      record: { number: sitting.number, kind: conference.kind },
    });
    if (conference.kind === "none") return removeConference(tx, sitting.id);
    const { kind, address } = conference;
    const secret = kind === "url" ? null : conference.secret;
    await writeConference(tx, sitting.id, {
      kind,
      address,
      room: kind === "url" ? null : conference.room || roomOf(sitting),
      appId: kind === "jitsi" ? conference.appId : null,
      sealedSecret: secret === null ? null : tx.node.keys.seal(Buffer.from(secret), sealedAbout(sitting)),
      setUnder: authority.mandateId,
      actId,
    });
  });
}

type Address = { readonly edition: string; readonly number: number };

const LATE_MS = 6 * 60 * 60_000;

/**
 * The address by which the actor joins, for the hours of the sitting; for those at the chair's table and for those who
 * may speak in it. Whoever comes first to BigBlueButton has the meeting made, and so has whoever comes after it ended
 * there because nobody was left. Refuses with `signInFirst`, `noMandateForThis`, `conferenceUnknown`,
 * `conferenceOpensLater`, `sittingIsClosed`, and as `ensureMeeting`.
 */
export async function joinConference(ctx: Ctx, address: Address): Promise<string> {
  const sitting = await knownSitting(ctx, address, "read");
  if (ctx.actor.kind !== "person") throw new Refusal("signIn", "signInFirst");
  const { personId } = ctx.actor;
  const place = await placeIn(ctx, sitting);
  if (!place.desk && place.speaksFor.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "assembly.speak" });
  const conference = await readConference(ctx.db, sitting.id);
  if (!conference) throw new Refusal("missing", "conferenceUnknown");
  hold([theSittingIsNotOver(sitting.state), conferencesOpenInTime(ctx.now, sitting.startsAt)]);
  const meeting = meetingIn(ctx, sitting, conference);
  if (meeting) await ensureMeeting(ctx, sitting, meeting);
  const person = {
    fullName: await nameOf(ctx, personId),
    // Says nothing of them anywhere else, nor at another sitting.
    userId: pseudonymOf(ctx, `${sitting.id} ${personId}`),
    moderates: place.presides,
  };
  return meeting
    ? bigBlueButtonJoin({ ...meeting, ...person })
    : addressFor(ctx, sitting, conference, person);
}

/**
 * Asks the sitting's BigBlueButton server whether it is there and takes the secret; needs `congress.preside`. Refuses
 * with `conferenceUnknown` where there is none to ask, and as `ensureMeeting`.
 */
export async function tryConference(ctx: Ctx, address: Address): Promise<void> {
  const sitting = await knownSitting(ctx, address, "read");
  if (!(await may(ctx, "congress.preside", sitting.organizationId)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.preside" });
  const conference = await readConference(ctx.db, sitting.id);
  const meeting = conference && meetingIn(ctx, sitting, conference);
  if (!meeting) throw new Refusal("missing", "conferenceUnknown");
  await tryServer(ctx, meeting);
}

/** The meeting on a BigBlueButton server, if the conference is one. */
function meetingIn(ctx: Ctx, sitting: Sitting, conference: Conference): Meeting | undefined {
  const { kind, address: api, room, sealedSecret } = conference;
  if (kind !== "bigbluebutton" || !room || !sealedSecret) return undefined;
  return { api, meetingId: room, secret: unsealed(ctx, sitting, sealedSecret) };
}

const unsealed = ({ node }: Ctx, sitting: Sitting, secret: Buffer) =>
  node.keys.unseal(secret, sealedAbout(sitting)).toString();

function pseudonymOf({ node }: Ctx, of: string): string {
  return createHmac("sha256", node.keys.derive("conference ids")).update(of).digest("base64url");
}

type Person = { readonly fullName: string; readonly userId: string; readonly moderates: boolean };

function addressFor(ctx: Ctx, sitting: Sitting, conference: Conference, person: Person): string {
  const { kind, address, room, appId, sealedSecret } = conference;
  if (kind === "url" || !sealedSecret || !room) return address;
  const secret = unsealed(ctx, sitting, sealedSecret);
  const until = new Date(Math.max(ctx.now.getTime(), sitting.endsAt.getTime()) + LATE_MS);
  const from = new Date(ctx.now.getTime() - 60_000);
  return jitsiJoin({ server: address, appId: appId ?? "", secret, room, from, until, ...person });
}

async function nameOf(ctx: Ctx, personId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from people where id = ${personId}`.execute(
    ctx.db,
  );
  return rows[0]?.name ?? "";
}
