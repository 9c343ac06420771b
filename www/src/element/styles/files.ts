import { css } from "lit";

/** The files view: rail, filter, tree, hits, and the pane beside them. */
export const files = css`
  .files-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    container: files / inline-size;
  }

  .files-view .rail,
  .files-view > .tools,
  .files-view .filter,
  .files-view .where,
  .files-view .missing {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
  }

  .files-view .looks button {
    min-block-size: 1.75rem;
    padding: 0 0.625rem;
    font-size: var(--small);
    white-space: nowrap;
  }

  /* The rail: a cell for each layer, filled where it is among those that are shown. */

  .rail .cells {
    display: flex;
    flex: 1 1 8rem;
    gap: 2px;
    min-inline-size: 0;
    padding: 3px;
    margin-block: -3px;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .rail .cells button {
    flex: 1 0 1.5rem;
    max-inline-size: 4rem;
    min-block-size: 1.75rem;
    padding: 0;
    border: 0;
    border-radius: 2px;
    background: var(--wash);
    color: var(--soft);
    font-size: var(--small);
  }

  .rail .cells [data-shown="true"] {
    background: color-mix(in srgb, var(--band) 45%, var(--paper));
    color: var(--ink);
  }

  .rail .cells [aria-pressed="true"] {
    background: var(--accent);
    color: var(--on-accent);
  }

  .rail .cells button:hover {
    box-shadow: inset 0 -2px var(--accent);
  }

  .rail .cells button:focus-visible {
    outline-offset: 1px;
  }

  .files-view .filter {
    flex: 1 1 16rem;
    flex-wrap: nowrap;
    gap: 0.5rem;
  }

  .files-view .filter input {
    flex: 1 1 8rem;
    max-inline-size: none;
    min-inline-size: 0;
    font-family: var(--mono);
    font-size: 0.8125rem;
  }

  .files-view .filter input::placeholder {
    font-family: var(--sans);
  }

  .files-view .filter [aria-invalid="true"] {
    border-color: var(--error);
  }

  .files-view .where {
    justify-content: space-between;
    gap: 0 1rem;
    min-block-size: 1.75rem;
  }

  .files-view .where > .sub {
    white-space: nowrap;
  }

  .crumbs,
  .crumbs ol {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    min-inline-size: 0;
    font: 0.8125rem / 1.5 var(--mono);
  }

  .crumbs li {
    min-inline-size: 0;
    color: var(--soft);
  }

  .crumbs .link {
    padding: 0 1px;
    text-decoration: none;
  }

  .crumbs .link:hover {
    text-decoration: underline;
  }

  .crumbs [aria-current] {
    color: var(--ink);
  }

  /* Tree and hits */

  .files-grid {
    min-inline-size: 0;
    container: file-grid / inline-size;
  }

  .grid {
    --columns: minmax(0, 1fr) 5.5rem 5.5rem 6rem 4.75rem;
    position: relative;
    max-block-size: clamp(16rem, 100vh - 16rem, 46rem);
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior-inline: contain;
    border-block-end: 1px solid var(--line);
    --row: 1.5rem;
    font: 0.8125rem / var(--row) var(--mono);
    scrollbar-width: thin;
  }

  .hits .grid {
    --columns: minmax(0, 1fr) 5.5rem 3.5rem 6.5rem;
  }

  .grid [role="row"] {
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 0.75rem;
    padding-inline: 0 0.5rem;
  }

  .grid-head [role="columnheader"] {
    overflow: hidden;
    white-space: nowrap;
  }

  .grid-head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    border-block-end: 1px solid var(--line);
    background: var(--paper);
    color: var(--soft);
    font: var(--small) / 1.75rem var(--sans);
  }

  .grid-head button {
    min-block-size: 1.75rem;
    padding: 0;
    border: 0;
    color: inherit;
    font: inherit;
  }

  .grid-head button:hover,
  .grid-head [aria-sort]:not([aria-sort="none"]) {
    color: var(--ink);
  }

  .grid-head [aria-sort="ascending"] button::after {
    content: " ↑";
  }

  .grid-head [aria-sort="descending"] button::after {
    content: " ↓";
  }

  .grid-head button:focus-visible {
    outline-offset: -2px;
  }

  .grid-head :is(.name, .path) {
    padding-inline-start: 1.25rem;
  }

  .files-grid .help {
    padding-block: 0.25rem;
    color: var(--soft);
    font-size: var(--small);
  }

  .grid-body {
    position: relative;
    block-size: var(--height, 0);
    overflow: clip;
  }

  .file-row {
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--base, 0px) + var(--at));
    block-size: var(--row);
    cursor: default;
  }

  .file-row > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .file-row .foreign {
    white-space: pre;
  }

  .file-row:hover {
    background: var(--wash);
  }

  .file-row[aria-selected="true"] {
    background: var(--picked);
    box-shadow: inset 2px 0 var(--accent);
  }

  .file-row:focus-visible {
    z-index: 1;
    outline-offset: -2px;
  }

  /* A hairline for each directory above. */
  .file-row .name {
    --indent: min(calc(var(--level) * 1rem), 45%);
    display: flex;
    padding-inline-start: var(--indent);
    background: repeating-linear-gradient(
        to right,
        transparent 0 0.5rem,
        var(--line) 0.5rem calc(0.5rem + 1px),
        transparent calc(0.5rem + 1px) 1rem
      )
      0 0 / var(--indent) 100% no-repeat;
  }

  .file-row .twist {
    display: grid;
    flex: 0 0 1.25rem;
    align-items: center;
    block-size: var(--row);
    color: var(--soft);
  }

  .file-row[aria-expanded="true"] .twist svg {
    transform: rotate(90deg);
  }

  .file-row .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .file-row .path {
    display: flex;
    padding-inline-start: 1.25rem;
  }

  /* What a path ends with says more than where it begins. */
  .file-row .path > * {
    flex: 0 0 auto;
    max-inline-size: 70%;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .file-row .path > :is(.folder, .link-target) {
    flex: 0 1 auto;
    max-inline-size: none;
  }

  .file-row .path > .link-target {
    flex-shrink: 1000;
    margin-inline-start: 1ch;
  }

  .file-row :is(.slash, .link-target, .mode, .owner, .folder) {
    color: var(--soft);
  }

  .file-row :is(.mode, .owner),
  .file-row .seen {
    font-size: var(--small);
  }

  .grid .size {
    padding-inline: 0.25rem;
    text-align: end;
  }

  /* How much of its directory it is. */
  .file-row .size {
    --faint: color-mix(in srgb, var(--band) 40%, transparent);
    background: linear-gradient(var(--faint), var(--faint)) right 50% / var(--share) calc(100% - 4px) no-repeat;
    font-family: var(--sans);
  }

  .grid .change {
    text-align: end;
  }

  .file-row .mark {
    font-weight: 600;
  }

  .file-row .by {
    display: inline-block;
    min-inline-size: 1.25rem;
    color: var(--soft);
  }

  .file-row:is(.added, .modified, .metadata, .removed) .name {
    color: var(--tint);
  }

  .file-row.added {
    --tint: var(--good);
  }

  .file-row:is(.modified, .metadata) {
    --tint: var(--warning);
  }

  .file-row.removed {
    --tint: var(--error);
  }

  .file-row:is(.added, .modified, .metadata, .removed) .mark {
    color: var(--tint);
  }

  .file-row.removed .text > .foreign {
    text-decoration: line-through;
  }

  .file-row.hidden-by :is(.path, .size) {
    color: var(--soft);
  }

  .file-row.hidden-by .seen {
    color: var(--warning);
  }

  /* The pane stands beside the tree where there is room, else below it. */

  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    align-items: start;
  }

  .panes[data-pane="true"] .grid {
    max-block-size: clamp(12rem, 40vh, 24rem);
  }

  /* A file of a megabyte must not make a page of a hundred screens. */
  .pane {
    max-block-size: clamp(20rem, 80vh, 46rem);
    overflow: auto;
    scrollbar-width: thin;
  }

  @container files (inline-size >= 58rem) {
    .panes[data-pane="true"] {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }

    .panes[data-pane="true"] :is(.grid, .pane) {
      max-block-size: clamp(16rem, 100vh - 16rem, 46rem);
    }
  }

  @container file-grid (inline-size < 40rem) {
    .grid {
      --columns: minmax(0, 1fr) 5.5rem 4.75rem;
    }

    .grid :is(.mode, .owner) {
      display: none;
    }
  }

  @container file-grid (inline-size < 30rem) {
    .grid,
    .hits .grid {
      --columns: minmax(0, 1fr) 5rem 1.25rem;
    }

    .grid .by,
    .grid-head .seen {
      display: none;
    }

    /* Heard, and seen as what a line through it says. */
    .file-row .seen {
      position: absolute;
      inline-size: 1px;
      clip-path: inset(50%);
    }

    .file-row.hidden-by .path > .foreign {
      text-decoration: line-through;
    }

    .grid-head :is(.change, .layer) {
      visibility: hidden;
    }
  }

  @container files (inline-size < 36rem) {
    .rail .cells {
      flex-basis: 100%;
    }
  }

  /* A finger needs more room than a pointer. */
  @media (pointer: coarse) {
    .grid {
      --row: 2.25rem;
    }

    .files-grid .help {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .file-row[aria-selected="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .rail .cells [aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .file-row .size {
      background: none;
    }

    .rail .cells button {
      border: 1px solid GrayText;
    }

    .rail .cells [data-shown="true"] {
      border-color: CanvasText;
    }
  }

  @media print {
    .files-view :is(.filter, .rail) {
      display: none;
    }
  }
`;
