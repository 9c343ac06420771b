// What stands in place of an open image: what a link could not show, and what was dropped in vain.
import { html } from "lit";
import type { Reference } from "../index.js";
import { copyButton } from "./copy.js";
import type { Given } from "./given.js";
import { isolated } from "./names.js";
import { said } from "./omnibox.js";
import type { Key, PageWords } from "./words/index.js";

/** What the visitor can do from a screen. */
export interface Ways {
  choose(): void;
  sample(): void;
  announce(text: string): void;
}

/** Drawn again whenever the language changes. `title` is said aloud too. */
export interface Screen {
  readonly title: (words: PageWords) => string;
  readonly render: (words: PageWords) => unknown;
}

export function chooseAgain(ways: Ways): Screen {
  return screen("again.title", {}, (words) => [text(words, "again.text"), actions(words, ways)]);
}

/** Before the first request to a host that a link names. */
export function ask({ host, href }: URL, open: () => void, notNow: () => void): Screen {
  return screen("ask.title", { host }, (words) => [
    html`<p>${words.rich("ask.text", { host: html`<b>${isolated(host)}</b>` })}</p>
      <p class="address"><code>${isolated(href, 8000)}</code></p>`,
    html`<p class="actions">
      <button type="button" class="primary" @click=${open}>${words.text("ask.open")}</button>
      <button type="button" @click=${notNow}>${words.text("ask.not-now")}</button>
    </p>`,
  ]);
}

/** An address that is none, or that would give a password away. */
export function refused(given: Given, ways: Ways): Screen {
  return screen("refused.title", {}, (words) => [html`<p>${said(given, words)}</p>`, actions(words, ways)]);
}

/** An image in a registry: the command opens it, this page does not yet. */
export function notYet({ familiar, repository }: Reference, ways: Ways): Screen {
  const file = `${repository.split("/").at(-1)}.tar`;
  const commands = [
    `npx layerglass inspect ${familiar}`,
    `docker pull ${familiar} && docker save -o ${file} ${familiar}`,
  ];
  return screen("not-yet.title", { reference: familiar }, (words) => [
    text(words, "not-yet.helps"),
    commands.map(
      (command) =>
        html`<p class="command">
          <code>${isolated(command, 1000)}</code>${copyButton(words, command, ways.announce)}
        </p>`,
    ),
    actions(words, ways),
  ]);
}

export function noReference(typed: string, given: Given, ways: Ways): Screen {
  return screen("not-yet.none", { reference: typed.slice(0, 120) }, (words) => [
    html`<p>${said(given, words)}</p>`,
    actions(words, ways),
  ]);
}

/** Nothing can be read at all: other archives would not help. */
export function noCore(): Screen {
  const reload = (): void => location.reload();
  return screen("no-core.title", {}, (words) => [
    html`<dl>
      ${fact(words, "state.saw", words.text("given.no-core"))}
      ${fact(words, "state.helps", words.text("no-core.helps"))}
      ${fact(words, "state.code", html`<code>init/no-wasm</code>`)}
    </dl>`,
    html`<p><button type="button" @click=${reload}>${words.text("page.reload")}</button></p>`,
  ]);
}

export function library(ways: Ways): Screen {
  return screen("library.title", {}, (words) => [text(words, "library.text"), actions(words, ways)]);
}

export function unknown(hash: string, ways: Ways): Screen {
  return screen("unknown.title", {}, (words) => [
    html`<p>${words.rich("unknown.text", { hash: html`<code>${isolated(hash, 120)}</code>` })}</p>`,
    actions(words, ways),
  ]);
}

export function noArchive(name: string, ways: Ways): Screen {
  return trouble("drop.nothing", ["drop.nothing-saw", "drop.nothing-helps"], name, ways);
}

export function unreadable(name: string, ways: Ways): Screen {
  return screen("drop.unreadable", { name }, (words) => [text(words, "drop.unreadable-helps"), actions(words, ways)]);
}

export function noSample(ways: Ways): Screen {
  return trouble("sample.failed", ["sample.failed-saw", "sample.failed-helps"], "", ways);
}

function trouble(title: Key, [saw, helps]: readonly [Key, Key], name: string, ways: Ways): Screen {
  return screen(title, {}, (words) => [
    html`<dl>
      ${fact(words, "state.saw", words.rich(saw, { name: isolated(name) }))}
      ${fact(words, "state.helps", words.text(helps))}
    </dl>`,
    actions(words, ways),
  ]);
}

function screen(key: Key, params: Record<string, string>, body: (words: PageWords) => unknown): Screen {
  const filled = (words: PageWords): unknown =>
    words.rich(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isolated(value)])));
  return {
    title: (words) => words.text(key, params),
    render: (words) =>
      html`<section class="screen">
        <h2>${filled(words)}</h2>
        ${body(words)}
      </section>`,
  };
}

function text(words: PageWords, key: Key): unknown {
  return html`<p>${words.text(key)}</p>`;
}

function fact(words: PageWords, name: Key, value: unknown): unknown {
  return html`<div>
    <dt>${words.text(name)}</dt>
    <dd>${value}</dd>
  </div>`;
}

function actions(words: PageWords, { choose, sample }: Ways): unknown {
  return html`<p class="actions">
    <button type="button" @click=${choose}>${words.text("field.choose")}</button>
    <button type="button" @click=${sample}>${words.text("empty.sample")}</button>
  </p>`;
}
