// The service worker's side of the page: the next visit needs no network, and a new version is taken over as a whole.

/** Milliseconds after the page has loaded: what the visitor came for goes first. */
const LATER = 2000;

/** Registers it once there is nothing better to do. Where it is refused (`file:`, private windows) nothing is lost. */
export function workOffline(onready: (takeOver: () => Promise<boolean>) => void): void {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  const start = (): void => void register(onready).catch(() => {});
  if (document.readyState === "complete") setTimeout(start, LATER);
  else addEventListener("load", () => setTimeout(start, LATER), { once: true });
}

async function register(onready: (takeOver: () => Promise<boolean>) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register("service-worker.js", { updateViaCache: "none" });
  const offer = (): void => {
    // Without a controller this page came from the network: it is as new as can be.
    const { waiting } = registration;
    if (waiting && navigator.serviceWorker.controller) onready(() => takeOver(waiting));
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

/** False where another tab still shows the old version: it would be left with half of each. */
async function takeOver(waiting: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === true);
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over", [port2]);
  return answer;
}
