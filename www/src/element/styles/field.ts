import { css } from "lit";

/** Fields to search and filter with, in views that are fetched later. */
export const field = css`
  input[type="search"] {
    inline-size: 100%;
    max-inline-size: 24rem;
    min-block-size: 2rem;
    padding: 0 0.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  input[type="search"]::placeholder {
    color: var(--soft);
    opacity: 1;
  }
`;
