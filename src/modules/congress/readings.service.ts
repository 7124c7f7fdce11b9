// How often a text has to be adopted before it stands: statutes change in stages.
// Invariant: the rule is set before the first reading, and every reading that a text passed is kept with its roll call.
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { authenticLanguagesAreDeclaredBefore } from "./authentic-languages.rules.ts";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { readingsAreSetBefore } from "./readings.rules.ts";
import { listReadings, setReadingRule } from "./readings.store.ts";
import { type SetReadingsInput, setReadingsInput } from "./texts.schema.ts";
import { knownText } from "./texts.service.ts";

/**
 * Sets how often a text is read and what may happen in between; needs `congress.preside`. Refuses with
 * `textNotOpenForAmendments` once it is voted on or adopted, and with `readingsAlreadyBegun` {passed}.
 */
export async function setReadings(ctx: Ctx, input: SetReadingsInput): Promise<void> {
  const { edition: slug, text: name, ...rule } = parse(setReadingsInput, input);
  await transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, slug);
    const { edition, text } = await knownText(tx, { edition: slug, text: name }, "locked");
    hold([
      authenticLanguagesAreDeclaredBefore(text.state),
      readingsAreSetBefore(await listReadings(tx.db, text.id)),
    ]);
    await setReadingRule(tx, text.id, rule);
    await appendAct(tx, {
      type: "congress.text.readings_set",
      subject: textPath(edition.slug, text.slug),
      mandateId: authority.mandateId,
      record: { ...rule, version: text.lastVersion },
    });
  });
}
