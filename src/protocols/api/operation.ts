// What the OpenAPI document says of one operation, and the refusals that it knows.
import type { z } from "zod";

export type Operation = {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly inPath?: z.ZodObject;
  readonly inQuery: z.ZodObject;
  readonly answer: z.ZodType;
  readonly refusals: readonly (keyof typeof refusalWords)[];
  /** A write, with what it sends and the header that makes it count once. */
  readonly inBody?: z.ZodType;
  /** For whoever has signed in: a session's cookie, and for writes this node's own `Origin`. */
  readonly signedIn?: boolean;
  /** A write that comes to the same however often it is sent, and makes nothing new: it takes no key. */
  readonly repeatable?: boolean;
};

export const refusalWords = {
  400: "What was asked cannot be right",
  401: "Sign in first",
  403: "No mandate allows it, or it came from another origin",
  404: "There is none such",
  409: "Right once, but not as things stand; or a key that was used with another body",
} as const;
