// Text that an image brought along may try to look like something else: what cannot be seen is written out.

// Controls, zero-width characters, bidirectional controls, line separators, tag characters, lone surrogates: all of them
// can hide or reorder what stands beside them.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** A run of text as it is, or a character written out. */
export interface Run {
  readonly text: string;
  readonly escaped: boolean;
}

/** `text` in runs. `lines` keeps newlines and tabs. */
export function runs(text: string, lines = false): Run[] {
  const found: Run[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (lines && (character === "\n" || character === "\t")) continue;
    if (index > from) found.push({ text: text.slice(from, index), escaped: false });
    found.push({ text: escape(character), escaped: true });
    from = index + character.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), escaped: false });
  return found;
}

/** For places that hold plain text only: titles, labels, announcements. */
export function plain(text: string, limit = 200): string {
  const escaped = text.slice(0, limit).replace(UNSEEN, escape);
  return text.length > limit ? `${escaped}…` : escaped;
}

function escape(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
