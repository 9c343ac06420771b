// Files that come by being dropped or pasted, anywhere on the page.
import type { Dropped } from "./folder.js";

const LINKS = "text/uri-list";

export interface DropActions {
  /** Each thing, in the order in which they were dropped. */
  ondrop(dropped: Promise<Dropped>[]): void;
  /** Text that was pasted outside of any field, or a link that was dropped there. */
  ontext(text: string): void;
}

export function acceptDrops(curtain: HTMLElement, { ondrop, ontext }: DropActions): void {
  // What is dragged out of the page is not for it.
  let isOwn = false;
  addEventListener("dragstart", () => (isOwn = true));
  addEventListener("dragend", () => (isOwn = false));
  const isForUs = (event: DragEvent): boolean => !isOwn && (holdsFiles(event.dataTransfer) || holdsLink(event));
  // Entering a child of the window comes before leaving its parent, so a count and not a flag says whether we left.
  let inside = 0;
  const leave = (): void => {
    inside = 0;
    curtain.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!isForUs(event)) return;
    inside++;
    curtain.hidden = false;
  });
  addEventListener("dragleave", () => {
    inside--;
    if (inside <= 0) leave();
  });
  addEventListener("dragover", (event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("drop", (event) => {
    leave();
    if (!isForUs(event)) return;
    event.preventDefault();
    if (holdsFiles(event.dataTransfer)) ondrop(things(event.dataTransfer));
    else ontext(linkIn(event.dataTransfer));
  });
}

export function acceptPastes({ ondrop, ontext }: DropActions): void {
  addEventListener("paste", (event) => {
    if (isField(event.composedPath()[0])) return;
    const data = event.clipboardData;
    const text = data?.getData("text/plain").trim() ?? "";
    if (!holdsFiles(data) && text === "") return;
    event.preventDefault();
    if (holdsFiles(data)) ondrop(things(data));
    else ontext(text);
  });
}

/** Whether keys and pastes belong to where the focus is. */
export function isField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function holdsFiles(data: DataTransfer | null): data is DataTransfer {
  return data?.types.includes("Files") ?? false;
}

/** A field takes a link as text, as everywhere. */
function holdsLink(event: DragEvent): boolean {
  return !isField(event.composedPath()[0]) && (event.dataTransfer?.types.includes(LINKS) ?? false);
}

/** The first of the list, in which lines that begin with # are none. */
function linkIn(data: DataTransfer | null): string {
  const lines = data?.getData(LINKS).split(/\r?\n/) ?? [];
  return lines.find((line) => line !== "" && !line.startsWith("#")) ?? "";
}

/** Files and folders. What an item is must be asked before the event is over: the list is empty afterwards. */
function things(data: DataTransfer): Promise<Dropped>[] {
  const found: Promise<Dropped>[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) found.push(inside(entry as FileSystemDirectoryEntry));
    else if (file) found.push(Promise.resolve({ kind: "sources", sources: [{ name: file.name, source: file }] }));
  }
  return found;
}

async function inside(folder: FileSystemDirectoryEntry): Promise<Dropped> {
  const loaded = await import("./folder.js").catch(() => null);
  return loaded ? loaded.insideFolder(folder) : { kind: "unreadable", name: `${folder.name}/` };
}
