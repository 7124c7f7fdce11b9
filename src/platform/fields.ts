// Pieces of input shapes that every module names things by.
// Invariant: what passes can be stored, so that the database never has to refuse it with a fault.
import { z } from "zod";
import { isId } from "./ids.ts";
import { multilingual } from "./multilingual.ts";
import { isPlainText } from "./plain-text.ts";

export const idOf = <Branded extends string>() =>
  z
    .string()
    .refine(isId, { message: "idMalformed" })
    .transform((value) => value as Branded);

/** Made by the form: the same form sent twice has the same one. */
export const requestKey = z.string().refine(isId, { message: "idMalformed" });

/** One text of at least one character. */
export const plainText = (limit: number) =>
  z
    .string()
    .trim()
    .min(1, "textIsEmpty")
    .max(limit, "textTooLong")
    .refine(isPlainText, { message: "textHasControls" });

/** A multilingual text, each of at most `limit` characters. */
export const plainTexts = (limit: number) =>
  multilingual(limit).refine((field) => Object.values(field.texts).every(isPlainText), {
    message: "textHasControls",
  });

/** A civil date, YYYY-MM-DD, that is in the calendar. There is no year 0. */
export const civilDate = z
  .string()
  .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), { message: "dateMalformed" });

function isDay(value: string): boolean {
  const instant = new Date(`${value}T00:00:00Z`);
  return (
    !value.startsWith("0000") && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value)
  );
}
