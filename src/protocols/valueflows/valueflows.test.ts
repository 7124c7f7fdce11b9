// What the market says in ValueFlows, held against an independent JSON-LD processor: every word is one of the vocabulary, nothing
// is dropped on the way, and what only members may see is in no document.
import jsonld from "jsonld";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import {
  type AgreementId,
  ask,
  confirmTerms,
  findAgreement,
  give,
  moveOffer,
  proposeTerms,
  receive,
} from "#market";
import { sql } from "kysely";
import { newId } from "#platform/ids";

const test = useDatabase();
let seller: Trader;
let buyer: Trader;
let visitor: Reader;
let buys: Reader;
let stranger: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  buyer = await trader(node, "Panadería");
  const other = await trader(node, "Vecina");
  const { as } = createTestApp(node.shell);
  visitor = as();
  const signIn = async (personId: string) => {
    await sql`update people set account_id = ${`account-${personId}`} where id = ${personId}`.execute(
      test.db,
    );
    return as(`account-${personId}`);
  };
  buys = await signIn(buyer.personId);
  stranger = await signIn(other.personId);
});

const VF = "https://w3id.org/valueflows/ont/vf#";
type Node = Record<string, { "@id"?: string; "@value"?: unknown; "@type"?: string }[]> & { "@id"?: string };

/** Expanded without any network: a document that needs one fails. Words that the context does not know would be lost. */
async function nodesOf(answer: Response): Promise<Node[]> {
  expect(answer.headers.get("content-type")).toContain("application/ld+json");
  const document = (await answer.json()) as jsonld.JsonLdDocument;
  const documentLoader = async (url: string) => {
    throw new Error(`fetches ${url}`);
  };
  const expanded = await jsonld.expand(document, { documentLoader });
  const flat = (await jsonld.flatten(expanded, undefined, { documentLoader })) as unknown as Node[];
  const quads = await jsonld.toRDF(document, { documentLoader });
  expect((quads as unknown[]).length).toBeGreaterThan(5);
  return flat;
}

const typesOf = (nodes: Node[], name: string) =>
  nodes.filter((node) => (node["@type"] as unknown as string[] | undefined)?.includes(VF + name));
const value = (node: Node | undefined, name: string) =>
  node?.[VF + name]?.[0]?.["@value"] ?? node?.[VF + name]?.[0]?.["@id"];

/** Of ValueFlows 1.0, the words that may stand in our documents. */
const WORDS = new Set(
  "Proposal ProposalList lists Intent Measure Unit Organization SpatialThing action purpose name note created unitBased publishes reciprocal provider receiver resourceClassifiedAs resourceConformsTo resourceQuantity availableQuantity Agreement Commitment EconomicEvent stipulates stipulatesReciprocal realizes realizesReciprocal satisfies fulfills due hasPointInTime hasNumericalValue hasUnit omUnitIdentifier symbol hasBeginning hasEnd atLocation mappableAddress image imageList finished".split(
    " ",
  ),
);

describe("an offer in ValueFlows", () => {
  it("is a proposal of an intent at its URI, with what is given in return", async () => {
    const wanted = { category: "packaging", words: said("Jars") } as const;
    const number = await publish(seller, { wanted, months: [4, 5], startsOn: "2026-01-01" });
    const path = `/market/offers/${number}`;
    const nodes = await nodesOf(await visitor.get(path, { accept: "application/ld+json" }));
    const uri = testOrigin + path;
    const [byPrice, byBarter] = typesOf(nodes, "Proposal");
    expect(byPrice?.["@id"]).toBe(uri);
    expect(value(byPrice, "purpose")).toBe(`${VF}offer`);
    expect(value(byPrice, "unitBased")).toBe(true);
    expect(byBarter?.["@id"]).toBe(`${uri}#barter`);
    const intent = nodes.find((node) => node["@id"] === `${uri}#primary`);
    expect(value(intent, "action")).toBe(`${VF}transfer`);
    expect(intent?.[`${VF}name`]).toContainEqual({ "@language": "es", "@value": "Café en grano" });
    expect(intent?.[`${VF}resourceClassifiedAs`]).toContainEqual({
      "@id": "https://world.openfoodfacts.org/category/coffees",
    });
    const measures = typesOf(nodes, "Measure").map((node) => [
      value(node, "hasNumericalValue"),
      node["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"]?.[0]?.["@value"],
      value(node, "hasUnit"),
    ]);
    const om2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/";
    expect(measures).toContainEqual(["1", "1 kg", `${om2}kilogram`]);
    expect(measures).toContainEqual(["10", "10 kg", `${om2}kilogram`]);
    expect(measures).toContainEqual(["2.00", undefined, `${om2}one`]);
    const money = nodes.find((node) => node["@id"] === `${uri}#reciprocal`);
    expect(value(money, "resourceConformsTo")).toBe(
      "http://publications.europa.eu/resource/authority/currency/USD",
    );
    expect(value(money, "receiver")).toMatch(/\/organizations\//);
    expect(
      nodes.find((node) => node["https://schema.org/byMonth"])?.["https://schema.org/byMonth"],
    ).toHaveLength(2);
  });

  it("uses no word that the vocabulary does not have", async () => {
    await publish(seller, {
      kind: "need",
      price: null,
      isGift: true,
      category: "transport",
      endsOn: "2199-01-01",
    });
    for (const node of await nodesOf(await visitor.get("/valueflows/market.jsonld")))
      for (const key of [...Object.keys(node), ...((node["@type"] as unknown as string[]) ?? [])])
        if (key.startsWith(VF)) expect([...WORDS], key).toContain(key.slice(VF.length));
  });

  it("of a need: who needs receives, and services are rendered", async () => {
    const number = await publish(seller, { kind: "need", category: "repair", unit: "h" });
    const nodes = await nodesOf(await visitor.get(`/market/offers/${number}.jsonld`));
    const intent = nodes.find((node) => node["@id"]?.endsWith("#primary"));
    expect(value(intent, "action")).toBe(`${VF}deliverService`);
    expect(value(intent, "receiver")).toMatch(/\/organizations\//);
    expect(intent?.[`${VF}provider`]).toBeUndefined();
    expect(value(typesOf(nodes, "Proposal")[0], "purpose")).toBe(`${VF}request`);
  });

  it("is a page for whoever asks for a page, and a tombstone once it is withdrawn", async () => {
    const number = await publish(seller);
    const path = `/market/offers/${number}`;
    const page = await visitor.get(path, { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("vary")).toMatch(/Accept\b/);
    await moveOffer(seller.ctx, { number, to: "withdrawn" });
    const gone = await visitor.get(`${path}.jsonld`);
    expect(gone.status).toBe(410);
    expect(await gone.json()).toMatchObject({ type: "Tombstone", id: testOrigin + path });
  });

  it("is in no document where it is for members only", async () => {
    const number = await publish(seller, { membersOnly: true, title: said("Hidden honey") });
    expect((await visitor.get(`/market/offers/${number}.jsonld`)).status).toBe(404);
    expect((await visitor.get(`/market/offers/${number}`, { accept: "application/ld+json" })).status).toBe(
      404,
    );
    expect(await (await visitor.get("/valueflows/market.jsonld")).text()).not.toContain("Hidden honey");
  });

  it("comes in pages that together hold everything once", async () => {
    let path: string | undefined = "/valueflows/market.jsonld?limit=2";
    const seen: string[] = [];
    while (path) {
      const answer: Response = await visitor.get(path);
      seen.push(...typesOf(await nodesOf(answer), "Proposal").map((node) => node["@id"] ?? ""));
      const [, next] = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "") ?? [];
      path = next?.slice(testOrigin.length);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3);
  });
});

describe("an agreement in ValueFlows", () => {
  const today = new Date().toISOString().slice(0, 10);

  async function delivered(): Promise<AgreementId> {
    const number = await publish(seller);
    const asking = {
      requestKey: newId(),
      number,
      organizationId: buyer.id,
      quantity: 4_000n,
      message: "Some",
    };
    const agreementId = await ask(buyer.ctx, asking);
    const price = { amount: 800n, denomination: { currencyId: null, officialCode: "USD" } };
    const back = [
      { title: said("Bread"), category: "bread" as const, unit: "{piece}", quantity: 5_000n, dueOn: null },
    ];
    const parts = [{ quantity: 4_000n, dueOn: "2199-01-31" }];
    const terms = { parts, back, price, transport: "provider" as const, note: null };
    await proposeTerms(seller.ctx, { agreementId, organizationId: seller.id, version: 0, ...terms });
    await confirmTerms(buyer.ctx, { agreementId, organizationId: buyer.id, version: 1 });
    const lineId = (await findAgreement(seller.ctx, agreementId))?.lines[0]?.id ?? "";
    const giving = { requestKey: newId(), agreementId, lineId, quantity: 2_500n, givenOn: today, note: null };
    const deliveryId = await give(seller.ctx, giving);
    const receiving = {
      agreementId,
      deliveryId,
      quantity: 2_000n,
      receivedOn: today,
      quality: "Half a kilogram was wet",
    };
    await receive(buyer.ctx, receiving);
    return agreementId;
  }

  it("is what is to be given and paid, and what arrived of it", async () => {
    const id = await delivered();
    const uri = `${testOrigin}/market/agreements/${id}`;
    const nodes = await nodesOf(await buys.get(`/market/agreements/${id}.jsonld`));
    const [agreement] = typesOf(nodes, "Agreement");
    expect(agreement?.["@id"]).toBe(uri);
    expect(agreement?.[`${VF}stipulates`]).toHaveLength(1);
    expect(agreement?.[`${VF}stipulatesReciprocal`]).toHaveLength(2);
    const goods = typesOf(nodes, "Commitment").find(
      (node) => node["@id"]?.includes("#line-") && node[`${VF}satisfies`],
    );
    expect(value(goods, "satisfies")).toMatch(/offers\/\d+#primary$/);
    expect(goods?.[`${VF}due`]).toEqual([
      { "@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "2199-01-31" },
    ]);
    const [event, ...more] = typesOf(nodes, "EconomicEvent");
    expect(more).toEqual([]);
    expect(value(event, "fulfills")).toBe(goods?.["@id"]);
    expect(value(event, "note")).toBe("Half a kilogram was wet");
    const measure = nodes.find((node) => node["@id"] === value(event, "resourceQuantity"));
    expect(value(measure, "hasNumericalValue")).toBe("2");
    for (const node of nodes)
      for (const key of Object.keys(node))
        if (key.startsWith(VF)) expect([...WORDS], key).toContain(key.slice(VF.length));
  });

  it("is for its two sides: at its address and in what is their own", async () => {
    const id = await delivered();
    const path = `/market/agreements/${id}`;
    const json = { accept: "application/ld+json" };
    expect((await visitor.get(path, json)).status).toBe(404);
    expect((await visitor.get(`${path}.jsonld`)).status).toBe(303);
    expect((await stranger.get(`${path}.jsonld`)).status).toBe(404);
    expect((await stranger.get(path, json)).status).toBe(404);
    expect(await (await buys.get("/valueflows/own.jsonld")).text()).toContain(id);
    expect(await (await stranger.get("/valueflows/own.jsonld")).text()).not.toContain(id);
    expect((await visitor.get("/valueflows/own.jsonld")).status).toBe(303);
  });
});
