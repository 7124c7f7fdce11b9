// What people type into money's forms, as the use-cases take it; what cannot be read is said beside its field.
import { parseAmount, parseAnyAmount, type Unit } from "#ledger";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { inOneLanguage, type Multilingual, textIn } from "#platform/multilingual";
import type { FormBody } from "../request.ts";

/** Browsers send the ends of lines in their own way. */
const asOneLine = (text: string) => text.replaceAll(/\s+/gu, " ").trim();

/** Reads fields one after the other and remembers what could not be read, so that all of it is told at once. */
export class Typed {
  readonly #body: FormBody;
  readonly #language: string;
  readonly #refused: FieldRefusal[] = [];

  constructor(body: FormBody, language: string) {
    this.#body = body;
    this.#language = language;
  }

  get(name: string): string {
    return this.#body.get(name);
  }

  /** Null where nothing was typed. */
  optional(name: string): string | null {
    return this.#body.get(name).trim() || null;
  }

  /** Above nought; nought (which every schema refuses) where it could not be read. */
  amount(name: string, unit: Unit): bigint {
    return this.#read(name, 0n, (text) => parseAmount(this.#language, text, unit));
  }

  optionalAmount(name: string, unit: Unit): bigint | null {
    return this.optional(name) === null ? null : this.amount(name, unit);
  }

  /** An amount that may be nought or less; null where nothing was typed. */
  limit(name: string, unit: Unit): bigint | null {
    if (this.optional(name) === null) return null;
    return this.#read(name, 0n, (text) => parseAnyAmount(this.#language, text, unit));
  }

  /** `2,5` hundredths as parts per million. */
  ppm(name: string): number {
    const percent: Unit = { kind: "mutual_credit", scale: 4, code: "%" };
    return Number(this.limit(name, percent) ?? 0n);
  }

  count(name: string): number {
    const typed = this.get(name).trim();
    return /^\d{1,6}$/u.test(typed) ? Number(typed) : Number.NaN;
  }

  text(name: string): Multilingual {
    return inOneLanguage(this.get("language") || this.#language, this.get(name));
  }

  /**
   * A text written anew in one language: those in the others stay. What the form showed and nobody touched is no change, in
   * whatever language it was shown.
   */
  revisedText(name: string, standing: Multilingual | null): Multilingual {
    const { source, texts } = this.text(name);
    if (!standing) return { source, texts };
    const typed = asOneLine(texts[source] ?? "");
    const kept = { source: standing.source, texts: standing.texts };
    if (typed === asOneLine(textIn(standing, this.#language).text)) return kept;
    return { ...kept, texts: { ...standing.texts, ...texts } };
  }

  optionalText(name: string): Multilingual | null {
    return this.optional(name) === null ? null : this.text(name);
  }

  /** Refuses when a field could not be read: called before the use-case, which reads the others. */
  hold(): void {
    if (this.#refused.length > 0) throw new Refusal("invalid", "inputInvalid", {}, this.#refused);
  }

  #read<Value>(name: string, otherwise: Value, read: (text: string) => Value): Value {
    try {
      return read(this.get(name));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refused.push({ field: name, reason: error.reason, facts: error.facts });
      return otherwise;
    }
  }
}
