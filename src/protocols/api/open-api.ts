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
import { clearingOperations } from "./clearing.operations.ts";
import {
  currenciesQuery,
  currencyDetail,
  currencyList,
  currencyPathInput,
  idempotencyHeader,
  ownAccounts,
  requestAnswer,
  requestBody,
  requestPathInput,
  transferAnswer,
  transferBody,
} from "./ledger.schema.ts";
import { editionRules } from "./rules.schema.ts";
import { motionDetail, motionList, motionPathInput, motionsPath, motionsQuery } from "./motions.schema.ts";
import {
  belowQuery,
  organizationDetail,
  organizationList,
  organizationPath,
  refusalAnswer,
} from "./organizations.schema.ts";
import { type Operation, refusalWords } from "./operation.ts";

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
  {
    path: "/api/v1/currencies",
    id: "listCurrencies",
    summary: "Currencies that organisations founded, those in use first",
    inQuery: currenciesQuery,
    answer: currencyList,
    refusals: [400],
  },
  {
    path: "/api/v1/currencies/{slug}",
    id: "readCurrency",
    summary: "One currency with its rules and how much it is used",
    inPath: currencyPathInput,
    inQuery: z.object({}),
    answer: currencyDetail,
    refusals: [404],
  },
  {
    path: "/api/v1/accounts",
    id: "listOwnAccounts",
    summary: "The accounts that whoever has signed in keeps",
    inQuery: z.object({}),
    answer: ownAccounts,
    refusals: [401],
    signedIn: true,
  },
  {
    path: "/api/v1/transfers",
    id: "transfer",
    summary: "Pay from an account that one keeps; 202 where a second person has to approve it",
    inQuery: z.object({}),
    inBody: transferBody,
    answer: transferAnswer,
    refusals: [400, 401, 403, 404, 409],
    signedIn: true,
  },
  {
    path: "/api/v1/payment-requests",
    id: "askPayment",
    summary: "Ask for a payment into an account that one keeps",
    inQuery: z.object({}),
    inBody: requestBody,
    answer: requestAnswer,
    refusals: [400, 401, 403, 404, 409],
    signedIn: true,
  },
  {
    path: "/api/v1/payment-requests/{token}",
    id: "readPaymentRequest",
    summary: "A request for payment, for whoever has its token",
    inPath: requestPathInput,
    inQuery: z.object({}),
    answer: requestAnswer,
    refusals: [404],
  },
  ...clearingOperations,
];

const tagHeader = {
  description: "Weak (RFC 9110): for `If-None-Match` the next time",
  schema: { type: "string" },
} as const;

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

function parametersOf(schema: z.ZodObject, where: "path" | "query" | "header"): unknown[] {
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

/** What a write sends, and the header that makes it count once where it needs one. */
function writeOf(inBody: z.ZodType, repeatable: boolean, components: Record<string, unknown>) {
  return {
    parameters: repeatable ? [] : parametersOf(idempotencyHeader, "header"),
    requestBody: {
      required: true,
      content: { "application/json": { schema: schemaOf(inBody, components) } },
    },
  };
}

function operationOf(operation: Operation, components: Record<string, unknown>, refusal: unknown) {
  const { id, summary, inPath, inQuery, answer, refusals, inBody, signedIn, repeatable = false } = operation;
  const write = inBody && writeOf(inBody, repeatable, components);
  const answered = answerOf(summary, schemaOf(answer, components));
  return {
    operationId: id,
    summary,
    ...(signedIn ? { security: [{ session: [] }] } : {}),
    parameters: [
      ...(inPath ? parametersOf(inPath, "path") : []),
      ...parametersOf(inQuery, "query"),
      ...(write?.parameters ?? []),
    ],
    ...(write ? { requestBody: write.requestBody } : {}),
    responses: {
      ...(write
        ? repeatable
          ? { 200: answered }
          : { 201: answered, 202: answered }
        : {
            200: { ...answered, ...(signedIn ? {} : { headers: { ETag: tagHeader } }) },
            ...(signedIn ? {} : { 304: { description: "What `If-None-Match` names has not changed" } }),
          }),
      ...Object.fromEntries(refusals.map((status) => [status, answerOf(refusalWords[status], refusal)])),
    },
  };
}

/** The document; `origin` is the node's. */
export function openApiDocument(origin: string, title: string): Record<string, unknown> {
  const components: Record<string, unknown> = {};
  const refusal = schemaOf(refusalAnswer, components);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.inBody ? "post" : "get"] = operationOf(operation, components, refusal);
  }
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: { title, version: "1", license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" } },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: `${origin.startsWith("https:") ? "__Secure-" : ""}cumbe.session_token`,
          description: "The session of somebody who has signed in; writes also need this node's own `Origin`",
        },
      },
    },
  };
}
