import type { ReportableMessage } from '@wellhouse/client';
import type { ContentPart } from '@wellhouse/franking';
import type { ReportConfig, ReportingStanding } from '@wellhouse/protocol';
import { emergencyNumbers, helplines, questionTree } from '@wellhouse/taxonomy';
import { type ReactNode, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { encryptedPicture } from '../../../client/test/support/hub.ts';
import { createWorld, type World } from '../../../client/test/support/world.ts';
import type { Catalogue } from '../../src/i18n/message-id.ts';
import {
  MyReports,
  ReportDialog,
  type ReportDialogProps,
  type ReportTarget,
  WellhouseProvider,
} from '../../src/index.ts';
import '../../src/styles.css';

export interface StoryOptions {
  locale?: string;
  audience?: 'adult' | 'child';
  theme?: 'light' | 'dark';
  messages?: Partial<Catalogue>;
  target?: ReportTarget;
  view?: 'dialog' | 'reports';
  contacts?: boolean;
  readers?: string;
  /** Seconds after which the reported message, and Mal's message before it, disappear. */
  expiresAfter?: { reported?: number; before?: number };
  /** What Mal wrote before the reported message. */
  before?: readonly ContentPart[];
  /** What Mal changed the reported message into, one after another. */
  edits?: readonly (string | { words: string; expiresAfter: number })[];
  /** What the picture is, which its sender calls a PNG whatever it is. */
  pictureType?: 'image/png' | 'image/jpeg';
  /** Files that the safety server takes with a report; 5 if left out. */
  files?: number;
  /** How the account stands for misusing reports or appeals. */
  standing?: ReportingStanding;
  props?: Partial<ReportDialogProps>;
}

export interface Story {
  world: World;
  /** What the dialog asked of its app: `close`, `block …`, `mute`, `leave`, `reports`. */
  calls: string[];
  unmount(): void;
}

const people: Record<string, string> = { 'ana@hub.example': 'Ana', 'ben@hub.example': 'Ben', 'mal@hub.example': 'Mal' };
const arabicPeople: Record<string, string> = {
  'ana@hub.example': 'آنا',
  'ben@hub.example': 'بدر',
  'mal@hub.example': 'مال',
};

/** Ana’s group with Ben and Mal, in which Mal has written a threat and sent a picture. */
export async function openStory(options: StoryOptions = {}): Promise<Story> {
  const { locale = 'en', audience = 'adult', theme = 'light' } = options;
  const world = await createWorld({ locale, audience });
  world.server.state.configOverrides = configOf(options);
  if (options.standing) world.server.state.standing = options.standing;
  const { descriptor, ciphertext } = await encryptedPicture(await drillPicture(options.pictureType));
  const ciphertexts = new Map([[2, async () => ciphertext]]);
  const text = (words: string): ContentPart => ({ type: 'text', text: words });
  const { say } = world.hub;
  const messages = [
    say({ sender: 'ben@hub.example', parts: [text('Has everyone seen the plan for Saturday?')] }),
    say({ sender: 'ana@hub.example', parts: [text('Yes! I will bring the tent.')] }),
    say({
      sender: 'mal@hub.example',
      parts: [...(options.before ?? [text('You are not invited.')])],
      expiresAfter: options.expiresAfter?.before ?? 0,
    }),
    say({ sender: 'ana@hub.example', parts: [text('Please stop this.')] }),
    say({ sender: 'ben@hub.example', parts: [text('My new number is 555 0100, by the way.')] }),
    say({ sender: 'ana@hub.example', parts: [text('Mal, leave me alone.')] }),
    say({
      sender: 'mal@hub.example',
      ciphertexts,
      expiresAfter: options.expiresAfter?.reported ?? 0,
      parts: [text('I will hurt you.'), { type: 'attachment', attachment: descriptor }],
    }),
    say({ sender: 'ben@hub.example', parts: [text('Mal, what was that?')], after: 2 }),
  ];
  const refersTo = messages[6]?.messageId ?? null;
  for (const edit of options.edits ?? []) {
    const { words, expiresAfter } = typeof edit === 'string' ? { words: edit, expiresAfter: 0 } : edit;
    messages.push(say({ sender: 'mal@hub.example', kind: 'edit', refersTo, parts: [text(words)], expiresAfter }));
  }
  const host = document.createElement('div');
  host.className = 'story';
  document.body.append(host);
  document.body.style.background = theme === 'dark' ? '#111317' : '#eceef2';
  const root = createRoot(host);
  const calls: string[] = [];
  const names = (accountId: string): string =>
    (locale.startsWith('ar') ? arabicPeople : people)[accountId] ?? accountId;

  root.render(
    <StrictMode>
      <Stage {...{ world, messages, names, options }} note={(call) => calls.push(call)} />
    </StrictMode>,
  );
  return {
    ...{ world, calls },
    unmount() {
      root.unmount();
      host.remove();
      world.wellhouse.close();
    },
  };
}

interface StageProps {
  world: World;
  messages: readonly ReportableMessage[];
  names: (accountId: string) => string;
  options: StoryOptions;
  note: (call: string) => void;
}

/** A page with the dialog on it. */
function Stage({ world, messages, names, options, note }: StageProps): ReactNode {
  const { theme = 'light', target, view = 'dialog' } = options;
  const [isOpen, setIsOpen] = useState(view === 'dialog');
  return (
    <WellhouseProvider
      wellhouse={world.wellhouse}
      theme={theme}
      now={() => world.time.now}
      {...(options.messages && { messages: options.messages })}
    >
      <main>
        <h1 style={{ font: '600 1.25rem system-ui', color: theme === 'dark' ? '#fff' : '#000' }}>Story</h1>
        <button type="button" style={{ minHeight: 44, minWidth: 88 }} onClick={() => setIsOpen(true)}>
          Report
        </button>
        {view === 'reports' ? <MyReports names={names} /> : null}
      </main>
      {isOpen ? (
        <ReportDialog
          target={target ?? { kind: 'message', index: 6 }}
          conversation={messages}
          names={names}
          onClose={() => {
            note('close');
            setIsOpen(false);
          }}
          onBlock={(accountId) => {
            note(`block ${accountId}`);
          }}
          onMute={() => {
            note('mute');
          }}
          onLeave={() => {
            note('leave');
          }}
          onShowReports={() => note('reports')}
          {...options.props}
        />
      ) : null}
    </WellhouseProvider>
  );
}

function configOf({
  locale = 'en',
  audience = 'adult',
  contacts,
  readers,
  files = 5,
}: StoryOptions): Partial<ReportConfig> {
  return {
    tree: questionTree(locale, audience),
    readers: readers ?? readersIn[locale.slice(0, 2)] ?? 'the Example safety team',
    helplines: contacts ? [...helplines].map((line) => ({ ...line, topics: [...line.topics] })) : [],
    emergencyNumbers: contacts ? [...emergencyNumbers] : [],
    limits: {
      ...{ contextBefore: 4, contextMaximum: 10, statementCharacters: 1_000 },
      ...{ attachments: files, attachmentBytes: 1_000_000 },
    },
  };
}

const readersIn: Record<string, string> = {
  ar: 'فريق السلامة في Example',
  de: 'das Sicherheitsteam von Example',
  es: 'el equipo de seguridad de Example',
};

/** A harmless marked picture. */
async function drillPicture(type = 'image/png'): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(320, 200);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('expected a canvas');
  pen.fillStyle = '#3b6ea8';
  pen.fillRect(0, 0, 320, 200);
  pen.fillStyle = '#fff';
  pen.font = 'bold 48px sans-serif';
  pen.fillText('DRILL', 85, 115);
  return new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
}
