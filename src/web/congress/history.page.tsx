// What happened to a text: its amendments and versions, the vote on the whole, and its signatures.
import type { SittingSummary } from "#assembly";
import { signingKeysPath, statesAtAdoption } from "#congress";
import type {
  AdoptionTranslation,
  AmendmentEntry,
  Edition,
  findRollCall,
  RollCallView,
  SectionEntry,
  SignatureView,
  TextSummary,
  VersionEntry,
} from "#congress";
import { languageName } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Num, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { WaysOfAmendments } from "./amendment-ways.tsx";
import { RollCall, RollCalls } from "./votes.tsx";
import { amendmentTone } from "./words.ts";

export type OfText = {
  readonly page: Page;
  readonly edition: Pick<Edition, "slug" | "title">;
  readonly text: TextSummary;
};

/** The frame of every page below a text: where it belongs, and its heading. */
export function BelowText({
  page,
  edition,
  text,
  heading,
  children,
}: OfText & { heading: string; children: Child }) {
  const label = (field: Multilingual) => textIn(field, page.language).text;
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: `/congress/${edition.slug}`, label: label(edition.title) },
    { href: text.href, label: label(text.title) },
  ];
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

type AmendmentsProps = OfText & {
  readonly sitting: SittingSummary | undefined;
  readonly amendments: Paged<AmendmentEntry>;
  readonly versions: readonly VersionEntry[];
};

/** How many stand beside the amendments; the others have a page. */
const LATEST_VERSIONS = 12;

export function AmendmentsPage({ amendments, versions, sitting, ...of }: AmendmentsProps) {
  const { page, text } = of;
  const { t } = page;
  return (
    <BelowText {...of} heading={t("congress.amendments")}>
      {amendments.total > 0 && text.state === "open" && (
        <WaysOfAmendments page={page} href={text.href} here="list" sitting={sitting} />
      )}
      <div class="row two">
        <section>
          {amendments.total === 0 && <Nothing>{t("congress.noAmendments")}</Nothing>}
          <ol class="list">
            {amendments.items.map((amendment) => (
              <li>
                <div>
                  <a href={amendment.href}>
                    {amendment.number}. <Said page={page} field={amendment.title} />
                  </a>{" "}
                  <Tag tone={amendmentTone[amendment.state]}>
                    {t(`congress.amendmentState.${amendment.state}`)}
                  </Tag>
                </div>
                <small>
                  <Said page={page} field={amendment.proposer.name} /> ·{" "}
                  <When page={page} at={amendment.proposedAt} style="medium" />
                </small>
              </li>
            ))}
          </ol>
          <Pages page={page} paged={amendments} />
        </section>
        <section class="card">
          <h2>{t("congress.versions")}</h2>
          <ol class="list">
            {versions.slice(-LATEST_VERSIONS).map((version) => (
              <Version page={page} text={text} version={version} />
            ))}
          </ol>
          {versions.length > LATEST_VERSIONS && (
            <p>
              <a href={`${text.href}/versions`}>{t("congress.seeVersions", { count: versions.length })}</a>
            </p>
          )}
        </section>
      </div>
    </BelowText>
  );
}

type VersionsProps = OfText & {
  readonly versions: Paged<VersionEntry>;
  readonly sections: readonly SectionEntry[];
};

export function VersionsPage({ versions, sections, ...of }: VersionsProps) {
  const { page, text } = of;
  return (
    <BelowText {...of} heading={page.t("congress.versions")}>
      {sections.length > 0 && (
        <section>
          <h2>{page.t("amendments.sections")}</h2>
          <ol>
            {sections.map(({ title, href, version }) => (
              <li>
                <a href={`${href}/versions/${version}`}>
                  <Said page={page} field={title} />
                </a>
                , {page.t("congress.version", { number: version })}
              </li>
            ))}
          </ol>
        </section>
      )}
      <ol class="list">
        {versions.items.map((version) => (
          <Version page={page} text={text} version={version} />
        ))}
      </ol>
      <Pages page={page} paged={versions} />
    </BelowText>
  );
}

function Version({ page, text, version }: { page: Page; text: TextSummary; version: VersionEntry }) {
  const { t } = page;
  return (
    <li>
      <div>
        <a href={`${text.href}/versions/${version.number}`}>
          {t("congress.version", { number: version.number })}
        </a>{" "}
        {version.isAdopted && <Tag tone="done">{t("congress.isAdopted")}</Tag>}
      </div>
      <small>
        <When page={page} at={version.madeAt} style="medium" />
        {" · "}
        {version.amendment ? (
          <a href={`${text.href}/amendments/${version.amendment.number}`}>
            {t("congress.byAmendment", {
              number: version.amendment.number,
              title: textIn(version.amendment.title, page.language).text,
            })}
          </a>
        ) : (
          t(version.madeBy === "import" ? "congress.imported" : `amendments.madeBy.${version.madeBy}`)
        )}
        {" · "}
        <a href={`/log/acts/${version.actId}`}>{t("congress.proof")}</a>
      </small>
    </li>
  );
}

type AdoptionProps = OfText & {
  readonly rollCalls: readonly RollCallView[];
  readonly translations: readonly AdoptionTranslation[];
};

export function AdoptionPage({ rollCalls, translations, ...of }: AdoptionProps) {
  const { page } = of;
  return (
    <BelowText {...of} heading={page.t("congress.adoption")}>
      <RollCalls page={page} rollCalls={rollCalls} below={1} />
      <TranslationsThen page={page} translations={translations} />
    </BelowText>
  );
}

/** How far the text was translated when it was adopted, as it was recorded then. */
function TranslationsThen({ page, translations }: Pick<AdoptionProps, "page" | "translations">) {
  const { t } = page;
  if (translations.length === 0) return null;
  return (
    <section>
      <h2>{t("amendments.translationsThen")}</h2>
      <p>{t("amendments.translationsThenLede")}</p>
      <div class="scroll" tabindex={0} role="region" aria-label={t("amendments.translationsThen")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("amendments.language")}</th>
              {statesAtAdoption.map((state) => (
                <th scope="col" class="num">
                  {t(`amendments.translated.${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {translations.map((translation) => (
              <tr>
                <th scope="row">
                  {languageName(translation.language, page.language)}
                  {translation.authentic && ` (${t("amendments.authentic")})`}
                </th>
                {statesAtAdoption.map((state) => (
                  <td class="num">
                    <Num page={page} value={translation[state]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type RollCallProps = OfText & {
  readonly found: NonNullable<Awaited<ReturnType<typeof findRollCall>>>;
  readonly asked: number;
};

/** One roll call with every vote, however many they are. */
export function RollCallPage({ found: { rollCall, amendment }, asked, ...of }: RollCallProps) {
  const { page, text } = of;
  const { t } = page;
  const title = amendment && textIn(amendment.title, page.language).text;
  return (
    <BelowText {...of} heading={t("congress.vote")}>
      <p>
        {amendment ? (
          <a href={`${text.href}/amendments/${amendment.number}`}>
            {t("congress.amendmentTitle", { number: amendment.number, title: title ?? "" })}
          </a>
        ) : (
          <a href={`${text.href}/adoption`}>{t("congress.adoption")}</a>
        )}
      </p>
      <RollCall page={page} rollCall={rollCall} below={1} asked={asked} />
    </BelowText>
  );
}

export function SignaturesPage({
  signatures,
  ...of
}: OfText & { readonly signatures: Paged<SignatureView> }) {
  const { page } = of;
  const { t } = page;
  return (
    <BelowText {...of} heading={t("congress.signatures")}>
      <p class="lede">{t("congress.signaturesLede")}</p>
      {signatures.total > 0 && (
        <p>
          <a href={`${of.text.href}/signatures.json`}>{t("congress.signaturesData")}</a>
        </p>
      )}
      {signatures.total === 0 && <Nothing>{t("congress.noSignatures")}</Nothing>}
      <ul class="signatures">
        {signatures.items.map((signature) => (
          <li>
            <a href={`/organizations/${signature.organization.slug}`}>
              <Said page={page} field={signature.organization.name} />
            </a>
            <br />
            <small>
              {signature.statement.signatories.map(({ name }) => name).join(", ")} ·{" "}
              <When page={page} at={signature.signedAt} style="medium" />
              <br />
              {signature.holds
                ? `✓ ${t("congress.signatureHolds")}`
                : `✗ ${t("congress.signatureBroken")}`} ·{" "}
              <a href={`/log/acts/${signature.actId}`}>{t("congress.proof")}</a>
              <br />
              <a href={signingKeysPath(signature.organization.slug)}>{t("congress.publicKey")}</a>:{" "}
              <code class="hash">{signature.publicKey}</code>
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={signatures} />
    </BelowText>
  );
}
