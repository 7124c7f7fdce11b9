// What a form brings as a text: a file, or what was pasted.
import type { FormBody } from "../../request.ts";

/** A file's bytes as they came; what was pasted, in UTF-8. */
export async function sourceOf(body: FormBody): Promise<Uint8Array<ArrayBuffer>> {
  const file = body.raw.get("file");
  if (file instanceof File && file.size > 0) return new Uint8Array(await file.arrayBuffer());
  return new TextEncoder().encode(body.get("pasted"));
}
