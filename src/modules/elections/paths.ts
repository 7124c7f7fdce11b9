// The canonical paths of elections and recalls: subjects of the log, and where links lead.
export const electionsPath = (edition: string) => `/congress/${edition}/elections`;
export const electionPath = (edition: string, number: number) => `${electionsPath(edition)}/${number}`;
export const recallPath = (id: string) => `/recalls/${id}`;
