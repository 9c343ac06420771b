import { type CSSResult, noChange } from "lit";
import { Directive, directive, type DirectiveParameters, type ElementPart } from "lit/directive.js";

/** Gives the element the style sheets of a view that was fetched later: `<section ${adopt(sheet)}>`. */
class Adopt extends Directive {
  render(..._sheets: CSSResult[]): unknown {
    return noChange;
  }

  override update({ options }: ElementPart, sheets: DirectiveParameters<this>): unknown {
    const adopted = (options?.host as Element | undefined)?.shadowRoot?.adoptedStyleSheets;
    for (const { styleSheet } of sheets) {
      if (styleSheet && adopted?.includes(styleSheet) === false) adopted.push(styleSheet);
    }
    return noChange;
  }
}

export const adopt = directive(Adopt);
