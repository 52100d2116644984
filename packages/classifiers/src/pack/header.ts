import { type AbuseKind, abuseKinds, type PackLicence } from '../verdict.ts';
import { runtimeVersion, sectionAlignment } from './layout.ts';
import { PackError } from './pack-error.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The bytes from `offset`, counted from where the sections begin. */
export interface PackSection {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What a pack says about itself; all of it is signed. */
export interface PackHeader {
  /** Unique among packs: small letters, digits, hyphens. */
  readonly id: string;
  /** BCP 47 primary subtag; `zxx`, nothing in any language, for pictures. */
  readonly language: string;
  readonly kinds: readonly AbuseKind[];
  /** Grows with every release; a device refuses one lower than it has seen. */
  readonly version: number;
  readonly minimumRuntime: number;
  /** The day of the release, `2026-11-28`. */
  readonly released: string;
  /** From which score on a kind prompts; a kind without one never does. */
  readonly thresholds: Readonly<Partial<Record<AbuseKind, number>>>;
  /** Per head: points `[logit, score]`, both rising. */
  readonly calibration: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** What the engine needs to know about its tensors; src/engine/ says what it means. */
  readonly model: Json;
  /** How it was made and what it can and cannot do, as docs and settings show it. */
  readonly card: Json;
  readonly licences: readonly PackLicence[];
  readonly sections: readonly PackSection[];
}

const mostSections = 256;

/** @throws PackError `header-invalid`, or `unsupported-format` for a newer runtime. */
export function parseHeader(bytes: Uint8Array): PackHeader {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PackError('header-invalid', 'has a header that is no JSON');
  }
  return checkHeader(value);
}

/** @throws PackError as `parseHeader`. */
export function checkHeader(value: unknown): PackHeader {
  const header = record(value, 'header');
  const minimumRuntime = whole(header.minimumRuntime, 'minimumRuntime', 1);
  if (minimumRuntime > runtimeVersion) {
    throw new PackError('unsupported-format', `needs runtime ${minimumRuntime}; this one is ${runtimeVersion}`);
  }
  const kinds = list(header.kinds, 'kinds').map((kind) => abuseKind(kind, 'kinds'));
  return {
    id: text(header.id, 'id', /^[a-z0-9][a-z0-9-]{0,63}$/),
    language: text(header.language, 'language', /^[a-z]{2,3}$/),
    kinds,
    version: whole(header.version, 'version', 1),
    minimumRuntime,
    released: text(header.released, 'released', /^\d{4}-\d{2}-\d{2}$/),
    thresholds: thresholds(header.thresholds, kinds),
    calibration: calibration(header.calibration),
    model: header.model as Json,
    card: header.card as Json,
    licences: list(header.licences, 'licences').map(licence),
    sections: sections(header.sections),
  };
}

function sections(value: unknown): PackSection[] {
  const found = list(value, 'sections');
  if (found.length > mostSections) throw bad('sections', `${found.length} of them, more than ${mostSections}`);
  const names = new Set<string>();
  let end = 0;
  return found.map((entry) => {
    const { name, offset, length, sha256 } = record(entry, 'sections');
    const section: PackSection = {
      name: text(name, 'sections.name', /^[\w.-]{1,64}$/),
      offset: whole(offset, 'sections.offset', 0),
      length: whole(length, 'sections.length', 0),
      sha256: text(sha256, 'sections.sha256', /^[0-9a-f]{64}$/),
    };
    if (names.has(section.name)) throw bad('sections', `${section.name} is there twice`);
    names.add(section.name);
    const expected = Math.ceil(end / sectionAlignment) * sectionAlignment;
    if (section.offset !== expected) throw bad('sections', `${section.name} lies elsewhere`);
    end = section.offset + section.length;
    return section;
  });
}

function thresholds(value: unknown, kinds: readonly AbuseKind[]): PackHeader['thresholds'] {
  const found: Partial<Record<AbuseKind, number>> = {};
  for (const [name, threshold] of Object.entries(record(value, 'thresholds'))) {
    const kind = abuseKind(name, 'thresholds');
    if (!kinds.includes(kind)) throw bad('thresholds', `${kind} is not among its kinds`);
    if (typeof threshold !== 'number' || !(threshold > 0 && threshold <= 1)) throw bad('thresholds', kind);
    found[kind] = threshold;
  }
  return found;
}

function calibration(value: unknown): PackHeader['calibration'] {
  const found: Record<string, [number, number][]> = {};
  for (const [head, points] of Object.entries(record(value, 'calibration'))) {
    let [lastLogit, lastScore] = [Number.NEGATIVE_INFINITY, 0];
    found[head] = list(points, 'calibration').map((point) => {
      const [logit, score, ...more] = list(point, 'calibration');
      if (!finite(logit) || !finite(score) || more.length > 0) throw bad('calibration', head);
      if (!(logit > lastLogit && score >= lastScore && score <= 1)) throw bad('calibration', `${head} does not rise`);
      [lastLogit, lastScore] = [logit, score];
      return [logit, score];
    });
  }
  return found;
}

function licence(value: unknown): PackLicence {
  const entry = record(value, 'licences');
  const string = (name: string) => text(entry[name], `licences.${name}`, /^[^\p{Cc}]{1,1000}$/u);
  return { part: string('part'), licence: string('licence'), attribution: string('attribution') };
}

function abuseKind(value: unknown, field: string): AbuseKind {
  const kind = abuseKinds.find((name) => name === value);
  if (!kind) throw bad(field, 'an unknown kind');
  return kind;
}

function record(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(field, 'expected an object');
  return value as Record<string, unknown>;
}

function list(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(field, 'expected a list');
  return value;
}

function text(value: unknown, field: string, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw bad(field, `expected ${form.source}`);
  return value;
}

function whole(value: unknown, field: string, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw bad(field, `expected a whole number from ${least} on`);
  }
  return value;
}

function bad(field: string, detail: string): PackError {
  return new PackError('header-invalid', `has a header whose "${field}" cannot be used: ${detail}`);
}

function finite(value: unknown): value is number {
  return Number.isFinite(value);
}
