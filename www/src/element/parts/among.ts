// Long lists are one stop for the Tab key; the arrows go on from there.
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** Moves the focus among the rows of the list that heard the key: those that match `selector`, as far as they are drawn. */
export function moveAmong(event: KeyboardEvent, selector: string): void {
  const step = STEPS[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(selector)];
  const at = rows.indexOf(event.target as HTMLElement);
  const to = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  if (at < 0 || !to) return;
  event.preventDefault();
  to.focus();
}
