// What an archive says, read and put where the acts will find it. Nothing is believed of it yet.
// Invariant: ids and numbers are there once; two of one would let the second one travel along unchecked.
import { beginAssembly } from "./assembly-world.ts";
import { ArchiveFault, hold } from "./fault.ts";
import { type OpenArchive, readAll, readJson, readLines } from "./files.ts";
import { readActs } from "./log.ts";
import { officesAtFirst } from "./mandates.ts";
import {
  type Amendment,
  amendmentShape,
  editionShape,
  mandatesShape,
  motionRuleShape,
  motionShape,
  organizationsShape,
  pointsShape,
  regionalReportShape,
  rollCallShape,
  signatureShape,
  standingShape,
  textShape,
  translationShape,
  votingOrderShape,
} from "./shapes.ts";
import { ruleProposalShape, ruleVersionShape } from "./rules-shapes.ts";
import type { AmendmentWorld, MotionWorld, RollCallWorld, RulesWorld, TextWorld, World } from "./world.ts";

export async function beginWorld(archive: OpenArchive): Promise<World> {
  const edition = await readJson(archive, "edition.json", editionShape);
  hold(edition.subject === `/congress/${edition.slug}`, "folderDiffers", { edition: edition.slug });
  const organizations = await readJson(archive, "organizations.json", organizationsShape);
  const { mandates, offices } = await readJson(archive, "mandates.json", mandatesShape);
  const texts = new Map<string, TextWorld>();
  const rollCalls = new Map<string, RollCallWorld>();
  for (const path of archive.files.keys()) {
    const [, slug] = /^texts\/([^/]+)\/text\.json$/.exec(path) ?? [];
    if (slug === undefined) continue;
    texts.set(slug, await beginText(archive, slug));
    for await (const said of readLines(archive, `texts/${slug}/roll-calls.jsonl`, rollCallShape)) {
      const where = `texts/${slug}/roll-calls.jsonl`;
      put(rollCalls, said.id, where, {
        said,
        textSlug: slug,
        votes: keyed(said.votes, ({ id }) => id, where),
        state: "unopened",
        cast: 0,
        calledIn: null,
        latest: new Map(),
      });
    }
  }
  const capabilities = keyed(offices, ({ key }) => key, "mandates.json");
  const said = new Map([...capabilities].map(([key, office]) => [key, office.capabilities] as const));
  return {
    archive,
    assembly: await beginAssembly(archive),
    edition,
    organizations: keyed(organizations, ({ id }) => id, "organizations.json"),
    mandates: keyed(mandates, ({ id }) => id, "mandates.json"),
    offices: await officesAtFirst(said, readActs(archive)),
    granted: new Set(),
    recalled: new Set(),
    estranged: new Set(),
    accredited: new Map(),
    withdrawals: [],
    texts,
    motions: await beginMotions(archive),
    lastMotion: 0,
    elections: new Map(),
    motionRules: keyed(
      await readAll(archive, "motion-rules.jsonl", motionRuleShape),
      ({ act }) => act,
      "motion-rules.jsonl",
    ),
    motionNeeds: new Map(),
    regionalReports: keyed(
      await readAll(archive, "regional-reports.jsonl", regionalReportShape),
      ({ act }) => act,
      "regional-reports.jsonl",
    ),
    reportedRegion: null,
    rules: await beginRules(archive),
    rollCalls,
    keys: new Map(),
    convened: false,
    fromShell: 0,
    signed: 0,
    notFollowed: new Map(),
  };
}

/** Archives of before rules could be adopted have none of their files. */
async function beginRules(archive: OpenArchive): Promise<RulesWorld> {
  const [versionsPath, proposalsPath] = ["rules/versions.jsonl", "rules/proposals.jsonl"];
  const there = archive.files.has(versionsPath) || archive.files.has(proposalsPath);
  const versions = there ? await readAll(archive, versionsPath, ruleVersionShape) : [];
  const proposals = there ? await readAll(archive, proposalsPath, ruleProposalShape) : [];
  return {
    versions: keyed(versions, ({ act }) => act, versionsPath),
    all: keyed(versions, (one) => one.number, versionsPath),
    proposals: keyed(proposals, ({ id }) => id, proposalsPath),
    proposed: new Set(),
    inForce: null,
    due: null,
  };
}

async function beginMotions(archive: OpenArchive): Promise<Map<number, MotionWorld>> {
  const where = "motions.jsonl";
  const motions = new Map<number, MotionWorld>();
  for await (const said of readLines(archive, where, motionShape)) {
    const supports = keyed(said.supports, ({ organization }) => organization, where);
    put(motions, said.number, where, {
      said,
      state: "unknown",
      stateAt: "",
      supporters: 0,
      due: null,
      supports,
    });
  }
  return motions;
}

function beginAmendment(said: Amendment): AmendmentWorld {
  return {
    said,
    state: "unknown",
    stateAt: "",
    order: null,
    version: null,
    obstacle: null,
    operations: said.operations,
    against: said.baseVersion,
    revision: 0,
    standings: new Map(),
  };
}

async function beginText(archive: OpenArchive, slug: string): Promise<TextWorld> {
  const of = (name: string) => `texts/${slug}/${name}`;
  const said = await readJson(archive, of("text.json"), textShape);
  hold(said.slug === slug, "fileMalformed", { path: of("text.json"), line: 1 });
  const amendments = new Map<number, AmendmentWorld>();
  for await (const one of readLines(archive, of("amendments.jsonl"), amendmentShape)) {
    put(amendments, one.number, of("amendments.jsonl"), beginAmendment(one));
  }
  for await (const standing of readLines(archive, of("standings.jsonl"), standingShape)) {
    const amendment = amendments.get(standing.amendment);
    if (!amendment) throw new ArchiveFault("fileMalformed", { path: of("standings.jsonl"), line: 1 });
    put(amendment.standings, standing.act, of("standings.jsonl"), standing);
  }
  const points = await readJson(archive, of("decision-points.json"), pointsShape);
  const text: TextWorld = {
    said,
    amendments,
    signatures: keyed(
      await readAll(archive, of("signatures.jsonl"), signatureShape),
      ({ organization }) => organization,
      of("signatures.jsonl"),
    ),
    points: keyed(points, ({ id }) => id, of("decision-points.json")),
    translations: await readAll(archive, of("translations.jsonl"), translationShape),
    votingOrders: keyed(
      await readAll(archive, of("voting-orders.jsonl"), votingOrderShape),
      ({ act }) => act,
      of("voting-orders.jsonl"),
    ),
    state: "unknown",
    lastVersion: 0,
    lastAmendment: 0,
    lastAdoption: 0,
    adoptedVersion: null,
    adoptedAt: null,
    publishedAt: null,
    authentic: [],
    reading: { readings: 1, daysBetween: 0, amendedBetween: "none" },
    passed: [],
    paragraphs: [],
    sections: new Set(),
    translated: [],
  };
  keyed(text.translations, ({ language, paragraph }) => `${language} ${paragraph}`, of("translations.jsonl"));
  return text;
}

function put<Key extends string | number, Value>(
  map: Map<Key, Value>,
  key: Key,
  path: string,
  value: Value,
): void {
  if (map.has(key)) throw new ArchiveFault("fileMalformed", { path, line: map.size + 1 });
  map.set(key, value);
}

function keyed<Key extends string | number, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
  path: string,
): Map<Key, Value> {
  const map = new Map<Key, Value>();
  for (const value of values) put(map, keyOf(value), path, value);
  return map;
}
