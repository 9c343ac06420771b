// How one gets to a state: by a link, with a file that is chosen, with what lies at an address.

/** Of the element that is seen. */
export const inState = (page, state) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll("layer-glass")].some((one) => one.checkVisibility() && one.state === wanted),
    state,
  );

/** A state at a permalink of the page, which may depend on the `places`; `then` does the rest. */
export const at = (name, hash, then = async () => {}) => ({
  name,
  async show(page, places) {
    await page.goto(places.page + (typeof hash === "function" ? hash(places) : hash));
    await then(page, places);
  },
});

/** With a file that was chosen: a path, or a name and bytes. */
export const chosen = (name, file, state, then = async () => {}) =>
  at(name, "", async (page, places) => {
    await page.setInputFiles("#file", file(places));
    await inState(page, state);
    await then(page, places);
  });

export const sample = (name, look, then = async () => {}) =>
  at(name, `#/sample?${look}`, async (page, places) => {
    await inState(page, "open");
    await then(page, places);
  });

export const address = (url) => (places) => `#/url/${encodeURIComponent(url(places))}`;

/** With what lies at `url`, for a visitor who let its host be asked. */
export const fetched = (name, url, state, then = async () => {}) =>
  at(name, address(url), async (page, places) => {
    await page.locator("#screen .primary").click();
    await inState(page, state);
    await then(page, places);
  });

export const typed = (name, text) => at(name, "", (page) => page.locator("#field").fill(text));

export const madeUp = (name, bytes) => () => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(bytes()),
});

export const declineTour = (page) => page.locator("#tour .quiet").click();

export const look = (page, view) =>
  page.evaluate((wanted) => {
    for (const glass of document.querySelectorAll("layer-glass")) glass.view = wanted;
  }, view);

export const button = (page, part) => page.locator(`layer-glass:visible [part~=${part}] button`).first();
