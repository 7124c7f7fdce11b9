// The big screen of the hall: large type, nothing to press.
import { raw } from "hono/html";
import type { SittingView } from "#assembly";
import { textIn } from "#platform/multilingual";
import { assetPath } from "../assets.ts";
import { directionOf } from "../layout/layout.tsx";
import type { Page } from "../request.ts";
import { clockTime } from "./live-parts.tsx";
import { type Live, LiveFrame, Part } from "./sitting.page.tsx";

type HallProps = {
  readonly page: Page;
  readonly view: SittingView;
  readonly live: Live;
  /** Whether people are named on it: for those at the chair's table, or where the organ's rules say so. */
  readonly names: boolean;
};

export function HallPage({ page, view, live, names }: HallProps) {
  const title = textIn(view.title, page.language);
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={page.language} dir={directionOf(page.language)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title.text}</title>
          <link rel="stylesheet" href={assetPath("cumbe.css")} />
          <link rel="icon" href={assetPath("icon.svg")} type="image/svg+xml" />
          <script type="module" src={assetPath("live-sitting.js")}></script>
        </head>
        <body class="hall">
          <main>
            <LiveFrame t={page.t} view={view} live={live} at="/hall" names={names}>
              <header>
                <h1 lang={title.language}>
                  <a href={view.href}>{title.text}</a>
                </h1>
                <time class="clock" data-clock>
                  {clockTime(live.now, page.language, view.zone)}
                </time>
              </header>
              <div class="standing">
                <Part live={live} name="state" />
                <Part live={live} name="room" />
              </div>
              <Part live={live} name="now" said />
              <Part live={live} name="vote" said />
              <Part live={live} name="floor" said />
            </LiveFrame>
          </main>
        </body>
      </html>
    </>
  );
}
