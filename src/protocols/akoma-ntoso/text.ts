// A version of a text as an Akoma Ntoso statement: "an official document of a body that may or may not be normative".
// Invariant: every paragraph of the version is there, in its order, with its words and its own id; in another language,
// with its translation, or with the original words marked as such.
import type {
  ArchivedAmendment,
  ArchivedEdition,
  ArchivedOrganization,
  ArchivedRollCall,
  ArchivedSignature,
  ArchivedText,
  ArchivedTranslation,
  Paragraph,
} from "#congress";
import { textIn } from "#platform/multilingual";
import { type Entity, identification, meta, SOURCE } from "./meta.ts";
import {
  AKN_NAMESPACE,
  amendmentWorkOf,
  eIdOf,
  expressionOf,
  type Named,
  threeLetters,
  workOf,
} from "./naming.ts";
import { el, type XmlChild, xmlDocument, type XmlNode } from "./xml.ts";

export type TextDocument = {
  readonly origin: string;
  readonly edition: ArchivedEdition;
  readonly text: ArchivedText;
  readonly version: number;
  readonly body: readonly Paragraph[];
  /** The language that it is written out in: its own, or one with translations. */
  readonly language: string;
  readonly translations: readonly ArchivedTranslation[];
  /** Those that were incorporated up to this version. */
  readonly amendments: readonly ArchivedAmendment[];
  /** The vote by which the whole was adopted, where this version was. */
  readonly adoption: ArchivedRollCall | null;
  readonly signatures: readonly ArchivedSignature[];
  readonly organizations: ReadonlyMap<string, ArchivedOrganization>;
};

export function namedOf(edition: ArchivedEdition, text: ArchivedText): Named {
  const { country, startsOn, slug } = edition;
  return { country, startsOn, editionSlug: slug, textSlug: text.slug };
}

/** The document, as UTF-8 text. */
export function textAsAkomaNtoso(document: TextDocument): string {
  const { text, language, body, signatures, version } = document;
  const title = textIn(text.title, language);
  const signed = text.adoptedVersion === version && signatures.length > 0;
  const statement = el(
    "statement",
    { name: "declaration", contains: version === 1 ? "originalVersion" : "singleVersion" },
    metaOf(document),
    el(
      "preface",
      { eId: "preface" },
      el("p", {}, el("docTitle", { "xml:lang": title.language }, title.text)),
    ),
    el("mainBody", { eId: "body", "xml:lang": language }, nested(document, body)),
    signed &&
      el(
        "conclusions",
        { eId: "conclusions" },
        signatures.map(({ organization }) =>
          el(
            "p",
            {},
            el(
              "organization",
              { refersTo: `#${organizationId(organization)}` },
              nameOf(document, organization),
            ),
          ),
        ),
      ),
  );
  return xmlDocument(el("akomaNtoso", { xmlns: AKN_NAMESPACE }, statement));
}

export const organizationId = (id: string) => `org_${id}`;

export function nameOf(
  { organizations, language }: Pick<TextDocument, "organizations" | "language">,
  id: string,
): string {
  const organization = organizations.get(id);
  return organization ? textIn(organization.name, language).text : id;
}

export function organizationEntity(
  document: Pick<TextDocument, "organizations" | "language" | "origin">,
  id: string,
): Entity {
  const slug = document.organizations.get(id)?.slug ?? id;
  return {
    kind: "TLCOrganization",
    eId: organizationId(id),
    href: `${document.origin}/organizations/${slug}`,
    showAs: nameOf(document, id),
  };
}

export const commonEntities = (origin: string): Entity[] => [
  { kind: "TLCOrganization", eId: SOURCE, href: origin, showAs: origin },
  { kind: "TLCRole", eId: "author", href: "/akn/ontology/role/author", showAs: "author" },
];

export const outcomes: readonly Entity[] = ["adopted", "rejected", "quorum_not_reached"].map((outcome) => ({
  kind: "TLCConcept",
  eId: outcome,
  href: `/akn/ontology/concept/${outcome}`,
  showAs: outcome,
}));

function metaOf(document: TextDocument): XmlNode {
  const { origin, edition, text, version, language, amendments, adoption, signatures } = document;
  const named = namedOf(edition, text);
  const author = organizationId(edition.convenedBy);
  const made = text.versions.find(({ number }) => number === version)?.madeAt ?? text.createdAt;
  const work = workOf(named);
  const original = expressionOf(work, text.language, 1);
  const own = expressionOf(work, text.language, version);
  const level = (uri: string, date: Date, dateName: string) => ({
    uri,
    date: date.toISOString(),
    dateName,
    author,
  });
  const adopted = text.adoptedVersion === version;
  return meta({
    identification: identification({
      work: level(work, text.createdAt, "import"),
      expression: level(expressionOf(work, language, version), made, "version"),
      manifestation: level(`${expressionOf(work, language, version)}.akn`, made, "markup"),
      country: edition.country,
      name: text.slug,
      version,
      authoritative: adopted && language === text.language,
      masterExpression: version === 1 && language === text.language ? null : original,
      language: threeLetters(language),
      translation:
        language === text.language
          ? null
          : { href: own, fromLanguage: threeLetters(text.language), by: author },
    }),
    publication:
      adopted && text.publishedAt
        ? el("publication", {
            date: text.publishedAt.toISOString(),
            showAs: origin,
            name: "node",
            number: version,
          })
        : null,
    lifecycle: lifecycleOf(document),
    workflow: adoption ? [stepOf(adoption, author)] : [],
    analysis: analysisOf(document),
    temporal: adopted ? [temporalOf()] : [],
    entities: [
      ...commonEntities(origin),
      organizationEntity(document, edition.convenedBy),
      { kind: "original", eId: "original", href: original, showAs: text.slug },
      ...amendments.map(({ number }): Entity => ({
        kind: "passiveRef",
        eId: `amendment_${number}`,
        href: amendmentWorkOf(named, number),
        showAs: String(number),
      })),
      ...outcomes,
      ...["adoption", "for", "against", "abstain"].map((concept): Entity => ({
        kind: "TLCConcept",
        eId: concept,
        href: `/akn/ontology/concept/${concept}`,
        showAs: concept,
      })),
      ...(adopted ? signatures.map(({ organization }) => organizationEntity(document, organization)) : []),
    ],
  });
}

function lifecycleOf({ text, version, amendments }: TextDocument): XmlNode[] {
  const amendedBy = new Map(amendments.map((one) => [one.incorporatedVersion, one.number]));
  const events = text.versions
    .filter(({ number }) => number <= version)
    .map(({ number, madeAt }) =>
      el("eventRef", {
        eId: `event_${number}`,
        date: madeAt.toISOString(),
        // A draft that was written anew, or languages that were fixed, came by no amendment.
        source: amendedBy.has(number) ? `#amendment_${amendedBy.get(number)}` : "#original",
        type: amendedBy.has(number) ? "amendment" : "generation",
        originatingExpression: number === version ? true : null,
      }),
    );
  if (text.adoptedVersion !== version || !text.adoptedAt) return events;
  const adoption = { eId: "event_adoption", date: text.adoptedAt.toISOString(), source: "#original" };
  return [...events, el("eventRef", { ...adoption, refersTo: "#adoption" })];
}

/** In force since it was adopted, without an end. */
function temporalOf(): XmlNode {
  const interval = el("timeInterval", { start: "#event_adoption", refersTo: "#adoption" });
  return el("temporalGroup", { eId: "period_adopted" }, interval);
}

/** A vote as a step of the way to adoption. */
export function stepOf(rollCall: ArchivedRollCall, author: string): XmlNode {
  const date = (rollCall.closedAt ?? rollCall.openedAt).toISOString();
  return el("step", {
    date,
    by: `#${author}`,
    outcome: rollCall.verdict === null ? null : `#${rollCall.verdict}`,
  });
}

function analysisOf({ amendments, adoption, body }: TextDocument): XmlChild {
  const here = new Map(body.map((paragraph) => [paragraph.id as string, paragraph]));
  const mods = amendments.flatMap(({ number, operations }) =>
    operations.flatMap((operation, at) => {
      const ids =
        operation.op === "insertAfter" ? operation.paragraphs.map(({ id }) => id) : [operation.paragraphId];
      const there = ids.flatMap((id) => here.get(id) ?? []);
      if (there.length === 0) return [];
      const type = {
        replace: "substitution",
        insertAfter: "insertion",
        delete: "repeal",
        move: "renumbering",
      }[operation.op];
      const eId = `pmod_${number}_${at + 1}`;
      return el(
        "textualMod",
        { eId, type },
        el("source", { href: `#amendment_${number}` }),
        there.map((paragraph) => el("destination", { href: `#${eIdOf(paragraph)}` })),
      );
    }),
  );
  if (mods.length === 0 && !adoption) return null;
  return el(
    "analysis",
    { source: `#${SOURCE}` },
    mods.length > 0 && el("passiveModifications", {}, mods),
    adoption && adoption.verdict !== null && el("parliamentary", {}, votingOf(adoption)),
  );
}

/** The numbers of a vote: who had to be there, and how it went. */
export function votingOf(rollCall: ArchivedRollCall): XmlNode {
  const eId = `voting_${rollCall.id}`;
  const counts = { for: rollCall.votesFor, against: rollCall.votesAgainst, abstain: rollCall.abstentions };
  return el(
    "voting",
    { eId, outcome: `#${rollCall.verdict}` },
    el("quorum", { eId: `${eId}__roll`, value: rollCall.roll.length }),
    Object.entries(counts).map(([choice, value]) =>
      el("count", { eId: `${eId}__${choice}`, value: value ?? 0, refersTo: `#${choice}` }),
    ),
  );
}

type Words = { readonly text: string; readonly language: string };

/** A paragraph's words in the document's language; else its own, which are then marked. */
function wordsIn({ text, language, translations }: TextDocument): (paragraph: Paragraph) => Words {
  const translated = new Map(
    translations.filter((one) => one.language === language).map((one) => [one.paragraph, one.text]),
  );
  return ({ id, text: own }) => {
    const found = language === text.language ? undefined : translated.get(id);
    return found === undefined ? { text: own, language: text.language } : { text: found, language };
  };
}

/** Headings hold what follows them, down to the next one of their level; items hold those below them. */
function nested(document: TextDocument, body: readonly Paragraph[]): XmlNode[] {
  const words = wordsIn(document);
  const language = document.language;
  const said = (paragraph: Paragraph) => {
    const { text, language: tag } = words(paragraph);
    return { text, attributes: tag === language ? {} : { "xml:lang": tag } };
  };
  const nodes: XmlNode[] = [];
  for (let at = 0; at < body.length;) {
    const paragraph = body[at] as Paragraph;
    const end = endOf(body, at);
    const inner = body.slice(at + 1, end);
    const { text, attributes } = said(paragraph);
    const eId = eIdOf(paragraph);
    if (paragraph.kind === "heading") {
      nodes.push(el("section", { eId }, el("heading", attributes, text), nested(document, inner)));
    } else {
      const name = paragraph.kind === "item" ? "point" : "paragraph";
      const p = el("p", attributes, text);
      nodes.push(
        el(
          name,
          { eId },
          paragraph.marker !== null && el("num", {}, paragraph.marker),
          inner.length > 0
            ? [el("intro", { eId: `${eId}__intro` }, p), nested(document, inner)]
            : el("content", { eId: `${eId}__content` }, p),
        ),
      );
    }
    at = end;
  }
  return nodes;
}

/** Where what belongs to the paragraph at `at` ends: behind it, unless it is a heading or has items below it. */
function endOf(body: readonly Paragraph[], at: number): number {
  const { kind, level } = body[at] as Paragraph;
  let end = at + 1;
  if (kind === "paragraph") return end;
  for (; end < body.length; end += 1) {
    const next = body[end] as Paragraph;
    if (
      kind === "heading"
        ? next.kind === "heading" && next.level <= level
        : next.kind !== "item" || next.level <= level
    )
      break;
  }
  return end;
}
