import { css } from "lit";

/** Findings, notices, and what Verify makes of the source. */
export const findings = css`
  .finding,
  .notice {
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--line);
  }

  .findings > ul {
    border-block-end: 1px solid var(--line);
  }

  .hint {
    color: var(--soft);
  }

  .severity,
  .sign {
    font-weight: 600;
  }

  .sign {
    display: inline-block;
    min-inline-size: 1.25em;
  }

  .severity.error,
  .outcome.differs .sign {
    color: var(--error);
  }

  .severity.warning,
  .notice .sign {
    color: var(--warning);
  }

  .severity.info {
    color: var(--accent);
  }

  .outcome.verified .sign {
    color: var(--good);
  }
`;
