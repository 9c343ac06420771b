// Long work in slices, so that the page stays alive while it goes on.

/** Milliseconds that work may take before others have their turn. */
const SLICE = 12;

/** Does the work to its end; gives up with the signal's reason once that is aborted. */
export async function inSlices<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
}
