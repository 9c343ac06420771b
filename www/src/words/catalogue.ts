// Texts as data: a catalogue for each language, sentences with places for what is only known at run time.

/** A sentence with `{name}` places; or its forms, by the CLDR plural category of the parameter `n`. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
export type Catalogue<Key extends string = string> = Readonly<Record<Key, Message>>;

/** What fills the places. A number is written as the language writes numbers. */
export type Params = Readonly<Record<string, string | number>>;

/** Messages under longer keys: `{ "tar/size": … }` as `{ "title.tar/size": … }`. */
export type Prefixed<Prefix extends string, Messages> = {
  readonly [Name in keyof Messages & string as `${Prefix}.${Name}`]: Messages[Name];
};

const PLACE = /\{(\w+)\}/;

/** The sentence, cut at its places: texts and names of places in turn, a text first. */
export function pieces(message: Message, plural: Intl.PluralRules, params: Params = {}): string[] {
  return form(message, plural, params).split(PLACE);
}

function form(message: Message, plural: Intl.PluralRules, { n }: Params): string {
  if (typeof message === "string") return message;
  return (typeof n === "number" ? message[plural.select(n)] : undefined) ?? message.other;
}

/** The names of a sentence's places, those of all its forms. */
export function places(message: Message): string[] {
  const forms = typeof message === "string" ? [message] : Object.values(message);
  return forms.flatMap((text) => text.split(PLACE).filter((_, at) => at % 2 === 1));
}

export function prefixed<Prefix extends string, Messages extends Readonly<Record<string, Message>>>(
  prefix: Prefix,
  messages: Messages,
): Prefixed<Prefix, Messages> {
  const entries = Object.entries(messages).map(([name, message]) => [`${prefix}.${name}`, message]);
  return Object.fromEntries(entries) as Prefixed<Prefix, Messages>;
}
