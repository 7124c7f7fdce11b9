// The public log: its acts, its latest checkpoint, and how to check it without believing this page.
import type { StoredCheckpoint } from "#platform/log/seal";
import type { LoggedAct } from "#platform/log/views";
import { Layout } from "../layout/layout.tsx";
import { Nothing, Num, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { actWords, subjectWords } from "./words.ts";

type LogProps = {
  readonly page: Page;
  readonly acts: readonly LoggedAct[];
  readonly next: bigint | undefined;
  readonly subject: string | undefined;
  readonly checkpoint: StoredCheckpoint | undefined;
  readonly verifierKey: string;
};

export function LogPage({ page, acts, next, subject, checkpoint, verifierKey }: LogProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("log.title")} description={t("log.lede")}>
      <h1>{t("log.title")}</h1>
      <p class="lede">{t("log.lede")}</p>
      <div class="row two">
        <section>
          {subject && (
            <p class="eyebrow">
              {t("log.about", { subject: subjectWords(page, subject) })} · <a href="/log">{t("log.all")}</a>
            </p>
          )}
          {acts.length === 0 && <Nothing>{t("log.empty")}</Nothing>}
          <ol class="list" reversed>
            {acts.map((act) => (
              <Act page={page} act={act} />
            ))}
          </ol>
          {next !== undefined && (
            <p>
              <a
                href={`/log?${new URLSearchParams({ ...(subject ? { subject } : {}), before: String(next) })}`}
                rel="next"
              >
                {t("log.older")}
              </a>
            </p>
          )}
        </section>
        <aside class="card">
          <h2>{t("log.checkpoint")}</h2>
          {checkpoint && <Checkpoint page={page} checkpoint={checkpoint} />}
          <h2>{t("log.checkYourself")}</h2>
          <p>{t("log.checkHow")}</p>
          <p>
            <code>cumbe log verify {page.origin}</code>
          </p>
          <p>
            {t("log.key")}:<br />
            <code>{verifierKey}</code>
          </p>
          <p>
            <a href="/log/checkpoint">{t("log.keepCheckpoint")}</a>
          </p>
        </aside>
      </div>
    </Layout>
  );
}

function Act({ page, act }: { page: Page; act: LoggedAct }) {
  return (
    <li>
      <div>
        <a href={`/log/acts/${act.id}`}>{actWords(page, act.type)}</a>
      </div>
      <small>
        <When page={page} at={act.actedAt} style="medium" /> ·{" "}
        <a href={act.subject}>{subjectWords(page, act.subject)}</a> ·{" "}
        {act.index === undefined ? page.t("log.notSealed") : page.t("log.number", { index: act.index + 1 })}
      </small>
    </li>
  );
}

function Checkpoint({ page, checkpoint }: { page: Page; checkpoint: StoredCheckpoint }) {
  const { t } = page;
  return (
    <dl>
      <dt>{t("log.size")}</dt>
      <dd>
        <Num page={page} value={checkpoint.size} />
      </dd>
      <dt>{t("log.sealedAt")}</dt>
      <dd>
        <When page={page} at={checkpoint.sealedAt} style="instant" />
      </dd>
      <dt>{t("log.root")}</dt>
      <dd>
        <code>{Buffer.from(checkpoint.root).toString("base64")}</code>
      </dd>
    </dl>
  );
}
