// Where things of the ledger are on this node.
export const currencyPath = (slug: string) => `/economy/currencies/${slug}`;
/** Of an account, by its number. */
export const accountPath = (number: string) => `/economy/accounts/${number}`;
/** Of a request for payment: short, because it is what a QR code holds. */
export const requestPath = (token: string) => `/pay/${token}`;
