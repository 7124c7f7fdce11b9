// What the pages of agreements share: whose it is, how it stands, the way back.
import type { Account } from "#ledger";
import type { AgreementState, AgreementView } from "#market";
import type { FormState } from "../layout/forms.tsx";
import type { Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { marketTrail } from "./words.tsx";

export const agreementTone: Readonly<Record<AgreementState, Tone>> = {
  asked: "going",
  proposed: "going",
  agreed: "done",
  disputed: "late",
  fulfilled: "done",
  declined: "quiet",
  withdrawn: "quiet",
  cancelled: "quiet",
};

export type AgreementProps = {
  readonly page: Page;
  readonly agreement: AgreementView;
  readonly form: FormState;
  readonly freshKey: string;
  /** Civil date. */
  readonly today: string;
  /** From what the reader may pay a receipt at once. */
  readonly payFrom: readonly Account[];
};

export function ownTrail(page: Page) {
  return [...marketTrail(page), { href: "/market/own", label: page.t("market.own.title") }];
}
