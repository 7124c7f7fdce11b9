// Where a form leads that pays: to what it was about, or to what waits for a second person.
const waits = (done: unknown): done is { readonly approvalId: string } =>
  typeof done === "object" && done !== null && "approvalId" in done;

/** `done`: what the act answered; acts that cannot wait answer anything else. */
export const afterAct = (done: unknown, path: string): string =>
  waits(done) ? `/economy/approvals/${done.approvalId}` : path;
