// Shows what an amendment would change while it is typed, by asking the same address as the preview button.
const WAIT_MS = 1_200;

const form = document.querySelector<HTMLFormElement>("form[data-preview]");
const shown = document.querySelector<HTMLElement>("#preview");
let waiting: number | undefined;
let asked: AbortController | undefined;

async function ask(address: string, of: HTMLFormElement, into: HTMLElement): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  try {
    const body = new FormData(of);
    const answer = await fetch(address, { method: "POST", body, signal: asked.signal });
    if (answer.ok) into.innerHTML = await answer.text();
  } catch {
    // No connection, or a newer question was asked: what is shown stays, and the button still works.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const address = form.dataset["preview"];
    if (shown && address) void ask(address, form, shown);
  }, WAIT_MS);
});
