// How to take a whole congress along, and how to check it without this node.
import type { EditionView } from "#congress";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type ArchiveProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly verifierKey: string;
  readonly asked: number;
};

const TEXTS_A_PAGE = 30;

export function ArchivePage({ page, edition, verifierKey, asked }: ArchiveProps) {
  const { t } = page;
  const trail = [
    { href: "/congress", label: t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
  ];
  const file = `${edition.slug}.tar.gz`;
  return (
    <Layout page={page} title={t("archive.title")} section="congress" description={t("archive.lede")}>
      <Crumbs page={page} trail={trail} />
      <h1>{t("archive.title")}</h1>
      <p class="lede">{t("archive.lede")}</p>
      <p class="acts">
        <a class="button" href={`${edition.href}/archive.tar.gz`} download={file} rel="nofollow">
          {t("archive.download")}
        </a>
      </p>
      <section>
        <h2>{t("archive.whatIsIn")}</h2>
        <p>{t("archive.contents")}</p>
        <p class="quiet">{t("archive.nobody")}</p>
      </section>
      <section>
        <h2>{t("archive.howToCheck")}</h2>
        <p>{t("archive.check")}</p>
        <pre>
          <code>
            cumbe congress verify {file} --key "{verifierKey}"
          </code>
        </pre>
        <p>{t("archive.keyElsewhere")}</p>
        <p>{t("archive.byHand")}</p>
      </section>
      <Texts page={page} edition={edition} asked={asked} />
    </Layout>
  );
}

/** Each text by itself, for printing and for programs that read laws. */
function Texts({ page, edition, asked }: Omit<ArchiveProps, "verifierKey">) {
  const { t } = page;
  if (edition.texts.length === 0) return null;
  const texts = pageOf(edition.texts, asked, TEXTS_A_PAGE);
  return (
    <section>
      <h2>{t("archive.eachText")}</h2>
      <ul class="list">
        {texts.items.map((text) => (
          <li>
            <div>
              <a href={text.href}>
                <Said page={page} field={text.title} />
              </a>
            </div>
            <small>
              <a href={`${text.href}?part=all`} rel="nofollow">
                {t("archive.toPrint")}
              </a>
              {" · "}
              <a href={`${text.href}/versions/${text.adoptedVersion ?? text.lastVersion}/akoma-ntoso.xml`}>
                {t("archive.asAkomaNtoso")}
              </a>
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={texts} />
    </section>
  );
}
