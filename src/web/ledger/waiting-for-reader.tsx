// Payments that wait for the reader as a second person: shown first, wherever the reader comes in.
import type { WaitingForReader } from "#ledger";
import { When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Amount, holderWords } from "./words.tsx";

type Props = { readonly page: Page; readonly waiting: readonly WaitingForReader[]; readonly count: number };

export function WaitingForYou({ page, waiting, count }: Props) {
  const { t } = page;
  if (count === 0) return null;
  return (
    <section class="card" aria-labelledby="waiting-for-you">
      <h2 id="waiting-for-you">{t("money.approval.forYou", { count })}</h2>
      <ul class="list">
        {waiting.map(({ id, amount, text, unit, payer, payee, lapsesAt }) => (
          <li>
            <span class="sides">
              <a href={`/economy/approvals/${id}`}>{holderWords(page, payee)}</a>
              <Amount page={page} amount={amount} unit={unit} />
            </span>
            <small>
              {t("money.approval.fromOf", { payer: holderWords(page, payer) })} · {text} ·{" "}
              {t("money.approval.until")} <When page={page} at={lapsesAt} style="medium" />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
