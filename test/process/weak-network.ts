// What stands between a phone and the node: an antenna that goes away, or a proxy that keeps streams back.
import { createServer, request, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";

export type WeakNetwork = {
  readonly address: string;
  /** Nothing comes through, and what was open breaks. */
  readonly drop: () => void;
  /** Pages come through; what never ends is collected until it does. */
  readonly holdStreams: () => void;
  readonly recover: () => void;
  /** The node, from now on, is there. */
  readonly leadTo: (address: string) => void;
  readonly stop: () => Promise<void>;
};

export async function openWeakNetwork(node: string): Promise<WeakNetwork> {
  let target = node;
  let state: "well" | "dropped" | "holding" = "well";
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming, outgoing) => {
    const { method, headers, url = "/" } = incoming;
    const asked = request(target + url, { method, headers: { ...headers, host: new URL(target).host } });
    asked.on("error", () => outgoing.writeHead(502).end());
    asked.on("response", (answer) => {
      const isStream = answer.headers["content-type"]?.startsWith("text/event-stream");
      if (isStream && state === "holding") return void answer.resume();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    outgoing.on("close", () => asked.destroy());
    incoming.pipe(asked);
  });
  server.on("connection", (socket) => {
    if (state === "dropped") return socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drop: () => {
      state = "dropped";
      cut();
    },
    holdStreams: () => {
      state = "holding";
      cut();
    },
    recover: () => {
      state = "well";
    },
    leadTo: (address) => {
      target = address;
    },
    stop: async () => {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
