// What pages about rules share: rules as paragraphs, how they came into force, and what they would have changed.
import type { EditionView, Recounted, Simulation } from "#congress";
import type { Rules } from "#algorithms/rules";
import { textIn } from "#platform/multilingual";
import { matterName, type Paragraph, rulesText } from "#platform/rule-sentences";
import { evaluationInWords } from "#rulebook";
import type { Child } from "hono/jsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs, Lang, Said, When } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";

type Below = {
  readonly page: Page;
  readonly edition: Pick<EditionView, "href" | "title">;
  readonly heading: string;
  /** Further steps of the way back, below the rules. */
  readonly trail?: readonly { readonly href: string; readonly label: string }[];
  readonly children: Child;
};

export function BelowRules({ page, edition, heading, trail, children }: Below) {
  const steps = [
    { href: "/congress", label: page.t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
    ...(trail ?? []),
  ];
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs page={page} trail={steps} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

function Blocks({ paragraphs }: { paragraphs: readonly Paragraph[] }) {
  return (
    <>
      {paragraphs.map(({ text, items }) => (
        <>
          <p>{text}</p>
          {items.length > 0 && <Items items={items} />}
        </>
      ))}
    </>
  );
}

function Items({ items }: { items: readonly Paragraph[] }) {
  return (
    <ul>
      {items.map(({ text, items: below }) => (
        <li>
          {text}
          {below.length > 0 && <Items items={below} />}
        </li>
      ))}
    </ul>
  );
}

/** Rules as an assembly reads them. `level` is that of the headings of their matters. */
export function RulesInWords({ page, rules, level = 2 }: { page: Page; rules: Rules; level?: 2 | 3 }) {
  const { face, matters } = rulesText(rules, page.language, {
    nameOf: (name) => (name === "delegates" ? page.t("rulebook.byHeads") : name),
  });
  const [name, ...others] = face;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <>
      {name && (
        <p class="lede">
          <Lang page={page} of={name.language}>
            {name.text}
          </Lang>
        </p>
      )}
      {matters.map(({ heading, paragraphs }) => (
        <section>
          <Heading>{heading}</Heading>
          <Blocks paragraphs={paragraphs} />
        </section>
      ))}
      {others.map(({ label, text, language }) => (
        <section>
          <Heading>{label}</Heading>
          {text.split(/\n{2,}/).map((paragraph) => (
            <p>
              <Lang page={page} of={language}>
                {paragraph}
              </Lang>
            </p>
          ))}
        </section>
      ))}
    </>
  );
}

/** The data that the node decides by, and its hash: whoever keeps one can check the other. */
export function AsData({ page, href, hash }: { page: Page; href: string; hash: string }) {
  return (
    <p class="quiet">
      <a href={`${href}/rules.json`}>{page.t("rulebook.data")}</a> · SHA-256 <code class="hash">{hash}</code>
    </p>
  );
}

const MOST_SHOWN = 20;

function Changed({ page, vote }: { page: Page; vote: Recounted }) {
  const { t } = page;
  const { about, href, before, after, closedAt, matter } = vote;
  return (
    <li>
      <div>
        <a href={href}>
          {about.amendment !== null && `${t("sittings.amendment", { number: about.amendment })} · `}
          <Said page={page} field={about.title} />
        </a>{" "}
        <small>
          <When page={page} at={closedAt} style="medium" /> · {matterName(matter, page.language)}
        </small>
      </div>
      <p>
        {t("rulebook.endedAs", { verdict: before })} {t("rulebook.wouldBe")}{" "}
        {evaluationInWords(after, true, page.language)}
      </p>
    </li>
  );
}

/** What past votes would have been: named one by one where they would have ended otherwise. */
export function WouldHaveBeen({ page, simulation }: { page: Page; simulation: Simulation }) {
  const { t } = page;
  const { votes, changed, untold } = simulation;
  return (
    <section>
      <h2>{t("rulebook.simulation")}</h2>
      <p>{t("rulebook.simulated", { votes, changed: changed.length })}</p>
      {untold > 0 && <p>{t("rulebook.untold", { untold })}</p>}
      <ul class="list">
        {changed.slice(0, MOST_SHOWN).map((vote) => (
          <Changed page={page} vote={vote} />
        ))}
      </ul>
      {changed.length > MOST_SHOWN && (
        <p class="quiet">{t("amendments.andMore", { count: changed.length - MOST_SHOWN })}</p>
      )}
    </section>
  );
}
