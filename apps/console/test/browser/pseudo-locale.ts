import en from '../../src/i18n/catalogues/en.json' with { type: 'json' };

/** What a pseudo message stands between; text on a page that does not is written in no catalogue. */
export const opening = '⟦';
export const closing = '⟧';

const accents: Readonly<Record<string, string>> = {
  ...{ a: 'áá', e: 'éé', i: 'íí', o: 'óó', u: 'úú', y: 'ýý', A: 'Áá', E: 'Éé', I: 'Íí', O: 'Óó', U: 'Úú', Y: 'Ýý' },
  ...{ c: 'ç', n: 'ñ', s: 'š', z: 'ž', g: 'ğ', r: 'ř', t: 'ţ', d: 'ď', l: 'ľ', C: 'Ç', N: 'Ñ', S: 'Š', T: 'Ţ' },
};

/** Every message of the console accented, bracketed and about 40 % longer; what ICU fills in stays as it is. */
export function pseudoCatalogue(): Record<string, string> {
  return Object.fromEntries(Object.entries(en).map(([key, message]) => [key, pseudo(message)]));
}

export function pseudo(message: string): string {
  return `${opening}${longer(message)}${closing}`;
}

/** Text between arguments; the branches of plurals and selects are text again. */
function longer(message: string): string {
  let made = '';
  for (let at = 0; at < message.length; ) {
    const character = message.charAt(at);
    if (character !== '{') {
      made += accents[character] ?? character;
      at += 1;
      continue;
    }
    const end = endOf(message, at);
    made += argument(message.slice(at, end));
    at = end;
  }
  return made;
}

/** Behind the brace that closes the one at `from`. */
function endOf(message: string, from: number): number {
  let depth = 0;
  for (let at = from; at < message.length; at += 1) {
    if (message.charAt(at) === '{') depth += 1;
    else if (message.charAt(at) === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new Error(`read “${message}”: a brace is not closed`);
}

function argument(text: string): string {
  const head = /^\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,/.exec(text)?.[0];
  if (head === undefined) return text;
  let made = head;
  for (let at = head.length; at < text.length; ) {
    if (text.charAt(at) !== '{') {
      made += text.charAt(at);
      at += 1;
      continue;
    }
    const end = endOf(text, at);
    made += `{${longer(text.slice(at + 1, end - 1))}}`;
    at = end;
  }
  return made;
}
