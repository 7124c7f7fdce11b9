// Three calls of BigBlueButton's API (docs.bigbluebutton.org/development/api): create a meeting, ask whether it runs, join
// it. Each is an address, signed with the secret that the two servers share.
// Invariant: what is signed is what is sent, byte for byte.
import { createHash } from "node:crypto";

/**
 * The checksum of a call: the hash, in hex, of its name, its query without the checksum, and the secret. Servers take
 * SHA-256 since 2.4; the published examples are SHA-1.
 */
export function checksumOf(
  call: string,
  query: string,
  secret: string,
  algorithm: "sha1" | "sha256" = "sha256",
): string {
  return createHash(algorithm).update(`${call}${query}${secret}`).digest("hex");
}

export type Server = {
  /** Where the API is: `https://server/bigbluebutton/api`, with or without a slash. */
  readonly api: string;
  readonly secret: string;
};

type Meeting = Server & { readonly meetingId: string };

function addressOf({ api, secret }: Server, call: string, fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(fields).toString();
  return `${api.replace(/\/+$/, "")}/${call}?${query}&checksum=${checksumOf(call, query, secret)}`;
}

type Create = Meeting & {
  /** 2 to 256 characters, as the server wants it. */
  readonly name: string;
  /** Where people are led when they leave. */
  readonly back: string;
  /** Nobody types these: a server takes a second call as the same meeting only if it brings the same two. */
  readonly passwords: { readonly viewers: string; readonly moderators: string };
};

/** Creates the meeting, or finds that it is there. Nothing in it is recorded. */
export function bigBlueButtonCreate({ meetingId, name, back, passwords, ...server }: Create): string {
  return addressOf(server, "create", {
    allowStartStopRecording: "false",
    attendeePW: passwords.viewers,
    autoStartRecording: "false",
    logoutURL: back,
    meetingID: meetingId,
    moderatorPW: passwords.moderators,
    name,
    record: "false",
  });
}

/** Asks whether the meeting runs: of all signed calls, the one that changes and tells least. */
export function bigBlueButtonRuns({ meetingId, ...server }: Meeting): string {
  return addressOf(server, "isMeetingRunning", { meetingID: meetingId });
}

type Join = Meeting & {
  readonly fullName: string;
  /** An id of the person for that meeting; not one that is used elsewhere. */
  readonly userId: string;
  readonly moderates: boolean;
};

/** The address by which this person joins a meeting that is running. */
export function bigBlueButtonJoin({ meetingId, fullName, userId, moderates, ...server }: Join): string {
  return addressOf(server, "join", {
    fullName,
    meetingID: meetingId,
    redirect: "true",
    role: moderates ? "MODERATOR" : "VIEWER",
    userID: userId,
  });
}

/** What a server answered: `done`, or the key of what it did not like (`checksumError`); undefined if it is no such answer. */
export function bigBlueButtonAnswer(
  xml: string,
): { readonly done: true } | { readonly key: string } | undefined {
  const [, code] = /<returncode>\s*(SUCCESS|FAILED)\s*<\/returncode>/.exec(xml) ?? [];
  if (code === "SUCCESS") return { done: true };
  const [, key = ""] = /<messageKey>\s*(\w{0,80})\s*<\/messageKey>/.exec(xml) ?? [];
  return code === undefined ? undefined : { key };
}
