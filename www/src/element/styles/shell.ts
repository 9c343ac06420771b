import { css } from "lit";

/** What stands around the views. */
export const shell = css`
  .glass {
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
    margin-inline-start: auto;
  }

  .label {
    color: var(--soft);
    font-size: var(--small);
  }

  .pickers label {
    flex-wrap: nowrap;
    gap: 0.5rem;
    min-inline-size: 0;
  }

  .pickers select {
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
  .later {
    display: block;
    min-inline-size: 7.5rem;
    min-block-size: 1.5rem;
    white-space: nowrap;
  }

  /* Smaller letters on the same line would else make it a pixel higher. */
  .later .sub {
    line-height: 1;
  }

  /* Findings, notices, outcomes */

  .finding,
  .notice {
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--line);
  }

  .findings > ul {
    border-block-end: 1px solid var(--line);
  }

  .hint {
    color: var(--soft);
  }

  .severity,
  .sign {
    font-weight: 600;
  }

  .sign {
    display: inline-block;
    min-inline-size: 1.25em;
  }

  .severity.error,
  .outcome.differs .sign {
    color: var(--error);
  }

  .severity.warning,
  .notice .sign {
    color: var(--warning);
  }

  .severity.info {
    color: var(--accent);
  }

  .outcome.verified .sign {
    color: var(--good);
  }

  /* Stack beside views */

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
    min-block-size: var(--height);
    padding: 0 0.5rem 0 0;
    border: 0;
    border-radius: 0;
    text-align: start;
  }

  .band > button:focus-visible {
    outline-offset: -2px;
  }

  .band .block {
    align-self: stretch;
    margin-block-end: 2px;
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

  /* Tabs and panel */

  .tabs {
    display: flex;
    gap: 1.25rem;
    overflow-x: auto;
    border-block-end: 1px solid var(--line);
    scrollbar-width: none;
  }

  .tabs button {
    min-block-size: 2.5rem;
    padding: 0;
    border: 0;
    border-block-end: 2px solid transparent;
    border-radius: 0;
    color: var(--soft);
    white-space: nowrap;
  }

  .tabs button[aria-selected="true"] {
    border-block-end-color: var(--accent);
    color: var(--ink);
  }

  .tabs button:focus-visible {
    outline-offset: -2px;
  }

  .main,
  .panel {
    min-inline-size: 0;
  }

  .panel {
    padding-block: 1rem;
  }

  .panel:focus-visible {
    outline-offset: 4px;
  }

  /* States */

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

    .later {
      min-inline-size: 0;
    }

    .body {
      gap: 0.5rem;
    }
  }

  @container layer-glass (inline-size >= 56rem) {
    .body {
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
    .segment,
    progress::-webkit-progress-value {
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

    /* What is transparent elsewhere is seen here. */
    .tabs button {
      border-block-end-color: Canvas;
    }

    .tabs button[aria-selected="true"] {
      border-block-end-color: Highlight;
    }
  }

  @media print {
    .tabs,
    .pickers,
    button.copy,
    button.step,
    .caption > .quiet,
    .tools > button,
    .source > button {
      display: none;
    }
  }
`;
