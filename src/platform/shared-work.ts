// Work that many ask for at the same moment, done once for all of them.
// Invariant: nothing is remembered once it is done; whoever asks after that has it done anew.

const underway = new Map<string, Promise<unknown>>();

/** Joins the work of this name that is going on, else begins it. All who share it share how it ends. */
export function shared<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const going = underway.get(name) as Promise<Result> | undefined;
  if (going) return going;
  const begun = work().finally(() => underway.delete(name));
  underway.set(name, begun);
  return begun;
}
