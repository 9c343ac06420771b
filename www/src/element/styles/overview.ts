import { css } from "lit";

export const overview = css`
  .in-words {
    display: grid;
    gap: 0.25rem;
  }

  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    padding-block: 1rem;
  }

  .part + .part {
    border-block-start: 1px solid var(--line);
  }

  .part:first-child {
    padding-block-start: 0;
  }

  .descriptor {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto 4.5rem;
    gap: 0 0.75rem;
    align-items: center;
    min-block-size: 2rem;
    border-block-start: 1px solid var(--line);
  }

  @container layer-glass (inline-size < 30rem) {
    .descriptor {
      grid-template-columns: minmax(0, 1fr) auto;
      padding-block: 0.25rem;
    }

    .descriptor .what {
      grid-column: 1 / -1;
    }
  }

  .descriptor .size {
    text-align: end;
  }

  .descriptor .absent {
    color: var(--error);
  }
`;
