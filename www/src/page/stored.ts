// What the page remembers of a visitor, in the browser's own storage; where that is refused, until the page is left.
import { type Language, languageOf } from "../words/language.js";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export interface Stored {
  /** Null: as the browser is set. */
  readonly language: Language | null;
  readonly theme: Theme;
  /** Hosts that archives were opened from: a link to another one asks first. */
  readonly hosts: readonly string[];
}

const KEY = "layerglass";
const HOSTS = 200;

let fallback: string | null = null;

export function stored(): Stored {
  const { language, theme, hosts } = parsed(read());
  return {
    language: typeof language === "string" ? (languageOf(language) ?? null) : null,
    theme: THEMES.find((known) => known === theme) ?? "auto",
    hosts: Array.isArray(hosts) ? hosts.filter((host) => typeof host === "string").slice(-HOSTS) : [],
  };
}

export function store(changed: Partial<Stored>): void {
  // Read again: another tab may have changed the rest.
  const text = JSON.stringify({ ...stored(), ...changed });
  try {
    localStorage.setItem(KEY, text);
  } catch {
    fallback = text;
  }
}

function read(): string | null {
  if (fallback !== null) return fallback;
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function parsed(text: string | null): Record<keyof Stored, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value === "object" && value !== null) return value as Record<keyof Stored, unknown>;
  } catch {
    // What cannot be read is as good as nothing.
  }
  return { language: null, theme: null, hosts: null };
}
