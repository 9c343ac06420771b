// A stream kept as it passes by, so that it can be read again.
import type { Kit } from "./kit.js";
import type { RandomSupply, StreamSupply } from "./sources/source.js";
import { opfsSpool } from "./sources/spool-browser.js";
import { fileSpool } from "./sources/spool-node.js";

/** Where a stream is kept. */
export interface Spool {
  write(bytes: Uint8Array): Promise<void>;
  /** What was written, for reading; closing that lets go of it. */
  finish(): Promise<RandomSupply>;
  /** Lets go of it. */
  drop(): void;
}

/** More than any image we know of, less than what a stream without an end would fill. */
const MOST = 16 * 2 ** 30;

export interface Spooled {
  /** To be read in place of the given one. */
  readonly supply: StreamSupply;
  /** Once that was read as far as needed: the same as a file, where it was kept. */
  kept(): Promise<RandomSupply | undefined>;
}

/**
 * Keeps a stream, where that can be; a number is how many bytes at most. A spool that fails or is full is given up, and
 * the stream is read on without.
 */
export async function spooled(stream: StreamSupply, most: boolean | number, kit: Kit): Promise<Spooled | undefined> {
  const made = await (kit.isNode ? fileSpool(kit) : opfsSpool(kit)).catch(() => undefined);
  return made && keep(stream, made, typeof most === "number" ? most : MOST);
}

function keep(stream: StreamSupply, made: Spool, most: number): Spooled {
  let spool: Spool | undefined = made;
  let left = most;
  /** Goes on while the core looks at the same bytes. */
  let writing = Promise.resolve();
  const giveUp = () => {
    spool?.drop();
    spool = undefined;
  };
  const next = async () => {
    await writing;
    const bytes = await stream.next();
    if (!bytes) return bytes;
    left -= bytes.length;
    if (left < 0) giveUp();
    writing = spool?.write(bytes).catch(giveUp) ?? writing;
    return bytes;
  };
  const close = () => {
    // Not below a write that is under way: its descriptor may be another file's by then.
    void writing.then(giveUp);
    stream.close();
  };
  const kept = async () => {
    await writing;
    const done = spool;
    spool = undefined;
    if (done) stream.close();
    return done?.finish().catch(() => {
      done.drop();
      return undefined;
    });
  };
  return { supply: { ...stream, next, close }, kept };
}
