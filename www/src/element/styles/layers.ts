import { css } from "lit";

export const layers = css`
  .layers-view > .sub {
    margin-block-end: 0.5rem;
  }

  .layers-view :is(.columns, .row) {
    grid-template-columns: 2rem minmax(0, 1fr) 7rem 5rem 4rem 7rem;
  }

  .layers-view .row {
    min-block-size: 2.5rem;
  }

  .layers-view .n {
    color: var(--soft);
    text-align: end;
    white-space: nowrap;
  }

  .layers-view :is(.stored, .unpacked, .files) {
    text-align: end;
    white-space: nowrap;
  }

  .layers-view .stored {
    padding-inline-end: 0.25rem;
  }

  .layers-view .details {
    padding-inline-start: 3.5rem;
  }

  /* Numbers that come later must not push the ones beside them. */
  .layers-view .details > dl:nth-of-type(-n + 2) {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr));
    gap: 0.5rem 1rem;
  }

  .layers-view :is(.unpacked, .files) {
    color: var(--soft);
  }

  /* The bar behind the number, to scale with the largest layer. */
  .layers-view .row .stored {
    --faint: color-mix(in srgb, var(--band) 45%, transparent);
    background: linear-gradient(var(--faint), var(--faint)) right / calc(var(--share) * 100%) 100% no-repeat;
  }

  .layers-view .row .stored:dir(rtl) {
    background-position: left;
  }

  @media (forced-colors: active) {
    .layers-view .row .stored {
      background: none;
    }
  }

  .layers-view .check {
    white-space: nowrap;
  }

  .layers-view .checked {
    color: var(--soft);
  }

  .layers-view .checked.verified {
    color: var(--good);
  }

  .layers-view .checked:is(.differs, .absent) {
    color: var(--error);
  }

  .layers-view .checked .sign {
    display: inline-block;
    inline-size: 1em;
    text-align: center;
  }

  .layers-view .shared {
    white-space: nowrap;
  }

  .layers-view .shared svg {
    vertical-align: -1px;
  }

  .layers-view .layer {
    scroll-margin-block: 4rem;
  }

  @container rows (inline-size < 46rem) {
    .layers-view :is(.columns, .row) {
      grid-template-columns: 2rem minmax(0, 1fr) 6rem 7rem;
    }

    .layers-view :is(.columns, .row) :is(.unpacked, .files) {
      display: none;
    }
  }

  @container rows (inline-size < 36rem) {
    .layers-view .details {
      padding-inline-start: 0.5rem;
    }

    .layers-view .details > dl:nth-of-type(-n + 2) {
      grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    }

    .layers-view .row {
      grid-template: "n what what" auto "n check stored" auto / 1.5rem minmax(0, 1fr) 6rem;
      gap: 0 0.5rem;
    }

    .layers-view .row .n {
      grid-area: n;
    }

    .layers-view .row .what {
      grid-area: what;
    }

    .layers-view .row .check {
      grid-area: check;
      font-size: var(--small);
    }

    .layers-view .row .stored {
      grid-area: stored;
    }
  }
`;
