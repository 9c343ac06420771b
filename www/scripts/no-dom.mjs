// In place of @lit-labs/ssr-dom-shim in the bundle for Node: Lit needs a class to extend there, and nothing else. The
// shim would also make a global `customElements`, which other code takes for a sign of a browser.
export const HTMLElement = class {};
export const customElements = undefined;
