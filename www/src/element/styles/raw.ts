import { css } from "lit";

export const raw = css`
  .raw-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  .raw-view .head-line,
  .raw-view .about,
  .raw-view .actions,
  .raw-view .tools,
  .raw-view .finder {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
  }

  .raw-view .head-line {
    justify-content: space-between;
  }

  .raw-view .tools {
    position: sticky;
    inset-block-start: var(--lg-sticky-top, 0px);
    z-index: 1;
    padding-block: 0.5rem;
    border-block-end: 1px solid var(--line);
    background: var(--paper);
  }

  .raw-view .finder {
    flex: 1 1 16rem;
    gap: 0.25rem 0.5rem;
    justify-content: end;
  }

  .raw-view .finder input {
    flex: 1 1 10rem;
    max-inline-size: 16rem;
  }

  .raw-view .note {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--warning);
  }

  /* A document that is read at once never says that it is being read. */
  .raw-view .loading {
    animation: raw-late 0s 250ms both;
  }

  @keyframes raw-late {
    from {
      visibility: hidden;
    }
  }

  .raw-line {
    display: grid;
    grid-template-columns: var(--digits) 1.25rem minmax(0, 1fr);
    min-block-size: 1.25rem;
    font: 0.8125rem / 1.25rem var(--mono);
  }

  .raw-line.found {
    background: var(--picked);
    box-shadow: inset 2px 0 var(--accent);
  }

  /* Neither numbers nor folds are a part of the text that is selected. */
  .raw-line .number::before {
    content: attr(data-number);
    display: block;
    color: var(--soft);
    text-align: end;
    white-space: nowrap;
  }

  .raw-line button.fold {
    min-block-size: 0;
    block-size: 1.25rem;
    padding: 0;
    border: 0;
    color: var(--soft);
    user-select: none;
  }

  .raw-line button.fold svg {
    display: block;
    margin: auto;
  }

  .raw-line button.fold[aria-expanded="false"] svg {
    transform: rotate(-90deg);
  }

  .raw-line .text {
    padding-inline-start: var(--hang);
    text-indent: calc(-1 * var(--hang));
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .raw-line .text button {
    min-block-size: 0;
    text-indent: 0;
    white-space: normal;
  }

  .exact .text {
    word-break: break-all;
  }

  .raw-line [role="link"] {
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  .raw-line .member {
    color: var(--accent);
  }

  .raw-line .mark {
    color: var(--soft);
  }

  .raw-line .literal {
    font-weight: 600;
  }

  .raw-line .junk {
    color: var(--warning);
  }

  .raw-line .omitted {
    padding-inline: 0.25rem;
    border-radius: 2px;
    background: var(--wash);
    color: var(--soft);
    user-select: none;
  }

  @container layer-glass (inline-size < 40rem) {
    .raw-view .tools {
      position: static;
    }

    .raw-view .finder {
      justify-content: start;
    }

    /* A long word would leave the line that it begins in empty. */
    .raw-line .text {
      word-break: break-all;
    }
  }

  @media (forced-colors: active) {
    .raw-line.found {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @media print {
    .raw-view .tools,
    .raw-view .fold {
      display: none;
    }

    .raw-line {
      grid-template-columns: var(--digits) minmax(0, 1fr);
      gap: 1ch;
    }
  }
`;
