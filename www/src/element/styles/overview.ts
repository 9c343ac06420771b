import { css } from "lit";

export const overview = css``;
