import type { AbuseKind, PackCard } from '@wellhouse/classifiers';
import type { RecontactHint, ReportableMessage } from '@wellhouse/client';
import { questionTree } from '@wellhouse/taxonomy';
import { type ReactNode, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type DrillClassifier, drillClassifier } from '../../../client/test/support/drill-classifier.ts';
import { createWorld, type World } from '../../../client/test/support/world.ts';
import {
  PromptBar,
  PromptSettings,
  RecontactBar,
  ReportDialog,
  type ReportStart,
  usePrompt,
  useRecontactHints,
  WellhouseProvider,
} from '../../src/index.ts';
import '../../src/styles.css';

export interface PromptStoryOptions {
  locale?: string;
  audience?: 'adult' | 'child';
  theme?: 'light' | 'dark';
  /** What Mal's message is noticed as; null: nothing is. */
  kind?: AbuseKind | null;
  view?: 'conversation' | 'settings';
  canMute?: boolean;
  pictures?: { packs: readonly PackCard[] };
  /** Somebody with a look-alike name comes into the group after Mal was blocked. */
  hasReturned?: boolean;
}

const namesIn: Record<string, Record<string, string>> = {
  ar: { 'ana@hub.example': 'آنا', 'mal@hub.example': 'مال', 'mal2@hub.example': 'مال ٢' },
};
const names = { 'ana@hub.example': 'Ana', 'mal@hub.example': 'Mal', 'mal2@hub.example': 'Ma1' };

/** A conversation with one message of Mal's and what this device says about it, or the settings page. */
export async function openPromptStory(options: PromptStoryOptions = {}) {
  const { locale = 'en', audience = 'adult', theme = 'light', kind = 'threat' } = options;
  const classifier: DrillClassifier = drillClassifier();
  const world = await createWorld({ locale, audience, classifier });
  world.server.state.configOverrides = { tree: questionTree(locale, audience) };
  const text = kind === null ? 'See you on Saturday' : `drill ${kind}`;
  const messages: ReportableMessage[] = [
    world.hub.text('ana@hub.example', 'Hello'),
    world.hub.text('mal@hub.example', text),
  ];
  const nameOf = (accountId: string): string =>
    (namesIn[locale.slice(0, 2)] ?? names)[accountId as keyof typeof names] ?? accountId;
  const { prompts, recontact } = world.wellhouse;
  await prompts.setMinor(audience === 'child');
  await prompts.look({ conversationId: 'group', messageId: 'm1', sender: 'mal@hub.example', text });
  if (options.hasReturned) {
    const member = (accountId: string) => ({ accountId, name: nameOf(accountId) });
    await recontact.seeGroups([{ groupId: 'group', members: [member('ana@hub.example'), member('mal@hub.example')] }]);
    await world.wellhouse.block('mal@hub.example');
    world.time.now += 60_000;
    await recontact.seeGroups([{ groupId: 'group', members: [member('ana@hub.example'), member('mal2@hub.example')] }]);
  }
  const calls: string[] = [];
  const host = document.createElement('div');
  document.body.append(host);
  document.body.style.background = theme === 'dark' ? '#111317' : '#eceef2';
  document.documentElement.lang = locale;
  document.documentElement.dir = locale.startsWith('ar') ? 'rtl' : 'ltr';
  const root = createRoot(host);
  let times = 0;
  function draw(): void {
    times += 1;
    root.render(
      <StrictMode key={times}>
        <WellhouseProvider wellhouse={world.wellhouse} theme={theme} now={() => world.time.now}>
          <Page {...{ options, messages, text, nameOf }} note={(call) => calls.push(call)} />
        </WellhouseProvider>
      </StrictMode>,
    );
  }
  draw();
  return {
    ...{ world, classifier, calls, text },
    /** The conversation is left and opened again. */
    reopen: draw,
    unmount() {
      root.unmount();
      host.remove();
      document.documentElement.dir = 'ltr';
      world.wellhouse.close();
    },
  };
}
export type PromptStory = Awaited<ReturnType<typeof openPromptStory>> & { world: World };

interface PageProps {
  options: PromptStoryOptions;
  messages: readonly ReportableMessage[];
  text: string;
  nameOf: (accountId: string) => string;
  note: (call: string) => void;
}

function Page({ options, messages, text, nameOf, note }: PageProps): ReactNode {
  const { theme = 'light', view = 'conversation', canMute = true } = options;
  const prompt = usePrompt('group');
  const hints = useRecontactHints('group');
  const [start, setStart] = useState<ReportStart | 'account' | null>(null);
  const colour = theme === 'dark' ? '#f1f2f5' : '#17191e';
  if (view === 'settings') {
    return (
      <main style={{ maxWidth: 560, padding: 16, background: theme === 'dark' ? '#1b1d22' : '#fff' }}>
        <h1 style={{ color: colour, font: '600 1.25rem system-ui' }}>Story</h1>
        <PromptSettings names={nameOf} {...(options.pictures && { pictures: options.pictures })} />
      </main>
    );
  }
  const focusLog = (): void => document.querySelector<HTMLElement>('[role=log]')?.focus();
  return (
    <main style={{ maxWidth: 640, padding: 12 }}>
      <h1 style={{ color: colour, font: '600 1.25rem system-ui' }}>Story</h1>
      {hints.map((hint: RecontactHint) => (
        <RecontactBar
          key={hint.accountId}
          hint={hint}
          name={nameOf(hint.accountId)}
          onReport={() => setStart('account')}
          onClosed={focusLog}
        />
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where reading goes on when a bar has gone */}
      <div role="log" aria-label="Conversation" tabIndex={0}>
        <article aria-label={nameOf('mal@hub.example')}>
          <p data-words aria-live={prompt ? 'off' : undefined} style={{ color: colour, font: '1rem system-ui' }}>
            {text}
          </p>
          {prompt ? (
            <PromptBar
              prompt={prompt}
              name={nameOf(prompt.sender)}
              onReport={setStart}
              onClosed={focusLog}
              onBlock={(accountId) => note(`block ${accountId}`)}
              onLeave={() => note('leave')}
              {...(canMute && { onMute: () => note('mute') })}
            />
          ) : null}
        </article>
      </div>
      {start === null ? null : (
        <ReportDialog
          target={
            start === 'account' ? { kind: 'account', accountId: 'mal2@hub.example' } : { kind: 'message', index: 1 }
          }
          {...(start !== 'account' && { start })}
          conversation={messages}
          names={nameOf}
          onClose={() => setStart(null)}
        />
      )}
    </main>
  );
}
