// Following amendments: proposed, voted, and put into the text in the order of their adoption.
// Invariant: each version is the one before with the amendment's operations, computed anew here; an adopted amendment
// that brought none must not have fitted any more.
import { canonicalHash } from "../transparency/index.ts";
import { found, hold } from "./fault.ts";
import { readWhole, parseValue, type OpenArchive } from "./files.ts";
import { applyAmendment } from "./operations.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { type Paragraph, type VersionContent, versionShape } from "./shapes.ts";
import {
  type AmendmentWorld,
  holdSame,
  numberIn,
  type RollCallWorld,
  textIn,
  textOf,
  type TextWorld,
  type World,
} from "./world.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function amendmentOf(text: TextWorld, act: Act): AmendmentWorld {
  const number = numberIn(act, "number");
  hold(act.subject.endsWith(`/texts/${text.said.slug}/amendments/${number}`), "orderBroken", {
    act: act.id,
    type: act.type,
  });
  return found(text.amendments.get(number), "objectMissing", {
    what: "amendment",
    which: `${text.said.slug} ${number}`,
    act: act.id,
  });
}

function moveOn(
  amendment: AmendmentWorld,
  act: Act,
  from: readonly string[],
  to: AmendmentWorld["state"],
): void {
  hold(from.includes(amendment.state), "orderBroken", { act: act.id, type: act.type });
  amendment.state = to;
  amendment.stateAt = act.at;
}

export async function followProposed(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  hold(numberIn(act, "number") === text.lastAmendment + 1, "numberMissing", {
    what: "amendment",
    text: text.said.slug,
    number: text.lastAmendment + 1,
  });
  const amendment = amendmentOf(text, act);
  const { said } = amendment;
  const which = `${text.said.slug} ${said.number}`;
  hold(text.state === "open" && said.baseVersion === text.lastVersion, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  holdSame(
    {
      act: [said.act, act.id],
      proposedAt: [said.proposedAt, act.at],
      mandate: [said.mandate, act.mandate],
      organization: [said.organization, act.record["organization"]],
      baseVersion: [said.baseVersion, act.record["baseVersion"]],
      operations: [said.operations.length, act.record["operations"]],
    },
    { what: "amendment", which, act: act.id },
  );
  const { title, reason, operations } = said;
  hold(hex(canonicalHash({ title, reason, operations })) === act.record["contentHash"], "amendmentDiffers", {
    text: text.said.slug,
    number: said.number,
  });
  const fits = applyAmendment(text.paragraphs, text.paragraphs, operations).ok;
  hold(fits, "amendmentNoLongerApplies", { text: text.said.slug, number: said.number, reason: "" });
  authorised(world, act, "congress.propose", said.organization, "mandateOnly");
  text.lastAmendment = said.number;
  moveOn(amendment, act, ["unknown"], "proposed");
}

export function followAmendmentWithdrawn(world: World, act: Act): void {
  const amendment = amendmentOf(textOf(world, act), act);
  holdSame(
    { organization: [amendment.said.organization, act.record["organization"]] },
    { what: "amendment", which: String(amendment.said.number), act: act.id },
  );
  authorised(world, act, "congress.propose", amendment.said.organization, "mandateOnly");
  moveOn(amendment, act, ["proposed"], "withdrawn");
}

export function followAmendmentVote(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const number = Number(act.subject.split("/").at(-1));
  holdSame({ amendment: [said.amendment, number] }, { what: "rollCall", which: said.id, act: act.id });
  const amendment = found(text.amendments.get(number), "objectMissing", {
    what: "amendment",
    which: `${text.said.slug} ${number}`,
    act: act.id,
  });
  hold(text.state === "open" && said.version === amendment.said.baseVersion, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  moveOn(amendment, act, ["proposed", "quorum_not_reached"], "voting");
}

export function followAmendmentVerdict(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  holdSame(
    { amendment: [said.amendment, amendment.said.number] },
    { what: "rollCall", which: said.id, act: act.id },
  );
  const verdict = found(said.verdict, "objectWithoutAct", { what: "verdict", which: said.id });
  moveOn(amendment, act, ["voting"], verdict);
  if (verdict !== "adopted") return;
  text.lastAdoption += 1;
  amendment.order = text.lastAdoption;
  hold(act.record["order"] === text.lastAdoption, "numberMissing", {
    what: "adoption",
    text: text.said.slug,
    number: text.lastAdoption,
  });
}

/** The amendment that was adopted first of those that wait; no other goes before it. */
function nextToIncorporate(text: TextWorld): AmendmentWorld | undefined {
  return [...text.amendments.values()]
    .filter(({ state }) => state === "adopted")
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))[0];
}

export async function followIncorporated(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  const version = numberIn(act, "version");
  const number = amendment.said.number;
  const of = { text: text.said.slug, version, number };
  hold(nextToIncorporate(text) === amendment && text.state === "open", "orderBroken", {
    act: act.id,
    type: act.type,
  });
  const base = await paragraphsOf(world.archive, text.said.slug, amendment.said.baseVersion);
  const applied = applyAmendment(text.paragraphs, base, amendment.said.operations);
  if (!applied.ok) return hold(false, "amendmentNoLongerApplies", { ...of, reason: applied.reason });
  const made = await followVersion(world, text, act, version);
  hold(sameJson(made, applied.paragraphs), "versionNotFromAmendment", of);
  text.paragraphs = made;
  amendment.version = version;
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  moveOn(amendment, act, ["adopted"], "incorporated");
}

export async function followNoLongerApplies(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  const { said } = amendment;
  const of = { text: text.said.slug, number: said.number };
  hold(nextToIncorporate(text) === amendment && text.state === "open", "orderBroken", {
    act: act.id,
    type: act.type,
  });
  const base = await paragraphsOf(world.archive, text.said.slug, said.baseVersion);
  hold(!applyAmendment(text.paragraphs, base, said.operations).ok, "amendmentStillApplies", of);
  holdSame(
    { obstacle: [said.obstacle, textIn(act, "reason")] },
    { what: "amendment", which: `${text.said.slug} ${said.number}`, act: act.id },
  );
  hold(sameJson(said.obstacleFacts, act.record["facts"]), "amendmentDiffers", of);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  moveOn(amendment, act, ["adopted"], "no_longer_applies");
}

/**
 * A version that an act brought: the next one, with the hash that was logged, kept byte by byte as hashed. Returns its
 * paragraphs.
 */
export async function followVersion(
  world: World,
  text: TextWorld,
  act: Act,
  number: number,
): Promise<readonly Paragraph[]> {
  const { slug, title, language } = text.said;
  hold(number === text.lastVersion + 1, "numberMissing", {
    what: "version",
    text: slug,
    number: text.lastVersion + 1,
  });
  const said = found(text.said.versions[number - 1], "numberMissing", {
    what: "version",
    text: slug,
    number,
  });
  const path = `texts/${slug}/versions/${number}.json`;
  const file = found(world.archive.files.get(path), "fileMissing", { path });
  const logged = textIn(act, "versionHash");
  hold(file.sha256 === logged && said.contentHash === logged, "versionDiffers", {
    text: slug,
    version: number,
  });
  holdSame(
    {
      number: [said.number, number],
      act: [said.act, act.id],
      madeAt: [said.madeAt, act.at],
      mandate: [said.mandate, act.mandate],
    },
    { what: "version", which: `${slug} ${number}`, act: act.id },
  );
  const content = await readVersion(world.archive, slug, number);
  const due = title.texts[language] ?? title.texts[title.source] ?? "";
  hold(content.title === due && content.language === language, "versionDiffers", {
    text: slug,
    version: number,
  });
  text.lastVersion = number;
  return content.paragraphs;
}

async function readVersion(archive: OpenArchive, slug: string, number: number): Promise<VersionContent> {
  const path = `texts/${slug}/versions/${number}.json`;
  return parseValue(await readWhole(archive, path), versionShape, { path, line: 1 });
}

/** The paragraphs of a version that was followed already. */
export async function paragraphsOf(
  archive: OpenArchive,
  slug: string,
  number: number,
): Promise<readonly Paragraph[]> {
  return (await readVersion(archive, slug, number)).paragraphs;
}

/** Nothing is said of an amendment that no act did. */
export function endOfAmendments(text: TextWorld): void {
  for (const { said, state, stateAt, order, version } of text.amendments.values()) {
    const which = `${text.said.slug} ${said.number}`;
    hold(state !== "unknown", "objectWithoutAct", { what: "amendment", which });
    hold(said.state === state, "stateDiffers", {
      what: "amendment",
      which,
      said: said.state,
      computed: state,
    });
    const noObstacle = said.obstacle === null && said.obstacleFacts === null;
    hold(state === "no_longer_applies" || noObstacle, "objectDiffers", {
      what: "amendment",
      which,
      act: "",
      member: "obstacle",
      said: String(said.obstacle),
      logged: "null",
    });
    holdSame(
      {
        stateAt: [said.stateAt, stateAt],
        adoptionOrder: [said.adoptionOrder, order],
        incorporatedVersion: [said.incorporatedVersion, version],
      },
      { what: "amendment", which, act: said.act },
    );
  }
}
