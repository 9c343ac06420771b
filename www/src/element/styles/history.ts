import { css } from "lit";

export const history = css`
  .history-view .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.75rem;
    margin-block-end: 0.5rem;
  }

  .history-view .tools .sub {
    flex: 1 1 auto;
  }

  .history-view .tools .copy {
    color: var(--accent);
  }

  .history-view .note {
    max-inline-size: 48rem;
    margin-block: 0.5rem 1rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--warning);
  }

  .history-view .note .sign {
    color: var(--warning);
    font-weight: 600;
  }

  .history-view :is(.columns, .row) {
    grid-template-columns: 8rem minmax(0, 1fr) 6rem;
  }

  .history-view .when {
    overflow: hidden;
    color: var(--soft);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .history-view .row .stored {
    white-space: nowrap;
  }

  .history-view .empty .row {
    min-block-size: 1.5rem;
    padding-block: 0;
    color: var(--soft);
    font-size: var(--small);
  }

  .history-view .empty .row code {
    font-size: var(--small);
  }

  @container rows (inline-size < 36rem) {
    .history-view .tools .sub {
      flex-basis: 100%;
    }

    .history-view .row {
      grid-template: "what what" auto "when stored" auto / minmax(0, 1fr) auto;
    }

    .history-view .row .what {
      grid-area: what;
    }

    .history-view .row :is(.when, .stored) {
      font-size: var(--small);
    }

    .history-view .row .when {
      grid-area: when;
    }

    .history-view .row .stored {
      grid-area: stored;
      color: var(--soft);
    }

    .history-view .empty .row {
      grid-template: "what stored" auto / minmax(0, 1fr) auto;
    }

    .history-view .empty .row .what {
      -webkit-line-clamp: 1;
    }

    .history-view .empty .row .when {
      display: none;
    }
  }
`;
