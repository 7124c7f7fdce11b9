// What the acts of an election have told of it so far, and the shapes of what they say.
import { z } from "zod";

const rulesShape = z.object({
  method: z.string(),
  seats: z.int().nullable(),
  ties: z.enum(["lot", "order"]),
  secret: z.boolean(),
  settings: z.record(z.string(), z.string()),
  guarantees: z.array(z.object({ of: z.string(), least: z.int() })),
  budget: z
    .object({ total: z.string().regex(/^\d{1,18}$/), currency: z.string(), decimals: z.int().min(0).max(4) })
    .nullable(),
});

export const openedShape = z.object({
  rules: rulesShape,
  ballot: z.array(
    z.object({
      number: z.int(),
      cost: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
  ),
  roll: z.array(z.object({ organization: z.string(), weight: z.int().positive() })),
});

export const ballotShape = z.object({
  entries: z.array(z.int().positive()),
  points: z.array(z.int()).optional(),
});
export type Opened = z.infer<typeof openedShape>;
export type Ballot = z.infer<typeof ballotShape>;

export type ElectionWorld = {
  readonly id: string;
  readonly number: number;
  state: "drafted" | "open" | "closed" | "counted" | "annulled";
  kind: string;
  opened: Opened | null;
  /** Of an open one: the ballot of each delegation that counts now. */
  readonly ballots: Map<string, Ballot>;
  /** Of a secret one. */
  readonly voters: Set<string>;
};
