import { css } from "lit";

/** The files view: the grid of the tree and of the hits. */
export const fileGrid = css`
  .files-grid {
    min-inline-size: 0;
    container: file-grid / inline-size;
  }

  .grid {
    --columns: minmax(0, 1fr) 5.5rem 5.5rem 6rem 4.75rem;
    position: relative;
    max-block-size: clamp(16rem, 100vh - 16rem, 46rem);
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior-inline: contain;
    border-block-end: 1px solid var(--line);
    --row: 1.5rem;
    font: 0.8125rem / var(--row) var(--mono);
    scrollbar-width: thin;
  }

  .hits .grid {
    --columns: minmax(0, 1fr) 5.5rem 3.5rem 6.5rem;
  }

  .grid [role="row"] {
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 0.75rem;
    padding-inline: 0 0.5rem;
  }

  .grid-head [role="columnheader"] {
    overflow: hidden;
    white-space: nowrap;
  }

  .grid-head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    border-block-end: 1px solid var(--line);
    background: var(--paper);
    color: var(--soft);
    font: var(--small) / 1.75rem var(--sans);
  }

  .grid-head button {
    min-block-size: 1.75rem;
    padding: 0;
    border: 0;
    color: inherit;
    font: inherit;
  }

  .grid-head button:hover,
  .grid-head [aria-sort]:not([aria-sort="none"]) {
    color: var(--ink);
  }

  .grid-head [aria-sort="ascending"] button::after {
    content: " ↑";
  }

  .grid-head [aria-sort="descending"] button::after {
    content: " ↓";
  }

  .grid-head button:focus-visible {
    outline-offset: -2px;
  }

  .grid-head :is(.name, .path) {
    padding-inline-start: 1.25rem;
  }

  .files-grid .help {
    padding-block: 0.25rem;
    color: var(--soft);
    font-size: var(--small);
  }

  .grid-body {
    position: relative;
    block-size: var(--height, 0);
    overflow: clip;
  }

  .grid .size {
    padding-inline: 0.25rem;
    text-align: end;
  }

  .grid .change {
    text-align: end;
  }

  @container file-grid (inline-size < 40rem) {
    .grid {
      --columns: minmax(0, 1fr) 5.5rem 4.75rem;
    }

    .grid :is(.mode, .owner) {
      display: none;
    }
  }

  @container file-grid (inline-size < 30rem) {
    .grid,
    .hits .grid {
      --columns: minmax(0, 1fr) 5rem 1.25rem;
    }

    .grid-head .seen {
      display: none;
    }

    .grid-head :is(.change, .layer) {
      visibility: hidden;
    }
  }

  /* A finger needs more room than a pointer. */
  @media (pointer: coarse) {
    .grid {
      --row: 2.25rem;
    }

    .files-grid .help {
      display: none;
    }
  }
`;
