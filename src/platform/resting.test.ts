import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { collectAtRest, collector, type Resting } from "./resting.ts";

describe("a node at rest", () => {
  let resting: Resting | undefined;
  let collected = 0;
  const count = () => void collected++;
  afterEach(() => {
    resting?.stop();
    collected = 0;
  });

  it("collects what its start left, then once after each time of work", async () => {
    resting = collectAtRest(count, 200, 3);
    await pause(400);
    expect(collected).toBe(1);
    for (let request = 0; request < 3; request++) resting.noteWork();
    expect(collected).toBe(1);
    await pause(400);
    expect(collected).toBe(2);
    await pause(400);
    expect(collected).toBe(2);
  });

  it("lets next to nothing lie", async () => {
    resting = collectAtRest(count, 100, 3);
    await pause(300);
    resting.noteWork();
    await pause(300);
    expect(collected).toBe(1);
  });

  it("has a collector that gives memory back", () => {
    let garbage: string[] | undefined = Array.from({ length: 300_000 }, (_, at) => `nobody reads ${at}`);
    const before = process.memoryUsage().heapTotal;
    garbage = undefined;
    collector()();
    expect(garbage).toBeUndefined();
    expect(process.memoryUsage().heapTotal).toBeLessThan(before);
  });
});
