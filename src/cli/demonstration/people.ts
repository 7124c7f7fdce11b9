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

const DAY_MS = 86_400_000;

export async function loadPeople(loading: Loading): Promise<Cast> {
  const { shell, accounts, demo, dates } = loading;
  const founder = mustFind(demo.people.people[0], "a founder");
  const accountOf = new Map<string, string>();
  for (const person of demo.people.people.filter((each) => each.sign_in_link)) {
    accountOf.set(person.key, await accountFor(accounts, shell, person));
  }
  // The day before the first mandates begin.
  const firstDay = dates.instant(mustFind(founder.mandates[0], "the founder's mandate").starts_on);
  const start = new Date(firstDay.getTime() - DAY_MS);
  const accountId = mustFind(accountOf.get(founder.key), founder.key);
  const { personId } = await found({ ...shell, now: start }, demo, founder, accountId);
  const operator: Ctx = { ...shell, now: start, actor: { kind: "person", personId, accountId } };
  await importOrganizations(operator, {
    source: () => createReadStream(demoPath("organizations.csv")),
    asExample: true,
  });
  const ids = await organizationIdsByExternalId(shell.db);
  const organization = (externalId: string) => mustFind(ids.get(externalId), `organisation '${externalId}'`);
  const people = await nameEverybody(loading, operator, organization, accountOf, personId);
  const cast = castOf(loading, organization, people, accountOf);
  await affiliate(cast, demo, new Date(start.getTime() + 2 * DAY_MS));
  return cast;
}

/** Registers everybody and gives them their offices, as the operator. */
async function nameEverybody(
  { demo, dates }: Loading,
  operator: Ctx,
  organization: Cast["organization"],
  accountOf: Cast["accountOf"],
  founderId: PersonId,
): Promise<ReadonlyMap<string, PersonId>> {
  const people = new Map<string, PersonId>();
  for (const [index, person] of demo.people.people.entries()) {
    const first = mustFind(person.mandates[0], `a mandate of '${person.key}'`);
    const accountId = accountOf.get(person.key) ?? null;
    const of = { name: person.name, organizationId: organization(first.organization), accountId };
    const personId = index === 0 ? founderId : await registerPerson(operator, of);
    people.set(person.key, personId);
    for (const mandate of person.mandates) {
      // What the founding gave the founder is the node's first mandate already.
      if (index === 0 && mandate.office === "operator") continue;
      await grantMandate(operator, {
        personId,
        organizationId: organization(mandate.organization),
        office: mandate.office,
        covers: mandate.covers,
        startsAt: dates.instant(mandate.starts_on, 0),
        endsAt: dates.instant(mandate.ends_on, 24),
        decision: mandate.decision,
      });
    }
  }
  return people;
}

function castOf(
  { shell, demo }: Loading,
  organization: Cast["organization"],
  people: ReadonlyMap<string, PersonId>,
  accountOf: Cast["accountOf"],
): Cast {
  const speaksFor = (externalId: string) =>
    demo.people.people.find((person) =>
      person.mandates.some(
        (mandate) => mandate.organization === externalId && mandate.office === "spokesperson",
      ),
    );
  return {
    organization,
    accountOf,
    acting: (key, at) => {
      const personId = mustFind(people.get(key), `person '${key}'`);
      return { ...shell, now: at, actor: { kind: "person", personId, accountId: accountOf.get(key) ?? "" } };
    },
    spokesperson: (externalId) => mustFind(speaksFor(externalId), `a spokesperson of '${externalId}'`).key,
  };
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
