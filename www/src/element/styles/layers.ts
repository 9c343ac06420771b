import { css } from "lit";

export const layers = css``;
