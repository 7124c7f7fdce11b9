// The files of an archive that are data: everything that is checked is checked from these.
// Invariant: read in one snapshot of the database, and of the log exactly what one of its signed checkpoints holds.
import { createHash } from "node:crypto";
import {
  listArchivedCalls,
  listArchivedOrgans,
  listArchivedRequests,
  listArchivedSittings,
  readArchivedDelegates,
  readArchivedMinutes,
} from "#assembly";
import {
  type ArchivedEdition,
  type ArchivedOffice,
  type ArchivedRuleVersion,
  type ArchivedText,
  editionPath,
  listArchivedAmendments,
  listArchivedMandates,
  listArchivedMotionRules,
  listArchivedMotions,
  listArchivedOffices,
  listArchivedOrganizations,
  listArchivedPoints,
  listArchivedRollCalls,
  listArchivedRuleProposals,
  listArchivedRuleVersions,
  listArchivedSignatures,
  listArchivedStandings,
  listArchivedTexts,
  listArchivedTranslations,
  listArchivedVotingOrders,
  readArchivedEdition,
  readArchivedVersion,
  signingKeysPath,
} from "#congress";
import { listArchivedRegionalReports } from "#commitments";
import { Refusal } from "#platform/errors";
import {
  archivedActs,
  checkpointHolding,
  leavesBetween,
  mandatesActingOn,
  mandatesBehind,
  readTree,
  recordsFrom,
  stretchAbout,
} from "#platform/log/archived";
import { logVerifierKey } from "#platform/log/keys";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { archivedTypes, archivePaths, asJson, asLines, base64 } from "./format.ts";

/** A file as its pieces; they are read once. */
export type ArchiveFile = {
  readonly path: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

export type ArchiveSource = {
  readonly ctx: Ctx;
  readonly edition: ArchivedEdition;
  readonly texts: readonly ArchivedText[];
  readonly ruleVersions: readonly ArchivedRuleVersion[];
  readonly organizations: Awaited<ReturnType<typeof listArchivedOrganizations>>;
  readonly mandates: Awaited<ReturnType<typeof listArchivedMandates>>;
  readonly log: {
    readonly key: string;
    readonly first: number;
    readonly size: number;
    readonly root: string;
    readonly note: string;
  };
};

/** What the files are made from; `ctx.db` is one snapshot. Refuses with `editionUnknown` and `archiveNotSealedYet`. */
export async function readArchiveSource(ctx: Ctx, slug: string): Promise<ArchiveSource> {
  const { db } = ctx;
  const edition = await readArchivedEdition(db, slug);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
  const subject = editionPath(slug);
  const stretch = await stretchAbout(db, subject);
  const checkpoint = stretch && (await checkpointHolding(db, stretch.last));
  if (!checkpoint) throw new Refusal("unavailable", "archiveNotSealedYet");
  const texts = await listArchivedTexts(db, edition.id);
  const seen = [...edition.delegations, ...edition.withdrawn];
  const acting = [
    ...(await mandatesActingOn(db, subject)),
    ...seen.map(({ votingMandate }) => votingMandate),
    ...(await mandatesBehind(db, archivedTypes.ofAffiliations, checkpoint.size, {
      member: "organization",
      ids: seen.map(({ organization }) => organization),
    })),
  ];
  const mandates = await listArchivedMandates(db, await withThoseBehind(db, acting, checkpoint.size));
  const organizations = await listArchivedOrganizations(db, [
    edition.convenedBy,
    ...edition.called,
    ...seen.map(({ organization }) => organization),
    ...mandates.map(({ organization }) => organization),
    ...(await proposersOf(ctx, edition, texts)),
    ...(await sendersOf(ctx, edition)),
  ]);
  const { size, root, note } = checkpoint;
  const log = { key: await logVerifierKey(ctx), first: stretch.first, size, root: base64(root), note };
  const ruleVersions = await listArchivedRuleVersions(db, edition.id);
  return { ctx, edition, texts, ruleVersions, organizations, mandates, log };
}

/** These mandates, those under which they were given or recalled, and so on back to the first one; and those that defined offices. */
async function withThoseBehind(db: Db, acting: readonly string[], size: number): Promise<string[]> {
  const all = new Set<string>();
  let next = [...acting, ...(await mandatesBehind(db, archivedTypes.everywhere, size, "all"))];
  while (next.length > 0) {
    for (const id of next) all.add(id);
    const naming = { member: "mandate", ids: next };
    const behind = await mandatesBehind(db, archivedTypes.ofMandates, size, naming);
    next = behind.filter((id) => !all.has(id));
  }
  return [...all];
}

/** An amendment or a motion may come from an organisation that is not accredited, under a mandate from above. */
async function proposersOf(
  { db }: Ctx,
  edition: ArchivedEdition,
  texts: readonly ArchivedText[],
): Promise<string[]> {
  const proposers = new Set<string>();
  for await (const { organization, supports } of listArchivedMotions(db, edition.id)) {
    proposers.add(organization);
    for (const support of supports) proposers.add(support.organization);
  }
  for (const { id } of texts)
    for await (const { organization } of listArchivedAmendments(db, id)) proposers.add(organization);
  return [...proposers];
}

/** Organisations that an organ belongs to, that have seats, or that sent delegates. */
async function sendersOf({ db }: Ctx, { id }: ArchivedEdition): Promise<string[]> {
  const organs = await listArchivedOrgans(db, id);
  const calls = await listArchivedCalls(db, id);
  const { numbers } = await readArchivedDelegates(db, id);
  return [
    ...[...organs, ...numbers].map(({ organization }) => organization),
    ...calls.flatMap(({ seats }) => Object.keys(seats)),
  ];
}

/** Every file of data. */
export async function* dataFiles(source: ArchiveSource): AsyncGenerator<ArchiveFile> {
  const { ctx, edition, texts, organizations, mandates, log } = source;
  yield whole(archivePaths.edition, { ...edition, subject: editionPath(edition.slug) });
  yield whole(archivePaths.organizations, organizations);
  yield whole(archivePaths.mandates, { mandates, offices: await officesAt(ctx, log.size) });
  yield { path: archivePaths.motions, pieces: asLines(listArchivedMotions(ctx.db, edition.id)) };
  yield {
    path: archivePaths.motionRules,
    pieces: asLines(await listArchivedMotionRules(ctx.db, edition.id)),
  };
  yield { path: archivePaths.ruleVersions, pieces: asLines(source.ruleVersions) };
  yield {
    path: archivePaths.ruleProposals,
    pieces: asLines(await listArchivedRuleProposals(ctx.db, edition.id)),
  };
  yield {
    path: archivePaths.regionalReports,
    pieces: asLines(await listArchivedRegionalReports(ctx.db, edition.id)),
  };
  yield* assemblyFiles(source);
  yield { path: archivePaths.key, pieces: [Buffer.from(`${log.key}\n`)] };
  yield { path: archivePaths.checkpoint, pieces: [Buffer.from(log.note)] };
  yield* logFiles(source);
  for (const text of texts) yield* textFiles(source, text);
}

async function* assemblyFiles({ ctx: { db }, edition }: ArchiveSource): AsyncGenerator<ArchiveFile> {
  yield { path: archivePaths.organs, pieces: asLines(await listArchivedOrgans(db, edition.id)) };
  yield { path: archivePaths.calls, pieces: asLines(await listArchivedCalls(db, edition.id)) };
  yield whole(archivePaths.delegates, await readArchivedDelegates(db, edition.id));
  yield { path: archivePaths.sittings, pieces: asLines(listArchivedSittings(db, edition.id)) };
  yield { path: archivePaths.requests, pieces: asLines(await listArchivedRequests(db, edition)) };
  for await (const { number, minutes } of listArchivedSittings(db, edition.id)) {
    if (!minutes) continue;
    const facts = await readArchivedMinutes(db, edition.id, number);
    // As a text's version: byte by byte as hashed, without a line end.
    yield { path: archivePaths.minutes(number), pieces: [facts] };
  }
}

/** What each office could do at the checkpoint: what was changed since is taken back. */
async function officesAt({ db }: Ctx, size: number): Promise<ArchivedOffice[]> {
  const before = new Map<unknown, unknown>();
  for (const record of await recordsFrom(db, "confederation.office.defined", size))
    if (!before.has(record["office"])) before.set(record["office"], record["before"]);
  const offices = await listArchivedOffices(db);
  return offices.flatMap((office) => {
    const was = before.has(office.key) ? before.get(office.key) : office.capabilities;
    return Array.isArray(was) ? [{ ...office, capabilities: was.map(String) }] : [];
  });
}

function whole(path: string, value: unknown): ArchiveFile {
  return { path, pieces: [asJson(value)] };
}

async function* textFiles({ ctx: { db } }: ArchiveSource, text: ArchivedText): AsyncGenerator<ArchiveFile> {
  const { slug, id } = text;
  yield whole(archivePaths.text(slug), text);
  for (const { number, contentHash } of text.versions) {
    const { content } = await readArchivedVersion(db, text, number);
    const sha256 = createHash("sha256").update(content).digest("hex");
    if (sha256 !== contentHash) throw new Error(`version ${number} of ${slug} is not what its hash says`);
    // Byte by byte as hashed, without a line end: `sha256sum` gives the hash that was logged and signed.
    yield { path: archivePaths.version(slug, number), pieces: [content] };
  }
  yield { path: archivePaths.amendments(slug), pieces: asLines(listArchivedAmendments(db, id)) };
  yield { path: archivePaths.standings(slug), pieces: asLines(listArchivedStandings(db, id)) };
  yield { path: archivePaths.votingOrders(slug), pieces: asLines(listArchivedVotingOrders(db, id)) };
  yield { path: archivePaths.rollCalls(slug), pieces: asLines(listArchivedRollCalls(db, id)) };
  yield { path: archivePaths.signatures(slug), pieces: asLines(listArchivedSignatures(db, id)) };
  yield { path: archivePaths.translations(slug), pieces: asLines(listArchivedTranslations(db, id)) };
  yield whole(archivePaths.points(slug), await listArchivedPoints(db, id));
}

async function* logFiles({ ctx, edition, organizations, log }: ArchiveSource): AsyncGenerator<ArchiveFile> {
  const tree = await readTree(ctx.db, log.size);
  const before = tree.edge(log.first).map(({ level, index, hashes }) => ({
    level,
    index,
    hashes: Array.from({ length: hashes.length / 32 }, (_, at) =>
      base64(hashes.subarray(at * 32, at * 32 + 32)),
    ),
  }));
  yield whole(archivePaths.before, { size: log.first, tiles: before });
  const subjects = organizations.map(({ slug }) => `/organizations/${slug}`);
  const wanted = {
    subject: editionPath(edition.slug),
    types: archivedTypes.everywhere,
    around: [
      { types: [...archivedTypes.ofMandates, ...archivedTypes.ofAffiliations], subjects },
      { types: archivedTypes.ofKeys, subjects: organizations.map(({ slug }) => signingKeysPath(slug)) },
    ],
  };
  const told = new Set<number>();
  const acts = async function* () {
    for await (const { index, leaf, record } of archivedActs(ctx.db, wanted, log.size)) {
      told.add(index);
      yield { index, leaf: leaf.toString("utf8"), record, proof: tree.proof(index).map(base64) };
    }
  };
  yield { path: archivePaths.acts, pieces: asLines(acts()) };
  const others = async function* () {
    for await (const { index, leaf } of leavesBetween(ctx.db, log.first, log.size))
      if (!told.has(index)) yield { index, leaf: leaf.toString("utf8") };
  };
  yield { path: archivePaths.others, pieces: asLines(others()) };
}
