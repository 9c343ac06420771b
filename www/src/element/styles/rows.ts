import { css } from "lit";

/** Rows that unfold, as layers and history have them, and the instructions in them. */
export const rows = css`
  .rows-view {
    container: rows / inline-size;
  }

  .rows-view :is(.columns, .row) {
    display: grid;
    align-content: center;
    align-items: baseline;
    gap: 0 1rem;
    inline-size: 100%;
    padding: 0.25rem 0.5rem;
    text-align: start;
  }

  .rows-view .columns {
    border-block-end: 1px solid var(--line);
    color: var(--soft);
    font-size: var(--small);
  }

  .rows-view .row {
    min-block-size: 2.25rem;
    border: 0;
    border-radius: 0;
  }

  .rows-view .row:hover {
    background: var(--wash);
  }

  .rows-view .row:focus-visible {
    outline-offset: -2px;
  }

  .rows-view :is(.entry, .layer) {
    border-block-end: 1px solid var(--line);
  }

  .rows-view [aria-current="true"] {
    background: var(--picked);
    box-shadow: inset 2px 0 var(--accent);
  }

  .rows-view .what {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .rows-view .what .foreign {
    white-space: inherit;
  }

  .rows-view .stored {
    text-align: end;
  }

  .rows-view .details {
    display: grid;
    gap: 0.75rem;
    padding: 0.25rem 0.5rem 1rem;
  }

  .rows-view .details a {
    color: var(--accent);
  }

  .keyword {
    font-weight: 600;
  }

  .whole,
  .written {
    white-space: pre-wrap;
  }

  .whole {
    padding: 0.5rem 0.75rem;
    border-inline-start: 2px solid var(--line);
    background: var(--wash);
  }

  .instruction dd code {
    display: block;
  }

  .instruction .facts {
    margin-block-start: 0.5rem;
  }

  @media (forced-colors: active) {
    .rows-view [aria-current="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @container rows (inline-size < 36rem) {
    .rows-view .columns {
      display: none;
    }

    :is(.entries, .layer-list) {
      border-block-start: 1px solid var(--line);
    }

    .rows-view .what {
      display: -webkit-box;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
`;
