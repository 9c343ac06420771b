import { css } from "lit";

/** Elements and the small parts that appear everywhere. */
export const base = css`
  :host {
    display: block;
    /* As wide as there is room: where a parent asks for the width of its contents, about a column. */
    flex-grow: 1;
    min-inline-size: 0;
    contain-intrinsic-inline-size: 20rem;
    container: layer-glass / inline-size;
    background: var(--paper);
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  pre,
  figure {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h2 {
    font-size: var(--name);
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }

  h3 {
    font-size: var(--large);
    font-weight: 600;
  }

  code,
  pre {
    font: 0.8125rem / 1.5 var(--mono);
  }

  svg {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* Text of an image: apart from what is around it, and never wider than its place. */
  .foreign {
    unicode-bidi: isolate;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .escape {
    color: var(--warning);
  }

  .sub,
  .ago {
    color: var(--soft);
  }

  .sub {
    font-size: var(--small);
  }

  button,
  select {
    min-block-size: 2rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: transparent;
    color: inherit;
    font: inherit;
  }

  button {
    padding: 0 0.75rem;
    cursor: pointer;
  }

  button:hover:not(:disabled),
  select:hover {
    border-color: var(--soft);
  }

  button:disabled {
    color: var(--soft);
    cursor: default;
  }

  select {
    max-inline-size: 100%;
    padding: 0 0.5rem;
    background: var(--paper);
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  button.quiet,
  button.link,
  button.copy {
    min-block-size: 1.5rem;
    padding: 0 0.25rem;
    border-color: transparent;
    color: var(--accent);
  }

  button.quiet {
    font-size: var(--small);
  }

  button.link {
    padding: 0;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }

  button.copy {
    display: inline-flex;
    gap: 0.25rem;
    align-items: center;
    color: var(--soft);
    font-size: var(--small);
    vertical-align: middle;
  }

  button.copy:hover {
    color: var(--accent);
  }

  .copyable {
    display: inline-flex;
    align-items: center;
    max-inline-size: 100%;
  }

  .digest .foreign {
    white-space: nowrap;
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 2rem;
  }

  .facts > div {
    min-inline-size: 0;
  }

  /* Rows that are out of sight cost neither layout nor paint: scrolling through 10 000 of them stays smooth. */
  .rows {
    content-visibility: auto;
    overflow-clip-margin: 6px;
  }

  @media print {
    .rows {
      content-visibility: visible;
    }
  }

  dt {
    color: var(--soft);
    font-size: var(--small);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
