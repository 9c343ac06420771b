import { css } from "lit";

/** The source's line and the image's head, and what keeps the page's own text styles out. */
export const head = css`
  /* What the page around sets for its own text is not meant for this one. */
  .glass {
    all: initial;
    color-scheme: inherit;
    pointer-events: inherit;
    visibility: inherit;
    color: var(--ink);
    font: var(--text) / 1.5 var(--sans);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: var(--lg-padding, 0);
  }

  .source,
  .head .title,
  .keys,
  .pickers,
  .pickers label {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
  }

  .source {
    justify-content: space-between;
  }

  .source > p {
    flex: 1 1 12rem;
    min-inline-size: 0;
  }

  /* Head */

  .head {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25rem;
  }

  .head .title {
    gap: 0 0.25rem;
  }

  .head h2 {
    min-inline-size: 0;
  }

  h2.long {
    font-size: var(--large);
  }

  .pickers {
    min-inline-size: 0;
    max-inline-size: 100%;
    margin-inline-start: auto;
  }

  .label {
    white-space: nowrap;
    color: var(--soft);
    font-size: var(--small);
  }

  .pickers label {
    flex-wrap: nowrap;
    gap: 0.5rem;
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  .pickers select {
    flex: 0 1 auto;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }

  .canonical {
    color: var(--soft);
  }

  .key {
    display: inline-flex;
    gap: 0.25rem;
    align-items: center;
  }

  .head .facts {
    margin-block-start: 0.5rem;
  }

  .head .size {
    font-size: var(--large);
  }

  .head dd {
    line-height: 1.5rem;
  }

  /* The width of the longest thing that may stand here, so that the number moves nothing when it comes. */
  .head .facts > div:nth-child(n + 3) {
    min-inline-size: 7rem;
  }

  .later {
    display: block;
    min-block-size: 1.5rem;
    white-space: nowrap;
  }

  /* Smaller letters on the same line would else make it a pixel higher, and a button by more. */
  .later .sub {
    line-height: 1;
  }

  .later button {
    block-size: 1.5rem;
    min-block-size: 0;
    padding: 0;
    line-height: 1;
    vertical-align: top;
  }

  .later .stop {
    inline-size: 1.5rem;
    margin-inline-start: -0.25rem;
  }

  .counting {
    position: absolute;
    inset-block-start: -0.625rem;
    inset-inline: 0;
  }

  .uncounted {
    display: grid;
    gap: 0.5rem;
    max-inline-size: 40rem;
    margin-block-start: 0.75rem;
  }

  /* What is counted at once shows no bar: it would only flicker. */
  .counting,
  .later .stop {
    animation: appear 1ms 500ms backwards;
  }

  @container layer-glass (inline-size < 40rem) {
    .head h2 {
      font-size: var(--title);
    }

    .pickers {
      margin-inline-start: 0;
    }

    .key {
      flex-basis: 100%;
    }

    .head .facts {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 0.5rem 1rem;
    }

    /* The date is the longest: with it the three sizes have a row of their own. */
    .head .facts > div:nth-child(2) {
      grid-column: span 2;
    }

    .head .facts > div:nth-child(n + 3) {
      min-inline-size: 0;
    }
  }

  @container layer-glass (inline-size < 24rem) {
    .head .facts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    .head .facts > div:nth-child(2) {
      grid-column: auto;
    }
  }

  @media print {
    .pickers,
    button.copy,
    .tools > button,
    .source > button {
      display: none;
    }
  }
`;
