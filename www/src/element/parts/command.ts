// Commands as somebody would type them: the words of a list, quoted where a shell would read them otherwise.

/** A command line that a POSIX shell, or on Windows the program itself, would take apart into these words again. */
export function commandLine(words: readonly string[], isWindows = false): string {
  return words.map(isWindows ? quotedForWindows : quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Backslashes count there only before a quote: `C:\Windows` needs none of this. */
function quotedForWindows(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => slashes + slashes + (quote && '\\"'))}"`;
}
