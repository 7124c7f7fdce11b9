// Which day it is: a node counts days by UTC, wherever its people are.
export const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);
