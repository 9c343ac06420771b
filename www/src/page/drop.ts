// Dropping, anywhere on the window.

import type { Source } from "../index.js";
import { byId } from "./dom.js";

/** Something that was dropped, and its name. */
export interface Dropped {
  name: string;
  source: Source;
}

export function acceptDrops(take: (dropped: Dropped[]) => void): void {
  const curtain = byId("drop", HTMLElement);
  // Entering a child of the window comes before leaving its parent, so a count and not a flag says whether we left.
  let inside = 0;
  const leave = (): void => {
    inside = 0;
    curtain.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!holdsFiles(event)) return;
    inside++;
    curtain.hidden = false;
  });
  addEventListener("dragleave", () => {
    inside--;
    if (inside <= 0) leave();
  });
  addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("drop", (event) => {
    leave();
    if (!holdsFiles(event)) return;
    event.preventDefault();
    take(droppedThings(event));
  });
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Files and folders. What an item is must be asked before the event is over: the list is empty afterwards. */
function droppedThings(event: DragEvent): Dropped[] {
  const things: Dropped[] = [];
  for (const item of event.dataTransfer?.items ?? []) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) things.push({ name: `${entry.name}/`, source: entry as FileSystemDirectoryEntry });
    else if (file) things.push({ name: file.name, source: file });
  }
  return things;
}
