// Text that an image brought along may try to look like something else: what cannot be seen is written out.

// What Unicode lets a display leave out (zero-width characters, bidirectional controls, fillers, tags), controls, line
// separators and lone surrogates: all of them can hide or reorder what stands beside them. The variation selectors of
// emoji are left alone: they do neither.
const UNSEEN =
  /(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}\u2800\ufff9-\ufffb]/gu;

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
  const escaped = clip(text, limit).replace(UNSEEN, escape);
  return text.length > limit ? `${escaped}…` : escaped;
}

/** At most so many UTF-16 units, and no half of a character. */
export function clip(text: string, limit: number): string {
  const isCutInside = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit));
  return text.slice(0, isCutInside ? limit - 1 : limit);
}

function escape(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
