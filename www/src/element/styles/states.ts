import { css } from "lit";

/** What stands in place of a report, and the progress of what takes long. */
export const states = css`
  .state {
    display: grid;
    gap: 0.75rem;
    align-content: start;
    max-inline-size: 40rem;
    min-block-size: 10rem;
    padding-block: 1rem;
  }

  .state.waiting {
    place-content: center;
    justify-items: center;
    max-inline-size: none;
  }

  /* What opens at once shows no bar: it would only flicker. */
  .opening {
    animation: appear 1ms 200ms backwards;
  }

  @keyframes appear {
    from {
      visibility: hidden;
    }
  }

  .failure dl > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-block: 0.5rem;
    border-block-start: 1px solid var(--line);
  }

  progress {
    display: block;
    inline-size: 100%;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--line);
    appearance: none;
    overflow: hidden;
  }

  progress::-webkit-progress-bar {
    background: var(--line);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .progress p {
    display: flex;
    gap: 1rem;
    align-items: center;
    justify-content: space-between;
    min-block-size: 2rem;
    color: var(--soft);
  }

  @container layer-glass (inline-size >= 40rem) {
    .failure dl > div {
      grid-template-columns: 9rem minmax(0, 1fr);
    }
  }

  @media (forced-colors: active) {
    progress::-webkit-progress-value {
      forced-color-adjust: none;
    }
  }
`;
