// Names of files on one line, as GNU tar and `ls -b` escape them: whatever bytes they have, and back from it.
/** Well-formed UTF-8, in a string of one character a byte. */
const UTF_8 =
  /[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** What moves the cursor or turns the direction of what follows, and the backslash that escapes it. */
const UNSAFE = /[\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const SHORT: Record<string, string> = {
  "\\": "\\\\",
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

/** `base64` holds the bytes where `text` cannot. */
export function quoted(text: string, base64?: string): string {
  if (base64 === undefined) return quotedText(text);
  const bytes = Buffer.from(base64, "base64").toString("latin1");
  const parts = bytes.match(UTF_8) ?? [];
  return parts
    .map((part) => (/^[\x80-\xff]$/.test(part) ? octal(part.charCodeAt(0)) : quotedText(decoded(part))))
    .join("");
}

function quotedText(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? [...Buffer.from(character)].map(octal).join(""));
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`;
}

function decoded(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}
