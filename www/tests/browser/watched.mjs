// What a page does wrong: requests to where it should not, errors, dialogs, complaints on the console.

/** Fills the list it gives. `allow`: origins that may be asked; `expected`: words of complaints that a test provokes. */
export function watched(page, { allow, expected }) {
  const wrong = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!allow.includes(origin) && protocol !== "blob:") wrong.push(`request: ${request.url()}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type()) || expected.some((words) => text.includes(words))) return;
    wrong.push(`console: ${text} ${message.location().url}`);
  });
  return wrong;
}
