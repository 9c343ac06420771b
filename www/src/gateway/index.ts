// What the command uses of it.
export { isHost } from "./allowed.js";
export { serve } from "./server.js";
