// After signing out (/signed-out): wipes the names that the door kept for this tab and its kept page. Another tab is told by
// the mark in localStorage, also one that the phone put away and opens again later. What waits to be sent names nobody and
// stays: it is not this person's, but the congress's.

for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith("door list")))
  sessionStorage.removeItem(key);
localStorage.setItem("signed out", String(Date.now()));
void globalThis.caches?.delete("door");
