// The element's documentation for tools: https://custom-elements-manifest.open-wc.org
import { cli } from "@custom-elements-manifest/analyzer/cli.js";

/** The text of custom-elements.json, from the element's sources; custom-elements-manifest.config.mjs says how. */
export async function manifest() {
  const made = await cli({
    argv: ["analyze", "--quiet", "--config", "custom-elements-manifest.config.mjs"],
    noWrite: true,
  });
  return `${JSON.stringify(made, null, 2)}\n`;
}
