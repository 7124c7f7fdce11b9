// The signals that stop a node.

/**
 * Hears the signals that stop a node from its first moment on, when its database may be there already. Told again while
 * it stops (a terminal tells npm and the node, and npm tells the node once more), it goes on stopping in order.
 */
export function hearSignals() {
  const signals = ["SIGTERM", "SIGINT"] as const;
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => controller.abort();
  /** Rejects when the node was told to stop. */
  const toStop = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(new Error("told to stop"))),
  );
  // Nobody waits for it once the node serves.
  toStop.catch(() => {});
  for (const name of signals) process.on(name, stop);
  const listenNoMore = () => {
    for (const name of signals) process.off(name, stop);
  };
  return { signal, toStop, stop, listenNoMore };
}

export type Told = ReturnType<typeof hearSignals>;
