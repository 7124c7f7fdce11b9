// The OpenAPI 3.1 document, made from the schemas that validate queries and, in tests, answers. Nothing is written twice.
import { z } from "zod";
import { directoryQuery } from "#confederation";
import { actionDetail, actionList, actionPathInput, actionsQuery } from "./actions.schema.ts";
import { campaignDetail, campaignList, campaignPathInput, campaignsQuery } from "./campaigns.schema.ts";
import {
  electionDetail,
  electionList,
  electionPathInput,
  electionsPath,
  electionsQuery,
} from "./elections.schema.ts";
import { editionRules } from "./rules.schema.ts";
import { motionDetail, motionList, motionPathInput, motionsPath, motionsQuery } from "./motions.schema.ts";
import {
  belowQuery,
  organizationDetail,
  organizationList,
  organizationPath,
  refusalAnswer,
} from "./organizations.schema.ts";

type Operation = {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly inPath?: z.ZodObject;
  readonly inQuery: z.ZodObject;
  readonly answer: z.ZodType;
  readonly refusals: readonly (400 | 404)[];
};

const operations: readonly Operation[] = [
  {
    path: "/api/v1/organizations",
    id: "searchOrganizations",
    summary: "Search the directory, with counts for every filter",
    inQuery: directoryQuery,
    answer: organizationList,
    refusals: [400],
  },
  {
    path: "/api/v1/organizations/{slug}",
    id: "readOrganization",
    summary: "One organisation with its tree, its mandates in force and its affiliation",
    inPath: organizationPath,
    inQuery: belowQuery,
    answer: organizationDetail,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/actions",
    id: "listActions",
    summary:
      "Local actions of the agenda, by region, country, language, kind, organisation, campaign and day",
    inQuery: actionsQuery,
    answer: actionList,
    refusals: [400],
  },
  {
    path: "/api/v1/actions/{number}",
    id: "readAction",
    summary: "One action with each time that it takes place and what was reported",
    inPath: actionPathInput,
    inQuery: z.object({}),
    answer: actionDetail,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/campaigns",
    id: "listCampaigns",
    summary: "Campaigns and days of action, by state and by the organisation that called them",
    inQuery: campaignsQuery,
    answer: campaignList,
    refusals: [400],
  },
  {
    path: "/api/v1/campaigns/{slug}",
    id: "readCampaign",
    summary: "One campaign with its days and what was reported of its actions",
    inPath: campaignPathInput,
    inQuery: z.object({}),
    answer: campaignDetail,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/congress/{edition}/motions",
    id: "listMotions",
    summary: "Motions of one edition of the congress, by kind and state",
    inPath: motionsPath,
    inQuery: motionsQuery,
    answer: motionList,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/congress/{edition}/motions/{number}",
    id: "readMotion",
    summary: "One motion with its words, its reason and who supports it",
    inPath: motionPathInput,
    inQuery: z.object({}),
    answer: motionDetail,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/congress/{edition}/elections",
    id: "listElections",
    summary: "Elections of one edition of the congress, with their rules and how they stand",
    inPath: electionsPath,
    inQuery: electionsQuery,
    answer: electionList,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/congress/{edition}/elections/{number}",
    id: "readElection",
    summary: "One election with who or what stands, and what came of it",
    inPath: electionPathInput,
    inQuery: z.object({}),
    answer: electionDetail,
    refusals: [400, 404],
  },
  {
    path: "/api/v1/congress/{edition}/rules",
    id: "readRules",
    summary: "The rules by which an edition of the congress decides, version by version",
    inPath: motionsPath,
    inQuery: z.object({}),
    answer: editionRules,
    refusals: [400, 404],
  },
];

const tagHeader = {
  description: "Weak (RFC 9110): for `If-None-Match` the next time",
  schema: { type: "string" },
} as const;

const refusalWords = { 400: "The query cannot be right", 404: "There is none such" } as const;

/** Named shapes become components; `$defs` of a standalone schema is where Zod puts them. */
function schemaOf(schema: z.ZodType, components: Record<string, unknown>): unknown {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "output",
    reused: "inline",
  }) as Record<string, unknown>;
  Object.assign(components, rewritten($defs));
  return rewritten(own);
}

/** References point into the document's components; a component's name stands where it is kept, not inside it. */
function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key === "$ref" && typeof part === "string")
        return [key, part.replace("#/$defs/", "#/components/schemas/")];
      return [key, rewritten(part)];
    }),
  );
}

function parametersOf(schema: z.ZodObject, where: "path" | "query"): unknown[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...shape } = property as Record<string, unknown>;
    return {
      name,
      in: where,
      required: where === "path" || required.includes(name),
      ...(description ? { description } : {}),
      schema: shape,
    };
  });
}

function answerOf(description: string, schema: unknown) {
  return { description, content: { "application/json": { schema } } };
}

/** The document; `origin` is the node's. */
export function openApiDocument(origin: string, title: string): Record<string, unknown> {
  const components: Record<string, unknown> = {};
  const refusal = schemaOf(refusalAnswer, components);
  const paths = Object.fromEntries(
    operations.map(({ path, id, summary, inPath, inQuery, answer, refusals }) => [
      path,
      {
        get: {
          operationId: id,
          summary,
          parameters: [...(inPath ? parametersOf(inPath, "path") : []), ...parametersOf(inQuery, "query")],
          responses: {
            200: { ...answerOf(summary, schemaOf(answer, components)), headers: { ETag: tagHeader } },
            304: { description: "What `If-None-Match` names has not changed" },
            ...Object.fromEntries(
              refusals.map((status) => [status, answerOf(refusalWords[status], refusal)]),
            ),
          },
        },
      },
    ]),
  );
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: { title, version: "1", license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" } },
    servers: [{ url: origin }],
    paths,
    components: { schemas: components },
  };
}
