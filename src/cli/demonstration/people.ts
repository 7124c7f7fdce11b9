// The demonstration's organisations and people, through the acts that make them on any node.
import { createReadStream } from "node:fs";
import {
  acceptAffiliation,
  applyForAffiliation,
  foundNode,
  grantMandate,
  importOrganizations,
  organizationIdsByExternalId,
  type OrganizationId,
  type PersonId,
  registerPerson,
  sponsorAffiliation,
} from "#confederation";
import type { Accounts } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { type Dates, type Demo, demoPath, type DemoPerson } from "./data.ts";

/** Everybody of the demonstration, by the keys that its data uses. */
export type Cast = {
  readonly organization: (externalId: string) => OrganizationId;
  /** A context in which this person acts at that instant. */
  readonly acting: (key: string, at: Date) => Ctx;
  /** Whoever speaks for an organisation. */
  readonly spokesperson: (externalId: string) => string;
  readonly accountOf: ReadonlyMap<string, string>;
};

const FOUNDING_ORGANIZATION = "conf";
const COMMISSION_MEMBER = "tomas-huarachi-leiva";

function mustFind<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the demonstration's data names ${what}, which it does not have`);
  return value;
}

type Loading = {
  readonly shell: Ctx;
  readonly accounts: Accounts;
  readonly demo: Demo;
  readonly dates: Dates;
};

/** An account for those who get a sign-in link; its password is random and nobody's. */
async function accountFor(accounts: Accounts, ctx: Ctx, person: DemoPerson): Promise<string> {
  const password = Buffer.from(ctx.node.keys.derive(`demonstration ${person.key}`)).toString("base64url");
  return ctx.db
    .transaction()
    .execute((tx) =>
      accounts.createAccount({ ...ctx, db: tx }, { email: person.email, password, personal: [] }),
    );
}

export async function loadPeople({ shell, accounts, demo, dates }: Loading): Promise<Cast> {
  const [first, ...others] = demo.people.people;
  const founder = mustFind(first, "a founder");
  const accountOf = new Map<string, string>();
  for (const person of demo.people.people.filter((each) => each.sign_in_link)) {
    accountOf.set(person.key, await accountFor(accounts, shell, person));
  }
  // The day before the first mandates begin.
  const start = new Date(
    dates.instant(mustFind(founder.mandates[0], "the founder's mandate").starts_on).getTime() - 86_400_000,
  );
  const founded = await found(
    { ...shell, now: start },
    demo,
    founder,
    mustFind(accountOf.get(founder.key), founder.key),
  );
  const operator: Ctx = {
    ...shell,
    now: start,
    actor: { kind: "person", personId: founded.personId, accountId: accountOf.get(founder.key) ?? "" },
  };
  await importOrganizations(operator, {
    source: () => createReadStream(demoPath("organizations.csv")),
    asExample: true,
  });
  const ids = await organizationIdsByExternalId(shell.db);
  const organization = (externalId: string) => mustFind(ids.get(externalId), `organisation '${externalId}'`);
  const people = new Map<string, PersonId>([[founder.key, founded.personId]]);
  for (const person of others) {
    people.set(
      person.key,
      await registerPerson(operator, {
        name: person.name,
        organizationId: organization(mustFind(person.mandates[0], person.key).organization),
        accountId: accountOf.get(person.key) ?? null,
      }),
    );
  }
  for (const person of demo.people.people) {
    for (const mandate of person.mandates) {
      // What the founding gave the founder is the node's first mandate already.
      if (person === founder && mandate.office === "operator") continue;
      await grantMandate(operator, {
        personId: mustFind(people.get(person.key), person.key),
        organizationId: organization(mandate.organization),
        office: mandate.office,
        covers: mandate.covers,
        startsAt: dates.instant(mandate.starts_on, 0),
        endsAt: dates.instant(mandate.ends_on, 24),
        decision: mandate.decision,
      });
    }
  }
  const cast: Cast = {
    organization,
    accountOf,
    acting: (key, at) => ({
      ...shell,
      now: at,
      actor: {
        kind: "person",
        personId: mustFind(people.get(key), `person '${key}'`),
        accountId: accountOf.get(key) ?? "",
      },
    }),
    spokesperson: (externalId) =>
      mustFind(
        demo.people.people.find((person) =>
          person.mandates.some(
            (mandate) => mandate.organization === externalId && mandate.office === "spokesperson",
          ),
        ),
        `a spokesperson of '${externalId}'`,
      ).key,
  };
  await affiliate(cast, demo, new Date(start.getTime() + 2 * 86_400_000));
  return cast;
}

async function found(shell: Ctx, demo: Demo, founder: DemoPerson, accountId: string) {
  return foundNode(shell, {
    profile: {
      name: {
        source: "es",
        texts: {
          es: "Confederación de ejemplo",
          en: "Example confederation",
          pt: "Confederação de exemplo",
          fr: "Confédération d’exemple",
        },
      },
      place: demo.edition.host_city,
      languages: ["es", "en", "pt", "fr"],
      demonstration: true,
    },
    organization: {
      name: { source: "es", texts: { es: "Confederación de Comunas y Movimientos (ejemplo)" } },
      kind: "network",
      externalId: FOUNDING_ORGANIZATION,
      isExample: true,
    },
    person: { name: founder.name, accountId },
  });
}

/** Each delegation applies, is sponsored by two that are in already, and is accepted by the commission. */
async function affiliate(cast: Cast, demo: Demo, at: Date): Promise<void> {
  const inside = [FOUNDING_ORGANIZATION];
  for (const externalId of demo.people.accredited_delegations) {
    const organizationId = cast.organization(externalId);
    await applyForAffiliation(cast.acting(cast.spokesperson(externalId), at), { organizationId });
    for (const sponsor of inside.slice(-2)) {
      await sponsorAffiliation(cast.acting(cast.spokesperson(sponsor), at), {
        organizationId,
        sponsorId: cast.organization(sponsor),
      });
    }
    await acceptAffiliation(cast.acting(COMMISSION_MEMBER, at), { organizationId });
    inside.push(externalId);
  }
}
