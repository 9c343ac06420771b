// Reading single files of layers, and folders as tar.
import type { FilePlace } from "../public/report.js";
import type { Held, Watched } from "./held.js";
import type { Core } from "./load.js";
import type { Pace } from "./pace.js";
import { UnpackedCache } from "./unpacked-cache.js";
import type { Feed } from "./window.js";

type Files = ReturnType<InstanceType<Core["Opening"]>["files"]>;
type TarMaker = ReturnType<Files["tar"]>;
type FileReader = InstanceType<Core["FileReader"]>;

/** Bytes that are made as they are asked for. */
export interface Reading {
  next(control: Watched): Promise<Uint8Array | undefined>;
  close(): void;
}

/** The bytes of a layer's tar. */
interface Opened {
  readonly feed: Feed;
  close(): void;
}

export class Readings {
  readonly #held: Held;
  readonly #cache = new UnpackedCache();

  constructor(held: Held) {
    this.#held = held;
  }

  file(place: FilePlace): Reading {
    const reader = this.#reader(place, false);
    let opened: Opened | undefined;
    let pace: Pace;
    return {
      next: async (control) => {
        pace = paceOf(this.#held, control);
        opened ??= await this.#open(place, () => pace);
        return this.#readOn(reader, opened.feed, pace);
      },
      close: () => {
        opened?.close();
        reader.free();
      },
    };
  }

  tar(maker: TarMaker): Reading {
    let file: Reading | undefined;
    const next = async (control: Watched): Promise<Uint8Array | undefined> => {
      const bytes = file ? await file.next(control) : maker.next();
      if (bytes || !file) {
        const place = file ? undefined : maker.place();
        if (place) file = this.file(place);
        return bytes;
      }
      file.close();
      file = undefined;
      return next(control);
    };
    return {
      next,
      close: () => {
        file?.close();
        maker.free();
      },
    };
  }

  /** Reads what the trees need to know whether a file is another one than below. What cannot be read stays in doubt. */
  async settle(files: Files, control: Watched): Promise<void> {
    const pace = paceOf(this.#held, control);
    for (const [doubt, place] of files.doubts().entries()) {
      const reader = this.#reader(place, true);
      try {
        const opened = await this.#open(place, () => pace);
        await this.#readOn(reader, opened.feed, pace).finally(() => opened.close());
      } catch {
        reader.free();
        pace.check();
        continue;
      }
      files.settle(doubt, reader);
    }
  }

  close(): void {
    this.#cache.close();
  }

  #reader(place: FilePlace, fingerprint: boolean): FileReader {
    return new this.#held.core.FileReader(this.#held.json, JSON.stringify(place), fingerprint);
  }

  async #open({ blob }: FilePlace, pace: () => Pace): Promise<Opened> {
    const stored = this.#held.hops
      ? await this.#held.part(blob, () => pace().signal)
      : this.#inside(blob.at ?? 0, blob.size, pace);
    return blob.compressed ? this.#unpack(`${blob.at} ${blob.name}`, stored, pace, false) : stored;
  }

  /** A part of an archive that is compressed as a whole. */
  #inside(start: number, size: number, pace: () => Pace): Opened {
    const { feed, close } = this.#unpack("all", { feed: this.#held.whole(), close: () => {} }, pace, true);
    const take = async (at: number, want: number) =>
      at < size ? (await feed.take(start + at, want))?.subarray(0, size - at) : undefined;
    return { feed: { take, skip: feed.skip }, close };
  }

  /** `twice`: gzip within gzip, which archives may be. */
  #unpack(key: string, stored: Opened, pace: () => Pace, twice: boolean): Opened {
    const unpacked = this.#cache.borrow(key, () => new this.#held.core.Inflater(this.#held.json, twice));
    return {
      feed: unpacked.feed(stored.feed, pace),
      close: () => {
        this.#cache.giveBack(key, unpacked);
        stored.close();
      },
    };
  }

  /** The next bytes of a file. */
  async #readOn(reader: FileReader, feed: Feed, pace: Pace): Promise<Uint8Array | undefined> {
    for (;;) {
      pace.check();
      const piece = reader.poll();
      if (piece) return piece;
      const wants = reader.wants();
      if (wants.kind !== "bytes") return undefined;
      await this.#held.kit.supply(reader, wants, feed, pace);
      await pace.step(0);
    }
  }
}

/** Without progress: nobody knows how much of a layer has to be decompressed for a file. */
export function paceOf({ kit }: Held, { check, signal }: Watched): Pace {
  return new kit.Pace({ check, signal }, "measure", null);
}
