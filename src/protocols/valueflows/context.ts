// The words of ValueFlows 1.0 (https://www.valueflo.ws, namespace https://w3id.org/valueflows/ont/vf#) as a JSON-LD context. It
// travels in every document, so that nobody has to fetch anything to read one.
// Measures are counted in units of OM 2, as ValueFlows has it, and the whole measure stands beside as a UCUM literal
// (custom datatype cdt:ucum, Lefrançois and Zimmermann 2018). Names are maps from language to text.

const iri = (id: string) => ({ "@id": id, "@type": "@id" }) as const;
/** A value out of the vocabulary itself: `transfer` is vf:transfer. */
const word = (id: string) => ({ "@id": id, "@type": "@vocab" }) as const;
const typed = (id: string, type: string) => ({ "@id": id, "@type": type }) as const;
const inLanguages = (id: string) => ({ "@id": id, "@container": "@language" }) as const;

export const context = {
  "@version": 1.1,
  "@vocab": "https://w3id.org/valueflows/ont/vf#",
  vf: "https://w3id.org/valueflows/ont/vf#",
  om2: "http://www.ontology-of-units-of-measure.org/resource/om-2/",
  cdt: "https://w3id.org/cdt/",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  schema: "https://schema.org/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  id: "@id",
  type: "@type",
  action: word("vf:action"),
  purpose: word("vf:purpose"),
  name: inLanguages("vf:name"),
  note: inLanguages("vf:note"),
  label: inLanguages("vf:label"),
  created: typed("vf:created", "xsd:dateTime"),
  due: typed("vf:due", "xsd:date"),
  hasBeginning: typed("vf:hasBeginning", "xsd:date"),
  hasEnd: typed("vf:hasEnd", "xsd:date"),
  hasPointInTime: typed("vf:hasPointInTime", "xsd:date"),
  hasNumericalValue: typed("vf:hasNumericalValue", "xsd:decimal"),
  unitBased: typed("vf:unitBased", "xsd:boolean"),
  finished: typed("vf:finished", "xsd:boolean"),
  image: iri("vf:image"),
  imageList: iri("vf:imageList"),
  resourceClassifiedAs: iri("vf:resourceClassifiedAs"),
  resourceConformsTo: iri("vf:resourceConformsTo"),
  lists: iri("vf:lists"),
  satisfies: iri("vf:satisfies"),
  fulfills: iri("vf:fulfills"),
  ucum: typed("rdf:value", "cdt:ucum"),
  country: "schema:addressCountry",
  season: { "@id": "schema:eventSchedule" },
  Schedule: "schema:Schedule",
  byMonth: typed("schema:byMonth", "xsd:integer"),
  repeatFrequency: "schema:repeatFrequency",
} as const;

/** A document of these nodes. Beside `@graph` nothing may stand: it would become the name of a graph of its own. */
export function documentOf(nodes: readonly object[]) {
  return { "@context": context, "@graph": nodes };
}
