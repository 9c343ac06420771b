// Where links lead, inside the image.
import type { FileRow } from "../../../../index.js";

/** The path that a link names, as rows spell paths. It never leads above the root, whatever it says. */
export function targetOf({ type, path, linkTarget }: FileRow): string | null {
  if (linkTarget === null) return null;
  // A hard link names a file of the image; only a symbolic link is read from where it stands.
  const isRelative = type === "symlink" && !linkTarget.startsWith("/");
  const parts = isRelative ? path.split("/").slice(0, -1) : [];
  for (const part of linkTarget.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/") || ".";
}

/** What a whiteout takes away: one name, or all that lower layers have in its folder. */
export function removedBy({ type, path }: FileRow): string | null {
  const at = path.lastIndexOf("/") + 1;
  const folder = path.slice(0, Math.max(0, at - 1)) || ".";
  if (type === "opaque") return folder;
  if (type !== "whiteout") return null;
  const name = path.slice(at);
  // Overlayfs writes a device of the name itself.
  return path.slice(0, at) + (name.startsWith(".wh.") ? name.slice(4) : name);
}
