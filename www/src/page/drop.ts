// Files that come by being dropped or pasted, anywhere on the page.
import { type Dropped, insideFolder } from "./folder.js";

export interface DropActions {
  /** Each thing, in the order in which they were dropped. */
  ondrop(dropped: Promise<Dropped>[]): void;
  /** Text that was pasted outside of any field. */
  onpaste(text: string): void;
}

export function acceptDrops(curtain: HTMLElement, { ondrop }: DropActions): void {
  // Entering a child of the window comes before leaving its parent, so a count and not a flag says whether we left.
  let inside = 0;
  const leave = (): void => {
    inside = 0;
    curtain.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    inside++;
    curtain.hidden = false;
  });
  addEventListener("dragleave", () => {
    inside--;
    if (inside <= 0) leave();
  });
  addEventListener("dragover", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("drop", (event) => {
    leave();
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    ondrop(things(event.dataTransfer));
  });
}

export function acceptPastes({ ondrop, onpaste }: DropActions): void {
  addEventListener("paste", (event) => {
    if (isField(event.composedPath()[0])) return;
    const data = event.clipboardData;
    const text = data?.getData("text/plain").trim() ?? "";
    if (!holdsFiles(data) && text === "") return;
    event.preventDefault();
    if (holdsFiles(data)) ondrop(things(data));
    else onpaste(text);
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

/** Files and folders. What an item is must be asked before the event is over: the list is empty afterwards. */
function things(data: DataTransfer): Promise<Dropped>[] {
  const found: Promise<Dropped>[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) found.push(insideFolder(entry as FileSystemDirectoryEntry));
    else if (file) found.push(Promise.resolve({ kind: "sources", sources: [{ name: file.name, source: file }] }));
  }
  return found;
}
