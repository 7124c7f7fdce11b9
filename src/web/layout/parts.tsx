// Small parts that several pages share: states, bars, crumbs, pages of a list.
import type { Child } from "hono/jsx";
import { formatInstant, formatNumber } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";

/** What the smallest parts need of a page: the reader's language. */
type Reading = Pick<Page, "language">;

/** Done, going, late and quiet are the four colours of a state; a word always stands beside. */
export type Tone = "done" | "going" | "late" | "quiet" | "rest" | "plain";

export function Tag({ tone, children }: { tone: Tone; children: Child }) {
  return <span class={`tag ${tone}`}>{children}</span>;
}

export type BarPart = {
  readonly tone: Exclude<Tone, "plain">;
  readonly count: number;
  readonly label: string;
};

/** A proportional bar with its words: drawn as SVG, because styles in attributes are not allowed here. */
export function Bar({
  parts,
  label,
  legend = true,
}: {
  parts: readonly BarPart[];
  label: string;
  legend?: boolean;
}) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  let from = 0;
  return (
    <>
      <svg
        class="bar"
        role="img"
        aria-label={label}
        viewBox={`0 0 ${total || 1} 1`}
        preserveAspectRatio="none"
      >
        {parts
          .filter((part) => part.count > 0)
          .map((part) => {
            const x = from;
            from += part.count;
            return <rect class={part.tone} x={x} y="0" width={part.count} height="1" />;
          })}
      </svg>
      {legend && (
        <ul class="key">
          {parts.map((part) => (
            <li>
              <i class={part.tone}></i>
              {part.label}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export type Crumb = { readonly href: string; readonly label: string };

export function Crumbs({ page, trail }: { page: Page; trail: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={page.t("layout.youAreHere")}>
      <ol>
        {trail.map((crumb) => (
          <li>
            <a href={crumb.href}>{crumb.label}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const STYLES = {
  long: { dateStyle: "long" },
  medium: { dateStyle: "medium" },
  /** Day and month, for lists that are ordered by them. */
  day: { day: "numeric", month: "short" },
  instant: {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A civil date, or an instant by the clocks of a zone, as the reader's language writes it. */
export function When({
  page,
  at,
  style = "long",
  zone = "UTC",
}: {
  page: Reading;
  at: string | Date;
  style?: keyof typeof STYLES;
  /** IANA name; dates have none. */
  zone?: string | undefined;
}) {
  const date = typeof at === "string" ? new Date(`${at}T00:00:00Z`) : at;
  const machine = typeof at === "string" ? at : at.toISOString();
  return (
    <time datetime={machine}>
      {formatInstant(date, page.language, STYLES[style], typeof at === "string" ? "UTC" : zone)}
    </time>
  );
}

export function Num({ page, value }: { page: Reading; value: number | bigint }) {
  return <span class="num">{formatNumber(value, page.language)}</span>;
}

/** A text in a language that may differ from the page's: says so to browsers and screen readers. */
export function Lang({ page, of, children }: { page: Reading; of: string; children?: Child }) {
  return of === page.language ? (
    <>{children}</>
  ) : (
    <span lang={of} dir="auto">
      {children}
    </span>
  );
}

/** A multilingual field in the reader's language, marked when it is in another. */
export function Said({ page, field }: { page: Reading; field: Multilingual }) {
  const { text, language } = textIn(field, page.language);
  return (
    <Lang page={page} of={language}>
      {text}
    </Lang>
  );
}

/** An empty list says why it is empty and what could be done. */
export function Nothing({ children }: { children: Child }) {
  return <p class="nothing">{children}</p>;
}
