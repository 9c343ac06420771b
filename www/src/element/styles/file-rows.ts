import { css } from "lit";

/** The files view: the rows of its grid. */
export const fileRows = css`
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

  /* How much of its directory it is. */
  .file-row .size {
    --faint: color-mix(in srgb, var(--band) 40%, transparent);
    background: linear-gradient(var(--faint), var(--faint)) right 50% / var(--share) calc(100% - 4px) no-repeat;
    font-family: var(--sans);
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

  @container file-grid (inline-size < 30rem) {
    .file-row .by {
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
  }

  @media (forced-colors: active) {
    .file-row[aria-selected="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .file-row .size {
      background: none;
    }
  }
`;
