import { css } from "lit";

export const config = css``;
