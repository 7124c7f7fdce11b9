// The canonical paths of what an assembly makes: subjects of the log, and where links lead.
import { editionPath } from "#congress";

/** An organ of a congress stands under it; one that stands by itself has an address of its own. */
export const organPath = (edition: string | null, organ: string) =>
  edition === null ? `/organs/${organ}` : `${editionPath(edition)}/organs/${organ}`;

/** What a meeting asks of the congress, and what a congress is asked. */
export const requestsPath = (edition: string) => `${editionPath(edition)}/requests`;
