// Workers that a worker starts, in a browser.
import { type Link, linkWorker } from "./link.js";

/** Milliseconds in which a worker that was ended is gone: seen were some ten, on a busy machine 200. */
const ENDING = 1000;

/**
 * Keeps account of them. A worker may itself be ended only once those that it started are gone: where both end at the
 * same time, or one is still being started, Chromium keeps their threads for good, and what memory they have.
 */
export class Nested {
  readonly #starting = new Set<Promise<Link>>();
  #goneAt = 0;

  async start(script: string, module: WebAssembly.Module): Promise<Link> {
    const starting = linkWorker(script, module);
    this.#starting.add(starting);
    try {
      return this.#watched(await starting);
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** Once those that were told to end are gone, and nobody's start is under way. */
  async gone(): Promise<void> {
    await Promise.allSettled(this.#starting);
    // Whoever gave up waiting for one ends it as soon as it is there.
    await new Promise((resolve) => setTimeout(resolve));
    const left = this.#goneAt - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  }

  #watched(link: Link): Link {
    return {
      get dead() {
        return link.dead;
      },
      call: (type, args, task) => link.call(type, args, task),
      stop: () => {
        link.stop();
        this.#goneAt = performance.now() + ENDING;
      },
    };
  }
}
