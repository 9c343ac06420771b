import { noChange } from "lit";
import { Directive, directive, type DirectiveParameters, type ElementPart } from "lit/directive.js";

/**
 * Sets a CSS property of the element it stands on: `<div ${property("--height", "40px")}>`. Through the CSSOM: a `style`
 * attribute, which Lit's own `styleMap` begins with, is refused where a policy says `style-src 'self'`.
 */
class Property extends Directive {
  #value: string | null = null;

  render(_name: string, _value: string): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [name, value]: DirectiveParameters<this>): unknown {
    if (value !== this.#value) (element as HTMLElement).style.setProperty(name, value);
    this.#value = value;
    return noChange;
  }
}

export const property = directive(Property);
