import type { Ui } from "../../view.js";

/** A browser may still be reading what it was told to save. */
const SAVED_WITHIN = 60_000;

/** Hands the exact bytes to the browser's downloads. */
export function saveBytes(ui: Ui, bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN);
  ui.announce(ui.words.text("raw.saved", { name, n: bytes.length }));
}
