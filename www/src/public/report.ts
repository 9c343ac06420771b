// The shapes that the core gives are written once, in its own declarations; the build puts that file here.
export type * from "../../../src/wasm/types.d.ts";
