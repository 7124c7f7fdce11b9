// Why nobody is drawn.

export class SortitionRefused extends Error {
  readonly reason: string;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(reason: string, facts: Readonly<Record<string, string | number>> = {}) {
    super(`nobody drawn: ${reason} ${JSON.stringify(facts)}`);
    this.name = "SortitionRefused";
    this.reason = reason;
    this.facts = facts;
  }
}
