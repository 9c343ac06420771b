import { css } from "lit";

/** The waste view: its numbers, and the layers. */
export const waste = css`
  .waste-view {
    --lost: color-mix(in srgb, var(--warning) 70%, var(--paper));
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  .waste-view .good {
    color: var(--good);
  }

  .waste-view h4 {
    margin: 0;
  }

  .waste-view .weighed {
    display: grid;
    gap: 0.75rem;
  }

  .waste-view .efficiency {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    align-items: baseline;
  }

  .waste-view .efficiency strong {
    font-size: var(--name);
    font-weight: 600;
    line-height: 1.25;
  }

  .waste-view .weight {
    display: flex;
    gap: 2px;
    block-size: 0.75rem;
  }

  .waste-view .weight span {
    flex-basis: 0;
    border-radius: 1px;
  }

  .waste-view :is(.weight .seen, .parts .seen .key) {
    background: var(--band);
  }

  /* Stripes tell it apart where colours do not. */
  .waste-view :is(.weight .lost, .parts .lost .key) {
    background: repeating-linear-gradient(135deg, var(--lost) 0 3px, transparent 3px 6px) var(--wash);
    outline: 1px solid var(--lost);
    outline-offset: -1px;
  }

  .waste-view .parts > div {
    display: grid;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: 0 1rem;
    align-items: baseline;
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--line);
  }

  .waste-view .parts dd {
    display: grid;
    grid-template-columns: 5rem minmax(0, 1fr);
    gap: 0 1rem;
    align-items: baseline;
  }

  .waste-view .parts .size {
    text-align: end;
  }

  .waste-view .parts dt {
    color: inherit;
    font-size: var(--text);
  }

  .waste-view .parts .key {
    display: inline-block;
    inline-size: 0.75rem;
    block-size: 0.75rem;
    margin-inline-end: 0.5rem;
    border-radius: 1px;
    vertical-align: -1px;
  }

  .waste-view .duplicates {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    align-items: center;
  }

  .waste-view .duplicates .failure {
    flex-basis: 100%;
  }

  .layers-part .row,
  .layers-part .columns {
    grid-template-columns: 2rem minmax(0, 1fr) 6.5rem 6.5rem 6.5rem;
  }

  .waste-view .n {
    color: var(--soft);
    text-align: end;
    white-space: nowrap;
  }

  .waste-view :is(.holds, .later, .hides, .copies) {
    text-align: end;
    white-space: nowrap;
  }

  /* The bar behind the number: what the layer holds, to scale, and at its end what later layers hide of that. */
  .layers-part .row .holds {
    --faint: color-mix(in srgb, var(--band) 45%, transparent);
    padding-inline: 0.25rem;
    background:
      linear-gradient(var(--lost), var(--lost)) right bottom / calc(var(--holds) * var(--later) * 100%) 2px no-repeat,
      linear-gradient(var(--faint), var(--faint)) right / calc(var(--holds) * 100%) 100% no-repeat;
  }

  .waste-view .late {
    animation: appear 1ms 250ms backwards;
  }

  @container rows (inline-size < 40rem) {
    .layers-part .columns {
      display: none;
    }

    .layers-part .row {
      grid-template: "n what what what" auto "n holds later hides" auto / 1.5rem minmax(0, 1fr) minmax(0, 1fr) minmax(
          0,
          1fr
        );
      gap: 0 0.5rem;
    }

    .layers-part .row .n {
      grid-area: n;
    }

    .layers-part .row .what {
      grid-area: what;
    }

    .layers-part .row :is(.holds, .later, .hides) .unseen {
      display: block;
      position: static;
      inline-size: auto;
      block-size: auto;
      clip-path: none;
      color: var(--soft);
      font-size: var(--small);
      white-space: normal;
    }

    .layers-part .row :is(.holds, .later, .hides) {
      align-self: end;
      padding-inline: 0.25rem;
      text-align: start;
    }

    .layers-part .row .holds {
      background-position:
        left bottom,
        left;
    }

    .waste-view .parts > div {
      grid-template-columns: minmax(0, 1fr);
    }

    .waste-view .parts dd {
      display: contents;
    }

    .waste-view .parts dd .size {
      grid-column: 2;
      grid-row: 1;
    }

    .waste-view .parts dd .sub {
      grid-column: 1 / -1;
    }
  }

  @media (forced-colors: active) {
    .waste-view :is(.weight span, .parts .key) {
      forced-color-adjust: none;
    }

    .layers-part .row .holds {
      background: none;
    }
  }

  @media print {
    .waste-view .tools,
    .waste-view .duplicates {
      display: none;
    }
  }
`;
