import { css } from "lit";

/** One file beside the tree. */
export const preview = css`
  .preview {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    align-content: start;
    min-inline-size: 0;
    container: preview / inline-size;
  }

  .preview > header {
    display: flex;
    gap: 0.5rem;
    align-items: start;
    justify-content: space-between;
  }

  .preview h3,
  .preview h4 {
    min-inline-size: 0;
  }

  .preview h4 {
    margin: 0;
    font-size: var(--text);
  }

  .preview .close {
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 1.75rem;
    min-block-size: 1.75rem;
    padding: 0;
    border-color: transparent;
    color: var(--soft);
  }

  .preview .close:hover {
    color: var(--ink);
  }

  .preview .download {
    margin-inline-start: -0.25rem;
  }

  .preview .path {
    margin-block-start: -0.75rem;
    color: var(--soft);
  }

  .preview .facts {
    gap: 0.375rem 1.5rem;
  }

  .preview dd {
    font-size: var(--text);
  }

  .preview dd .brief {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }

  .preview .tools,
  .preview .cut {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
  }

  .preview .tools {
    justify-content: space-between;
  }

  .preview .tools:empty {
    display: none;
  }

  .preview .looks button {
    min-block-size: 1.75rem;
    font-size: var(--small);
  }

  .preview .note {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--warning);
    font-size: var(--small);
  }

  /* What is read at once never says that it is being read. */
  .preview .late {
    animation: preview-late 0s 250ms both;
  }

  @keyframes preview-late {
    from {
      visibility: hidden;
    }
  }

  /* Squares show where a picture is transparent, in light and dark. */
  .preview .picture {
    padding: 1rem;
    border: 1px solid var(--line);
    background: repeating-conic-gradient(var(--wash) 0 25%, var(--paper) 0 50%) 0 0 / 16px 16px;
    text-align: center;
  }

  .preview .picture img {
    max-inline-size: 100%;
    max-block-size: 70vh;
    vertical-align: middle;
  }

  .text-line {
    display: grid;
    grid-template-columns: var(--digits) minmax(0, 1fr);
    gap: 0.75rem;
    min-block-size: 1.25rem;
    font: 0.8125rem / 1.25rem var(--mono);
  }

  /* Numbers are no part of the text that is selected. */
  .text-line .number::before {
    content: attr(data-number);
    display: block;
    color: var(--soft);
    text-align: end;
    white-space: nowrap;
  }

  .text-line .text {
    font: inherit;
    tab-size: 4;
    white-space: pre-wrap;
  }

  .hex-row {
    display: grid;
    grid-template-columns: auto 23ch 23ch auto auto;
    gap: 0 1.5ch;
    justify-content: start;
    min-block-size: 1.25rem;
    font: 0.8125rem / 1.25rem var(--mono);
    white-space: nowrap;
  }

  .hex-row code {
    font: inherit;
  }

  .hex-row > :is(.offset, .first-text, .second-text) {
    color: var(--soft);
  }

  .hex-row .first-text {
    grid-column: 4;
    grid-row: 1;
  }

  .hex-row .second {
    grid-column: 3;
    grid-row: 1;
  }

  .hex-row .second-text {
    margin-inline-start: -1.5ch;
  }

  .hex-row .second-offset {
    display: none;
  }

  @container preview (inline-size < 38rem) {
    .hex-row {
      grid-template-columns: auto 23ch auto;
    }

    .hex-row .first-text {
      grid-column: 3;
    }

    .hex-row .second-offset {
      display: block;
      grid-column: 1;
    }

    .hex-row .second {
      grid-column: 2;
      grid-row: auto;
    }

    .hex-row .second-text {
      margin-inline-start: 0;
    }
  }

  @container preview (inline-size < 22rem) {
    .hex-row {
      gap: 0 1ch;
      font-size: 0.6875rem;
    }
  }

  @media (forced-colors: active) {
  }

  @media print {
    .preview .tools,
    .preview .close {
      display: none;
    }
  }
`;
