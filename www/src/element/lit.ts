// The base class, by way of this file: in the package's declarations `lit.public.d.ts` stands in its place, so that who
// uses them needs no Lit, which is bundled.
export { LitElement } from "lit";
