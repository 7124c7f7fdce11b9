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

/** The largest number of a column `integer` (PostgreSQL, int4). */
export const MOST_INTEGER = 2_147_483_647;

/** A number by which a thing is found, counted from 1: an amendment, an action, a version. */
export const ordinal = z.int().min(1).max(MOST_INTEGER);

/** How often a thing was changed, counted from 0. */
export const revision = z.int().min(0).max(MOST_INTEGER);

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

/** Years are written in four digits, and so are those that a rule counts on from one (at most ten). */
const LAST_YEAR = "9989";

/** A civil date, YYYY-MM-DD, that is in the calendar. There is no year 0. */
export const civilDate = z.string().refine(isDay, { message: "dateMalformed" });

/** Whether a text is a civil date, YYYY-MM-DD, of a calendar that forms and the database share. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.slice(0, 4) > LAST_YEAR) return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return (
    !value.startsWith("0000") && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value)
  );
}
