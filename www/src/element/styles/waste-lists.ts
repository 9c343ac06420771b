import { css } from "lit";

/** The waste view: its lists of paths. */
export const wasteLists = css`
  .waste-view .lists .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: space-between;
  }

  .waste-view .lists label {
    display: inline-flex;
    gap: 0.5rem;
    align-items: center;
  }

  .waste-view .paths-list :is(.row, .columns) {
    grid-template-columns: 5.5rem 7.5rem minmax(0, 1fr) 4rem 6rem;
  }

  .waste-view .hidden-list :is(.row, .columns) {
    grid-template-columns: 5.5rem 7.5rem minmax(0, 1fr) 5rem 5rem;
  }

  .waste-view .paths-list .row .stored {
    --faint: color-mix(in srgb, var(--lost) 35%, transparent);
    padding-inline-end: 0.25rem;
    background: linear-gradient(var(--faint), var(--faint)) right / calc(var(--share) * 100%) 100% no-repeat;
  }

  .waste-view .hidden-list :is(.in, .by),
  .waste-view .paths-list .in {
    text-align: end;
  }

  .waste-view .path-text {
    display: flex;
    min-inline-size: 0;
  }

  .waste-view .path-text > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .waste-view .path-text .folders {
    flex: 1 1000 0;
    min-inline-size: 0;
    max-inline-size: max-content;
  }

  .waste-view .path-text .last {
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .waste-view .reason {
    white-space: nowrap;
  }

  .waste-view .reason.removed .sign {
    color: var(--error);
  }

  .waste-view .reason:is(.overwritten, .metadata) .sign {
    color: var(--warning);
  }

  .waste-view .details {
    grid-template-columns: minmax(0, 1fr);
  }

  .waste-view .of-layer {
    display: flex;
    gap: 0.75rem;
    align-items: baseline;
  }

  .waste-view .of-layer button {
    flex: none;
  }

  .waste-view .of-layer .brief {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .waste-view .of-layer .foreign {
    white-space: inherit;
  }

  @container rows (inline-size < 40rem) {
    .waste-view .lists .columns {
      display: none;
    }

    .waste-view .paths-list .row,
    .waste-view .hidden-list .row {
      grid-template: "stored what what" auto "kind kind in" auto / 5.5rem minmax(0, 1fr) auto;
      gap: 0 0.75rem;
    }

    .waste-view .lists .row .stored {
      grid-area: stored;
    }

    .waste-view .lists .row .kind {
      grid-area: kind;
    }

    .waste-view .lists .row .what {
      grid-area: what;
    }

    .waste-view .lists .row .in {
      grid-area: in;
      color: var(--soft);
    }

    .waste-view .lists .row .in .unseen {
      position: static;
      clip-path: none;
      font-size: var(--small);
    }

    .waste-view .lists .row .path-text {
      flex-wrap: wrap;
    }

    .waste-view .path-text .folders {
      flex: 0 1 auto;
      max-inline-size: 100%;
    }

    .waste-view .lists .row :is(.copies, .by) {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .waste-view .paths-list .row .stored {
      background: none;
    }
  }
`;
