// A blob of a registry as a feed: fetched as it is taken, and fetched anew from where else bytes are wanted.
import type { Core } from "./load.js";
import { stoppable } from "./stoppable.js";
import type { Feed } from "./window.js";

type BlobStream = ReturnType<InstanceType<Core["Registry"]>["blob"]>;

interface Of {
  readonly size: number;
  /** Whoever takes the bytes hashes them: that they are others is its answer, not an error. */
  readonly isHashed: boolean;
  begin(at: number): BlobStream;
  /** Whoever counts requests is told while this runs. */
  atWork<T>(task: () => Promise<T>): Promise<T>;
  /** Any of them ends what is waited for. */
  signals(): readonly (AbortSignal | undefined)[];
  closed(): Error;
}

/** Bytes that come sooner than a new request is answered. */
const NEAR = 1 << 20;

export class BlobFeed implements Feed {
  readonly #of: Of;
  readonly #closing = new AbortController();
  #stream: BlobStream | undefined;
  #isBusy = false;
  /** Where the next bytes of the stream begin; those before them are `#bytes`. */
  #end = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(of: Of) {
    this.#of = of;
  }

  /** Itself, as an open part of a source. */
  get feed(): Feed {
    return this;
  }

  readonly take = async (at: number): Promise<Uint8Array | undefined> => {
    const start = this.#end - this.#bytes.length;
    if (at >= start && at < this.#end) return this.#bytes.subarray(at - start);
    if (this.#stream && (at < this.#end || at - this.#end > NEAR)) this.#drop();
    if (!this.#stream) {
      // At the end there is nothing to ask for; a stream that came so far is asked, for it says whether all was right.
      if (at >= this.#of.size) return undefined;
      this.#stream = this.#of.begin(at);
      this.#end = at;
    }
    return this.#takeOn(this.#stream, at);
  };

  /** Before the first byte is asked for, nothing is lost by asking for a later one; then what comes is passed over. */
  readonly skip = (at: number, skippable: number): number =>
    this.#stream ? Math.max(0, Math.min(skippable, this.#end - at)) : skippable;

  readonly close = (): void => {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(this.#of.closed());
    // One that is waited for is let go of once it has stopped.
    if (!this.#isBusy) this.#drop();
  };

  async #takeOn(stream: BlobStream, at: number): Promise<Uint8Array | undefined> {
    this.#isBusy = true;
    try {
      while (at >= this.#end) {
        const signals = [this.#closing.signal, ...this.#of.signals()];
        const bytes = await this.#of.atWork(() => stoppable(signals, (stop) => stream.next(stop)));
        if (!bytes) return undefined;
        this.#bytes = bytes;
        this.#end += bytes.length;
      }
      return this.#bytes.subarray(at - this.#end + this.#bytes.length);
    } catch (thrown) {
      this.#drop();
      if (this.#of.isHashed && isMismatch(thrown)) return undefined;
      throw thrown;
    } finally {
      this.#isBusy = false;
      if (this.#closing.signal.aborted) this.#drop();
    }
  }

  #drop(): void {
    this.#stream?.free();
    this.#stream = undefined;
    this.#bytes = new Uint8Array(0);
  }
}

function isMismatch(thrown: unknown): boolean {
  return (
    typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code === "registry/digest-mismatch"
  );
}
