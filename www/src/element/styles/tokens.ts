import { css } from "lit";

/**
 * Colours, sizes and fonts. A page sets `--lg-*`; everything inside uses the short names. Light and dark stand side by
 * side, so that neither is an afterthought.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --paper: var(--lg-paper, light-dark(#fbfcfc, #101516));
    --ink: var(--lg-ink, light-dark(#16211f, #e3e9e8));
    --soft: var(--lg-soft, light-dark(#566462, #95a3a1));
    --line: var(--lg-line, light-dark(#d9e0df, #2a3334));
    --wash: var(--lg-wash, light-dark(#eff3f3, #182021));
    --accent: var(--lg-accent, light-dark(#0b6b85, #6cc1da));
    --on-accent: var(--lg-on-accent, light-dark(#ffffff, #06191f));
    --band: var(--lg-band, light-dark(#8fc1cf, #2f6c7e));
    --picked: color-mix(in srgb, var(--accent) 12%, var(--paper));
    --error: var(--lg-error, light-dark(#b3261e, #ff8a80));
    --warning: var(--lg-warning, light-dark(#8a5a00, #e5b454));
    --good: var(--lg-good, light-dark(#1d6f42, #6fcf97));
    --sans: var(--lg-sans, system-ui, sans-serif);
    --mono: var(--lg-mono, ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace);
    /* Five sizes. */
    --small: 0.75rem;
    --text: 0.875rem;
    --large: 1rem;
    --title: 1.125rem;
    --name: 1.5rem;
    --radius: var(--lg-radius, 6px);
  }

  :host([theme="light"]) {
    color-scheme: light;
  }

  :host([theme="dark"]) {
    color-scheme: dark;
  }

  @media (forced-colors: active) {
    :host {
      --paper: Canvas;
      --ink: CanvasText;
      --soft: CanvasText;
      --line: CanvasText;
      --wash: Canvas;
      --accent: LinkText;
      --on-accent: Canvas;
      --band: CanvasText;
      --picked: Canvas;
      --error: CanvasText;
      --warning: CanvasText;
      --good: CanvasText;
    }
  }
`;
