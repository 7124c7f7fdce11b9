// The join call of BigBlueButton's API (docs.bigbluebutton.org/development/api): its parameters, signed with the secret
// that the two servers share.
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

type Join = {
  /** Where the API is: `https://server/bigbluebutton/api`, with or without a slash. */
  readonly api: string;
  readonly secret: string;
  readonly meetingId: string;
  readonly fullName: string;
  /** An id of the person for that meeting; not one that is used elsewhere. */
  readonly userId: string;
  readonly moderates: boolean;
};

/** The address by which this person joins a meeting that is running. */
export function bigBlueButtonJoin({ api, secret, meetingId, fullName, userId, moderates }: Join): string {
  const query = new URLSearchParams({
    fullName,
    meetingID: meetingId,
    redirect: "true",
    role: moderates ? "MODERATOR" : "VIEWER",
    userID: userId,
  }).toString();
  return `${api.replace(/\/+$/, "")}/join?${query}&checksum=${checksumOf("join", query, secret)}`;
}
