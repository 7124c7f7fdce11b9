import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/database.ts";
import { contextOn } from "../../../test/support/node.ts";
import { transact } from "../context.ts";
import { mailDelivery } from "./delivery.ts";
import { forgetMail, listUndelivered, queueMail } from "./mail.ts";

const mail = {
  recipient: "rosalba@node.example",
  subject: "Invitación al nodo",
  body: "Abra este enlace:\n\nhttps://node.example/invitations/abc\n",
  link: "https://node.example/invitations/abc",
};
const first = { number: 1, isLast: false };

/** A mail server that takes a message, or refuses its recipient, as RFC 5321 has it. */
async function smtpServer(refuse: boolean): Promise<{ url: string; taken: string[]; close: () => void }> {
  const taken: string[] = [];
  const server: Server = createServer((socket) => {
    let inData = false;
    let text = "";
    socket.write("220 ready\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
      if (inData && text.endsWith("\r\n.\r\n")) {
        taken.push(text);
        inData = false;
        text = "";
        socket.write("250 taken\r\n");
        return;
      }
      while (!inData && text.includes("\r\n")) {
        const line = text.slice(0, text.indexOf("\r\n"));
        text = text.slice(line.length + 2);
        if (/^RCPT/i.test(line) && refuse) socket.write(`550 no such mailbox ${line.slice(8)}\r\n`);
        else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write("354 go on\r\n");
        } else socket.write(/^QUIT/i.test(line) ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, taken, close: () => void server.close() };
}

describe("mail", () => {
  const test = useDatabase();
  const ctx = () => contextOn(test.db);
  const queued = async () => {
    await queueMail(ctx(), mail);
    const { rows } = await test.pool.query("select * from mail_outbox order by id desc limit 1");
    return rows[0] as { id: string };
  };
  const row = async (id: string) =>
    (await test.pool.query("select * from mail_outbox where id = $1", [id])).rows[0];

  it("is queued with what it tells, and its job holds no address", async () => {
    const { id } = await queued();
    const jobs = await test.pool.query("select payload from graphile_worker._private_jobs");
    expect(jobs.rows.map((job) => job.payload)).toContainEqual({ id });
    expect(JSON.stringify(jobs.rows)).not.toContain("rosalba");
    const failing = transact(ctx(), async (tx) => {
      await queueMail(tx, { ...mail, subject: "Never" });
      throw new Error("the act failed");
    });
    await expect(failing).rejects.toThrow("the act failed");
    expect((await listUndelivered(test.db)).map(({ subject }) => subject)).not.toContain("Never");
  });

  it("takes no second line in an address or a subject", async () => {
    for (const recipient of ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", ""])
      await expect(queueMail(ctx(), { ...mail, recipient })).rejects.toThrow();
    await queueMail(ctx(), { ...mail, subject: "Hola\r\nBcc: c@d.example" });
    expect((await listUndelivered(test.db))[0]?.subject).toBe("Hola Bcc: c@d.example");
  });

  it("goes out by SMTP once, and then forgets its text", async () => {
    const { id } = await queued();
    const server = await smtpServer(false);
    const input = { db: test.db, smtpUrl: server.url, mailFrom: "nodo@node.example", print: () => {} };
    const deliver = mailDelivery(input);
    await deliver({ id }, first);
    await deliver({ id }, first);
    server.close();
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]).toContain("To: rosalba@node.example");
    expect(server.taken[0]).toContain("https://node.example/invitations/abc");
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 1, body: null, link: null });
  });

  it("that a server refuses waits, then counts as failed, and its address stays out of the message", async () => {
    const { id } = await queued();
    const server = await smtpServer(true);
    const deliver = mailDelivery({
      db: test.db,
      smtpUrl: server.url,
      mailFrom: "n@node.example",
      print: () => {},
    });
    const refused = await deliver({ id }, first).catch((error: unknown) => error);
    expect(String(refused)).toContain("mail was not sent");
    expect(String(refused)).not.toContain("rosalba");
    expect(await row(id)).toMatchObject({ state: "pending", attempts: 1 });
    await expect(deliver({ id }, { number: 12, isLast: true })).rejects.toThrow("mail was not sent");
    server.close();
    expect(await row(id)).toMatchObject({ state: "failed", attempts: 12 });
  });

  it("is told to whoever runs the node where no server is named, and stays on the operators' list", async () => {
    const { id } = await queued();
    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    await mailDelivery({ db: test.db, smtpUrl: undefined, mailFrom: undefined, print })({ id }, first);
    expect(printed).toEqual(["for rosalba@node.example: https://node.example/invitations/abc"]);
    expect((await listUndelivered(test.db)).map((waiting) => waiting.id)).toContain(id);
    await forgetMail(ctx(), id);
    expect((await listUndelivered(test.db)).map((waiting) => waiting.id)).not.toContain(id);
  });
});
