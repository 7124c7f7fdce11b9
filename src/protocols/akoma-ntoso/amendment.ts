// An amendment as an Akoma Ntoso document of its own kind: what it changes in words, and the same as active modifications.
// Invariant: each operation is one modification in the text (`mod`) and one in the analysis (`textualMod`), which names it.
import type {
  ArchivedAmendment,
  ArchivedEdition,
  ArchivedOrganization,
  ArchivedRollCall,
  ArchivedText,
  Operation,
  Paragraph,
} from "#congress";
import { type Translate, translator } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type Entity, identification, meta, SOURCE } from "./meta.ts";
import { AKN_NAMESPACE, amendmentWorkOf, eIdOf, expressionOf, threeLetters, workOf } from "./naming.ts";
import {
  commonEntities,
  namedOf,
  nameOf,
  organizationEntity,
  organizationId,
  outcomes,
  stepOf,
  votingOf,
} from "./text.ts";
import { el, type XmlChild, xmlDocument, type XmlNode } from "./xml.ts";

export type AmendmentDocument = {
  readonly origin: string;
  readonly edition: ArchivedEdition;
  readonly text: ArchivedText;
  readonly amendment: ArchivedAmendment;
  /** The version that it was written against. */
  readonly base: readonly Paragraph[];
  readonly rollCalls: readonly ArchivedRollCall[];
  readonly organizations: ReadonlyMap<string, ArchivedOrganization>;
};

/** The document, as UTF-8 text, in the language of the text that it amends. */
export function amendmentAsAkomaNtoso(document: AmendmentDocument): string {
  const { text, amendment } = document;
  const { language } = text;
  const t = translator(language);
  const title = textIn(amendment.title, language);
  const reason = textIn(amendment.reason, language);
  const proponent = organizationId(amendment.organization);
  const root = el(
    "amendment",
    { name: "amendment", contains: "originalVersion" },
    metaOf(document),
    el(
      "preface",
      { eId: "preface" },
      el(
        "p",
        {},
        el("docNumber", {}, String(amendment.number)),
        " ",
        el("docTitle", { "xml:lang": title.language }, title.text),
      ),
      el(
        "p",
        {},
        el(
          "docProponent",
          { refersTo: `#${proponent}` },
          nameOf({ ...document, language }, amendment.organization),
        ),
      ),
    ),
    el(
      "amendmentBody",
      { eId: "body", "xml:lang": language },
      el(
        "amendmentContent",
        { eId: "content" },
        amendment.operations.map((operation, at) => inWords(document, t, operation, at + 1)),
      ),
      el(
        "amendmentJustification",
        { eId: "justification" },
        el("p", { "xml:lang": reason.language }, reason.text),
      ),
    ),
  );
  return xmlDocument(el("akomaNtoso", { xmlns: AKN_NAMESPACE }, root));
}

/** The paragraph as an assembly names it: its place among those that are not headings, or the heading's words. */
function placeOf(base: readonly Paragraph[], id: string): string {
  const paragraph = base.find((one) => one.id === id);
  if (!paragraph) return "";
  if (paragraph.kind === "heading") return `“${paragraph.text}”`;
  return String(base.filter(({ kind }) => kind !== "heading").indexOf(paragraph) + 1);
}

/** Where a paragraph of the version amended stands. */
function addressOf({ base, edition, text, amendment }: AmendmentDocument, id: string | null): string {
  const expression = expressionOf(workOf(namedOf(edition, text)), text.language, amendment.baseVersion);
  const paragraph = base.find((one) => one.id === id);
  return `${expression}/!main~${paragraph ? eIdOf(paragraph) : "body"}`;
}

/** One operation as a sentence, with what it refers to and what it brings marked as such. */
function inWords(document: AmendmentDocument, t: Translate, operation: Operation, at: number): XmlNode {
  const said = (key: string) => `${t(`archive.akn.${key}`)} `;
  const link = (id: string) => el("ref", { href: addressOf(document, id) }, placeOf(document.base, id));
  const quoted = (words: string, which = 1) =>
    el("quotedText", { eId: `mod_${at}__qtext_${which}`, startQuote: "“", endQuote: "”" }, words);
  const place = (id: string | null) => (id === null ? t("archive.akn.first") : [said("after"), link(id)]);
  const words = (): XmlChild => {
    switch (operation.op) {
      case "replace":
        return [said("replace"), link(operation.paragraphId), ": ", quoted(operation.text)];
      case "delete":
        return [said("delete"), link(operation.paragraphId)];
      case "move":
        return [said("move"), link(operation.paragraphId), " ", place(operation.afterId)];
      case "insertAfter":
        return [
          said("insert"),
          place(operation.afterId),
          ": ",
          operation.paragraphs.map((paragraph, which) => quoted(paragraph.text, which + 1)),
        ];
    }
  };
  return el("p", {}, el("mod", { eId: `mod_${at}` }, words()));
}

const TYPES = {
  replace: "substitution",
  insertAfter: "insertion",
  delete: "repeal",
  move: "renumbering",
} as const;

function modificationOf(document: AmendmentDocument, operation: Operation, at: number): XmlNode {
  const fresh =
    operation.op === "insertAfter" ? operation.paragraphs.length : operation.op === "replace" ? 1 : 0;
  const behind = (id: string | null) =>
    el("destination", { href: addressOf(document, id), pos: id === null ? "start" : "after" });
  return el(
    "textualMod",
    { eId: `amod_${at}`, type: TYPES[operation.op] },
    el("source", { href: `#mod_${at}` }),
    operation.op !== "insertAfter" && el("destination", { href: addressOf(document, operation.paragraphId) }),
    "afterId" in operation && behind(operation.afterId),
    Array.from({ length: fresh }, (_, which) => el("new", { href: `#mod_${at}__qtext_${which + 1}` })),
  );
}

function metaOf(document: AmendmentDocument): XmlNode {
  const { origin, edition, text, amendment, rollCalls } = document;
  const named = namedOf(edition, text);
  const work = amendmentWorkOf(named, amendment.number);
  const expression = `${work}/${threeLetters(text.language)}@`;
  const author = organizationId(amendment.organization);
  const level = (uri: string) => ({
    uri,
    date: amendment.proposedAt.toISOString(),
    dateName: "proposal",
    author,
  });
  const convener = organizationId(edition.convenedBy);
  const closed = rollCalls.filter(({ verdict }) => verdict !== null);
  const amended = expressionOf(workOf(named), text.language, amendment.baseVersion);
  const concepts = ["for", "against", "abstain"].map((eId): Entity => ({
    kind: "TLCConcept",
    eId,
    href: `/akn/ontology/concept/${eId}`,
    showAs: eId,
  }));
  const of = { ...document, language: text.language };
  return meta({
    identification: identification({
      work: level(work),
      expression: level(expression),
      manifestation: level(`${expression}.akn`),
      country: edition.country,
      name: `${text.slug}-${amendment.number}`,
      number: amendment.number,
      version: null,
      authoritative: true,
      masterExpression: null,
      language: threeLetters(text.language),
      translation: null,
    }),
    lifecycle: [
      el("eventRef", {
        eId: "event_proposal",
        date: amendment.proposedAt.toISOString(),
        source: "#original",
        type: "generation",
        originatingExpression: true,
      }),
    ],
    workflow: closed.map((rollCall) => stepOf(rollCall, convener)),
    analysis: el(
      "analysis",
      { source: `#${SOURCE}` },
      el(
        "activeModifications",
        {},
        amendment.operations.map((operation, at) => modificationOf(document, operation, at + 1)),
      ),
      closed.length > 0 && el("parliamentary", {}, closed.map(votingOf)),
    ),
    temporal: [],
    entities: [
      ...commonEntities(origin),
      organizationEntity(of, amendment.organization),
      organizationEntity(of, edition.convenedBy),
      { kind: "original", eId: "original", href: expression, showAs: String(amendment.number) },
      { kind: "activeRef", eId: "amended", href: amended, showAs: text.slug },
      ...outcomes,
      ...concepts,
    ],
  });
}
