// Which day it is: a node counts days by UTC, wherever its people are.
export const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);

/** A civil date as an instant that is on that date by clocks everywhere but in the middle of the Pacific: for sentences. */
export const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);
