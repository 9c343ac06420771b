import { download } from "../../parts/download.js";
import type { Ui } from "../../view.js";

/** Hands the exact bytes to the browser's downloads. */
export function saveBytes(ui: Ui, bytes: Uint8Array<ArrayBuffer>, name: string): void {
  download(new Blob([bytes], { type: "application/octet-stream" }), name);
  ui.announce(ui.words.text("raw.saved", { name, n: bytes.length }));
}
