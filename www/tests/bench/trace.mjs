// How long the thread of a page was busy at a stretch, from Chromium's own trace.

/** Milliseconds of the longest task of the page's main thread while `work` goes on. */
export async function longestTask(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8"));
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, dur, pid, tid }) => name === "RunTask" && dur !== undefined && threads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error("the trace has no tasks");
  return tasks.reduce((longest, { dur }) => Math.max(longest, dur), 0) / 1000;
}
