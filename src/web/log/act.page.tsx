// One act of the log: what was recorded, and the proof that it is in the log.
import type { ActDetail, Proof } from "#platform/log/views";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { actWords, subjectWords } from "./words.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

type ActProps = { readonly page: Page; readonly act: ActDetail; readonly mandate: string | undefined };

/** In characters: the roll of a large assembly, or all who are called, would be more than a page carries. */
const MOST_OF_A_RECORD = 6_000;

export function ActPage({ page, act, mandate }: ActProps) {
  const { t } = page;
  const title = actWords(page, act.type);
  const record = JSON.stringify(act.record, null, 2);
  return (
    <Layout page={page} title={title}>
      <Crumbs page={page} trail={[{ href: "/log", label: t("log.title") }]} />
      <h1>{title}</h1>
      <dl>
        <dt>{t("log.subject")}</dt>
        <dd>
          <a href={act.subject}>{subjectWords(page, act.subject)}</a>
        </dd>
        <dt>{t("log.when")}</dt>
        <dd>
          <When page={page} at={act.actedAt} style="instant" />
        </dd>
        <dt>{t("log.under")}</dt>
        <dd>{mandate ?? t("log.shell")}</dd>
      </dl>
      <section>
        <h2>{t("log.record")}</h2>
        {!act.recordHolds && (
          <div class="refused" role="alert">
            <p>{t("log.recordBroken")}</p>
          </div>
        )}
        <pre class="scroll" tabindex={0}>
          {record.slice(0, MOST_OF_A_RECORD)}
        </pre>
        {record.length > MOST_OF_A_RECORD && (
          <p>
            <a href={`/log/acts/${act.id}.json`}>{t("log.recordGoesOn")}</a>
          </p>
        )}
      </section>
      <section>
        <h2>{t("log.proof")}</h2>
        {act.proof ? (
          <ProofOf page={page} act={act} proof={act.proof} />
        ) : (
          <Nothing>{t("log.proofSoon")}</Nothing>
        )}
      </section>
    </Layout>
  );
}

function ProofOf({ page, act, proof }: { page: Page; act: ActDetail; proof: Proof }) {
  const { t } = page;
  return (
    <>
      <p>{t("log.proofLede")}</p>
      <dl>
        <dt>{t("log.leaf")}</dt>
        <dd>
          <code>{act.leaf.toString("utf8")}</code>
        </dd>
        <dt>{t("log.leafHash")}</dt>
        <dd>
          <code>{hex(proof.leafHash)}</code>
        </dd>
        <dt>{t("log.path")}</dt>
        <dd>
          {proof.path.length === 0 && t("log.onlyLeaf")}
          {proof.path.map((hash) => (
            <>
              <code>{hex(hash)}</code>
              <br />
            </>
          ))}
        </dd>
        <dt>{t("log.root")}</dt>
        <dd>
          <code>{hex(proof.checkpoint.root)}</code>
        </dd>
      </dl>
      <p>
        <a href={`/log/acts/${act.id}.json`}>{t("log.asJson")}</a>
      </p>
    </>
  );
}
