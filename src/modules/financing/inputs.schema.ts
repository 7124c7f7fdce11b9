// Pieces of input shapes that the subjects of this module share.
import { z } from "zod";
import { civilDate, idOf, plainText } from "#platform/fields";
import { MOST } from "./types.ts";

/** In minor units. */
export const amount = z.bigint("amountNotANumber").min(1n, "amountNotPositive").max(MOST, "amountTooLarge");
export const amountOrNone = z
  .bigint("amountNotANumber")
  .min(0n, "amountNotPositive")
  .max(MOST, "amountTooLarge");
export const accountId = idOf<string>();
/** As people read and write account numbers. */
export const accountNumber = plainText(40);
export const accountNumbers = (most: number) =>
  z.array(accountNumber).max(most, "tooManyParties").default([]);
export { civilDate };
