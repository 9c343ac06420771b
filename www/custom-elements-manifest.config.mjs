// How the element's documentation becomes custom-elements.json: what its users see of it, under the names of the package.
const PACKAGED = {
  "src/element/layer-glass.ts": "dist/element.js",
  "src/element/define.ts": "dist/element-define.js",
};

export default {
  globs: Object.keys(PACKAGED),
  litelement: true,
  packagejson: false,
  plugins: [{ name: "as-packaged", packageLinkPhase: ({ customElementsManifest: manifest }) => asPackaged(manifest) }],
};

function asPackaged(manifest) {
  delete manifest.readme;
  for (const module of manifest.modules) {
    module.path = PACKAGED[module.path];
    for (const { declaration } of module.exports) declaration.module = "dist/element.js";
    for (const declaration of module.declarations) {
      declaration.superclass = { name: "HTMLElement" };
      declaration.members = declaration.members.filter(({ privacy = "public" }) => privacy === "public");
    }
  }
}
