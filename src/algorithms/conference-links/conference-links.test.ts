import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bigBlueButtonJoin, checksumOf, jitsiJoin, signToken } from "./index.ts";

describe("BigBlueButton", () => {
  it("has the checksum of the published example", () => {
    // docs.bigbluebutton.org/development/api, "Usage".
    const query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444";
    const secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";
    expect(checksumOf("create", query, secret, "sha1")).toBe("1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17");
  });

  it("signs exactly what it sends, names with any signs", () => {
    const join = { secret: "s3cret", meetingId: "sitting 3", userId: "u/1", moderates: false };
    const link = bigBlueButtonJoin({
      api: "https://bbb.example/bigbluebutton/api/",
      fullName: "Ana Ñ & Co = 100%",
      ...join,
    });
    const [, query = "", checksum] =
      /^https:\/\/bbb\.example\/bigbluebutton\/api\/join\?(.*)&checksum=([0-9a-f]{64})$/.exec(link) ?? [];
    expect(createHash("sha256").update(`join${query}s3cret`).digest("hex")).toBe(checksum);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      fullName: "Ana Ñ & Co = 100%",
      meetingID: "sitting 3",
      redirect: "true",
      role: "VIEWER",
      userID: "u/1",
    });
  });
});

describe("Jitsi", () => {
  it("has the signature of RFC 7515, appendix A.1", () => {
    const key = Buffer.from(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
      "base64url",
    );
    const claims = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
    expect(signToken('{"typ":"JWT",\r\n "alg":"HS256"}', claims, key)).toBe(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
  });

  it("lets one person into one room for a while", () => {
    const link = jitsiJoin({
      server: "https://meet.example/",
      appId: "cumbe",
      secret: "s3cret",
      room: "sitting-3",
      fullName: "Ana Ñ",
      userId: "u1",
      moderates: true,
      from: new Date("2019-10-18T13:00:00Z"),
      until: new Date("2019-10-18T15:00:00Z"),
    });
    const [, token = ""] = /^https:\/\/meet\.example\/sitting-3\?jwt=(\S+)$/.exec(link) ?? [];
    const [header = "", claims = "", signature] = token.split(".");
    expect(createHmac("sha256", "s3cret").update(`${header}.${claims}`).digest("base64url")).toBe(signature);
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
      aud: "jitsi",
      iss: "cumbe",
      sub: "meet.example",
      room: "sitting-3",
      nbf: 1_571_403_600,
      exp: 1_571_410_800,
      context: { user: { id: "u1", name: "Ana Ñ", moderator: "true" } },
    });
  });
});
