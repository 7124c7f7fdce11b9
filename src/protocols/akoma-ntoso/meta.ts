// The metadata of an Akoma Ntoso document (Akoma Ntoso 1.0 part 1 §5.2; part 2, element `meta`).
// Invariant: the blocks stand in the order that the schema gives them, and whatever is referred to with # is declared among
// the references.
import { el, type XmlChild, type XmlNode } from "./xml.ts";

/** An entity that the document refers to, as `#eId`. */
export type Entity = {
  readonly kind: "TLCOrganization" | "TLCConcept" | "TLCRole" | "original" | "passiveRef" | "activeRef";
  readonly eId: string;
  readonly href: string;
  readonly showAs: string;
};

/** What names a document on one level of FRBR; instants are given as `xsd:dateTime`. */
export type Level = {
  readonly uri: string;
  readonly date: string;
  readonly dateName: string;
  /** The eId of the author. */
  readonly author: string;
};

export const SOURCE = "node";

type Identification = {
  readonly work: Level;
  readonly expression: Level;
  readonly manifestation: Level;
  readonly country: string;
  readonly name: string;
  readonly number?: number;
  readonly version: number | null;
  readonly authoritative: boolean;
  readonly masterExpression: string | null;
  readonly language: string;
  readonly translation: { readonly href: string; readonly fromLanguage: string; readonly by: string } | null;
};

const core = ({ uri, date, dateName, author }: Level, part: string): XmlNode[] => [
  el("FRBRthis", { value: `${uri}${part}` }),
  el("FRBRuri", { value: uri }),
  el("FRBRdate", { date, name: dateName }),
  el("FRBRauthor", { href: `#${author}`, as: "#author" }),
];

export function identification(of: Identification): XmlNode {
  const { translation } = of;
  return el(
    "identification",
    { source: `#${SOURCE}` },
    el(
      "FRBRWork",
      {},
      core(of.work, "/!main"),
      el("FRBRcountry", { value: of.country.toLowerCase() }),
      of.number !== undefined && el("FRBRnumber", { value: of.number }),
      el("FRBRname", { value: of.name }),
      el("FRBRprescriptive", { value: false }),
      el("FRBRauthoritative", { value: true }),
    ),
    el(
      "FRBRExpression",
      {},
      core(of.expression, "/!main"),
      of.version !== null && el("FRBRversionNumber", { value: of.version }),
      el("FRBRauthoritative", { value: of.authoritative }),
      of.masterExpression !== null &&
        el("FRBRmasterExpression", { eId: "master", href: of.masterExpression, showAs: of.name }),
      el("FRBRlanguage", { language: of.language }),
      translation &&
        el("FRBRtranslation", {
          href: translation.href,
          fromLanguage: translation.fromLanguage,
          authoritative: false,
          by: `#${translation.by}`,
        }),
    ),
    el(
      "FRBRManifestation",
      {},
      core(of.manifestation, ""),
      el("FRBRformat", { value: "application/akn+xml" }),
    ),
  );
}

export type Meta = {
  readonly identification: XmlNode;
  readonly publication?: XmlNode | null;
  readonly lifecycle: readonly XmlNode[];
  readonly workflow: readonly XmlNode[];
  readonly analysis: XmlChild;
  readonly temporal: readonly XmlNode[];
  readonly entities: readonly Entity[];
};

const some = (name: string, children: readonly XmlNode[]) =>
  children.length > 0 && el(name, { source: `#${SOURCE}` }, children);

export function meta(of: Meta): XmlNode {
  const known = new Map(of.entities.map((entity) => [entity.eId, entity]));
  return el(
    "meta",
    {},
    of.identification,
    of.publication,
    some("lifecycle", of.lifecycle),
    some("workflow", of.workflow),
    of.analysis,
    some("temporalData", of.temporal),
    el(
      "references",
      { source: `#${SOURCE}` },
      [...known.values()].map(({ kind, eId, href, showAs }) => el(kind, { eId, href, showAs })),
    ),
  );
}
