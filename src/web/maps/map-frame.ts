// The SVG around a map: its text alternative, its colours in light and dark, its dots.
// Invariant: a map is a file that works alone: it loads nothing, runs nothing, and says in words what it shows.
import { createHash } from "node:crypto";
import type { Dot, MapSize } from "./dots.ts";
import { TENTHS } from "./outline-path.ts";

/**
 * The tokens of `styles/` as they stand there: an image cannot see the page's. A country's line is painted under its
 * fill, so that the seams between its own pieces (the antimeridian cuts islands of Fiji) do not show.
 */
const style =
  ".n{fill:#f2ecdf;stroke:#e0d5c3}.l{fill:#e4d9c6}.o{fill:#e4d9c6;stroke:#9a8672;stroke-width:20;paint-order:stroke}" +
  "circle{fill:#a8412a;fill-opacity:.75;stroke:#fff;stroke-width:.8}" +
  ".d{fill:#d99a16;fill-opacity:.3}.w{fill:#2f6b3c;fill-opacity:1}" +
  ".v{fill:#fff;fill-opacity:.6;stroke:#6a584a;stroke-width:1.4}" +
  "@media(prefers-color-scheme:dark){.n{fill:#211b16;stroke:#3a3028}.l{fill:#3a3028}" +
  ".o{fill:#3a3028;stroke:#7d6b5c}circle{fill:#f0bd4f;stroke:#17130f}" +
  ".w{fill:#86c893}.v{fill:#17130f;stroke:#b3a292}}";

/**
 * The Content-Security-Policy to send with a map: the style above and nothing else. The pages' own policy would take
 * the colours away from whoever opens the map by itself.
 */
export const mapContentPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256")
  .update(style)
  .digest("base64")}'; frame-ancestors 'none'; sandbox`;

/** `land`: the world's; `own`: the country that the map is of; `neighbours`: what lies around it; `day`: where a day is. */
export type Outline = { readonly kind: "land" | "own" | "neighbours" | "day"; readonly path: string };

/** What stands apart from the other dots: what is on, and what is over. */
export type MarkedDot = Dot & { readonly mark?: "now" | "over" };

export type MapText = {
  /** The short text alternative: what the map is of. */
  readonly title: string;
  /** What can be read from it, for those who do not see it. */
  readonly description: string;
  /** BCP 47, of both. */
  readonly language?: string;
};

const classes = { land: "l", own: "o", neighbours: "n", day: "d" } as const;
const marks = { now: "w", over: "v" } as const;

/** One SVG document. */
export function frameMap(
  size: MapSize,
  text: MapText,
  outlines: readonly Outline[],
  dots: readonly MarkedDot[],
): string {
  const language = text.language ? ` xml:lang="${escapeXml(text.language)}"` : "";
  const paths = outlines
    .filter(({ path }) => path !== "")
    .map(({ kind, path }) => `<path class="${classes[kind]}" d="${path}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"`,
    ` viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="t d"${language}>`,
    `<title id="t">${escapeXml(text.title)}</title><desc id="d">${escapeXml(text.description)}</desc>`,
    `<style>${style}</style>`,
    `<g transform="scale(${1 / TENTHS})" stroke-width="${TENTHS}" stroke-linejoin="round">${paths.join("")}</g>`,
    ...dots.map(drawDot),
    "</svg>",
  ].join("");
}

function drawDot(dot: MarkedDot): string {
  const mark = dot.mark ? ` class="${marks[dot.mark]}"` : "";
  const circle = `<circle${mark} cx="${dot.x}" cy="${dot.y}" r="${dot.radius}"`;
  if (dot.labels.length === 0) return `${circle}/>`;
  const names = dot.more ? [...dot.labels, "…"] : dot.labels;
  const title = names.join(", ") + (dot.count > 1 ? ` · ${dot.count}` : "");
  return `${circle}><title>${escapeXml(title)}</title></circle>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 (section 2.2) has no place for most control characters: one of them and no reader opens the file. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (character) => entities[character] ?? "");
}
