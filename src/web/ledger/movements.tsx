// One movement of an account in a list.
import { accountPath, type Movement, type Party } from "#ledger";
import { Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Amount, holderWords } from "./words.tsx";

/** Who was on the other side, or what it was where there were many. */
export const otherWords = (page: Page, { other, kind }: Pick<Movement, "other" | "kind">) =>
  other ? holderWords(page, other) : page.t(`money.entry.${kind}`);

const refundable = ({ kind, amount, other, reversed }: Movement) =>
  (kind === "transfer" || kind === "hold_posted") && amount > 0n && other !== null && !reversed;

type MovementProps = {
  readonly page: Page;
  readonly account: Party;
  readonly movement: Movement;
  /** Whether what came in can be given back from here. */
  readonly refunds?: boolean;
};

export function MovementLine({ page, account, movement, refunds = false }: MovementProps) {
  const { t } = page;
  const { at, amount, text, kind, other, reversed } = movement;
  return (
    <li>
      <span class="sides">
        <span>{otherWords(page, movement)}</span>
        <Amount page={page} amount={amount} unit={account.currency} signed />
      </span>
      <small>
        <When page={page} at={at} style="medium" />
        {other && kind !== "transfer" && ` · ${t(`money.entry.${kind}`)}`}
        {text && ` · ${text}`}
        {refunds && refundable(movement) && (
          <>
            {" · "}
            <a href={`${accountPath(account.number)}/refund/${movement.entryId}`}>
              {t("money.refund.title")}
            </a>
          </>
        )}
      </small>
      {reversed && <Tag tone="quiet">{t("money.reversed")}</Tag>}
    </li>
  );
}
