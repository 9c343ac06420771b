// What code that is loaded later uses of what is there already. If it imported these, bundlers would cut everyone's
// first download into smaller pieces, so it is handed them.
import { drive, supply } from "./drive.js";
import { LayerglassError } from "../public/error.js";
import { firstView, sizeOf } from "./first-view.js";
import { isNode, nodeModule } from "./host.js";
import { linkTo } from "./link.js";
import { Pace } from "./pace.js";
import { fromBlob } from "./sources/blob.js";
import { fromRemote, lend } from "./sources/remote.js";
import { Passage, Window } from "./window.js";

export const kit = {
  LayerglassError,
  Pace,
  Passage,
  Window,
  drive,
  firstView,
  fromBlob,
  fromRemote,
  isNode,
  lend,
  linkTo,
  nodeModule,
  sizeOf,
  supply,
};

export type Kit = typeof kit;
