import { css } from "lit";

export const config = css`
  .config-view {
    display: grid;
    gap: 1.5rem;
  }

  .config-view section {
    display: grid;
    gap: 0.5rem;
    min-inline-size: 0;
  }

  .config-view .count {
    color: var(--soft);
    font-size: var(--text);
    font-weight: 400;
  }

  .config-view .missing {
    max-inline-size: 40rem;
  }

  .settings > div,
  .settings > .rows > div,
  .pair {
    display: grid;
    grid-template-columns: 10rem minmax(0, 1fr);
    gap: 0 1rem;
    align-items: baseline;
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--line);
  }

  .settings dt {
    font-size: var(--text);
  }

  .pair {
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  }

  .pair .name {
    font-weight: 600;
  }

  .pair .value {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: start;
  }

  .settings .names,
  .settings .options {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
  }

  .config-view summary {
    color: var(--soft);
    cursor: pointer;
  }

  @container layer-glass (inline-size < 40rem) {
    .settings > div,
    .settings > .rows > div,
    .pair {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media print {
    .config-view .filter {
      display: none;
    }
  }
`;
