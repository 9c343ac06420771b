import { css } from "lit";

/** The tabs and the view under them. */
export const tabs = css`
  .tabs {
    display: flex;
    gap: 1.25rem;
    overflow-x: auto;
    border-block-end: 1px solid var(--line);
    /* A shadow where there is more, which what is at the end covers: with a pixel to spare, for screens that have halves. */
    background:
      linear-gradient(to right, var(--paper) 66%, transparent) left / 1.5rem local,
      linear-gradient(to left, var(--paper) 66%, transparent) right / 1.5rem local,
      linear-gradient(to right, var(--line), transparent) 1px / 1rem calc(100% - 2px) scroll,
      linear-gradient(to left, var(--line), transparent) calc(100% - 1px) / 1rem calc(100% - 2px) scroll;
    background-repeat: no-repeat;
    scrollbar-width: none;
  }

  .tabs button {
    min-block-size: 2.5rem;
    padding: 0;
    border: 0;
    border-block-end: 2px solid transparent;
    border-radius: 0;
    color: var(--soft);
    white-space: nowrap;
  }

  .tabs button[aria-selected="true"] {
    border-block-end-color: var(--accent);
    color: var(--ink);
  }

  .tabs button:focus-visible {
    outline-offset: -2px;
  }

  .main,
  .panel {
    min-inline-size: 0;
  }

  .panel {
    padding-block: 1rem;
  }

  .panel:focus-visible {
    outline-offset: 4px;
  }

  @container layer-glass (inline-size < 40rem) {
    .tabs {
      gap: 0.75rem;
    }
  }

  @media (forced-colors: active) {
    /* What is transparent elsewhere is seen here. */
    .tabs button {
      border-block-end-color: Canvas;
    }

    .tabs button[aria-selected="true"] {
      border-block-end-color: Highlight;
    }
  }

  @media print {
    .tabs {
      display: none;
    }
  }
`;
