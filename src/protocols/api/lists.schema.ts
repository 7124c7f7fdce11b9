// What the API's lists of numbered things share: where a page begins, how long it is, where the next one begins.
import { z } from "zod";

const MOST_ON_A_PAGE = 100;
/** What PostgreSQL's integer holds. */
const MOST_NUMBER = 2_147_483_647;

/** Members of the query of any such list. */
export const numberedPage = {
  after: z.coerce
    .number()
    .int("valueMalformed")
    .min(0)
    .max(MOST_NUMBER)
    .default(0)
    .meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int("valueMalformed").min(1).max(MOST_ON_A_PAGE).default(20),
};

export const nextNumber = z
  .int()
  .nullable()
  .meta({ description: "What to give as `after` for the next page; null on the last" });

/** The path of what belongs to an edition. */
export const editionPathInput = z.object({
  edition: z.string().meta({ description: "As in the edition's address" }),
});

/** A number in a path; `of` says in whose address it stands: "the motion's". */
export function numberInPath(of: string) {
  return z.coerce
    .number()
    .int()
    .positive()
    .max(MOST_NUMBER)
    .meta({ description: `As in ${of} address` });
}
