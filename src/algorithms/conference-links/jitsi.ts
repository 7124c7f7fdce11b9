// A JSON Web Token (RFC 7519) for Jitsi Meet, signed with the secret that the two servers share (HS256, RFC 7518 §3.2):
// for one person, one room, one stretch of time.
import { createHmac } from "node:crypto";

const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** The compact form (RFC 7515 §3.1) of a header and claims that are JSON already. */
export function signToken(header: string, claims: string, secret: string | Uint8Array): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

type Join = {
  /** Where rooms are: `https://meet.example`, with or without a slash. */
  readonly server: string;
  /** What the server knows this node as. */
  readonly appId: string;
  readonly secret: string;
  readonly room: string;
  readonly fullName: string;
  /** An id of the person for that room; not one that is used elsewhere. */
  readonly userId: string;
  readonly moderates: boolean;
  readonly from: Date;
  readonly until: Date;
};

const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

/** The address by which this person enters the room between those instants. */
export function jitsiJoin(join: Join): string {
  const server = new URL(join.server);
  const claims = {
    aud: "jitsi",
    iss: join.appId,
    sub: server.hostname,
    room: join.room,
    nbf: seconds(join.from),
    exp: seconds(join.until),
    context: { user: { id: join.userId, name: join.fullName, moderator: join.moderates ? "true" : "false" } },
  };
  const token = signToken('{"alg":"HS256","typ":"JWT"}', JSON.stringify(claims), join.secret);
  return `${server.origin}${server.pathname.replace(/\/+$/, "")}/${encodeURIComponent(join.room)}?jwt=${token}`;
}
