// The word of whoever presides where a vote is tied and the rules leave it to them.
import type { Page } from "../request.ts";

export function CastingVote({ page }: { page: Pick<Page, "t"> }) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("rulebook.castingVote")}</legend>
      {(["for", "against"] as const).map((choice) => (
        <label class="choice">
          <input type="radio" name="castingVote" value={choice} required />
          {t(`congress-acts.vote.${choice}`)}
        </label>
      ))}
      <p class="hint">{t("rulebook.castingVoteHint")}</p>
    </fieldset>
  );
}
