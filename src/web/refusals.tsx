// How a refusal, or a fault, is said to a person.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Facts, Refusal, statusOf } from "#platform/errors";
import { hasMessage, type Translate } from "#platform/i18n/i18n";
import { Layout } from "./layout/layout.tsx";
import type { Page, WebContext } from "./request.ts";

/** The sentence for a reason; a reason without one is a fault of ours, and tests look for it. */
export function refusalSentence(
  t: Translate,
  refused: { readonly reason: string; readonly facts: Facts },
): string {
  const key = `refusal.${refused.reason}`;
  return hasMessage(key) ? t(key, refused.facts) : t("refusal.valueMalformed");
}

function RefusalPage({
  page,
  title,
  sentence,
  act,
}: {
  page: Page;
  title: string;
  sentence: string;
  act: { href: string; label: string };
}) {
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p class="lede">{sentence}</p>
      <p class="acts">
        <a class="button" href={act.href}>
          {act.label}
        </a>
      </p>
    </Layout>
  );
}

/** The page of a refusal that no form could show beside a field. */
export function refusalPage(c: WebContext, refusal: Refusal) {
  const { page } = c.var;
  const signIn = refusal.kind === "signIn";
  const act = signIn
    ? { href: `/sign-in?next=${encodeURIComponent(page.address.pathname)}`, label: page.t("layout.signIn") }
    : { href: "/", label: page.t("layout.toHome") };
  const title = page.t(`layout.refused.${refusal.kind}`);
  return c.html(
    <RefusalPage page={page} title={title} sentence={refusalSentence(page.t, refusal)} act={act} />,
    statusOf(refusal) as ContentfulStatusCode,
  );
}

/** The page of a fault: what we know, that nothing was half done, and the number that finds it in the node's output. */
export function faultPage(c: WebContext, number: string) {
  const { page } = c.var;
  const title = page.t("layout.fault.title");
  return c.html(
    <RefusalPage
      page={page}
      title={title}
      sentence={page.t("layout.fault.sentence", { number })}
      act={{ href: "/", label: page.t("layout.toHome") }}
    />,
    500,
  );
}
