// How many are asked at a time: of one host, and in all. Others wait, in their order.
import { Refusal } from "./refusal.js";

export interface Bounds {
  /** At a time to one host. The client keeps to six itself. */
  readonly perHost: number;
  readonly inAll: number;
  /** Requests that wait. */
  readonly waiting: number;
}

export const BOUNDS: Bounds = { perHost: 8, inAll: 48, waiting: 256 };

interface Waiting {
  readonly host: string;
  begin(): void;
}

export class Turns {
  readonly #now = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #all = 0;

  constructor(readonly bounds: Bounds = BOUNDS) {}

  /** Waits for a turn at this host, and gives what ends it. Rejects with the signal's reason. */
  async take(host: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#isFree(host)) return this.#begin(host);
    if (this.#waiting.length >= this.bounds.waiting) {
      throw new Refusal(503, "TOOMANYREQUESTS", "the gateway has too much to do", { "Retry-After": "2" });
    }
    await new Promise<void>((resolve, reject) => {
      const waiting = { host, begin: resolve };
      this.#waiting.push(waiting);
      const give = () => {
        const at = this.#waiting.indexOf(waiting);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", give, { once: true });
    });
    return this.#ending(host);
  }

  #isFree(host: string): boolean {
    return this.#all < this.bounds.inAll && (this.#now.get(host) ?? 0) < this.bounds.perHost;
  }

  #begin(host: string): () => void {
    this.#all += 1;
    this.#now.set(host, (this.#now.get(host) ?? 0) + 1);
    return this.#ending(host);
  }

  #ending(host: string): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#all -= 1;
      const left = (this.#now.get(host) ?? 0) - 1;
      if (left > 0) this.#now.set(host, left);
      else this.#now.delete(host);
      this.#next();
    };
  }

  /** The turn is taken in the name of who waits, so that nobody comes in between. */
  #next(): void {
    const at = this.#waiting.findIndex(({ host }) => this.#isFree(host));
    const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!next) return;
    this.#begin(next.host);
    next.begin();
  }
}
