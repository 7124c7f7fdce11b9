// People who pay, for tests: a currency of a founding organisation, and organisations with a treasurer, a second person and
// an account, made through the real use-cases.
import { createOrganization, type OrganizationId } from "#confederation";
import {
  findCurrency,
  findPartyByNumber,
  type FoundCurrencyInput,
  foundCurrency,
  openOwnAccount,
  type Currency,
  type Party,
} from "#ledger";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { personWithOffice, type TestNode, type TestPerson } from "./node.ts";

let count = 0;

export function currencyInput(
  organizationId: OrganizationId,
  over: Partial<FoundCurrencyInput> = {},
): FoundCurrencyInput {
  const number = ++count;
  return {
    requestKey: newId(),
    organizationId,
    kind: "mutual_credit",
    code: `GRAIN${number}`,
    name: inOneLanguage("en", `Grain ${number}`),
    rules: inOneLanguage("en", "Whoever owes, owes everybody."),
    scale: 2,
    defaultMinimum: -100_000n,
    defaultMaximum: 100_000n,
    demurragePpm: 0,
    approvalAbove: null,
    openBooks: false,
    backing: null,
    expiresOn: null,
    onExpiry: null,
    mirrors: null,
    reserveKeptBy: null,
    ...over,
  };
}

export async function foundTestCurrency(
  founder: TestPerson,
  organizationId: OrganizationId,
  over: Partial<FoundCurrencyInput> = {},
): Promise<Currency> {
  const slug = await foundCurrency(founder.ctx, currencyInput(organizationId, over));
  return (await findCurrency(founder.ctx, slug)) as Currency;
}

export type Payer = {
  readonly organizationId: OrganizationId;
  readonly treasurer: TestPerson;
  readonly second: TestPerson;
};

/** An organisation with a treasurer and a second person; accounts are opened by `accountOf`. */
export async function payer(node: TestNode, name: string): Promise<Payer> {
  const { id } = await createOrganization(node.operator, {
    name: inOneLanguage("en", name),
    kind: "cooperative",
  });
  return {
    organizationId: id,
    treasurer: await personWithOffice(node, id, "treasurer", `Treasurer of ${name}`),
    second: await personWithOffice(node, id, "spokesperson", `Second of ${name}`),
  };
}

export async function accountOf({ treasurer, organizationId }: Payer, currency: Currency): Promise<Party> {
  const number = await openOwnAccount(treasurer.ctx, {
    requestKey: newId(),
    currencyId: currency.id,
    organizationId,
    name: null,
  });
  return (await findPartyByNumber(treasurer.ctx, number)) as Party;
}
