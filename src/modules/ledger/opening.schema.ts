// What a form says when it opens an account or sets limits.
import type { OrganizationId } from "#confederation";
import { idOf, plainText, requestKey } from "#platform/fields";
import { z } from "zod";
import type { AccountId, CurrencyId } from "./types.ts";

const MOST_LIMIT = 10n ** 15n;
const limit = z.bigint().min(-MOST_LIMIT, "limitTooLarge").max(MOST_LIMIT, "limitTooLarge").nullable();

export const openOwnAccountInput = z.object({
  requestKey,
  currencyId: idOf<CurrencyId>(),
  /** Null: of the person who asks. */
  organizationId: idOf<OrganizationId>().nullable(),
  /** What others see beside its number. */
  name: plainText(80).nullable(),
});
export type OpenOwnAccountInput = z.input<typeof openOwnAccountInput>;

export const setLimitsInput = z.object({
  accountId: idOf<AccountId>(),
  minimum: limit,
  maximum: limit,
  because: plainText(500),
});
export type SetLimitsInput = z.input<typeof setLimitsInput>;
