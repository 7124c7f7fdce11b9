import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asTable, type Machine, machines, statesOf, theStepExists } from "./machines.rules.ts";

const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
/** The formatter sets the columns of a table. */
const plain = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replaceAll(/\s+/g, " ").replaceAll(/-{3,}/g, "---").trim())
    .join("\n");

describe.each(machines.map((machine) => [machine.name, machine as Machine<string>] as const))(
  "%s",
  (_name, machine) => {
    it("is in the README as it is in the code", () => {
      expect(plain(readme)).toContain(plain(asTable(machine)));
    });

    it("takes every step of its table by its side, and no other", () => {
      const sides = [...new Set(machines.flatMap(({ transitions }) => transitions.map(({ by }) => by)))];
      const states = statesOf(machine);
      for (const from of states)
        for (const to of states)
          for (const by of sides) {
            const exists = machine.transitions.some(
              (step) => step.from === from && step.to === to && step.by === by,
            );
            expect(theStepExists(machine, from, to, by)).toMatchObject(
              exists ? { ok: true } : { ok: false, reason: "financingStepUnknown" },
            );
          }
    });

    it("has no state that cannot be reached", () => {
      const reached = new Set<string>(machine.begins);
      for (let more = true; more;) {
        const next = machine.transitions.filter(({ from, to }) => reached.has(from) && !reached.has(to));
        for (const { to } of next) reached.add(to);
        more = next.length > 0;
      }
      expect(statesOf(machine).filter((state) => !reached.has(state))).toEqual([]);
    });
  },
);
