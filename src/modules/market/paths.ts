// The canonical paths of the market: subjects of the log, URIs of the flows, and where links lead.
export const offerPath = (number: number) => `/market/offers/${number}`;
export const agreementPath = (id: string) => `/market/agreements/${id}`;
export const fairPath = (number: number) => `/market/fairs/${number}`;
export const photographPath = (hash: string) => `/market/photographs/${hash}`;
