// Calls of the core that wait for the network.

/**
 * Gives a call a promise that settles when it is to be given up, and throws the signal's reason then. It settles at the
 * end of the call, too: what waits for it would else be kept for as long as the signal lives.
 */
export async function stoppable<T>(
  signals: readonly (AbortSignal | undefined)[],
  begin: (stop: Promise<void>) => Promise<T>,
): Promise<T> {
  const given = signals.filter((signal) => signal !== undefined);
  const throwIfAborted = () => given.forEach((signal) => signal.throwIfAborted());
  throwIfAborted();
  let settle = () => {};
  const stop = new Promise<void>((resolve) => (settle = resolve));
  for (const signal of given) signal.addEventListener("abort", settle, { once: true });
  try {
    return await begin(stop);
  } catch (thrown) {
    throwIfAborted();
    throw thrown;
  } finally {
    for (const signal of given) signal.removeEventListener("abort", settle);
    settle();
  }
}
