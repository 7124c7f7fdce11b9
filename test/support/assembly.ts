// A congress for tests: a chair, delegations with a spokesperson each, an edition and a text, made through use-cases.
import { type OrganizationId } from "#confederation";
import { accreditDelegation, convene, importText, openForAmendments } from "#congress";
import { insertOrganization, setStatus } from "../../src/modules/confederation/organizations.store.ts";
import { createOrganizationInput } from "../../src/modules/confederation/organizations.schema.ts";
import type { Ctx } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export type Delegation = TestPerson & { readonly organizationId: OrganizationId; readonly slug: string };

/** An affiliated organisation with a spokesperson. */
export async function affiliatedDelegation(
  node: TestNode,
  name: string,
  country: string | null = "VE",
): Promise<Delegation> {
  const fields = createOrganizationInput.parse({ kind: "commune", name: inOneLanguage("en", name), country });
  const { id, slug } = await insertOrganization(node.shell, fields, { externalId: null, isExample: false });
  await setStatus(node.shell, id, "affiliated");
  const person = await personWithOffice(node, id, "spokesperson", `Spokesperson of ${name}`);
  return { ...person, organizationId: id, slug };
}

export type Assembly = {
  readonly node: TestNode;
  readonly chair: TestPerson;
  readonly delegations: readonly Delegation[];
  readonly edition: string;
};

/** An edition that calls all affiliated organisations, with this many accredited delegations. */
export async function conveneAssembly(
  node: TestNode,
  size: number,
  slug = "congress-2019",
): Promise<Assembly> {
  const chair = await personWithOffice(node, node.organizationId, "chair");
  await convene(chair.ctx, {
    slug,
    title: inOneLanguage("en", "First congress"),
    hostCity: "Caracas",
    zone: "America/Caracas",
    country: "VE",
    startsOn: "2019-10-18",
    endsOn: "2019-10-20",
    conveningOrganizationId: node.organizationId,
    called: "all_affiliated",
    requestKey: newId(),
  });
  const delegations: Delegation[] = [];
  for (let index = 1; index <= size; index += 1) {
    const delegation = await affiliatedDelegation(node, `Delegation ${slug} ${index}`);
    await accreditDelegation(chair.ctx, { edition: slug, organizationId: delegation.organizationId });
    delegations.push(delegation);
  }
  return { node, chair, delegations, edition: slug };
}

/** A text of the edition, open for amendments; its slug. */
export async function openText(chair: Ctx, edition: string, title: string, source: string): Promise<string> {
  const { text } = await importText(chair, {
    edition,
    title: inOneLanguage("en", title),
    language: "en",
    bytes: Buffer.from(source),
    format: "plain",
    requestKey: newId(),
  });
  await openForAmendments(chair, { edition, text });
  return text;
}
