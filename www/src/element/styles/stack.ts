import { css } from "lit";

/** The layer stack, and how it stands beside the view: a bar above it where there is no room. */
export const stack = css`
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    align-items: start;
  }

  .legend {
    display: none;
    justify-content: space-between;
    min-block-size: 2.5rem;
    padding-inline-end: 0.5rem;
    border-block-end: 1px solid var(--line);
    color: var(--soft);
    line-height: 2.5rem;
  }

  .bands {
    padding-block-start: 0.5rem;
  }

  .band > button {
    position: relative;
    display: grid;
    grid-template-columns: 2.5rem minmax(0, 1fr) auto;
    gap: 0 0.75rem;
    inline-size: 100%;
    min-block-size: max(2.25rem, var(--height));
    padding: 0 0.5rem 0 0;
    border: 0;
    border-radius: 0;
    text-align: start;
  }

  .band > button:focus-visible {
    outline-offset: -2px;
  }

  /* To scale: words that need more room do not make a layer larger. */
  .band .block {
    align-self: center;
    block-size: calc(var(--height) - 2px);
    border-radius: 1px;
    background: var(--band);
  }

  .band .block[data-absent="true"] {
    background: none;
    border: 1px dashed var(--soft);
  }

  .band > button[aria-pressed="true"] .block[data-absent="true"] {
    background: none;
    border-color: var(--accent);
  }

  .band > button:hover {
    background: var(--wash);
  }

  .band > button[aria-pressed="true"] {
    background: var(--picked);
  }

  .band > button[aria-pressed="true"] .block {
    background: var(--accent);
  }

  .band .made {
    display: -webkit-box;
    align-self: start;
    max-block-size: 4rem;
    /* Not padding: in it the line after the last would show. */
    margin-block: 0.375rem;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
  }

  .band .made,
  .stack .line .made {
    overflow-wrap: anywhere;
  }

  .band .foreign,
  .stack .line .foreign {
    white-space: normal;
  }

  .band .shared {
    display: block;
    white-space: nowrap;
  }

  .band .shared svg {
    vertical-align: -1px;
  }

  .band .numbers {
    align-self: start;
    padding-block: 0.375rem;
    text-align: end;
    white-space: nowrap;
  }

  .band .share {
    display: inline-block;
    min-inline-size: 3.25rem;
    padding-inline-start: 0.5rem;
    color: var(--soft);
  }

  .stack .line {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 1.25rem;
    color: var(--soft);
  }

  .stack .line::before {
    flex: 0 0 2.5rem;
    block-size: 1px;
    background: var(--line);
    content: "";
  }

  .stack .line .made {
    min-inline-size: 0;
    overflow: hidden;
    font-size: var(--small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .stack .line code {
    font-size: var(--small);
  }

  .stack .line .foreign {
    white-space: nowrap;
  }

  .segments {
    display: flex;
    gap: 2px;
    block-size: 2rem;
  }

  .segment {
    min-inline-size: 3px;
    flex-basis: 0;
    background: var(--band);
    cursor: pointer;
  }

  .segment[data-picked="true"] {
    background: var(--accent);
  }

  .caption {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    padding-block: 0.25rem;
  }

  .caption .about {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .caption .foreign {
    white-space: nowrap;
  }

  .caption .step {
    inline-size: 2rem;
    padding: 0;
    border-color: transparent;
  }

  .bands[data-unfolded="false"] {
    display: none;
  }

  @container layer-glass (inline-size < 40rem) {
    .body {
      gap: 0.5rem;
    }
  }

  @container layer-glass (inline-size >= 56rem) {
    .body[data-stack="true"] {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      gap: 2.5rem;
    }

    .bar {
      display: none;
    }

    .legend {
      display: flex;
    }

    /* Stays in sight beside a long view. */
    .stack {
      position: sticky;
      inset-block-start: var(--lg-sticky-top, 0px);
      max-block-size: calc(100vh - var(--lg-sticky-top, 0px));
      overflow-y: auto;
      scrollbar-width: thin;
    }

    .bands[data-unfolded="false"] {
      display: block;
    }
  }

  @media (forced-colors: active) {
    .band .block,
    .segment {
      forced-color-adjust: none;
    }

    .band > button[aria-pressed="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .band > button[aria-pressed="true"] .block,
    .segment[data-picked="true"] {
      background: Highlight;
    }
  }

  @media print {
    .bar {
      display: none;
    }

    .legend {
      display: flex;
    }

    .stack {
      position: static;
      max-block-size: none;
      overflow: visible;
    }

    .bands[data-unfolded="false"] {
      display: block;
    }

    .band {
      break-inside: avoid;
    }

    .band .block {
      print-color-adjust: exact;
    }
  }
`;
