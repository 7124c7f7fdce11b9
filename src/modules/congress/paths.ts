// The canonical paths of what the congress makes: subjects of the log, and where links lead.
export const editionPath = (edition: string) => `/congress/${edition}`;
export const motionPath = (edition: string, motion: number) => `${editionPath(edition)}/motions/${motion}`;
export const textPath = (edition: string, text: string) => `${editionPath(edition)}/texts/${text}`;
export const versionPath = (edition: string, text: string, version: number) =>
  `${textPath(edition, text)}/versions/${version}`;
export const amendmentPath = (edition: string, text: string, number: number) =>
  `${textPath(edition, text)}/amendments/${number}`;
/** Where an organisation's keys are shown; the page of the congress, under the organisation's address. */
export const signingKeysPath = (organization: string) => `/organizations/${organization}/signing-keys`;
/** `p` leads to the part of a long text in which the paragraph stands; the fragment to the paragraph itself. */
export const paragraphPath = (edition: string, text: string, paragraphId: string) =>
  `${textPath(edition, text)}?p=${paragraphId}#p-${paragraphId}`;
export const rollCallPath = (edition: string, text: string, rollCallId: string) =>
  `${textPath(edition, text)}/votes/${rollCallId}`;
/** The rules of operation of an edition, and each of their versions. */
export const rulesPath = (edition: string) => `${editionPath(edition)}/rules`;
export const ruleVersionPath = (edition: string, number: number) => `${rulesPath(edition)}/${number}`;
