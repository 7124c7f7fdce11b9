// What an archive of a congress is made of: the names of its files, and how their values are written.
// Invariant: a value has one spelling (RFC 8785), so that the same data gives the same bytes.
import { ARCHIVE_FORMAT } from "#algorithms/congress-archive";
import { canonicalJson } from "#algorithms/transparency";

export const archivePaths = {
  manifest: "manifest.json",
  manifestNote: "manifest.note",
  readme: "README.txt",
  edition: "edition.json",
  motions: "motions.jsonl",
  motionRules: "motion-rules.jsonl",
  ruleVersions: "rules/versions.jsonl",
  ruleProposals: "rules/proposals.jsonl",
  regionalReports: "regional-reports.jsonl",
  popoloMotions: "popolo.json",
  organizations: "organizations.json",
  organs: "assembly/organs.jsonl",
  calls: "assembly/calls.jsonl",
  delegates: "assembly/delegates.json",
  sittings: "assembly/sittings.jsonl",
  requests: "assembly/requests.jsonl",
  minutes: (sitting: number) => `assembly/minutes/${sitting}.json`,
  mandates: "mandates.json",
  key: "log/key.txt",
  checkpoint: "log/checkpoint.txt",
  before: "log/before.json",
  acts: "log/acts.jsonl",
  others: "log/others.jsonl",
  text: (text: string) => `texts/${text}/text.json`,
  version: (text: string, number: number) => `texts/${text}/versions/${number}.json`,
  amendments: (text: string) => `texts/${text}/amendments.jsonl`,
  standings: (text: string) => `texts/${text}/standings.jsonl`,
  votingOrders: (text: string) => `texts/${text}/voting-orders.jsonl`,
  rollCalls: (text: string) => `texts/${text}/roll-calls.jsonl`,
  signatures: (text: string) => `texts/${text}/signatures.jsonl`,
  translations: (text: string) => `texts/${text}/translations.jsonl`,
  points: (text: string) => `texts/${text}/decision-points.json`,
  /** `language`: null for the text's own. */
  akomaNtoso: (text: string, language: string | null) =>
    `texts/${text}/akoma-ntoso/text${language === null ? "" : `.${language}`}.xml`,
  akomaNtosoAmendment: (text: string, number: number) => `texts/${text}/akoma-ntoso/amendments/${number}.xml`,
  popolo: (text: string) => `texts/${text}/popolo.json`,
  print: (text: string) => `texts/${text}/print.html`,
} as const;

/** Acts that are archived because those about the congress lean on them. */
export const archivedTypes = {
  everywhere: ["node.founded", "confederation.office.defined"],
  ofMandates: ["confederation.mandate.granted", "confederation.mandate.recalled"],
  ofAffiliations: ["affiliated", "suspended", "reinstated", "withdrawn", "refused"].map(
    (step) => `confederation.affiliation.${step}`,
  ),
  ofKeys: ["congress.signing_key.renewed"],
} as const;

/** One line of the text that the node signs for an archive; the whole of it is a C2SP signed note. */
export function manifestStatement(origin: string, edition: string, manifestSha256: string): string {
  // No checkpoint: there the second line is a number.
  return `${origin}\n${ARCHIVE_FORMAT} ${edition}\n${manifestSha256}\n`;
}

/** Plain JSON: instants as ISO 8601 in UTC. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A value as a file of its own. */
export function asJson(value: unknown): Uint8Array {
  return Buffer.concat([canonicalJson(plain(value)), Buffer.from("\n")]);
}

/** Values one a line. */
export async function* asLines(
  values: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<Uint8Array> {
  for await (const value of values) yield asJson(value);
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
