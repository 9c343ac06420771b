import { css } from "lit";

/** Buttons in a row of which one is pressed, in views that are fetched later. */
export const looks = css`
  .looks {
    display: inline-flex;
  }

  .looks button + button {
    margin-inline-start: -1px;
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }

  .looks button:not(:last-child) {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }

  .looks [aria-pressed="true"] {
    background: var(--picked);
    color: var(--accent);
  }

  @media (forced-colors: active) {
    .looks [aria-pressed="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
