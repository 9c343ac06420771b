// A temporary file without a name.
import type { Kit } from "../kit.js";
import type { Spool } from "../spool.js";

export async function fileSpool({ nodeModule }: Kit): Promise<Spool> {
  const fs = await nodeModule<typeof import("node:fs")>("fs");
  const { tmpdir } = await nodeModule<typeof import("node:os")>("os");
  const { join } = await nodeModule<typeof import("node:path")>("path");
  const { randomUUID } = await nodeModule<typeof import("node:crypto")>("crypto");
  const { random } = await import("./node.js");
  const path = join(tmpdir(), `layerglass-${randomUUID()}`);
  const fd = fs.openSync(path, "wx+", 0o600);
  const remove = () => fs.rmSync(path, { force: true });
  let named = false;
  try {
    // What has no name is gone with the process, however that ends.
    remove();
  } catch {
    // Windows keeps the names of open files.
    named = true;
    process.once("exit", remove);
  }
  let size = 0;
  let open = true;
  const close = () => {
    if (open) fs.closeSync(fd);
    open = false;
    if (named) remove();
    process.removeListener("exit", remove);
  };
  return {
    write: async (bytes) => {
      for (let done = 0; done < bytes.length;) {
        const count = await written(fs, fd, bytes.subarray(done), size);
        done += count;
        size += count;
      }
    },
    finish: async () => ({ ...random(fs, fd, size), close }),
    drop: close,
  };
}

function written(fs: typeof import("node:fs"), fd: number, bytes: Uint8Array, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, 0, bytes.length, at, (error, count) => (error ? reject(error) : resolve(count)));
  });
}
