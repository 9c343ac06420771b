// Keeps the page's own files, all of one version, for visits without a network. Never what visitors open, and nothing of
// another host: those requests pass by untouched.

/** Paths relative to the page, each with the hash that its bytes must have; the build fills both in. */
declare const PRECACHED: Readonly<Record<string, string>>;
declare const PRECACHED_VERSION: string;

// TypeScript's own declarations of a service worker contradict those of a page.
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Told extends MessageEvent, Lasting {}
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: {
    matchAll(of: { includeUncontrolled: boolean; type: "window" }): Promise<readonly { url: string }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "message", listener: (event: Told) => void): void;
}

const worker = globalThis as unknown as Worker;
const PREFIX = "layerglass-page-";
const CACHE = `${PREFIX}${PRECACHED_VERSION}`;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const kept = request.method === "GET" ? keptAs(request) : null;
  if (kept !== null) event.respondWith(answer(kept, request));
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver(event.ports[0]));
});

/** Whole or not at all: a server in the midst of being updated gives files of two versions, and their hashes say so. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const requests = Object.entries(PRECACHED).map(([path, integrity]) => {
    return new Request(new URL(path, worker.registration.scope), { cache: "no-cache", integrity });
  });
  try {
    await cache.addAll(requests);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

/** The URL by which one of the page's own files is kept; null for everything else. A query is no other page. */
function keptAs({ url: asked, mode }: Request): string | null {
  const { scope } = worker.registration;
  const url = new URL(asked);
  const path = `${url.origin}${url.pathname}`.replace(/\/index\.html$/, "/");
  if ((url.search !== "" && mode !== "navigate") || !path.startsWith(scope)) return null;
  const relative = path.slice(scope.length);
  return Object.hasOwn(PRECACHED, relative === "" ? "./" : relative) ? path : null;
}

async function answer(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

/** Taken over is only a page that is alone: another one would go on with files that are no longer there. */
async function takeOver(port: MessagePort | undefined): Promise<void> {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const isAlone = pages.filter(({ url }) => url.startsWith(worker.registration.scope)).length <= 1;
  port?.postMessage(isAlone);
  if (isAlone) await worker.skipWaiting();
}
