// Words as they are compared when somebody types them: without marks and capitals.

/** `Kreyòl` → `kreyol`; `Quechua` → `quechua`. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
