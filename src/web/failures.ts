// What becomes of an act that failed: a refusal is a sentence, a database that is away is said, and whatever else is our
// fault and has a number under which the operator finds it.
import { randomBytes } from "node:crypto";
import { Refusal, statusForMachines } from "#platform/errors";
import { translator } from "#platform/i18n/i18n";
import { faultPage, refusalPage, refusalSentence } from "./refusals.tsx";
import { barePage, type WebContext, type WebNode } from "./request.ts";

const MACHINE = /^\/(api|popolo|log\/(checkpoint|tile))\b|\.ics$/;
const AWAY = /^(08|57P0|53)|ECONNREFUSED|ENOENT|ECONNRESET|EPIPE/;

function isAway(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return AWAY.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(message);
}

/** PostgreSQL has no text, and no JSON, with a NUL in it: such an address leads nowhere, such a form cannot be kept. */
function holdsNul(error: unknown): boolean {
  return ["22021", "22P05"].includes((error as { code?: string }).code ?? "");
}

/** Addresses that are keys themselves: of a badge, of a request for payment, of an invitation, of a new password. */
const SECRET = /^(\/(?:b|pay|invitations|sign-in\/link|setup|password\/reset)\/)[^/]+/;

type Failing = Pick<WebNode, "facilities"> & {
  /** Says a fault where whoever runs the node reads it. */
  readonly report: (line: string) => void;
};

export function answerFailure(node: Failing, thrown: Error, c: WebContext): Response | Promise<Response> {
  let error = thrown;
  if (!(error instanceof Refusal) && isAway(error)) {
    node.report(`database away: ${error.message}`);
    error = new Refusal("unavailable", "databaseAway");
  }
  if (holdsNul(error))
    error =
      c.req.method === "GET"
        ? new Refusal("missing", "pageUnknown")
        : new Refusal("invalid", "textHasControls");
  const forMachine = MACHINE.test(c.req.path);
  if (!forMachine && !c.var.page) c.set("page", barePage(c, node.facilities.origin));
  if (error instanceof Refusal) {
    if (!forMachine) return refusalPage(c, error);
    const t = translator(c.var.page?.language ?? "en");
    const errors = error.fields.map((field) => ({ ...field, message: refusalSentence(t, field) }));
    return c.json(
      { reason: error.reason, message: refusalSentence(t, error), errors },
      statusForMachines(error),
    );
  }
  const number = randomBytes(4).toString("hex");
  // Still encoded: what is decoded could write on the terminal of whoever reads this.
  const path = (URL.parse(c.req.url)?.pathname ?? "").replace(SECRET, "$1…");
  node.report(`fault ${number} at ${c.req.method} ${path}: ${error.stack ?? error.message}`);
  return forMachine ? c.json({ reason: "fault", message: `fault ${number}` }, 500) : faultPage(c, number);
}
