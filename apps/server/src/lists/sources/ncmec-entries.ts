import { type ListedFingerprint, readFingerprint } from '../fingerprint.ts';
import { SourceError } from '../source-error.ts';
import type { SourceItem } from '../source-item.ts';
import { readXml, type XmlElement, XmlError } from '../xml/read-xml.ts';

export interface NcmecPage {
  readonly items: readonly SourceItem[];
  /** The link to the next page, entities replaced; null: this is the last one. */
  readonly next: string | null;
}

/**
 * Reads a `queryResult` of `GET /v2/entries`. @throws SourceError `source-answer-invalid`
 * @param isOwnLink whether a link stays below the source's address
 */
export function readNcmecPage(text: string, isOwnLink: (link: string) => boolean): NcmecPage {
  const root = readNcmecXml(text, 'queryResult');
  const items: SourceItem[] = [];
  for (const group of root.children) {
    if (group.name === 'images' || group.name === 'videos')
      items.push(...group.children.map((entry) => readEntry(entry, isOwnLink)));
    else if (group.name !== 'paging') throw invalid(`an element "${group.name}" in queryResult`);
  }
  const next = childOf(childOf(root, 'paging'), 'next')?.text.trim() ?? '';
  return { items, next: next === '' ? null : next };
}

/** The document's root, which must have this name. @throws SourceError `source-answer-invalid` */
export function readNcmecXml(text: string, name: string): XmlElement {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw new SourceError('source-answer-invalid', error.message);
    throw error;
  }
  if (root.name !== name) throw invalid(`no ${name}`);
  return root;
}

const shapes: Readonly<Record<string, { media: 'image' | 'video'; deleted: boolean }>> = {
  image: { media: 'image', deleted: false },
  video: { media: 'video', deleted: false },
  deletedImage: { media: 'image', deleted: true },
  deletedVideo: { media: 'video', deleted: true },
};

function readEntry(entry: XmlElement, isOwnLink: (link: string) => boolean): SourceItem {
  const shape = Object.hasOwn(shapes, entry.name) ? shapes[entry.name] : undefined;
  if (shape === undefined) throw invalid('an element that is no entry');
  const member = childOf(entry, 'member')?.attributes.get('id')?.trim() ?? '';
  const id = childOf(entry, 'id')?.text.trim() ?? '';
  // Only a number, and no step of a path: both are parts of the address that a vote about the entry goes to.
  if (!/^\d{1,18}$/.test(member) || /^\.{0,2}$/.test(id) || id.length > 160)
    throw invalid('an entry without member or id');
  const at = Date.parse(childOf(entry, 'timestamp')?.text.trim() ?? '');
  if (Number.isNaN(at)) throw invalid('an entry without a time');
  const prints = (childOf(entry, 'fingerprints')?.children ?? []).map((print) => readPrint(print, isOwnLink));
  const fingerprints = shape.deleted ? [] : prints.filter((print) => print !== null);
  return {
    sourceId: `${member}-${id}`,
    deleted: shape.deleted,
    at: new Date(at),
    media: shape.media,
    class: childOf(entry, 'classification')?.text.trim().slice(0, 80) || null,
    status: null,
    contributors: [...new Set([member, ...affirmingMembers(childOf(entry, 'feedback'))])].slice(0, 64),
    feedbackRef: `${member}-${id}`,
    fingerprints,
    unreadable: shape.deleted ? 0 : prints.length - fingerprints.length,
  };
}

/** Ends the kind of a fingerprint that the source names by a link and does not give. */
export const linkedKind = '-link';

/**
 * `md5`, `sha1`, `pdq` are matched, the others are kept. A large one is a link, such as
 * `<tmk-pdqf rel="self" href="/v2/entries/1/fingerprints/TMK_PDQF"/>`: the link is kept, as a kind of its own, and is not
 * fetched. Nothing here compares TMK+PDQF, and each is a quarter of a megabyte that the source would have to send. One that
 * leads away from the source is none.
 */
function readPrint(print: XmlElement, isOwnLink: (link: string) => boolean): ListedFingerprint | null {
  const link = print.attributes.get('href')?.trim() ?? '';
  if (link === '') return readFingerprint(print.name, print.text);
  if (print.text.trim() !== '' || !isOwnLink(link)) return null;
  return readFingerprint(`${print.name}${linkedKind}`, link);
}

function affirmingMembers(feedback: XmlElement | null): string[] {
  const affirmative = feedback?.children.filter(({ name }) => name === 'affirmativeFeedback') ?? [];
  return affirmative
    .flatMap(({ children }) => children.filter(({ name }) => name === 'members'))
    .flatMap(({ children }) => children.flatMap(({ attributes }) => attributes.get('id')?.trim() ?? []))
    .filter((id) => /^\d{1,18}$/.test(id));
}

/** Its only child of this name; null: it has none. */
function childOf(parent: XmlElement | null, name: string): XmlElement | null {
  const found = parent?.children.filter((child) => child.name === name) ?? [];
  if (found.length > 1) throw invalid(`more than one ${name}`);
  return found[0] ?? null;
}

function invalid(what: string): SourceError {
  return new SourceError('source-answer-invalid', `the answer has ${what}`);
}
