const tones = 6;

function toneOf(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return sum % tones;
}

/** A person's or group's first letter in a colour of its own. Decoration: the name stands beside it. */
export function Avatar({ id, name, square = false }: { id: string; name: string; square?: boolean }) {
  return (
    <span className="avatar" data-tone={toneOf(id)} data-square={square || undefined} aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}
