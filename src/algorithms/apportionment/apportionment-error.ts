// Why a division of seats is refused.

/**
 * `tooFewSeats` for the least of each, `tooManySeats` for the most, `noWeight` to go by, `tooFewVotes` for a whole quota.
 */
export class ApportionmentError extends Error {
  readonly reason: "tooFewSeats" | "tooManySeats" | "noWeight" | "tooFewVotes";
  constructor(reason: ApportionmentError["reason"]) {
    super(`no apportionment: ${reason}`);
    this.name = "ApportionmentError";
    this.reason = reason;
  }
}
