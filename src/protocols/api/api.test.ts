import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createOrganization, directoryQuery } from "#confederation";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, testOrigin } from "../../../test/support/node.ts";
import { organizationDetail, organizationList, refusalAnswer } from "./organizations.schema.ts";

/** An answer holds to its schema exactly: nothing missing, nothing besides. */
function holdsTo(schema: z.ZodObject, body: unknown): void {
  expect(schema.strict().safeParse(body).error?.issues ?? []).toEqual([]);
}

describe("the API", () => {
  const test = useDatabase();
  let visitor: Reader;
  let operator: Reader;
  let slug: string;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    const { as } = createTestApp(node.shell);
    visitor = as();
    operator = as("account-operator");
    const commune = await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "Comuna Ñandú", en: "Rhea Commune" } },
      description: inOneLanguage("es", "Siembra"),
      parentId: node.organizationId,
      country: "VE",
      latitude: 10.1,
      longitude: -70,
      languages: ["es"],
      foundedOn: "2009-11-05",
    });
    ({ slug } = commune);
    for (let number = 1; number <= 5; number++) {
      const name = inOneLanguage("pt", `Cooperativa ${number}`);
      await createOrganization(node.operator, {
        kind: "cooperative",
        name,
        parentId: commune.id,
        country: "BR",
      });
    }
    await personWithOffice(node, commune.id, "spokesperson", "Ana Rojas");
  });
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await visitor.get(path, headers);
    return { response, body: (await response.json()) as Record<string, unknown> };
  };

  it("answers a search as its schema says", async () => {
    const { response, body } = await read("/api/v1/organizations?q=nandu&country=VE&region=005");
    expect(response.status).toBe(200);
    holdsTo(organizationList, body);
    expect(body).toMatchObject({
      total: 1,
      next: null,
      organizations: [{ uri: `${testOrigin}/organizations/${slug}` }],
    });
  });

  it("goes on where a page ended", async () => {
    const seen: string[] = [];
    let path = "/api/v1/organizations?kind=cooperative&limit=2";
    for (let pages = 0; pages < 5; pages++) {
      const { response, body } = await read(path);
      seen.push(...organizationList.parse(body).organizations.map((one) => one.slug));
      const link = /<https:\/\/node\.example([^>]+)>; rel="next"/.exec(
        response.headers.get("link") ?? "",
      )?.[1];
      expect(link === undefined).toBe(body["next"] === null);
      if (!link) break;
      path = link;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5].map((number) => `cooperativa-${number}`));
  });

  it("answers one organisation as its schema says, people by name and no more", async () => {
    const { body } = await read(`/api/v1/organizations/${slug}`);
    holdsTo(organizationDetail, body);
    expect(body).toMatchObject({
      above: [{ kind: "network" }],
      below: { total: 5, byKind: [{ kind: "cooperative", count: 5 }] },
      mandates: [{ person: "Ana Rojas", office: "spokesperson" }],
    });
    expect(JSON.stringify(body)).not.toContain("account");
  });

  it.each([
    ["?limit=0", "limit", "valueTooSmall"],
    ["?limit=1000", "limit", "valueTooLarge"],
    ["?limit=many", "limit", "valueMalformed"],
    ["?region=999", "region", "regionUnknown"],
    ["?country=XX", "country", "countryUnknown"],
    ["?kind=club", "kind", "valueNotOffered"],
    ["?language=!", "language", "languageUnknown"],
    ["?after=zzz", "after", "valueMalformed"],
    [`?q=${"x".repeat(201)}`, "q", "textTooLong"],
  ])("refuses %s with the field and the reason", async (query, field, reason) => {
    const { response, body } = await read(`/api/v1/organizations${query}`, { "accept-language": "pt-BR" });
    expect(response.status).toBe(400);
    holdsTo(refusalAnswer, body);
    expect(body).toMatchObject({ reason: "inputInvalid", errors: [{ field, reason }] });
    expect(body["message"]).toMatch(/campos/);
  });

  it("refuses a place in the list below that it never gave", async () => {
    const { response, body } = await read(`/api/v1/organizations/${slug}?belowAfter=zzz`);
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: "belowAfter", reason: "valueMalformed" }] });
  });

  it("says in JSON that there is none such", async () => {
    const { response, body } = await read("/api/v1/organizations/none-such");
    expect(response.status).toBe(404);
    expect(body).toMatchObject({ reason: "organizationUnknown" });
  });

  it("may be read by every site, and only read", async () => {
    const { response } = await read("/api/v1/organizations", { origin: "https://elsewhere.example" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect((await visitor.get("/organizations")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await visitor.post("/api/v1/organizations", {})).status).toBe(404);
    const foreign = await visitor.post("/api/v1/organizations", {}, { origin: "https://elsewhere.example" });
    expect(foreign.status).toBe(403);
  });

  it("answers whoever is signed in as it answers a visitor", async () => {
    const [one, other] = [
      await visitor.get("/api/v1/organizations"),
      await operator.get("/api/v1/organizations"),
    ];
    expect(await other.json()).toEqual(await one.json());
  });
});

type Document = {
  openapi: string;
  paths: Record<
    string,
    {
      get: {
        parameters: { name: string; in: string; schema: unknown }[];
        responses: Record<string, unknown>;
      };
    }
  >;
  components: { schemas: Record<string, unknown> };
};

/** Every `$ref` of the document. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, part]) => (key === "$ref" ? [String(part)] : references(part)));
}

describe("the OpenAPI document", () => {
  const test = useDatabase();
  let visitor: Reader;
  let document: Document;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    visitor = createTestApp(node.shell).as();
    document = (await (await visitor.get("/api/openapi.json")).json()) as Document;
  });

  it("names every parameter that the query's schema reads", () => {
    expect(document.openapi).toBe("3.1.0");
    const { parameters } = document.paths["/api/v1/organizations"]?.get ?? { parameters: [] };
    expect(parameters.map(({ name }) => name)).toEqual(Object.keys(directoryQuery.shape));
    expect(document.paths["/api/v1/organizations/{slug}"]?.get.parameters[0]).toMatchObject({
      name: "slug",
      in: "path",
      required: true,
    });
  });

  it("refers to nothing that is not in it", () => {
    const found = references(document);
    expect(found.length).toBeGreaterThan(3);
    for (const reference of found) {
      const name = reference.replace("#/components/schemas/", "");
      expect(document.components.schemas[name], reference).toBeTypeOf("object");
    }
    expect(Object.keys(document.components.schemas).sort()).toEqual([
      "Action",
      "ActionList",
      "ActionWithReports",
      "Campaign",
      "CampaignList",
      "CampaignWithTotals",
      "EditionRules",
      "Election",
      "ElectionList",
      "ElectionWithCandidates",
      "Motion",
      "MotionList",
      "MotionWithWords",
      "Multilingual",
      "Organization",
      "OrganizationList",
      "OrganizationSummary",
      "Refusal",
      "RuleVersion",
      "Rules",
      "RulesInForce",
    ]);
  });

  it("describes the answers that are given", async () => {
    // Read back from the document itself, as whoever uses it would.
    const text = JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/");
    const $defs = JSON.parse(text) as Record<string, never>;
    const list = z.fromJSONSchema({ $ref: "#/$defs/OrganizationList", $defs });
    const detail = z.fromJSONSchema({ $ref: "#/$defs/Organization", $defs });
    const found: unknown = await (await visitor.get("/api/v1/organizations")).json();
    expect(list.safeParse(found).error?.issues ?? []).toEqual([]);
    expect(list.safeParse({ ...(found as object), total: "three" }).success).toBe(false);
    const [first] = organizationList.parse(found).organizations;
    const one: unknown = await (await visitor.get(`/api/v1/organizations/${first?.slug}`)).json();
    expect(detail.safeParse(one).error?.issues ?? []).toEqual([]);
  });
});
