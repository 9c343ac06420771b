/** The class of `<layer-glass>`, without defining it. `layerglass/element/define` does both. @module */
export { LayerGlass } from "./layer-glass.js";
export type {
  ElementState,
  ErrorDetail,
  LayerGlassEventMap,
  LoadDetail,
  ProgressDetail,
  RequestDetail,
  SelectDetail,
  StateDetail,
} from "./events.js";
export { VIEWS, type ViewName } from "./view-names.js";
