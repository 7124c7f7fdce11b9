// What pages about motions share: the way back, how a motion stands, and where a program reads the same.
import type { EditionView, MotionEntry } from "#congress";
import { type MotionKind, motionKinds } from "#congress";
import { textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import type { Choice } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs, Tag, type Tone } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";

type Entry = Pick<MotionEntry, "state" | "text">;

/** What became of a motion, in the words of its state or, once it is a text, of the votes on that. */
function standOf({ state, text }: Entry): { readonly key: string; readonly tone: Tone } {
  if (state !== "admitted" || !text) return { key: state, tone: state === "submitted" ? "plain" : "quiet" };
  if (text.state === "adopted" || text.state === "published") return { key: "adopted", tone: "done" };
  if (text.state === "adopting") return { key: "voting", tone: "going" };
  if (text.verdict === "rejected") return { key: "rejected", tone: "late" };
  return { key: "admitted", tone: "going" };
}

export function Stand({ page, motion }: { page: Page; motion: Entry }) {
  const { key, tone } = standOf(motion);
  return <Tag tone={tone}>{page.t(`motions.state.${key}`)}</Tag>;
}

type Below = {
  readonly page: Page;
  readonly edition: Pick<EditionView, "href" | "title">;
  readonly heading: string;
  readonly list?: boolean;
  readonly children: Child;
};

export function BelowMotions({ page, edition, heading, list = false, children }: Below) {
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
    ...(list ? [] : [{ href: `${edition.href}/motions`, label: page.t("motions.title") }]),
  ];
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

/** `href`: of the page whose data it is. */
export function AsJson({ page, href }: { page: Page; href: string }) {
  return (
    <p>
      <a href={`/api/v1${href}`}>{page.t("organizations.asJson")}</a>
    </p>
  );
}

export const kindChoices = (page: Page, kinds: readonly MotionKind[] = motionKinds): Choice[] =>
  kinds.map((kind) => ({ value: kind, label: page.t(`motions.kind.${kind}`) }));
