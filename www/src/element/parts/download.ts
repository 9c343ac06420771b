/** A browser may still be reading what it was told to save. */
const SAVED_WITHIN = 60_000;

/** Hands it to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN);
}
