// The page's permalinks: what stands behind `#`, and what is shown for it.

/** What to look at in a source; null: whatever comes first. */
export interface Look {
  readonly view: string | null;
  readonly image: string | null;
  readonly layer: string | null;
  readonly platform: string | null;
  readonly document: string | null;
  readonly path: string | null;
}

export const NO_LOOK: Look = { view: null, image: null, layer: null, platform: null, document: null, path: null };

export type Route =
  | { readonly kind: "home" }
  /** A file that was dropped or chosen. */
  | { readonly kind: "archive"; readonly look: Look }
  | { readonly kind: "sample"; readonly look: Look }
  | { readonly kind: "url"; readonly url: string; readonly look: Look }
  | { readonly kind: "image"; readonly reference: string }
  | { readonly kind: "library" }
  | { readonly kind: "unknown"; readonly hash: string };

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = split(hash.replace(/^#\/?/, ""), "?");
  const [kind = "", rest] = split(path, "/");
  if (path === "") return { kind: "home" };
  const value = rest === undefined ? "" : decoded(rest);
  if (kind === "url" && value !== "") return { kind, url: value, look: parseLook(query) };
  if (kind === "image" && value !== "") return { kind, reference: value };
  if (value === "" && (kind === "archive" || kind === "sample")) return { kind, look: parseLook(query) };
  if (value === "" && kind === "library") return { kind };
  return { kind: "unknown", hash };
}

export function hashOf(route: Route): string {
  switch (route.kind) {
    case "home":
      return "#/";
    case "archive":
    case "sample":
      return `#/${route.kind}${queryOf(route.look)}`;
    case "url":
      return `#/url/${encodeURIComponent(route.url)}${queryOf(route.look)}`;
    case "image":
      return `#/image/${encodeURI(route.reference).replace(/[?#]/g, encodeURIComponent)}`;
    case "library":
      return "#/library";
    case "unknown":
      return route.hash;
  }
}

function parseLook(query: string): Look {
  const words = new URLSearchParams(query);
  return {
    view: words.get("view"),
    image: words.get("image"),
    layer: words.get("layer"),
    platform: words.get("platform"),
    document: words.get("document"),
    path: words.get("path"),
  };
}

function queryOf({ platform, image, view, layer, document, path }: Look): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries({ platform, image, view, layer, document, path }))
    if (value) words.set(name, value);
  // A digest stays readable: only what would end the query has to be escaped.
  const text = words.toString().replaceAll("%3A", ":").replaceAll("%2F", "/");
  return text === "" ? "" : `?${text}`;
}

function split(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
