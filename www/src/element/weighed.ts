// What every layer holds and weighs, by the way that tells most.
import type { Inspection, Report, TaskOptions } from "../index.js";

/** What passed by once was only counted; what has more of anything than is kept can still be counted. */
const IS_COUNTABLE = /^(source\/one-shot$|limit\/)/;

/** What a container sees of each layer is known once they were stacked, which reads no more than counting does. */
export async function weighed(of: Inspection, options: TaskOptions): Promise<Report> {
  try {
    for (const image of of.images) await image.files().summary(options);
    return await of.refresh();
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
    if (IS_COUNTABLE.test(code)) return of.measure(options);
    throw thrown;
  }
}
