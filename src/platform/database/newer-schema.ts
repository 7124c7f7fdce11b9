// What is said where a newer program has changed the schema already: to go on would write what that one cannot read.

/** `message` is the sentence to print. */
export class NewerSchema extends Error {
  constructor() {
    super(
      "a newer Cumbe has used this database, and this one does not know what it changed: bring this one up to date, or restore a backup that it made",
    );
  }
}
