// Defines `<layer-glass>`. Importing this is all that a page needs; a tag that is defined already stays as it is.
import type { LayerGlassEventMap } from "./events.js";
import { LayerGlass } from "./layer-glass.js";

declare global {
  interface HTMLElementTagNameMap {
    "layer-glass": LayerGlass;
  }
  interface HTMLElementEventMap extends LayerGlassEventMap {}
}

if (globalThis.customElements && !customElements.get("layer-glass")) customElements.define("layer-glass", LayerGlass);

export { LayerGlass };
