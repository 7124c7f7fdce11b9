// The rules of an edition: what decides now, which came before, and what is proposed.
import type { EditionView, MotionEntry, RulesNow, RuleVersionView, Simulation } from "#congress";
import type { RuleProposal } from "#rulebook";
import { textIn } from "#platform/multilingual";
import { type Paged, Pages } from "../../layout/paging.tsx";
import { Nothing, Said, When } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { AsJson, Stand } from "../motions/motion-frame.tsx";
import { AsData, BelowRules, RulesInWords, WouldHaveBeen } from "./rules-parts.tsx";

export type RulesProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly now: RulesNow;
  /** Empty where the edition has adopted none. */
  readonly versions: Paged<RuleVersionView>;
  readonly proposals: readonly MotionEntry[];
  readonly may: { readonly found: boolean; readonly propose: boolean };
};

export function RulesPage({ page, edition, now, versions, proposals, may }: RulesProps) {
  const { t } = page;
  return (
    <BelowRules page={page} edition={edition} heading={t("rulebook.title")}>
      <p>{t(now.number === 0 ? "rulebook.noneYet" : "rulebook.inForceSays", { number: now.number })}</p>
      <p class="acts">
        {may.found && (
          <a class="button" href={`${edition.href}/rules/first`}>
            {t("rulebook.setFirst")}
          </a>
        )}
        {may.propose && (
          <a class={may.found ? "button second" : "button"} href={`${edition.href}/rules/new`}>
            {t("rulebook.propose")}
          </a>
        )}
      </p>
      <RulesInWords page={page} rules={now.rules} />
      <AsData page={page} href={now.href} hash={now.hash} />
      <section>
        <h2>{t("rulebook.proposals")}</h2>
        {proposals.length === 0 && <Nothing>{t("rulebook.noProposals")}</Nothing>}
        <ul class="list">
          {proposals.map((motion) => (
            <li>
              <div>
                <a href={motion.href}>
                  {motion.number}. <Said page={page} field={motion.title} />
                </a>{" "}
                <Stand page={page} motion={motion} />
              </div>
              <small>
                <Said page={page} field={motion.proposer.name} /> ·{" "}
                <a href={`${motion.href}/rules`}>{t("rulebook.whatItChanges")}</a>
              </small>
            </li>
          ))}
        </ul>
      </section>
      {versions.total > 0 && <Versions page={page} versions={versions} />}
      <AsJson page={page} href={`${edition.href}/rules`} />
    </BelowRules>
  );
}

function Versions({ page, versions }: Pick<RulesProps, "page" | "versions">) {
  const { t } = page;
  return (
    <section>
      <h2>{t("rulebook.versions")}</h2>
      <ol class="list">
        {versions.items.map((version) => (
          <li>
            <a href={version.href}>{t("rulebook.version", { number: version.number })}</a>{" "}
            <small>
              <Since page={page} version={version} />
            </small>
          </li>
        ))}
      </ol>
      <Pages page={page} paged={versions} />
    </section>
  );
}

/** From when until when, by which decision, and the proof of it. */
function Since({ page, version }: { page: Page; version: RuleVersionView }) {
  const { t } = page;
  const { inForceFrom, inForceUntil, decision, actId } = version;
  return (
    <>
      {t("rulebook.since")} <When page={page} at={inForceFrom} style="instant" />
      {inForceUntil && (
        <>
          {" "}
          {t("rulebook.until")} <When page={page} at={inForceUntil} style="instant" />
        </>
      )}
      {" · "}
      {decision ? <a href={decision}>{t("rulebook.byVote")}</a> : t("rulebook.byChair")}
      {" · "}
      <a href={`/log/acts/${actId}`}>{t("congress.proof")}</a>
    </>
  );
}

const toRules = (page: Page, edition: Pick<EditionView, "href">) => [
  { href: `${edition.href}/rules`, label: page.t("rulebook.title") },
];

export type VersionProps = {
  readonly page: Page;
  readonly edition: EditionView;
  /** Null: the rules that every congress begins with. */
  readonly version: RuleVersionView | null;
  readonly rules: RulesNow;
};

export function RuleVersionPage({ page, edition, version, rules }: VersionProps) {
  const { t } = page;
  const heading = version ? t("rulebook.versionTitle", { number: version.number }) : t("rulebook.beginTitle");
  return (
    <BelowRules page={page} edition={edition} heading={heading} trail={toRules(page, edition)}>
      <p>{version ? <Since page={page} version={version} /> : t("rulebook.beginSays")}</p>
      <RulesInWords page={page} rules={rules.rules} />
      <AsData page={page} href={rules.href} hash={rules.hash} />
    </BelowRules>
  );
}

export type ProposedProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly motion: Pick<MotionEntry, "href" | "number" | "title" | "state" | "text">;
  readonly proposal: RuleProposal;
  readonly simulation: Simulation;
};

/** What a motion on rules would change: in the reader's language, and for every vote of this congress so far. */
export function ProposedRulesPage({ page, edition, motion, proposal, simulation }: ProposedProps) {
  const { t } = page;
  const title = textIn(motion.title, page.language).text;
  const trail = [
    ...toRules(page, edition),
    { href: motion.href, label: t("motions.motionNumber", { number: motion.number }) },
  ];
  return (
    <BelowRules page={page} edition={edition} heading={t("rulebook.proposedTitle", { title })} trail={trail}>
      <p>
        <Stand page={page} motion={motion} /> <a href={motion.href}>{t("rulebook.toMotion")}</a>
      </p>
      <RulesInWords page={page} rules={proposal.rules} />
      <AsData page={page} href={`${motion.href}/rules`} hash={proposal.hash} />
      <WouldHaveBeen page={page} simulation={simulation} />
    </BelowRules>
  );
}
