import { css } from "lit";

export const history = css``;
