// The door on one phone: scanning and finding people, also while there is no network. What the island says is in the page,
// so that it needs no words of its own.
import { type Edition } from "#congress";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { Crumbs } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { doorPath } from "./door.page.tsx";
import { editionTrail } from "./organs.page.tsx";

const words = [
  "in",
  "out",
  "cameIn",
  "wentOut",
  "alreadyIn",
  "notIn",
  "unknown",
  "waiting",
  "sent",
  "noNetwork",
  "signInAgain",
  "keepsNoMore",
  "noCamera",
  "setAside",
  "noList",
  "unsentStays",
] as const;

/** The page as a phone keeps it: without the name of whoever holds the phone, since a kept page outlives their session. */
function withoutName(page: Page): Page {
  const { viewer, t } = page;
  return viewer ? { ...page, viewer: { ...viewer, name: t("accounts.account.title") } } : page;
}

export function DoorPhonePage({ edition, ...props }: { page: Page; edition: Edition }) {
  const page = withoutName(props.page);
  const { t } = page;
  const said = Object.fromEntries(
    words.map((word) => [`data-${word.toLowerCase()}`, t(`room.phone.${word}`)]),
  );
  const base = doorPath(edition.slug);
  const title = textIn(edition.title, page.language);
  return (
    <Layout page={page} title={t("room.phone.title")} section="congress" islands={["door-phone.js"]}>
      <Crumbs
        page={page}
        trail={[...editionTrail(page, edition), { href: base, label: t("room.door.title") }]}
      />
      <h1>{t("room.phone.title")}</h1>
      <p class="lede" lang={title.language}>
        {title.text}
      </p>
      <noscript>
        <p class="refused">{t("room.phone.noScript")}</p>
      </noscript>
      <div id="door" hidden data-base={base} data-edition={edition.slug} {...said}>
        <p id="door-state" class="told" role="status"></p>
        <section id="door-hands">
          <fieldset>
            <legend>{t("room.phone.direction")}</legend>
            <label class="choice">
              <input type="radio" name="direction" value="in" checked />
              {t("room.door.in")}
            </label>
            <label class="choice">
              <input type="radio" name="direction" value="out" />
              {t("room.door.out")}
            </label>
          </fieldset>
          <p class="acts">
            <button class="button" type="button" id="door-scan" hidden>
              {t("room.phone.scan")}
            </button>
          </p>
          <video id="door-video" hidden playsinline muted></video>
          <p id="door-camera" class="hint" hidden>
            {t("room.phone.ownCamera")}
          </p>
          <div class="field">
            <label for="door-find">{t("room.door.find")}</label>
            <input id="door-find" type="search" autocomplete="off" />
          </div>
          <ul id="door-found" class="list door"></ul>
        </section>
        <section id="door-said" hidden>
          <h2>{t("room.phone.latest")}</h2>
          <ul id="door-latest" class="list"></ul>
        </section>
        <section>
          <p class="acts">
            <button class="button second" type="button" id="door-send">
              {t("room.phone.send")}
            </button>
            <button class="button second" type="button" id="door-end">
              {t("room.phone.end")}
            </button>
          </p>
          <p class="hint">{t("room.phone.whatIsKept")}</p>
        </section>
      </div>
    </Layout>
  );
}
