// Motions in the API: each field read back, page by page, by kind and state, and what cannot be right refused by name.
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { refuseMotion, withdrawMotion } from "#congress";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { motionAt, testMotion, voteOnMotion } from "../../../test/support/motions.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { motionDetail, motionList } from "./motions.schema.ts";

const test = useDatabase();
const path = "/api/v1/congress/congress-2019/motions";
let assembly: Assembly;
let visitor: Reader;

/** 1 adopted, 2 rejected, 3 withdrawn, 4 not admitted, 5 submitted. */
beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 5);
  const { chair, delegations, edition } = assembly;
  await testMotion(assembly, "resolution", "Every region keeps a seed house", 3);
  await voteOnMotion(assembly, 1, ["for", "for", "for", "against"]);
  await testMotion(assembly, "procedure", "Speak for two minutes", 1);
  await voteOnMotion(assembly, 2, ["against", "against", "for"]);
  await testMotion(assembly, "resolution", "Taken back");
  await withdrawMotion(delegations[0]?.ctx ?? chair.ctx, { edition, motion: 3 });
  await testMotion(assembly, "election", "Who keeps the records");
  const ruling = inOneLanguage("en", "Another assembly elects them");
  await refuseMotion(chair.ctx, { edition, motion: 4, ruling });
  await testMotion(assembly, "resolution", "Not yet supported by enough", 1);
  visitor = createTestApp(node.shell).as();
});

type Document = {
  readonly components: { readonly schemas: object };
  readonly paths: Readonly<
    Record<string, { readonly get: { readonly parameters: readonly { readonly name: string }[] } }>
  >;
};

const listOf = async (query = "") =>
  motionList.strict().parse(await (await visitor.get(path + query)).json());
const numbers = async (query: string) => (await listOf(query)).motions.map(({ number }) => number);

describe("motions in the API", () => {
  it("say who submitted them and under which mandate, and what became of them", async () => {
    const { motions, next } = await listOf();
    expect(next).toBeNull();
    const [adopted, rejected, withdrawn, refused, submitted] = motions;
    const detail = await motionAt(assembly, 1);
    const proposer = assembly.delegations[0];
    expect(adopted).toEqual({
      uri: `${testOrigin}/congress/congress-2019/motions/1`,
      id: detail.id,
      number: 1,
      kind: "resolution",
      title: inOneLanguage("en", "Every region keeps a seed house"),
      language: "en",
      state: "admitted",
      submittedAt: detail.submittedAt.toISOString(),
      proposer: {
        uri: `${testOrigin}/organizations/${proposer?.slug}`,
        name: inOneLanguage("en", "Delegation congress-2019 1"),
        isExample: false,
      },
      mandate: detail.mandateId,
      supporters: 3,
      needed: 3,
      ruling: null,
      text: { uri: testOrigin + detail.text?.href, state: "adopted", verdict: "adopted" },
      act: `/log/acts/${detail.actId}`,
    });
    expect(rejected).toMatchObject({ state: "admitted", text: { state: "open", verdict: "rejected" } });
    expect(withdrawn).toMatchObject({ state: "withdrawn", text: null });
    expect(refused).toMatchObject({
      state: "not_admitted",
      ruling: inOneLanguage("en", "Another assembly elects them"),
    });
    expect(submitted).toMatchObject({ state: "submitted", supporters: 1, needed: 3, text: null });
  });

  it("are read one by one with their words, their reason and their supporters, nobody by name", async () => {
    const answer = await (await visitor.get(`${path}/5`)).json();
    const detail = motionDetail.strict().parse(answer);
    expect(detail).toMatchObject({
      number: 5,
      reason: inOneLanguage("en", "Because nobody else does it"),
      takesAmendments: true,
      supportedBy: [{ uri: `${testOrigin}/organizations/${assembly.delegations[1]?.slug}` }],
    });
    expect(detail.words).toEqual((await motionAt(assembly, 5)).body);
    expect(detail.words[0]?.text).toBe("Not yet supported by enough.");
    expect(JSON.stringify([answer, await listOf()])).not.toContain("Spokesperson");
  });

  it("are found by kind and by state, and come page by page", async () => {
    expect(await numbers("?kind=resolution")).toEqual([1, 3, 5]);
    expect(await numbers("?state=admitted")).toEqual([1, 2]);
    expect(await numbers("?kind=resolution&state=submitted")).toEqual([5]);
    const first = await visitor.get(`${path}?kind=resolution&limit=2`);
    expect(first.headers.get("link")).toBe(
      `<${testOrigin}${path}?kind=resolution&limit=2&after=3>; rel="next"`,
    );
    expect(await first.json()).toMatchObject({ next: 3 });
    expect(await listOf("?kind=resolution&limit=2&after=3")).toMatchObject({
      motions: [{ number: 5 }],
      next: null,
    });
  });

  it("are as their OpenAPI description says, and the pages lead to them", async () => {
    const { components, paths } = (await (await visitor.get("/api/openapi.json")).json()) as Document;
    const $defs = JSON.parse(
      JSON.stringify(components.schemas).replaceAll("#/components/schemas/", "#/$defs/"),
    ) as Record<string, never>;
    for (const [name, address] of [
      ["MotionList", path],
      ["MotionWithWords", `${path}/1`],
    ] as const)
      expect(
        z
          .fromJSONSchema({ $ref: `#/$defs/${name}`, $defs })
          .safeParse(await (await visitor.get(address)).json()).error?.issues ?? [],
      ).toEqual([]);
    const described = paths["/api/v1/congress/{edition}/motions"]?.get.parameters;
    expect(described?.map(({ name }) => name)).toEqual(["edition", "kind", "state", "after", "limit"]);
    const page = "/congress/congress-2019/motions";
    expect(await (await visitor.get(page)).text()).toContain(`href="${path}"`);
    expect(await (await visitor.get(`${page}/1`)).text()).toContain(`href="${path}/1"`);
  });

  it("have a tag that stays until something changes", async () => {
    const first = await visitor.get(path);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/".+"$/);
    const again = await visitor.get(path, { "if-none-match": `"other", ${tag}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
    await testMotion(assembly, "statement", "Something new");
    const changed = await visitor.get(path, { "if-none-match": tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(tag);
  });

  it("refuse by name what cannot be right", async () => {
    for (const [query, reason] of [
      ["?kind=party", "valueNotOffered"],
      ["?state=adopted", "valueNotOffered"],
      ["?after=-1", "valueTooSmall"],
      ["?after=99999999999", "valueTooLarge"],
      ["?limit=0", "valueTooSmall"],
      ["?limit=101", "valueTooLarge"],
      ["?limit=1.5", "valueMalformed"],
    ]) {
      const answer = await visitor.get(path + query);
      expect([answer.status, await answer.json()], query).toEqual([
        400,
        expect.objectContaining({ errors: [expect.objectContaining({ reason })] }),
      ]);
    }
    const status = async (address: string) => {
      const answer = await visitor.get(address);
      return [answer.status, ((await answer.json()) as { reason: string }).reason];
    };
    expect(await status("/api/v1/congress/none/motions")).toEqual([404, "editionUnknown"]);
    expect(await status(`${path}/99`)).toEqual([404, "motionUnknown"]);
    expect(await status("/api/v1/congress/none/motions/1")).toEqual([404, "motionUnknown"]);
    expect(await status(`${path}/first`)).toEqual([400, "inputInvalid"]);
    for (const address of ["/api/v1/congress/%00/motions", "/api/v1/congress/%00/motions/1"])
      expect((await visitor.get(address)).status, address).toBe(404);
  });
});
