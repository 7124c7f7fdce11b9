// One after another: work that would only make each other start again in the database.
// Invariant: order is a courtesy within this process. What must not happen twice is kept apart by the database alone,
// so a second process on the same database is as safe, and only slower.

const queues = new Map<string, Promise<unknown>>();

/** Runs `work` when whatever was asked for before it under the same name has ended, however it ended. */
export async function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const turn = (queues.get(name) ?? Promise.resolve()).then(work, work);
  const ended = turn.catch(() => {});
  queues.set(name, ended);
  try {
    return await turn;
  } finally {
    if (queues.get(name) === ended) queues.delete(name);
  }
}
