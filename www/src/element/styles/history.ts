import { css } from "lit";

export const history = css`
  .keyword {
    font-weight: 600;
  }

  .whole {
    white-space: pre-wrap;
  }

  .instruction dd code {
    display: block;
  }

  .instruction .facts {
    margin-block-start: 0.5rem;
  }
`;
