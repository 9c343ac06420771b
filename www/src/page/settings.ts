// The settings: language, colours, and the hosts that links may open without asking.
import { html } from "lit";
import { type Language, LANGUAGES, languageOf, TAGS } from "../words/language.js";
import { store, stored, type Theme, THEMES } from "./stored.js";
import type { Key, PageWords } from "./words/index.js";

export interface SettingsActions {
  language(language: Language | null): void;
  theme(theme: Theme): void;
  forget(): void;
}

const COLOURS: Readonly<Record<Theme, Key>> = {
  auto: "settings.theme-auto",
  light: "settings.theme-light",
  dark: "settings.theme-dark",
};

export function settings(words: PageWords, actions: SettingsActions): unknown {
  const { language, theme, hosts } = stored();
  const languages = Object.entries(LANGUAGES) as [Language, string][];
  return html`
    <p>
      <label for="language">${words.text("settings.language")}</label>
      <select id="language" @change=${(event: Event) => actions.language(languageOf(valueOf(event)) ?? null)}>
        <option value="" ?selected=${language === null}>${words.text("settings.language-auto")}</option>
        ${languages.map(([code, name]) => html`<option value=${code} lang=${TAGS[code]} ?selected=${code === language}>${name}</option>`)}
      </select>
    </p>
    <p>
      <label for="theme">${words.text("settings.theme")}</label>
      <select id="theme" @change=${(event: Event) => actions.theme(valueOf(event) as Theme)}>
        ${THEMES.map((known) => html`<option value=${known} ?selected=${known === theme}>${words.text(COLOURS[known])}</option>`)}
      </select>
    </p>
    <p class="sub">
      ${hosts.length === 0 ? words.text("settings.no-hosts") : words.text("settings.hosts", { n: hosts.length })}
    </p>
    <p>
      <button type="button" ?disabled=${hosts.length === 0} @click=${() => actions.forget()}>
        ${words.text("settings.forget")}
      </button>
    </p>
  `;
}

/** The page's own host is where the visitor is already. */
export function isUsed(host: string): boolean {
  return host === location.host || stored().hosts.includes(host);
}

export function used(host: string): void {
  if (!isUsed(host)) store({ hosts: [...stored().hosts, host] });
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLSelectElement ? target.value : "";
}
