import {
  type AgeBand,
  type ClassifyPicture,
  type FamilyChange,
  type FamilyLink,
  memoryStorage,
  type PictureVerdict,
  type ReportableMessage,
  type StoredYoung,
} from '@wellhouse/client';
import type { ContentPart } from '@wellhouse/franking';
import { emergencyNumbers, helplines, questionTree } from '@wellhouse/taxonomy';
import { type ReactNode, StrictMode, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { encryptedPicture } from '../../../client/test/support/hub.ts';
import { createWorld, type World } from '../../../client/test/support/world.ts';
import {
  CoveredPicture,
  FamilyNotice,
  FamilyPage,
  useBeforeSending,
  WellhouseProvider,
  YoungProvider,
  YoungSettings,
} from '../../src/index.ts';
import '../../src/styles.css';

export interface YoungOptions {
  locale?: string;
  theme?: 'light' | 'dark';
  band?: AgeBand | null;
  view?: 'picture' | 'settings' | 'family' | 'notice';
  /**
   * What the model says; `late`: `sensitive`, when the story lets it, and of nothing but what the person waits for; `slow`: `harmless`,
   * likewise, and of everything; `gone`: it cannot look now; `refuses`: it does not read such a file; `unloaded`: none could be loaded.
   */
  model?: 'sensitive' | 'harmless' | 'hangs' | 'late' | 'slow' | 'gone' | 'refuses' | 'unloaded' | 'none';
  /** What Mal's picture is, which is announced as a PNG. */
  file?: 'png' | 'gif' | 'too-large';
  settings?: Partial<StoredYoung>;
  links?: readonly FamilyLink[];
  /** Whose device it is. */
  account?: string;
  /** Who can be chosen to turn to. */
  people?: readonly string[];
  /** The safety server cannot be reached. */
  offline?: boolean;
}

export interface YoungStory {
  world: World;
  /** What was asked of the app, in order. */
  calls: string[];
  /** From now on no server can be reached. */
  disconnect(): void;
  reconnect(): void;
  /** The model that is late says what it has to say. */
  answer(): void;
  /** Requests to any server since the page was opened. */
  requests: () => number;
  unmount(): void;
}

export const mia = 'mia@hub.example';
export const gil = 'gil@hub.example';
export const mal = 'mal@hub.example';
const known: Record<string, Record<string, string>> = {
  en: { [mia]: 'Mia', [gil]: 'Gil', [mal]: 'Mal', 'ana@hub.example': 'Ana' },
  ar: { [mia]: 'ميا', [gil]: 'جيل', [mal]: 'مال', 'ana@hub.example': 'آنا' },
};

export const link = (changes: Partial<FamilyLink> = {}): FamilyLink => ({
  ...{ linkId: 'l1', guardian: gil, young: mia, state: 'on' },
  ...{ settings: { covers: 'noticed' }, changedAt: 1, ...changes },
});

/** A page of a messenger with one picture that Mal sent to Mia, who is 15. */
export async function openYoungStory(options: YoungOptions = {}): Promise<YoungStory> {
  const { locale = 'en', theme = 'light', band = '13-17', account = mia, model = 'sensitive' } = options;
  let requests = 0;
  const server: { fetch: typeof fetch | null } = { fetch: null };
  const storage = memoryStorage();
  const { settings } = options;
  if (settings) {
    const value = { covers: null, trusted: null, country: null, ...settings };
    await storage.write([{ store: 'young', key: 'self', value }]);
  }
  const world = await createWorld({
    ...{ locale, audience: band === 'adult' ? 'adult' : 'child', accountId: account, storage },
    fetch: async (input, init) => {
      requests++;
      if (server.fetch === null || options.offline) throw new TypeError('fetch failed');
      return server.fetch(input, init);
    },
  });
  server.fetch = world.server.fetch;
  world.server.state.configOverrides = {
    tree: questionTree(locale, band === 'adult' ? 'adult' : 'child'),
    helplines: [...helplines],
    emergencyNumbers: [...emergencyNumbers],
  };
  const bytes = await drillPicture();
  const { descriptor, ciphertext } = await encryptedPicture(bytes);
  const text = (words: string): ContentPart => ({ type: 'text', text: words });
  const conversation: ReportableMessage[] = [
    world.hub.say({ sender: mal, parts: [text('Hi')] }),
    world.hub.say({ sender: mia, parts: [text('Who are you?')] }),
    world.hub.say({
      sender: mal,
      parts: [text('Look'), { type: 'attachment', attachment: descriptor }],
      ciphertexts: new Map([[2, async () => ciphertext]]),
    }),
  ];
  const calls: string[] = [];
  const host = document.createElement('div');
  document.body.append(host);
  document.body.style.background = theme === 'dark' ? '#111317' : '#eceef2';
  const root = createRoot(host);
  const late = Promise.withResolvers<void>();
  const stage = { world, options, bytes, conversation, note: (call: string) => calls.push(call) };
  root.render(
    <StrictMode>
      <Stage {...stage} classifyPicture={modelOf(model, late.promise)} />
    </StrictMode>,
  );
  return {
    ...{ world, calls, requests: () => requests },
    disconnect() {
      server.fetch = null;
    },
    reconnect() {
      server.fetch = world.server.fetch;
    },
    answer: late.resolve,
    unmount() {
      root.unmount();
      host.remove();
      world.wellhouse.close();
    },
  };
}

function modelOf(model: NonNullable<YoungOptions['model']>, late: Promise<void>): ClassifyPicture | null {
  const say = (verdict: PictureVerdict) => async () => verdict;
  switch (model) {
    case 'sensitive':
      return say({ score: 0.97, prompt: 'sensitive-picture' });
    case 'harmless':
      return say({ score: 0.02, prompt: null });
    case 'late':
      return (_, asking) =>
        asking?.isUrgent ? late.then(say({ score: 0.97, prompt: 'sensitive-picture' })) : new Promise(() => {});
    case 'slow':
      return () => late.then(say({ score: 0.02, prompt: null }));
    case 'gone':
      return async () => 'late';
    case 'refuses':
      return async () => {
        throw new Error('this file shows more than one picture');
      };
    case 'unloaded':
      return async () => 'no-model';
    case 'hangs':
      return () => new Promise(() => {});
    case 'none':
      return null;
    default:
      return model satisfies never;
  }
}

interface StageProps {
  world: World;
  options: YoungOptions;
  bytes: Uint8Array;
  conversation: readonly ReportableMessage[];
  classifyPicture: ClassifyPicture | null;
  note: (call: string) => void;
}

const noLinks: readonly FamilyLink[] = [];
const friends = ['ana@hub.example', gil, mia];

function Stage({ world, options, bytes, conversation, classifyPicture, note }: StageProps): ReactNode {
  const { theme = 'light', band = '13-17', view = 'picture', links = noLinks, locale = 'en' } = options;
  const { people = friends, file = 'png' } = options;
  const onFamilyChange = useCallback(
    async (linkId: string, change: FamilyChange) => note(`${linkId} ${JSON.stringify(change)}`),
    [note],
  );
  const [isBlocked, setIsBlocked] = useState(false);
  const names = known[locale] ?? known.en;
  const name = (accountId: string): string => names?.[accountId] ?? accountId;
  return (
    <WellhouseProvider wellhouse={world.wellhouse} theme={theme} now={() => world.time.now}>
      <YoungProvider
        {...{ band, classifyPicture, links, people, names: name }}
        onFamilyChange={onFamilyChange}
        onMessageTrusted={(accountId, words) => note(`message ${accountId}: ${words}`)}
        onBlock={(accountId) => {
          note(`block ${accountId}`);
          setIsBlocked(true);
        }}
      >
        <main style={{ maxWidth: 460, padding: 8, background: theme === 'dark' ? '#1b1d22' : '#fff' }}>
          <h1 style={{ font: '600 1.25rem system-ui', color: theme === 'dark' ? '#fff' : '#000' }}>Story</h1>
          {view === 'picture' ? <Picture {...{ bytes, file, conversation, note, isBlocked }} /> : null}
          {view === 'settings' ? <YoungSettings /> : null}
          {view === 'notice' ? <FamilyNotice /> : null}
          {view === 'family' ? (
            <FamilyPage onAsk={async (accountId) => note(`ask ${accountId}`)} onChange={onFamilyChange} />
          ) : null}
        </main>
      </YoungProvider>
    </WellhouseProvider>
  );
}

type PictureProps = Pick<StageProps, 'bytes' | 'conversation' | 'note'> & {
  isBlocked: boolean;
  file: NonNullable<YoungOptions['file']>;
};

/** As messengers do, what a blocked person sent is not there any more. */
function Picture({ bytes, file, conversation, note, isBlocked }: PictureProps): ReactNode {
  const mayBeSent = useBeforeSending();
  const [said, setSaid] = useState('');
  const [looking] = useState(() => new AbortController());
  async function send(): Promise<void> {
    const material = async () => ({ conversation, reported: -1 });
    const isSent = await mayBeSent(bytes, { person: mal, material, signal: looking.signal });
    note(isSent ? 'sent' : 'kept');
    setSaid(isSent ? 'sent' : 'kept');
  }
  return (
    <>
      {isBlocked ? null : (
        <CoveredPicture
          {...{ id: 'picture', mediaType: 'image/png', width: 320, height: 200, sender: mal }}
          load={async () => fileOf(file, bytes)}
          material={async () => ({ conversation, reported: 2 })}
        >
          {(picture) =>
            picture.state === 'open' ? (
              <img src={picture.address} width="320" height="200" alt="From Mal" />
            ) : (
              <p>{picture.state === 'unfit' ? picture.why : picture.state}</p>
            )
          }
        </CoveredPicture>
      )}
      <button type="button" style={{ minHeight: 44, minWidth: 88, marginTop: 8 }} onClick={() => void send()}>
        Send a picture
      </button>
      <button type="button" style={{ minHeight: 44, minWidth: 88 }} onClick={() => looking.abort()}>
        Take it away
      </button>
      <output>{said}</output>
    </>
  );
}

/** What Mal's picture is in the end. */
function fileOf(file: NonNullable<YoungOptions['file']>, png: Uint8Array): Uint8Array {
  if (file === 'gif') return new TextEncoder().encode('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\0');
  const bytes = Uint8Array.from(png);
  // its width and height, which are all that is read of it
  if (file === 'too-large') bytes.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
  return bytes;
}

/** A harmless marked picture. */
async function drillPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(320, 200);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('expected a canvas');
  pen.fillStyle = '#3b6ea8';
  pen.fillRect(0, 0, 320, 200);
  pen.fillStyle = '#fff';
  pen.font = 'bold 48px sans-serif';
  pen.fillText('DRILL', 85, 115);
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}
