import { css } from "lit";

export const raw = css``;
