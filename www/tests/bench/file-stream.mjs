import { open } from "node:fs/promises";

const CHUNK = 512 * 1024;

/** A file that passes by once, read ahead of its reader. Node's own file streams would be much of what is measured. */
export async function fileStream(path) {
  const file = await open(path);
  return new ReadableStream(
    {
      async pull(controller) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK);
        if (bytesRead > 0) return controller.enqueue(new Uint8Array(buffer.buffer, 0, bytesRead));
        await file.close();
        controller.close();
      },
    },
    { highWaterMark: 2 },
  );
}
