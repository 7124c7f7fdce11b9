// The offices that a new node starts with. They are data from then on: an assembly renames, adds and changes them.
import type { Multilingual } from "#platform/multilingual";
import type { Capability, Office } from "./types.ts";

function named(es: string, en: string, pt: string, fr: string): Multilingual {
  return { source: "es", texts: { es, en, pt, fr } };
}

const speaks: readonly Capability[] = [
  "organization.edit",
  "people.invite",
  "mandate.grant",
  "mandate.recall",
  "affiliation.apply",
  "affiliation.sponsor",
  "congress.propose",
  "congress.vote",
  "congress.sign",
  "commitment.report",
  "assembly.nominate",
  "assembly.speak",
  "agenda.announce",
  "agenda.report",
  "ledger.found_currency",
  "ledger.open_account",
  "ledger.approve",
  "ledger.set_limits",
  "clearing.join",
  "market.offer",
  "market.agree",
  "financing.manage_fund",
  "financing.lend",
];

/** What a treasurer does; a second person approves what is large, so that the office holds both. */
const keepsMoney: readonly Capability[] = [
  "ledger.open_account",
  "ledger.transfer",
  "ledger.approve",
  "ledger.issue",
  "clearing.record",
  "clearing.join",
  "market.agree",
  "financing.save",
  "financing.lend",
];

const offices: readonly Omit<Office, "position">[] = [
  {
    key: "operator",
    name: named("Operación del nodo", "Node operator", "Operação do nó", "Opération du nœud"),
    capabilities: [
      "node.operate",
      "organization.edit",
      "organization.import",
      "people.invite",
      "mandate.grant",
      "mandate.recall",
    ],
  },
  {
    key: "spokesperson",
    name: named("Vocería", "Spokesperson", "Porta-voz", "Porte-parole"),
    capabilities: speaks,
  },
  {
    key: "alternate",
    name: named("Vocería suplente", "Alternate spokesperson", "Porta-voz suplente", "Porte-parole suppléant"),
    capabilities: ["congress.propose", "commitment.report", "assembly.speak"],
  },
  {
    key: "chair",
    name: named(
      "Presidencia de la asamblea",
      "Chair of the assembly",
      "Presidência da assembleia",
      "Présidence de l’assemblée",
    ),
    capabilities: [
      "congress.convene",
      "congress.import_text",
      "congress.preside",
      "commitment.record",
      "assembly.credential",
      "assembly.admit",
      "assembly.minute",
      "agenda.call",
    ],
  },
  {
    key: "commission_member",
    name: named(
      "Integrante de comisión",
      "Commission member",
      "Integrante de comissão",
      "Membre de commission",
    ),
    capabilities: [
      "affiliation.review",
      "commitment.record",
      "commitment.report",
      "commitment.confirm",
      "agenda.call",
    ],
  },
  {
    key: "communicator",
    name: named("Comunicación", "Communicator", "Comunicação", "Communication"),
    capabilities: [
      "organization.edit",
      "commitment.report",
      "agenda.announce",
      "agenda.report",
      "market.offer",
    ],
  },
  {
    key: "treasurer",
    name: named("Tesorería", "Treasurer", "Tesouraria", "Trésorerie"),
    capabilities: keepsMoney,
  },
  {
    key: "librarian",
    name: named("Biblioteca", "Librarian", "Biblioteca", "Bibliothèque"),
    capabilities: [],
  },
  {
    key: "seed_keeper",
    name: named("Custodia de semillas", "Seed keeper", "Guarda de sementes", "Garde des semences"),
    capabilities: [],
  },
  {
    key: "delegate",
    name: named(
      "Integrante de la delegación",
      "Member of the delegation",
      "Integrante da delegação",
      "Membre de la délégation",
    ),
    capabilities: ["assembly.speak"],
    unlisted: true,
  },
  {
    key: "credentials",
    name: named(
      "Comisión de credenciales",
      "Credentials commission",
      "Comissão de credenciais",
      "Commission de vérification des pouvoirs",
    ),
    capabilities: ["assembly.credential", "assembly.admit"],
  },
  {
    key: "secretary",
    name: named(
      "Secretaría de actas",
      "Secretary of the sitting",
      "Secretaria de atas",
      "Secrétariat de séance",
    ),
    capabilities: ["assembly.admit", "assembly.minute"],
  },
  {
    key: "economic_commission",
    name: named("Comisión económica", "Economic commission", "Comissão econômica", "Commission économique"),
    capabilities: [
      "ledger.found_currency",
      "ledger.set_limits",
      "clearing.call",
      "clearing.analyse",
      "market.mediate",
      "market.call_fair",
      "financing.manage_fund",
    ],
  },
  { key: "teacher", name: named("Docencia", "Teacher", "Docência", "Enseignement"), capabilities: [] },
];

export const defaultOffices: readonly Office[] = offices.map((office, index) => ({
  ...office,
  position: index + 1,
}));
