import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCertificate, readObligations, throughPool, verify } from "#algorithms/clearing";
import type { OrganizationId } from "#confederation";
import {
  certificateFile,
  movementsOf,
  obligationsCsv,
  type OpenArc,
  publishedFrom,
  type Room,
  solveArcs,
} from "./solving.rules.ts";
import type { ObligationId } from "./types.ts";

const idOf = (party: number) => `organization-${party}` as OrganizationId;
const party = fc.integer({ min: 0, max: 6 });
const arcs = fc
  .array(fc.record({ debtor: party, creditor: party, amount: fc.integer({ min: 1, max: 50 }) }), {
    maxLength: 25,
  })
  .map((many) =>
    many
      .filter(({ debtor, creditor }) => debtor !== creditor)
      .map(({ debtor, creditor, amount }, at): OpenArc => ({
        obligationId: `obligation-${String(at).padStart(3, "0")}` as ObligationId,
        debtorId: idOf(debtor),
        creditorId: idOf(creditor),
        amount: BigInt(amount),
      })),
  );
const lots = fc
  .uniqueArray(fc.stringMatching(/^[0-9a-f]{8}$/), { minLength: 7, maxLength: 7 })
  .map((texts) => new Map(texts.map((text, at) => [idOf(at), text])));
const rooms = fc
  .array(fc.record({ pays: fc.bigInt(0n, 40n), takes: fc.bigInt(0n, 40n) }), { minLength: 7, maxLength: 7 })
  .map((many) => new Map<OrganizationId, Room>(many.map((room, at) => [idOf(at), room])));

describe("the solution of a round", () => {
  it("is proven by what is published, and the same whatever lots were drawn", () => {
    fc.assert(
      fc.property(arcs, lots, lots, (open, drawn, others) => {
        const solution = solveArcs(open, { standing: drawn, drawn }, null);
        const byObligation = ({ arcs: found }: typeof solution) =>
          new Map(found.map(({ obligationId, cleared }) => [obligationId, cleared]));
        // Other numbers: the same set-off, obligation by obligation. Another standing: as much.
        const renumbered = solveArcs(open, { standing: drawn, drawn: others }, null);
        expect(byObligation(renumbered)).toEqual(byObligation(solution));
        expect(solveArcs(open, { standing: others, drawn }, null)).toMatchObject({
          cleared: solution.cleared,
          total: solution.total,
          clearedOnCredit: 0n,
        });
        expect(movementsOf(publishedFrom(solution)).every((moved) => moved === 0n)).toBe(true);
        if (open.length === 0) return;
        const published = publishedFrom(solution);
        const file = readObligations(Buffer.from(obligationsCsv(published)));
        const { certificate } = readCertificate(certificateFile(published, "0".repeat(64)), file);
        expect(verify(file.obligations, certificate)).toEqual({ ok: true, total: solution.cleared });
      }),
    );
  });

  it("moves accounts within the room that was offered, and proves that too", () => {
    fc.assert(
      fc.property(arcs, lots, rooms, (open, drawn, offered) => {
        const solution = solveArcs(open, { standing: drawn, drawn }, offered);
        const published = publishedFrom(solution);
        for (const [at, moved] of movementsOf(published).entries()) {
          const { organizationId } = solution.parties[at]!;
          expect(
            -moved <= offered.get(organizationId)!.pays && moved <= offered.get(organizationId)!.takes,
          ).toBe(true);
        }
        const file = readObligations(Buffer.from(obligationsCsv(published)));
        const { certificate, pool } = readCertificate(certificateFile(published, "0".repeat(64)), file);
        expect(pool).not.toBeNull();
        const proof = throughPool(file.obligations, certificate, pool!);
        expect(verify(proof.obligations, proof.certificate)).toEqual({ ok: true, total: solution.cleared });
        expect(solution.cleared - solution.clearedOnCredit).toBe(
          solveArcs(open, { standing: drawn, drawn }, null).cleared,
        );
      }),
    );
  });

  it("publishes nothing of who they are, nor of the order in which they were recorded", () => {
    const [a, b, c] = [idOf(0), idOf(1), idOf(2)];
    const open: OpenArc[] = [
      { obligationId: "1" as ObligationId, debtorId: a, creditorId: b, amount: 5n },
      { obligationId: "2" as ObligationId, debtorId: b, creditorId: c, amount: 7n },
    ];
    const drawn = new Map([
      [a, "c"],
      [b, "a"],
      [c, "b"],
    ]);
    expect(obligationsCsv(publishedFrom(solveArcs(open, { standing: new Map(), drawn }, null)))).toBe(
      "debtor,creditor,amount\n1,2,7\n3,1,5\n",
    );
    expect(solveArcs([], { standing: drawn, drawn }, null)).toMatchObject({
      parties: [],
      cleared: 0n,
      total: 0n,
    });
  });
});
