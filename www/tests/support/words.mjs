// The words of the element and of the page, as their sources say them: bundled here, for no package exports them.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const modules = `
  export * from "./src/words/catalogue.js";
  export * from "./src/words/language.js";
  export * from "./src/words/plain.js";
  export * from "./src/words/words.js";
  export { explain } from "./src/element/explain.js";
  import { en } from "./src/element/words/en.js";
  import { later } from "./src/element/words/en/later.js";
  export const elementInEnglish = { ...en, ...later };
  export { zh as elementInChinese } from "./src/element/words/zh.js";
  export { wordsIn as elementWordsIn } from "./src/element/words/index.js";
  export { en as pageInEnglish } from "./src/page/words/en.js";
  export { tour as tourInEnglish } from "./src/page/words/en/tour.js";
  export { tour as tourInChinese } from "./src/page/words/zh/tour.js";
  export { zh as pageInChinese } from "./src/page/words/zh.js";
`;

const { outputFiles } = await build({
  stdin: { contents: modules, resolveDir: fileURLToPath(new URL("../../", import.meta.url)), loader: "ts" },
  bundle: true,
  format: "esm",
  write: false,
});

export const words = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
