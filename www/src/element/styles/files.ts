import { css } from "lit";

/** The files view: rail, filter, tree, and the pane beside it. */
export const files = css`
  .files-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    container: files / inline-size;
  }
`;
