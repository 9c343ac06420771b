// A picture of an image, shown by the browser as a picture and as nothing else: what stands in an <img> runs no script,
// follows no link and fetches nothing, and neither does a drawing (SVG).
import { html } from "lit";
import type { Ui } from "../../../view.js";

/** The page's policy has refused one: it would refuse the next, and complain of each. */
let isForbidden = false;

export class Drawn {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #type: string;
  #url: string | null = null;
  #isDamaged = false;

  constructor(bytes: Uint8Array<ArrayBuffer>, type: string) {
    this.#bytes = bytes;
    this.#type = type;
  }

  /** Why the browser does not show it. */
  get problem(): "preview.damaged" | "preview.forbidden" | null {
    if (isForbidden) return "preview.forbidden";
    return this.#isDamaged ? "preview.damaged" : null;
  }

  render(ui: Ui): unknown {
    const failed = (): void => {
      this.#isDamaged = true;
      // That the policy refused it is told beside the error, in no order.
      setTimeout(() => {
        if (this.problem) ui.announce(ui.words.text(this.problem));
        ui.redraw();
      });
    };
    return html`<p class="picture">
      <img src=${this.#address()} alt=${ui.words.text("preview.picture-alt")} @error=${failed} />
    </p>`;
  }

  close(): void {
    document.removeEventListener("securitypolicyviolation", refused);
    if (this.#url !== null) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }

  #address(): string {
    if (this.#url === null) document.addEventListener("securitypolicyviolation", refused);
    return (this.#url ??= URL.createObjectURL(new Blob([this.#bytes], { type: this.#type })));
  }
}

function refused({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
  if (effectiveDirective === "img-src" && blockedURI.startsWith("blob")) isForbidden = true;
}
