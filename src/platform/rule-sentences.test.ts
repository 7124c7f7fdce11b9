// Verdicts and rules as people read them, in four languages. Whoever changes a word here reads the sentence aloud.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Amount, type Condition, evaluate, type Facts, readRules, type Rules } from "#algorithms/rules";
import { catalogueLanguages } from "./i18n/i18n.ts";
import {
  conditionSentence,
  faultSentence,
  matterName,
  rulesPlainText,
  rulesText,
  verdictSentence,
} from "./rule-sentences.ts";

const of = "votes_without_abstentions" as const;
const rules: Rules = {
  format: "cumbe/rules/1",
  face: {
    name: { source: "es", texts: { es: "Reglas del congreso", fr: "Règles du congrès" } },
    basics: { source: "es", texts: { es: "Somos iguales." } },
  },
  default: {
    voters: "delegations",
    quorum: { atLeast: [1, 2], of: "accredited", count: "present" },
    adoption: { moreThan: [1, 2], of },
    tie: "status_quo",
  },
  matters: {
    text: {
      adoption: {
        all: [
          { moreThan: [2, 3], of },
          { atLeast: [1, 2], of: "regions", count: { regionsWhere: { moreThan: "against" } } },
        ],
      },
      readings: { times: 2, days: 30 },
    },
    consent: {
      quorum: {
        any: [
          { atLeast: [3, 10], of: "members", count: "present" },
          {
            all: [
              { atLeast: 2, count: "call" },
              { atLeast: [1, 5], of: "members", count: "present" },
            ],
          },
        ],
      },
      voters: "members",
      adoption: {
        all: [
          { atMost: 0, count: "objections_open" },
          { days: 14, since: "announcement" },
        ],
      },
    },
    statute: {
      voters: "members",
      quorum: null,
      adoption: {
        any: [
          { atLeast: { sum: [{ roundDown: { share: [1, 2], of: "members" } }, 1] } },
          {
            all: [
              { moreThan: [3, 1], of: "against" },
              { weighed: "population", holds: { atLeast: [65, 100], of: "members" } },
            ],
          },
        ],
      },
    },
    one: { quorum: null, adoption: { atMost: 1, count: "against" }, tie: "casting_vote" },
  },
};

const room = { present: 214, accredited: 400 };
const votes = (inFavour: number, against: number, abstentions = 0) => ({
  ...room,
  votes: { for: inFavour, against, abstentions },
});

function said(matter: string, facts: Facts): Record<string, string> {
  const evaluation = evaluate(rules, matter, facts);
  return Object.fromEntries(
    catalogueLanguages.map((language) => [language, plain(verdictSentence(evaluation, language))]),
  );
}

/** With the spaces that may break, as people type. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}

describe("a verdict as a sentence", () => {
  it("says the figures and the quorum", () => {
    expect(said("ordinary", votes(61, 29, 10))).toEqual({
      en: "Adopted: 61 votes in favour out of 90 votes without abstentions, more than half; 214 delegations present out of 400 accredited, at least half, quorum reached.",
      es: "Se adoptó: 61 votos a favor sobre 90 votos sin abstenciones, más de la mitad; 214 delegaciones presentes sobre 400 acreditadas, al menos la mitad, con quórum.",
      pt: "Foi adotado: 61 votos a favor de um total de 90 votos sem abstenções, mais da metade; 214 delegações presentes de um total de 400 credenciadas, pelo menos a metade, com quórum.",
      fr: "Adopté : 61 voix pour sur 90 suffrages exprimés, plus de la moitié ; 214 délégations présentes sur 400 accréditées, au moins la moitié, quorum atteint.",
    });
  });

  it("says what was needed, by one vote and by a region", () => {
    const regions = {
      a: { votes: { for: 4, against: 1 } },
      b: { votes: { for: 1, against: 4 } },
      c: { votes: { for: 2, against: 2 } },
    };
    expect(said("text", { ...votes(60, 30), regions, readings: [] })).toEqual({
      en: "Not adopted: 60 votes in favour out of 90 votes without abstentions, not more than two thirds, when 61 were needed; there are more votes in favour than against in 1 of 3 regions, less than half, when 2 were needed; 214 delegations present out of 400 accredited, at least half, quorum reached.",
      es: "No se adoptó: 60 votos a favor sobre 90 votos sin abstenciones, no más de dos tercios, cuando hacían falta 61; hay más votos a favor que en contra en 1 de 3 regiones, menos de la mitad, cuando hacían falta 2; 214 delegaciones presentes sobre 400 acreditadas, al menos la mitad, con quórum.",
      pt: "Não foi adotado: 60 votos a favor de um total de 90 votos sem abstenções, não mais de dois terços, quando eram necessários 61; há mais votos a favor do que contra em 1 de 3 regiões, menos da metade, quando eram necessários 2; 214 delegações presentes de um total de 400 credenciadas, pelo menos a metade, com quórum.",
      fr: "Non adopté : 60 voix pour sur 90 suffrages exprimés, pas plus des deux tiers, alors qu’il en fallait 61 ; il y a plus de voix pour que contre dans 1 région sur 3, moins de la moitié, alors qu’il en fallait 2 ; 214 délégations présentes sur 400 accréditées, au moins la moitié, quorum atteint.",
    });
  });

  it("says one, none and a tie as people do", () => {
    expect(said("ordinary", votes(1, 0)).es).toContain("1 voto a favor sobre 1 voto sin abstenciones");
    expect(said("ordinary", votes(0, 0)).pt).toContain("0 votos a favor de um total de 0 votos");
    expect(said("ordinary", votes(0, 1)).fr).toContain("alors qu’il en fallait 1");
    expect(said("ordinary", votes(5, 5)).en).toContain(
      "5 votes in favour out of 10 votes without abstentions, not more than half; with as many against as in favour, things stay as they are",
    );
    const more: Rules = { ...rules, default: { adoption: { moreThan: "against" } }, matters: {} };
    expect(rulesPlainText(more, "fr")).toContain("adoptée s’il y a plus de voix pour que contre.");
    expect(verdictSentence(evaluate(more, "x", votes(1, 3)), "pt")).toBe(
      "Não foi adotado: 1 voto a favor e 3 contra.",
    );
    expect(said("one", votes(3, 2)).es).toBe(
      "No se adoptó: 2 votos en contra, más de 1, cuando se admitía 1 como máximo.",
    );
    expect(
      said("consent", {
        ...room,
        members: 400,
        call: 1,
        objections_open: 0,
        announcement: "2026-01-01T00:00:00Z",
        now: "2026-02-01T00:00:00Z",
      }),
    ).toMatchObject({
      en: "Adopted: no unresolved objections; 14 days have passed since it was announced; 214 members present out of 400 members, at least 30%, quorum reached.",
      es: "Se adoptó: ninguna objeción sin resolver; han pasado 14 días desde que se anunció; 214 integrantes presentes sobre 400 integrantes, al menos el 30 %, con quórum.",
    });
  });

  it("says nobody is no share of nobody, and what a sum came to", () => {
    expect(said("ordinary", { votes: { for: 0, against: 0 }, present: 0, accredited: 0 }).es).toBe(
      "La votación no vale, porque no hubo quórum: 0 delegaciones presentes sobre 0 acreditadas, menos de la mitad, cuando hacía falta 1.",
    );
    expect(
      said("statute", {
        ...votes(49, 9),
        members: 99,
        weighed: { population: { members: 9, votes: { for: 6, against: 3 } } },
      }).en,
    ).toBe(
      "Adopted: 49 votes in favour, more than 3 times the votes against, that is 27; in the count “population”, 6 votes in favour out of 9 members, at least 65%.",
    );
  });

  it("says that there was no quorum, and only what was open to be reached", () => {
    expect(said("consent", { present: 19, members: 100, call: 1 })).toEqual({
      en: "The vote does not count, because there was no quorum: 19 members present out of 100 members, less than 30%, when 30 were needed.",
      es: "La votación no vale, porque no hubo quórum: 19 integrantes presentes sobre 100 integrantes, menos del 30 %, cuando hacían falta 30.",
      pt: "A votação não vale, porque não houve quórum: 19 integrantes presentes de um total de 100 integrantes, menos de 30 %, quando eram necessários 30.",
      fr: "Le vote ne compte pas, faute de quorum : 19 membres présents sur 100 membres, moins de 30 %, alors qu’il en fallait 30.",
    });
  });

  it("says what waits, what came too early and what is not known", () => {
    const waiting = {
      present: 50,
      members: 100,
      call: 1,
      objections_open: 0,
      announcement: "2026-01-01T12:00:00Z",
    };
    expect(said("consent", { ...waiting, now: "2026-01-02T00:00:00Z" }).en).toMatch(
      /^To be adopted on 15 January 2026 at 12:00 UTC, if nothing changes until then: no unresolved objections; 14 days had to pass/,
    );
    const early = { ...votes(9, 1), readings: ["2026-01-01T12:00:00Z"], opening: "2026-01-02T12:00:00Z" };
    expect(said("text", early).fr).toBe(
      "Le vote ne compte pas, car il s’est ouvert avant le 31 janvier 2026 à 12:00 UTC.",
    );
    expect(said("ordinary", { votes: { for: 1, against: 0 }, present: 3 }).pt).toBe(
      "Ainda não se pode dizer, porque não se conhece isto: as delegações credenciadas.",
    );
    const open = evaluate(rules, "ordinary", votes(2, 1));
    expect(verdictSentence(open, "es", { isOpen: true })).toMatch(
      /^La votación está abierta; si terminara ahora, se adoptaría: 2 votos/,
    );
  });

  it("tells instants by the clocks that it is given", () => {
    const facts = {
      present: 50,
      members: 100,
      call: 1,
      objections_open: 0,
      announcement: "2026-01-01T12:00:00Z",
      now: "2026-01-02T00:00:00Z",
    };
    const sentence = verdictSentence(evaluate(rules, "consent", facts), "es", { zone: "America/Caracas" });
    expect(sentence).toContain("15 de enero de 2026 a las 8:00 si");
  });
});

describe("rules as a text", () => {
  it("says every part, with lists where several things have to hold", () => {
    expect(plain(rulesPlainText(rules, "en"))).toBe(`Reglas del congreso

Basics
Somos iguales.

In general
Who votes: the delegations.
There is a quorum if the delegations present are at least half of the accredited delegations.
It is adopted if the votes in favour are more than half of the votes without abstentions.
A tie leaves things as they are.

Texts as a whole
It is adopted if all of this holds:
  - the votes in favour are more than two thirds of the votes without abstentions
  - the regions where there are more votes in favour than against are at least half of the regions
It has to be adopted 2 times, and each vote opens at least 30 days after the one before.

In the matter “consent”
Who votes: the members.
There is a quorum if one of these holds, or several:
  - the members present are at least 30% of the members
  - all of this:
    - it is the 2nd call or a later one
    - the members present are at least one fifth of the members
It is adopted if all of this holds:
  - there are no unresolved objections
  - 14 days have passed since it was announced

In the matter “one”
No quorum is needed.
It is adopted if the votes against are at most 1.
If there is a tie, whoever presides decides.

In the matter “statute”
Who votes: the members.
No quorum is needed.
It is adopted if one of these holds, or several:
  - the votes in favour are at least half of the members (rounded down) plus 1
  - all of this:
    - the votes in favour are more than 3 times the votes against
    - in the count “population”, the votes in favour are at least 65% of the members`);
    expect(rulesText(rules, "fr").face.map(({ text, language }) => `${language}: ${text}`)).toEqual([
      "fr: Règles du congrès",
      "es: Somos iguales.",
    ]);
  });

  it("names matters, offices and faults", () => {
    expect(matterName("entrenchment", "es")).toBe("Cambio del modo de cambiar estas reglas");
    const proposal = { proposedBy: ["presidency", "five"] } as const;
    const named = { ...rules, default: { ...rules.default, proposal } };
    const text = rulesText(named, "es", {
      nameOf: (name) => (name === "presidency" ? "la presidencia" : name),
    });
    expect(text.matters[0]?.paragraphs[0]?.text).toBe("Se puede proponer si propone la presidencia o five.");
    const [fault] = readRules({ ...rules, default: { adoption: { atLeast: [2, 0], of } } }).faults;
    expect(fault && faultSentence(fault, "pt")).toBe(
      "default.adoption.atLeast: Uma fração não pode ter um zero.",
    );
  });

  it("says a condition by itself", () => {
    const { quorum } = evaluate(rules, "ordinary", votes(1, 0));
    expect(quorum && conditionSentence(quorum, "delegations", "es")).toBe(
      "214 delegaciones presentes sobre 400 acreditadas, al menos la mitad.",
    );
  });
});

const measures = [
  "for",
  "against",
  "abstentions",
  "invalid",
  "votes_without_abstentions",
  "votes_cast",
  "ballots_cast",
  "present",
  "present_at_close",
  "accredited",
  "members",
  "organisations",
  "regions",
  "objections",
  "objections_open",
  "supporters",
  "call",
  "ballot",
] as const;
const { condition } = fc.letrec<{ amount: Amount; condition: Condition }>((tie) => {
  const shares = fc.constantFrom<[number, number][]>(
    [1, 2],
    [2, 3],
    [1, 1],
    [3, 1],
    [55, 100],
    [5, 7],
    [3, 2],
    [1, 10],
  );
  const list = fc.array(tie("amount"), { minLength: 1, maxLength: 3 });
  const bound = { of: tie("amount"), count: tie("amount") };
  const conditions = fc.array(tie("condition"), { minLength: 1, maxLength: 3 });
  return {
    amount: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom<Amount>(...measures),
      fc.integer({ min: -3, max: 30 }),
      fc.record({ share: shares, of: tie("amount") }),
      fc.oneof(fc.record({ sum: list }), fc.record({ least: list }), fc.record({ greatest: list })),
      fc.oneof(fc.record({ roundUp: tie("amount") }), fc.record({ roundDown: tie("amount") })),
      fc.record({ squareRoot: tie("amount") }),
      fc.record({ regionsWhere: tie("condition") }),
    ),
    condition: fc.oneof(
      { maxDepth: 2 },
      fc.record({ atLeast: shares, ...bound }),
      fc.record({ moreThan: shares, ...bound }),
      fc.record({ atMost: shares, ...bound }),
      fc.record({ lessThan: shares, ...bound }),
      fc.record({ moreThan: tie("amount"), count: tie("amount") }),
      fc.record({ atMost: fc.nat({ max: 1 }), count: tie("amount") }),
      fc.record({
        days: fc.integer({ min: 1, max: 9 }),
        since: fc.constantFrom("notice", "proposal", "opening", "announcement", "term"),
        by: fc.constantFrom("opening", "now"),
      }),
      fc.record({ proposedBy: fc.constant(["chair", "five"]) }),
      fc.record({ weighed: fc.constant("population"), holds: tie("condition") }),
      fc.oneof(
        fc.record({ not: tie("condition") }),
        fc.record({ all: conditions }),
        fc.record({ any: conditions }),
      ),
    ),
  };
});

it("has words for whatever rules and facts there may be", () => {
  const instants = {
    notice: "2026-01-01T00:00:00Z",
    proposal: "2026-01-01T00:00:00Z",
    opening: "2026-01-03T00:00:00Z",
    announcement: "2026-01-03T00:00:00Z",
    term: "2025-01-01T00:00:00Z",
    now: "2026-01-04T00:00:00Z",
  };
  const roll = {
    present: 7,
    present_at_close: 6,
    accredited: 9,
    members: 20,
    organisations: 4,
    votes: { for: 3, against: 2, abstentions: 1, invalid: 1 },
  };
  const all: Facts = {
    ...instants,
    ...roll,
    weighed: { population: roll },
    regions: { a: roll, b: { ...roll, weight: [1, 2] } },
    objections: 1,
    objections_open: 1,
    supporters: 3,
    proposer: ["chair"],
    call: 2,
    ballot: 1,
    readings: [],
  };
  fc.assert(
    fc.property(condition, condition, fc.subarray(Object.keys(all)), (adoption, quorum, known) => {
      const facts = Object.fromEntries(Object.entries(all).filter(([key]) => known.includes(key))) as Facts;
      const random: Rules = {
        ...rules,
        default: { adoption, quorum, proposal: quorum, readings: { times: 2, days: 3 }, tie: "vote_again" },
        matters: {},
      };
      for (const language of catalogueLanguages) {
        for (const of of [facts, all]) {
          const sentence = verdictSentence(evaluate(random, "x", of), language);
          expect(sentence).not.toMatch(/undefined|null|\[object|NaN/);
          expect(sentence).toMatch(/\.$/);
        }
        expect(rulesPlainText(random, language)).not.toMatch(/undefined|null|\[object|NaN/);
      }
    }),
    { numRuns: 150 },
  );
});
