// Gives memory back when a node rests. V8 by itself keeps what it took while it was busy, and a small computer has other
// uses for it (docs/adr/0013).
// Invariant: it collects only after nobody has asked anything for a while, once for each time of work.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Long enough that somebody who reads a page and goes on to the next one never meets it. */
const REST_MS = 8_000;
/** Fewer requests than this leave too little behind to be worth it. */
const LEAST_WORK = 20;

/** V8's own collector, asked to give back all that it can. */
export function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: object) => void;
  return () => collect({ type: "major", execution: "sync", flavor: "last-resort" });
}

export type Resting = {
  /** Somebody asked something. */
  readonly noteWork: () => void;
  readonly stop: () => void;
};

/** What was left by starting counts as work, too. */
export function collectAtRest(collect = collector(), restMs = REST_MS, leastWork = LEAST_WORK): Resting {
  let work = leastWork;
  const timer = setTimeout(() => {
    if (work < leastWork) return;
    work = 0;
    collect();
  }, restMs).unref();
  return {
    noteWork: () => {
      work += 1;
      timer.refresh();
    },
    stop: () => clearTimeout(timer),
  };
}
