// Questions about the files of an open source: the layers are read for the first, the trees are kept for the next.
import type { FilePlace, LayerDepth } from "../public/report.js";
import type { Failure } from "./errors.js";
import type { Held, Watched } from "./held.js";
import type { Core } from "./load.js";
import type { Control } from "./pace.js";
import type { Operations, Questions, Result, Whose } from "./protocol.js";
import { type Reading, Readings, paceOf } from "./readings.js";
import { matching } from "./search.js";

type Files = ReturnType<InstanceType<Core["Opening"]>["files"]>;

/** A tree, and who uses it. */
interface Tree {
  readonly files: Files;
  /** What was known of the layers when it was made. */
  readonly readings: number;
  users: number;
  /** What had to be read to know what changed was read. */
  settled: boolean;
  settling?: Promise<void> | undefined;
  stale: boolean;
  /** What was searched for last, page by page: each would be a search of its own. */
  hits?: { readonly pattern: string; readonly of: Uint32Array };
}

interface Stream {
  readonly reading: Reading;
  busy: boolean;
  dropped: boolean;
}

/** Trees kept for one source: the image, and the layers that somebody looks at in turn. */
const TREES = 4;

const ENDED: Failure = { code: "usage/closed", message: "what was read has ended", hint: "read it again", at: null };

export class HeldFiles {
  readonly #held: Held;
  readonly #readings: Readings;
  /** The last used one last. */
  readonly #trees = new Map<string, Tree>();
  /** Images whose layers are read, and how deep. */
  readonly #known = new Set<string>();
  readonly #streams = new Map<number, Stream>();
  #next = 1;

  constructor(held: Held) {
    this.#held = held;
    this.#readings = new Readings(held);
  }

  ask: (...args: [...Skip<Parameters<Operations["files"]>>, Control]) => Promise<Result<"files">> = (
    whose,
    question,
    args,
    control,
  ) =>
    this.#held.whileOpen(control, async (watched) => {
      const duplicates = question === "waste" && args[2] === true;
      await this.#index(whose.image, duplicates ? "digests" : "index", watched);
      return this.#using(whose, (tree) => this.#answer(tree, question, args, watched));
    });

  next(number: number, control: Control): Promise<Uint8Array | undefined> {
    return this.#held.whileOpen(control, async (watched) => {
      const stream = this.#streams.get(number);
      if (!stream) throw ENDED;
      stream.busy = true;
      let bytes: Uint8Array | undefined;
      try {
        return (bytes = await stream.reading.next(watched));
      } finally {
        stream.busy = false;
        if (!bytes || stream.dropped) this.drop(number);
      }
    });
  }

  /** What is being read is let go of once it is at rest. */
  drop(number: number): void {
    const stream = this.#streams.get(number);
    if (!stream) return;
    stream.dropped = true;
    if (stream.busy) return;
    this.#streams.delete(number);
    stream.reading.close();
  }

  close(): void {
    for (const number of this.#streams.keys()) this.drop(number);
    for (const key of this.#trees.keys()) this.#forget(key);
    this.#readings.close();
  }

  async #index(image: number, depth: LayerDepth, control: Watched): Promise<void> {
    const key = `${image} ${depth}`;
    if (this.#known.has(key)) return;
    await this.#held.index(image, depth, control);
    this.#known.add(key);
  }

  async #answer(tree: Tree, question: keyof Questions, args: readonly unknown[], control: Watched): Promise<unknown> {
    const { files } = tree;
    if (question === "read" || question === "tar") {
      const [of] = args as Parameters<Questions["read" | "tar"]>;
      const place = (): FilePlace => (typeof of === "string" ? files.place(of) : files.placeOf(of.layer, of.entry));
      const number = this.#next++;
      const reading = question === "read" ? this.#readings.file(place()) : this.#readings.tar(files.tar(of as string));
      this.#streams.set(number, { reading, busy: false, dropped: false });
      return number;
    }
    if (question !== "summary") await this.#settle(tree, control);
    if (question === "find" && args[1] === "regex") {
      const [pattern, , from, count] = args as Parameters<Questions["find"]>;
      if (tree.hits?.pattern !== pattern)
        tree.hits = { pattern, of: await matching(files, pattern, paceOf(this.#held, control)) };
      return files.found(tree.hits.of, from, count);
    }
    const method = files[question] as (...args: unknown[]) => unknown;
    return method.apply(files, [...args]);
  }

  /** Once for a tree, by whoever asks first; where that one gives up, by the next. */
  async #settle(tree: Tree, control: Watched): Promise<void> {
    while (!tree.settled) {
      const mine = tree.settling === undefined;
      tree.settling ??= this.#readings.settle(tree.files, control).then(
        () => {
          tree.settled = true;
        },
        (thrown: unknown) => {
          tree.settling = undefined;
          throw thrown;
        },
      );
      await (mine ? tree.settling : tree.settling.catch(() => {}));
      control.check?.();
    }
  }

  async #using<T>(whose: Whose, use: (tree: Tree) => Promise<T>): Promise<T> {
    const tree = this.#treeOf(whose);
    tree.users += 1;
    try {
      return await use(tree);
    } finally {
      tree.users -= 1;
      if (tree.stale && tree.users === 0) tree.files.free();
    }
  }

  #treeOf({ image, layer, upTo, all }: Whose): Tree {
    const options = JSON.stringify({ layer, upTo, all });
    const key = `${image} ${options}`;
    const readings = this.#held.readings;
    let tree = this.#trees.get(key);
    if (tree?.readings !== readings) {
      this.#forget(key);
      const files = this.#held.opening.files(image, options);
      tree = { files, readings, users: 0, settled: false, stale: false };
    }
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    const [oldest] = this.#trees.keys();
    if (oldest !== undefined && this.#trees.size > TREES) this.#forget(oldest);
    return tree;
  }

  #forget(key: string): void {
    const tree = this.#trees.get(key);
    if (!tree) return;
    this.#trees.delete(key);
    tree.stale = true;
    if (tree.users === 0) tree.files.free();
  }
}

/** The arguments but for the source's number. */
type Skip<A> = A extends [number, ...infer R] ? R : never;
