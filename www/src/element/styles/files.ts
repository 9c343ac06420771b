import { css } from "lit";

/** The files view: rail, filter and path, and where its panes stand. */
export const files = css`
  .files-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    container: files / inline-size;
  }

  .files-view .rail,
  .files-view > .tools,
  .files-view .filter,
  .files-view .where,
  .files-view .missing {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
  }

  .files-view .looks button {
    min-block-size: 1.75rem;
    padding: 0 0.625rem;
    font-size: var(--small);
    white-space: nowrap;
  }

  /* The rail: a cell for each layer, filled where it is among those that are shown. */

  .rail .cells {
    display: flex;
    flex: 1 1 8rem;
    gap: 2px;
    min-inline-size: 0;
    padding: 3px;
    margin-block: -3px;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .rail .cells button {
    flex: 1 0 1.5rem;
    max-inline-size: 4rem;
    min-block-size: 1.75rem;
    padding: 0;
    border: 0;
    border-radius: 2px;
    background: var(--wash);
    color: var(--soft);
    font-size: var(--small);
  }

  .rail .cells [data-shown="true"] {
    background: color-mix(in srgb, var(--band) 45%, var(--paper));
    color: var(--ink);
  }

  .rail .cells [aria-pressed="true"] {
    background: var(--accent);
    color: var(--on-accent);
  }

  .rail .cells button:hover {
    box-shadow: inset 0 -2px var(--accent);
  }

  .rail .cells button:focus-visible {
    outline-offset: 1px;
  }

  .files-view .filter {
    flex: 1 1 16rem;
    flex-wrap: nowrap;
    gap: 0.5rem;
  }

  .files-view .filter input {
    flex: 1 1 8rem;
    max-inline-size: none;
    min-inline-size: 0;
    font-family: var(--mono);
    font-size: 0.8125rem;
  }

  .files-view .filter input::placeholder {
    font-family: var(--sans);
  }

  .files-view .filter [aria-invalid="true"] {
    border-color: var(--error);
  }

  .files-view .where {
    justify-content: space-between;
    gap: 0 1rem;
    min-block-size: 1.75rem;
  }

  .files-view .where > .sub {
    white-space: nowrap;
  }

  .crumbs,
  .crumbs ol {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    min-inline-size: 0;
    font: 0.8125rem / 1.5 var(--mono);
  }

  .crumbs li {
    min-inline-size: 0;
    color: var(--soft);
  }

  .crumbs .link {
    padding: 0 1px;
    text-decoration: none;
  }

  .crumbs .link:hover {
    text-decoration: underline;
  }

  .crumbs [aria-current] {
    color: var(--ink);
  }

  /* The pane stands beside the tree where there is room, else below it. */

  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    align-items: start;
  }

  /* One below the other they fit on one screen: what is picked stays in sight beside what is in it. */
  .panes[data-pane="true"] .grid {
    max-block-size: clamp(12rem, 34vh, 24rem);
  }

  /* A file of a megabyte must not make a page of a hundred screens. */
  .pane {
    block-size: clamp(16rem, 52vh, 40rem);
    overflow: auto;
    scrollbar-width: thin;
    scroll-margin-block: 3.5rem;
  }

  @container files (inline-size >= 58rem) {
    .panes[data-pane="true"] {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }

    .panes[data-pane="true"] :is(.grid, .pane) {
      block-size: auto;
      max-block-size: clamp(16rem, 100vh - 16rem, 46rem);
    }
  }

  @container files (inline-size < 36rem) {
    .rail .cells {
      flex-basis: 100%;
    }
  }

  @media (forced-colors: active) {
    .rail .cells button {
      border: 1px solid GrayText;
    }

    .rail .cells [data-shown="true"] {
      border-color: CanvasText;
    }

    .rail .cells [aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }

  @media print {
    .files-view :is(.filter, .rail) {
      display: none;
    }
  }
`;
