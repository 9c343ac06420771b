// A file of the origin's private file system.
import type { Kit } from "../kit.js";
import type { Spool } from "../spool.js";

const FOLDER = "layerglass-spool";

/** The part of a worker's file handles that the library of DOM types does not have. */
interface SyncAccess {
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

type WorkerFile = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncAccess> };

/** Undefined where there is none: outside of a worker, and where the page may not store anything. */
export async function opfsSpool({ fromBlob }: Kit): Promise<Spool | undefined> {
  const { storage, locks } = navigator;
  const folder = await (await storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  await removeStale(folder, locks);
  const name = crypto.randomUUID();
  const letGo = await hold(locks, name);
  const remove = () =>
    void folder
      .removeEntry(name)
      .catch(() => {})
      .then(letGo);
  const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFile;
  const access = await handle.createSyncAccessHandle?.().catch(() => undefined);
  if (!access) {
    remove();
    return undefined;
  }
  let size = 0;
  return {
    write: async (bytes) => {
      for (let done = 0; done < bytes.length;) {
        const count = access.write(bytes.subarray(done), { at: size });
        if (count === 0) throw new Error("the storage is full");
        done += count;
        size += count;
      }
    },
    finish: async () => {
      access.flush();
      access.close();
      return { ...fromBlob(await handle.getFile()), close: remove };
    },
    drop: () => {
      access.close();
      remove();
    },
  };
}

/** Files whose page has gone without closing them: nobody holds their names. */
async function removeStale(folder: FileSystemDirectoryHandle, locks: LockManager): Promise<void> {
  const files: string[] = [];
  for await (const name of folder.keys()) files.push(name);
  // In this order: a file's name is held before there is the file.
  const { held = [] } = await locks.query();
  const names = new Set(held.map(({ name }) => name));
  for (const name of files) if (!names.has(lockOf(name))) await folder.removeEntry(name).catch(() => {});
}

/** Holds a name until the function that it gives is called, or the worker ends. */
function hold(locks: LockManager, name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    locks.request(lockOf(name), () => new Promise<void>((letGo) => resolve(letGo))).catch(reject);
  });
}

function lockOf(name: string): string {
  return `${FOLDER}/${name}`;
}
