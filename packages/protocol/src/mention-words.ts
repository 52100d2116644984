/** What is shown of a mention: the name, and the account beside it unless the name says just that. */
export interface MentionWords {
  readonly name: string;
  readonly account: string | null;
}

/**
 * The account is what a mention commits to; the name beside it is the sender's choice, and could be that of anybody else.
 * The account is left out only where the name is the account, with or without an `@`. Characters of an account that draw
 * nothing or turn the direction of text (Unicode Cc, Cf, Zl, Zp) are written out, `[U+202E]`, so that none looks like another.
 */
export function mentionWords({ name, account }: { readonly name: string; readonly account: string }): MentionWords {
  const written = account.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
  return { name, account: name === written || name === `@${written}` ? null : written };
}
