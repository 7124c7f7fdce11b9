// Reads participatory budgeting votes in Pabulib's format: sections META, PROJECTS and VOTES of rows separated by semicolons
// (Stolicki, Szufa and Talmon, "Pabulib: A Participatory Budgeting Library", 2020, arXiv:2012.06539, section 2).
// Invariant: a vote that names what the file does not have, or says one thing twice, makes the whole file refused, with its line.
import { type Ballots, type Candidate } from "./ballots.ts";
import type { BudgetElection } from "./budget-election.ts";
import { BallotCollector } from "./collector.ts";
import { type Decimal, inUnits, parseDecimal } from "./decimals.ts";
import { BallotFault } from "./fault.ts";
import { type Row, Rows } from "./rows.ts";
import { ScoreCollector } from "./score-collector.ts";

const MOST_PROJECTS = 100_000;
const PIECE = 1 << 20;
/** Votes are remembered as they are written, for most are written more than once; so many of them at most. */
const MOST_REMEMBERED = 50_000;

const kinds = {
  approval: "approval",
  ordinal: "ranked",
  cumulative: "score",
  scoring: "score",
} as const satisfies Record<BudgetElection["voteType"], Ballots["kind"]>;

type Section = "META" | "PROJECTS" | "VOTES";
type Project = { readonly candidate: Candidate; readonly cost: Decimal };

/**
 * BallotFault: `budgetMissing`, `budgetNegative`, `costNegative`, `unknownProject` {project}, `projectTwice` {project},
 * `projectTwiceInVote` {project}, `pointsMissing`, `pointsNegative`, `votesDoNotMatch` {said, found} … (`tally.fault.<reason>`).
 */
export function readPabulib(bytes: Uint8Array): BudgetElection {
  const reader = new PabulibReader();
  for (let at = 0; at < bytes.length; at += PIECE) reader.push(bytes.subarray(at, at + PIECE));
  return reader.finish();
}

/** The same, in pieces of any size: `push` them, then `finish`. After a BallotFault it is of no more use. */
export class PabulibReader {
  readonly #rows = new Rows((row) => this.#take(row));
  #line = 1;
  #section: Section | null = null;
  /** The columns of the section, once its header has been read. */
  #columns: Map<string, number> | null = null;
  readonly #meta = new Map<string, { value: string; line: number }>();
  readonly #projects: Project[] = [];
  readonly #places = new Map<string, number>();
  #votes: Votes | null = null;

  push(chunk: Uint8Array): void {
    this.#rows.push(chunk);
  }

  #take(row: Row): void {
    this.#line = row.line;
    const heading = row.fields.length === 1 || row.fields.slice(1).every((one) => one === "");
    const name = (row.fields[0] ?? "").trim().toUpperCase();
    if (heading && (name === "META" || name === "PROJECTS" || name === "VOTES"))
      return this.#begin(name, row);
    if (!this.#section) throw new BallotFault("sectionMissing", row.line, { section: "META" });
    if (!this.#columns) return this.#head(row);
    if (this.#section === "META") return this.#takeMeta(row);
    if (this.#section === "PROJECTS") return this.#takeProject(row, this.#columns);
    this.#votes?.take(row, this.#columns);
  }

  finish(): BudgetElection {
    this.#rows.finish();
    const votes = this.#votes;
    if (!votes) throw new BallotFault("sectionMissing", this.#line, { section: "VOTES" });
    const said = this.#meta.get("budget");
    if (!said?.value) throw new BallotFault("budgetMissing", said?.line ?? null);
    const budget = parseDecimal(said.value);
    if (!budget) throw new BallotFault("budgetNotNumber", said.line, { written: said.value });
    if (budget.negative) throw new BallotFault("budgetNegative", said.line);
    this.#mustMatch("num_projects", "projectsDoNotMatch", this.#projects.length);
    this.#mustMatch("num_votes", "votesDoNotMatch", votes.cast);
    const decimals = Math.max(budget.decimals, ...this.#projects.map(({ cost }) => cost.decimals));
    return {
      title: this.#meta.get("description")?.value || null,
      candidates: this.#projects.map(({ candidate }) => candidate),
      seats: null,
      ballots: votes.finish(),
      budget: inUnits(budget, decimals),
      costs: this.#projects.map(({ cost }) => inUnits(cost, decimals)),
      budgetUnit: 10 ** decimals,
      currency: this.#meta.get("currency")?.value || null,
      voteType: votes.type,
    };
  }

  #begin(section: Section, { line }: Row): void {
    const before = { META: null, PROJECTS: "META", VOTES: "PROJECTS" } as const;
    if (this.#section !== before[section]) throw new BallotFault("sectionOutOfPlace", line, { section });
    this.#section = section;
    this.#columns = null;
    if (section === "VOTES") this.#votes = new Votes(this.#voteType(line), this.#places);
  }

  #head({ fields, line }: Row): void {
    const columns = new Map(fields.map((name, place) => [name.trim().toLowerCase(), place]));
    const wanted = { META: ["key", "value"], PROJECTS: ["project_id", "cost"], VOTES: ["vote"] };
    for (const column of wanted[this.#section ?? "META"]) {
      if (!columns.has(column)) throw new BallotFault("columnMissing", line, { column });
    }
    if (this.#section === "VOTES" && this.#votes?.kind === "score" && !columns.has("points"))
      throw new BallotFault("pointsMissing", line);
    this.#columns = columns;
  }

  #takeMeta({ fields, line }: Row): void {
    const key = (fields[0] ?? "").trim().toLowerCase();
    if (this.#meta.has(key)) throw new BallotFault("keyTwice", line, { key });
    this.#meta.set(key, { value: (fields[1] ?? "").trim(), line });
  }

  #takeProject({ fields, line }: Row, columns: ReadonlyMap<string, number>): void {
    const field = (column: string) => (fields[columns.get(column) ?? -1] ?? "").trim();
    const id = field("project_id");
    if (!id || id.includes(",")) throw new BallotFault("projectWithoutId", line);
    if (this.#places.has(id)) throw new BallotFault("projectTwice", line, { project: id });
    if (this.#projects.length >= MOST_PROJECTS)
      throw new BallotFault("tooManyProjects", line, { most: MOST_PROJECTS });
    const cost = parseDecimal(field("cost"));
    if (!cost) throw new BallotFault("costNotNumber", line, { project: id, written: field("cost") });
    if (cost.negative) throw new BallotFault("costNegative", line, { project: id });
    this.#places.set(id, this.#projects.length);
    this.#projects.push({ candidate: { id, name: field("name") || id, withdrawn: false }, cost });
  }

  #voteType(line: number): BudgetElection["voteType"] {
    const said = this.#meta.get("vote_type");
    const type = said?.value.toLowerCase() ?? "";
    // A vote for one project only is an approval of one.
    if (type === "choose-1") return "approval";
    if (type in kinds) return type as BudgetElection["voteType"];
    throw new BallotFault("voteTypeUnknown", said?.line ?? line, { type });
  }

  #mustMatch(key: string, reason: string, found: number): void {
    const said = this.#meta.get(key);
    if (said && said.value !== `${found}`)
      throw new BallotFault(reason, said.line, { said: said.value, found });
  }
}

/** The section of votes. */
class Votes {
  readonly type: BudgetElection["voteType"];
  readonly kind: Ballots["kind"];
  readonly #places: ReadonlyMap<string, number>;
  readonly #collector: BallotCollector;
  readonly #remembered = new Map<string, readonly number[]>();
  readonly #scores: ScoreCollector;
  cast = 0;

  constructor(type: BudgetElection["voteType"], places: ReadonlyMap<string, number>) {
    this.type = type;
    this.kind = kinds[type];
    this.#places = places;
    this.#collector = new BallotCollector({ kind: this.kind, candidates: places.size });
    this.#scores = new ScoreCollector(places.size);
  }

  take({ fields, line }: Row, columns: ReadonlyMap<string, number>): void {
    const column = columns.get("vote") ?? -1;
    if (fields.length <= column) throw new BallotFault("voteMissing", line);
    const projects = this.#projectsOf(fields[column] ?? "", line);
    this.cast++;
    if (this.kind === "score")
      return this.#takePoints(projects, fields[columns.get("points") ?? -1] ?? "", line);
    this.#collector.add(projects, projects.length, 1, null, line);
  }

  finish(): Ballots {
    return this.kind === "score" ? this.#scores.finish() : this.#collector.finish();
  }

  #projectsOf(written: string, line: number): readonly number[] {
    const known = this.#remembered.get(written);
    if (known) return known;
    const projects = this.#read(written, line);
    // What was approved has no order; a ranking is one, and points are in the order of their projects.
    if (this.kind === "approval") projects.sort((a, b) => a - b);
    if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(written, projects);
    return projects;
  }

  #read(written: string, line: number): number[] {
    if (written.trim() === "") return [];
    const projects = written.split(",").map((one) => {
      const place = this.#places.get(one) ?? this.#places.get(one.trim());
      if (place === undefined) throw new BallotFault("unknownProject", line, { project: one.trim() });
      return place;
    });
    const seen = new Set<number>();
    for (const [at, project] of projects.entries()) {
      if (seen.has(project))
        throw new BallotFault("projectTwiceInVote", line, { project: written.split(",")[at]?.trim() ?? "" });
      seen.add(project);
    }
    return projects;
  }

  #takePoints(projects: readonly number[], written: string, line: number): void {
    const points = written.trim() === "" ? [] : written.split(",").map((one) => pointsOf(one, line));
    if (points.length !== projects.length) throw new BallotFault("pointsDoNotMatch", line);
    const pairs = projects
      .map((project, at) => ({ project, given: points[at] as Decimal }))
      .sort((a, b) => a.project - b.project);
    const entries = pairs.map(({ project }) => project);
    const given = pairs.map(({ given }) => given);
    this.#scores.add(entries, given, 1, line);
  }
}

function pointsOf(written: string, line: number): Decimal {
  const points = parseDecimal(written);
  if (!points) throw new BallotFault("pointsNotNumber", line, { written: written.trim() });
  if (points.negative) throw new BallotFault("pointsNegative", line);
  return points;
}
