import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import type { Words } from "../../words/words.js";
import type { JobState } from "../job.js";
import type { Ui } from "../view.js";
import type { Key } from "../words/en.js";

type Running = Extract<JobState<unknown>, { kind: "running" }>;

/** Seconds before a rate means anything. */
const SETTLED = 0.5;

/** A bar with bytes, rate, time left and a way to stop. */
export function progressLine({ words }: Ui, running: Running, cancel: () => void): unknown {
  const { progress } = running;
  const total = progress?.total ?? undefined;
  // A bar without a value runs back and forth: nobody knows how much there is.
  const value = progress && total ? progress.bytes : undefined;
  return html`<div class="progress" part="progress">
    <progress
      aria-label=${words.text("state.progress")}
      max=${ifDefined(total || undefined)}
      value=${ifDefined(value)}
    ></progress>
    <p>
      <span class="numbers">${progressText(words, running)}</span>
      <button type="button" class="quiet" @click=${cancel}>${words.text("state.cancel")}</button>
    </p>
  </div>`;
}

/** Bytes, rate, time left. */
export function progressText(words: Words<Key>, { progress, since }: Running): string {
  if (!progress) return "";
  const { bytes: done, total } = progress;
  const texts = [
    total === null ? words.bytes(done) : words.text("state.of", { done: words.bytes(done), total: words.bytes(total) }),
  ];
  const elapsed = (performance.now() - since) / 1000;
  if (elapsed > SETTLED && done > 0) {
    const rate = done / elapsed;
    texts.push(words.text("state.rate", { rate: words.bytes(Math.round(rate)) }));
    if (total !== null && total > done) {
      texts.push(words.text("state.left", { time: duration(words, (total - done) / rate) }));
    }
  }
  return texts.join(" · ");
}

function duration(words: Words<Key>, seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return words.text("time.seconds", { n: whole });
  if (whole < 3600) return words.text("time.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return words.text("time.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}
