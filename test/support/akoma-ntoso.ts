// The structure of Akoma Ntoso 1.0 (OASIS, 29 August 2018, part 2) for the elements that the node writes: which children in
// which order, and which attributes must be there. The schema itself is checked too where it can be had.
import { everyElement, type Element } from "./xml.ts";

const META = "(eventRef )+";
const CORE = "FRBRthis (FRBRuri )+(FRBRalias )*(FRBRdate )+(FRBRauthor )+";
/** `basehierarchy`, then either children below an introduction or the content. */
const HIERARCHY = "(num )?(heading )?((intro )?((section|paragraph|point) )*(wrapUp )?|content )";
const INLINE = "((ref|mod|docTitle|docNumber|docProponent|organization|quotedText|span) )*";

/** Names of the children in order, each followed by a space. */
const CHILDREN: Readonly<Record<string, string>> = {
  akomaNtoso: "(statement|amendment) ",
  statement: "meta (coverPage )?(preface )?(preamble )?mainBody (conclusions )?(attachments )?(components )?",
  amendment: "meta (coverPage )?(preface )?amendmentBody (conclusions )?(attachments )?(components )?",
  meta: "identification (publication )?(classification )*(lifecycle )*(workflow )*(analysis )*(temporalData )*(references )*(notes )*",
  identification: "FRBRWork FRBRExpression FRBRManifestation (FRBRItem )?",
  FRBRWork: `${CORE}FRBRcountry (FRBRsubtype )?(FRBRnumber )*(FRBRname )*(FRBRprescriptive )?(FRBRauthoritative )?`,
  FRBRExpression: `${CORE}(FRBRversionNumber )?(FRBRauthoritative )?(FRBRmasterExpression )?(FRBRlanguage )+(FRBRtranslation )*`,
  FRBRManifestation: `${CORE}(FRBRportion )?(FRBRformat )?`,
  lifecycle: META,
  workflow: "(step )+",
  analysis: "(activeModifications )?(passiveModifications )?(restrictions )?(judicial )?(parliamentary )?",
  activeModifications: "(textualMod )+",
  passiveModifications: "(textualMod )+",
  textualMod: "(source )+(destination )+(previous )?(old )*(new )*",
  parliamentary: "((quorumVerification|voting|recount) )+",
  voting: "((quorum|count) )+",
  temporalData: "(temporalGroup )+",
  temporalGroup: "(timeInterval )+",
  references: "((original|passiveRef|activeRef|TLCOrganization|TLCConcept|TLCRole) )+",
  preface: "((p|longTitle|formula) )+",
  mainBody: "((section|paragraph|point|p) )+",
  section: HIERARCHY,
  paragraph: HIERARCHY,
  point: HIERARCHY,
  content: "(p )*",
  intro: "(p )*",
  conclusions: "(p )+",
  amendmentBody: "((amendmentHeading|amendmentContent|amendmentReference|amendmentJustification) )+",
  amendmentContent: "(p )*",
  amendmentJustification: "(p )*",
  p: INLINE,
  mod: INLINE,
};

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  statement: ["name"],
  amendment: ["name"],
  identification: ["source"],
  lifecycle: ["source"],
  workflow: ["source"],
  analysis: ["source"],
  temporalData: ["source"],
  references: ["source"],
  publication: ["date", "showAs", "name"],
  FRBRthis: ["value"],
  FRBRuri: ["value"],
  FRBRdate: ["date", "name"],
  FRBRauthor: ["href"],
  FRBRcountry: ["value"],
  FRBRname: ["value"],
  FRBRformat: ["value"],
  FRBRprescriptive: ["value"],
  FRBRauthoritative: ["value"],
  FRBRversionNumber: ["value"],
  FRBRmasterExpression: ["href", "showAs"],
  FRBRlanguage: ["language"],
  FRBRtranslation: ["href", "fromLanguage", "by"],
  eventRef: ["date", "source"],
  step: ["date", "by"],
  textualMod: ["eId", "type"],
  source: ["href"],
  destination: ["href"],
  new: ["href"],
  voting: ["eId"],
  quorum: ["eId", "value"],
  count: ["eId", "value"],
  temporalGroup: ["eId"],
  timeInterval: ["refersTo"],
  TLCOrganization: ["eId", "href", "showAs"],
  TLCConcept: ["eId", "href", "showAs"],
  TLCRole: ["eId", "href", "showAs"],
  original: ["eId", "href", "showAs"],
  passiveRef: ["eId", "href", "showAs"],
  activeRef: ["eId", "href", "showAs"],
  section: ["eId"],
  paragraph: ["eId"],
  point: ["eId"],
  content: ["eId"],
  mod: ["eId"],
  quotedText: ["eId"],
  ref: ["href"],
  organization: ["refersTo"],
  docProponent: [],
};

const VALUES: Readonly<Record<string, ReadonlySet<string>>> = {
  "statement contains": new Set(["originalVersion", "singleVersion", "multipleVersions"]),
  "amendment contains": new Set(["originalVersion", "singleVersion", "multipleVersions"]),
  "eventRef type": new Set(["generation", "amendment", "repeal"]),
  "textualMod type": new Set([
    "repeal",
    "substitution",
    "insertion",
    "replacement",
    "renumbering",
    "split",
    "join",
  ]),
  "destination pos": new Set(["start", "before", "inside", "after", "end", "unspecified"]),
};
const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$/;

/** What is wrong with the structure of a document; empty where nothing is. */
export function structuralFaults(root: Element): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const elements = [...everyElement(root)];
  for (const { name, attributes, children } of elements) {
    const order = children.map((child) => `${child.name} `).join("");
    if (!new RegExp(`^(?:${CHILDREN[name] ?? ""})$`).test(order)) faults.push(`<${name}> holds: ${order}`);
    for (const one of REQUIRED[name] ?? []) if (!attributes.has(one)) faults.push(`<${name}> lacks ${one}`);
    const eId = attributes.get("eId");
    if (eId !== undefined && (ids.has(eId) || /\s/.test(eId) || eId === "")) faults.push(`eId ${eId}`);
    if (eId !== undefined) ids.add(eId);
    for (const [key, value] of attributes) {
      if (VALUES[`${name} ${key}`]?.has(value) === false) faults.push(`<${name} ${key}="${value}">`);
      if (key === "date" && !DATE_TIME.test(value)) faults.push(`<${name} date="${value}">`);
    }
  }
  for (const { name, attributes } of elements)
    for (const [key, value] of attributes)
      if (value.startsWith("#") && !ids.has(value.slice(1)))
        faults.push(`<${name} ${key}="${value}"> leads nowhere`);
  return faults;
}
