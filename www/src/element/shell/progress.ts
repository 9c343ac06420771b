import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import type { Words } from "../../words/words.js";
import type { JobState } from "../job.js";
import type { Ui } from "../view.js";
import type { Key } from "../words/en.js";

export type Running = Extract<JobState<unknown>, { kind: "running" }>;

/** Seconds before a rate means anything. */
const SETTLED = 0.5;

/** A bar with bytes, rate, time left and a way to stop. */
export function progressLine({ words }: Ui, running: Running, cancel: () => void): unknown {
  return html`<div class="progress" part="progress">
    ${bar(words.text("state.progress"), running)}
    <p>
      <span class="numbers">${progressText(words, running)}</span>
      <button type="button" class="quiet" @click=${cancel}>${words.text("state.cancel")}</button>
    </p>
  </div>`;
}

export function bar(label: string, { progress }: Running): unknown {
  const total = progress?.total ?? undefined;
  // A bar without a value runs back and forth: nobody knows how much there is.
  const value = progress && total ? progress.bytes : undefined;
  return html`<progress aria-label=${label} max=${ifDefined(total || undefined)} value=${ifDefined(value)}></progress>`;
}

/** Bytes, rate, time left. */
export function progressText(words: Words<Key>, running: Running): string {
  const { progress, since } = running;
  if (!progress) return "";
  const { bytes: done, total } = progress;
  const texts = [
    total === null ? words.bytes(done) : words.text("state.of", { done: words.bytes(done), total: words.bytes(total) }),
  ];
  const elapsed = (performance.now() - since) / 1000;
  if (elapsed > SETTLED && done > 0) {
    texts.push(words.text("state.rate", { rate: words.bytes(Math.round(done / elapsed)) }), leftText(words, running));
  }
  return texts.filter((text) => text !== "").join(" · ");
}

/** "12 s left"; empty where that cannot be told. */
export function leftText(words: Words<Key>, { progress, since }: Running): string {
  const elapsed = (performance.now() - since) / 1000;
  if (!progress?.total || elapsed <= SETTLED || progress.bytes <= 0 || progress.bytes >= progress.total) return "";
  const seconds = ((progress.total - progress.bytes) / progress.bytes) * elapsed;
  return words.text("state.left", { time: duration(words, seconds) });
}

function duration(words: Words<Key>, seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return words.text("time.seconds", { n: whole });
  if (whole < 3600) return words.text("time.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return words.text("time.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}
