// What can be read only once has passed by when its files are asked for. From a server it can be had once more.
import { Job } from "../../job.js";
import type { Shown } from "../../view.js";
import { oneShot, unread } from "./states.js";

export class Again {
  #job: Job<void> | null = null;

  /** What stands in place of what `reading` should have read; null where nothing has passed by. */
  instead({ ui, session }: Shown, reading: Job<unknown>): unknown {
    const start = (): void => {
      const job = new Job<void>(() => {
        if (this.#job !== job) return;
        // The session has it now, and whoever draws finds it there.
        if (job.state.kind === "done") this.#job = null;
        ui.redraw();
      });
      this.#job = job;
      void job.run((options) => session.again(options));
    };
    if (this.#job) return unread(ui, this.#job, start);
    const { state } = reading;
    if (state.kind !== "failed" || state.error.code !== "source/one-shot") return null;
    return oneShot(ui, session.isKept ? null : session.host, start);
  }

  stop(): void {
    this.#job?.stop();
    this.#job = null;
  }
}
