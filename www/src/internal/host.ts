// What differs between hosts: Node's own modules, and giving way to other events.

/** True in Node and in what behaves like it (Deno, Bun). */
export const isNode = typeof process === "object" && typeof process.versions?.node === "string";

/**
 * One of Node's own modules. The name is kept from bundlers on purpose: code for a browser must not name them in an
 * `import`, or some bundlers refuse the whole package.
 */
export async function nodeModule<T>(name: string): Promise<T> {
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`)) as T;
}

/** Told without naming the class: Node loads all of its fetch, for 20 ms, when a program does. */
export function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

/** What a relative address is relative to: the page, as everywhere in it. */
export function baseOf(): string {
  return globalThis.document?.baseURI ?? globalThis.location?.href ?? import.meta.url;
}

interface Scheduler {
  postTask?(task: () => void, options: { priority: "background" }): unknown;
}

let channel: MessageChannel | undefined;

/** Lets everything that waits happen: signals, messages, painting. A timer would be held back to 4 ms by browsers. */
export function breathe(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else if (scheduler?.postTask) scheduler.postTask(resolve, { priority: "background" });
    else {
      // Chrome, which has the above, would deliver one such message after the other and starve all else.
      channel ??= new MessageChannel();
      channel.port1.addEventListener("message", () => resolve(), { once: true });
      channel.port1.start();
      channel.port2.postMessage(null);
    }
  });
}
