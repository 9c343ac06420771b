import { css } from "lit";

/** A folder as a map, and its table. */
export const treemap = css`
  .treemap-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    container: treemap / inline-size;
  }

  .map-and-table {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  .map {
    position: relative;
    margin-block-end: 0.25rem;
    background: var(--wash);
    overflow: hidden;
  }

  .map .tile {
    position: absolute;
    overflow: hidden;
    border: 1px solid var(--paper);
    background: color-mix(in srgb, var(--band) 22%, var(--paper));
  }

  .map .tile[data-kind="file"] {
    background: color-mix(in srgb, var(--soft) 16%, var(--paper));
  }

  .map .tile[data-kind="folder"][data-depth="1"] {
    background: color-mix(in srgb, var(--band) 42%, var(--paper));
  }

  .map .tile[data-kind="folder"][data-depth="2"] {
    background: color-mix(in srgb, var(--band) 62%, var(--paper));
  }

  /* Small ones together: stripes, for it is no entry of its own. */
  .map .tile[data-kind="rest"] {
    background: repeating-linear-gradient(135deg, var(--line) 0 2px, transparent 2px 6px);
  }

  .map .tile > button {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    min-block-size: 0;
    padding: 0;
    border: 0;
    border-radius: 0;
  }

  .map .tile > button:focus-visible {
    outline-offset: -2px;
  }

  .map .tile[data-hot="true"] > button {
    box-shadow: inset 0 0 0 2px var(--accent);
  }

  .map .face {
    display: block;
    padding-inline: 4px;
    font-size: 0.6875rem;
    line-height: 17px;
    white-space: nowrap;
  }

  .map .face bdi {
    display: block;
    overflow: hidden;
    font-family: var(--mono);
    text-overflow: ellipsis;
  }

  .map .face > .size {
    color: var(--soft);
  }

  .map-table {
    min-inline-size: 0;
  }

  .map-table [role="row"] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 5.5rem 3rem 4rem;
    gap: 0 0.75rem;
    align-items: center;
    min-block-size: 1.75rem;
    border-block-end: 1px solid var(--line);
  }

  .map-table .columns {
    color: var(--soft);
    font-size: var(--small);
  }

  .map-table [data-hot="true"] {
    background: var(--picked);
  }

  .map-table .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .map-table .name button {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: bottom;
    color: inherit;
    text-decoration: none;
  }

  .map-table .name button:hover {
    color: var(--accent);
    text-decoration: underline;
  }

  .map-table .name .foreign {
    white-space: inherit;
  }

  .map-table :is(.amount, .share, .entries) {
    text-align: end;
  }

  .map-table :is(.share, .entries) {
    color: var(--soft);
  }

  .map-table [role="cell"].amount {
    --faint: color-mix(in srgb, var(--band) 45%, transparent);
    padding-inline-end: 0.25rem;
    background: linear-gradient(var(--faint), var(--faint)) right / calc(var(--share) * 100%) 100% no-repeat;
  }

  @container treemap (inline-size >= 56rem) {
    .map-and-table {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }

    .map-table > [role="table"] {
      max-block-size: 420px;
      overflow-y: auto;
    }
  }

  @media (forced-colors: active) {
    .map .tile {
      border-color: CanvasText;
    }

    .map .tile[data-hot="true"] > button {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
