// A small BigBlueButton server on this computer: it checks each call's checksum with code of its own, keeps which meetings
// were made, and answers in the XML that the API describes (docs.bigbluebutton.org/development/api).
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

export type ConferenceServer = {
  readonly meetings: ReadonlyMap<string, URLSearchParams>;
  /** The calls that came, by their names. */
  readonly calls: readonly string[];
  /** What it does with the next calls instead. */
  behave: "well" | "silent" | "as another site" | "sends away" | "without end" | "closed to us";
  /** A meeting that nobody is left in ends. */
  readonly end: (meetingId: string) => void;
  /** Carries what is sent to `https://bbb.example` here. */
  readonly fetch: typeof fetch;
  readonly stop: () => Promise<void>;
};

const answer = (code: string, more: string) =>
  `<response>\n<returncode>${code}</returncode>${more}</response>`;
const refusal = (key: string) => answer("FAILED", `<messageKey>${key}</messageKey><message>No.</message>`);

function isSigned(url: string, call: string, secret: string): boolean {
  const [, query = "", checksum = ""] = /\?(.*)&checksum=([0-9a-f]+)$/.exec(url) ?? [];
  return createHash("sha256").update(call).update(query).update(secret).digest("hex") === checksum;
}

function create(meetings: Map<string, URLSearchParams>, asked: URLSearchParams): string {
  const id = asked.get("meetingID") ?? "";
  if (id.length < 2 || (asked.get("name") ?? "").length < 2) return refusal("validationError");
  const earlier = meetings.get(id);
  const same = ["attendeePW", "moderatorPW"].every((name) => earlier?.get(name) === asked.get(name));
  if (earlier && !same) return refusal("idNotUnique");
  meetings.set(id, earlier ?? asked);
  const key = earlier ? "<messageKey>duplicateWarning</messageKey>" : "";
  return answer("SUCCESS", `<meetingID>${id}</meetingID>${key}`);
}

export async function serveConferences(secret: string): Promise<ConferenceServer> {
  const meetings = new Map<string, URLSearchParams>();
  const calls: string[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const url = request.url ?? "";
      const [, call = ""] = /^\/bigbluebutton\/api\/(\w+)\?/.exec(url) ?? [];
      calls.push(call);
      if (self.behave === "silent") return;
      if (self.behave === "sends away") return response.writeHead(302, { location: "/elsewhere" }).end();
      if (self.behave === "as another site") return response.end("<html>Welcome to nginx</html>");
      if (self.behave === "without end") {
        while (!response.destroyed) {
          response.write("<a>".repeat(10_000));
          await setTimeout(1);
        }
        return;
      }
      const asked = new URLSearchParams(url.slice(url.indexOf("?")));
      response.setHeader("content-type", "text/xml;charset=utf-8");
      if (!isSigned(url, call, secret)) return response.end(refusal("checksumError"));
      if (self.behave === "closed to us") return response.end(refusal("apiNotEnabled"));
      // Others who ask at the same moment come while this one is served.
      await setTimeout(20);
      const running = String(meetings.has(asked.get("meetingID") ?? ""));
      if (call === "create") response.end(create(meetings, asked));
      else if (call === "isMeetingRunning") response.end(answer("SUCCESS", `<running>${running}</running>`));
      else response.writeHead(404).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: ConferenceServer = {
    meetings,
    calls,
    behave: "well",
    end: (meetingId) => meetings.delete(meetingId),
    fetch: (input, init) => fetch(String(input).replace("https://bbb.example", origin), init),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
