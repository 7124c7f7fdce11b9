// What the market says in ValueFlows, held against an independent JSON-LD processor: every word is one of the vocabulary, nothing
// is dropped on the way, and what only members may see is in no document.
import jsonld from "jsonld";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { moveOffer } from "#market";

const test = useDatabase();
let seller: Trader;
let visitor: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  visitor = createTestApp(node.shell).as();
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
  "Proposal ProposalList lists Intent Measure Unit Organization SpatialThing action purpose name note created unitBased publishes reciprocal provider receiver resourceClassifiedAs resourceConformsTo resourceQuantity availableQuantity hasNumericalValue hasUnit omUnitIdentifier symbol hasBeginning hasEnd atLocation mappableAddress image imageList finished".split(
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
