const SHORT = 70;

/** The beginning of a text, cut between words. */
export function excerpt(text: string, most = SHORT): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).trimEnd()}…`;
}
