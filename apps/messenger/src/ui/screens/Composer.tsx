import { useBeforeSending } from '@wellhouse/client-ui';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Button, FileTrigger, Form, TextArea, TextField } from 'react-aria-components';
import type { ShownMessage } from '../../device/conversation.ts';
import { type Picture, pictureTypes } from '../../device/pictures.ts';
import type { Standing } from '../../wire.ts';
import { formatDateTime, type Translate, useTranslate } from '../i18n/messages.ts';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useNames } from '../state/names.ts';
import { preparePicture } from '../state/prepare-picture.ts';
import { useAccountState, useSession } from '../state/use-session.ts';
import { TimerMenu } from './TimerMenu.tsx';
import { TimerNote } from './TimerNote.tsx';

/** Bytes of one text part, docs/spec/franking.md. */
const textBytes = 32_768;

export type ComposerMode =
  | { kind: 'new' }
  | { kind: 'reply'; message: ShownMessage }
  | { kind: 'edit'; message: ShownMessage };

function whyClosed(standing: Standing | undefined, now: number, t: Translate): string | null {
  if (standing?.state === 'banned') return t('composer.banned');
  if (standing?.state !== 'suspended' || standing.until === null || Date.parse(standing.until) <= now) return null;
  return t('composer.suspended', { date: formatDateTime(t.language, standing.until) });
}

export function Composer(props: {
  groupId: string;
  /** Seconds after which what is sent disappears; 0: never. */
  timer: number;
  mode: ComposerMode;
  onDone: () => void;
  /** Who else reads it. */
  others: readonly string[];
  /** Words to begin with, for their writer to change or send. */
  words: string;
}) {
  const { groupId, timer, mode, onDone, others, words: firstWords } = props;
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const account = useAccountState();
  const [text, setText] = useState(firstWords);
  const mayBeSent = useBeforeSending();
  /** While this device looks at the picture and asks about it; aborted when that picture is not to be sent any more. */
  const look = useRef<AbortController | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  /** How many pictures that were chosen are on their way into the field. */
  const preparing = useRef(0);
  const [picture, setPicture] = useState<{ picture: Picture; address: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const isTimed = timer > 0 && mode.kind !== 'edit';
  const closed = whyClosed(account?.standing, Date.now(), t);

  const endLook = useCallback(() => {
    look.current?.abort();
    look.current = null;
    setIsLooking(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written is something else now
  useEffect(endLook, [mode]);
  useEffect(() => {
    if (mode.kind !== 'new') field.current?.focus();
    if (mode.kind !== 'edit') return;
    const { text: before } = mode.message;
    setText(before);
    // the words of a message that vanishes while it is edited leave with it
    return () => setText((now) => (now === before ? '' : now));
  }, [mode]);
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture.address)), [picture]);

  async function choose(files: FileList | null): Promise<void> {
    const file = files?.[0];
    if (file === undefined) return;
    preparing.current += 1;
    const prepared = await preparePicture(file).finally(() => {
      preparing.current -= 1;
    });
    if (prepared === null) return setProblem(t('composer.unreadable'));
    setProblem(null);
    endLook();
    const blob = new Blob([Uint8Array.from(prepared.bytes)], { type: prepared.mediaType });
    setPicture({ picture: prepared, address: URL.createObjectURL(blob) });
    field.current?.focus();
  }

  /** Asks where this device takes the picture for one that its sender may not want to send. */
  async function mayGo({ bytes }: Picture): Promise<boolean> {
    const started = new AbortController();
    const { signal } = started;
    look.current = started;
    setIsLooking(true);
    const person = others.length === 1 ? (others[0] ?? null) : null;
    const material = () => device.reportable(groupId, null);
    try {
      const isWanted = await mayBeSent(bytes, { person, material, signal });
      return isWanted && !signal.aborted;
    } finally {
      if (look.current === started) endLook();
    }
  }

  async function submit(): Promise<void> {
    // words that belong to a picture do not go without it
    if (look.current !== null || preparing.current > 0) return;
    const words = text.trim();
    if (words === '' && picture === null) return;
    if (new TextEncoder().encode(words).length > textBytes) return setProblem(t('composer.tooLong'));
    if (picture !== null && !(await mayGo(picture.picture))) return;
    // Empty at once: what was written is on its way, and shown as such.
    setText('');
    setPicture(null);
    setProblem(null);
    onDone();
    try {
      if (mode.kind === 'edit') await device.edit(groupId, mode.message.messageId, words);
      else if (picture !== null) await device.sendPicture(groupId, picture.picture, words);
      else await device.sendText(groupId, words, mode.kind === 'reply' ? mode.message.messageId : null);
    } catch (error) {
      setProblem(explain(error, t, nameOf));
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && mode.kind !== 'new') {
      setText('');
      onDone();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  }

  if (closed !== null) {
    return (
      <p className="composer-closed" role="status">
        <Icon name="block" />
        {closed}
      </p>
    );
  }
  return (
    <Form
      className="composer"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {mode.kind !== 'new' && (
        <div className="composer-note">
          <Icon name={mode.kind === 'edit' ? 'edit' : 'reply'} />
          <span>
            {mode.kind === 'edit'
              ? t('composer.editing')
              : t('composer.replying', { name: nameOf(mode.message.sender) })}
            <span className="composer-quote" dir="auto">
              {mode.message.text}
            </span>
          </span>
          <IconButton
            icon="close"
            label={t('composer.stop')}
            onPress={() => {
              setText('');
              onDone();
            }}
          />
        </div>
      )}
      {picture !== null && (
        <div className="composer-note">
          <img className="thumb" src={picture.address} alt={t('composer.picture.preview')} />
          <IconButton
            icon="close"
            label={t('composer.picture.remove')}
            onPress={() => {
              endLook();
              setPicture(null);
              field.current?.focus();
            }}
          />
          <span role="status">{isLooking && t('composer.picture.looking')}</span>
        </div>
      )}
      {isTimed && <TimerNote id={noteId} seconds={timer} />}
      <div className="composer-line">
        {mode.kind === 'edit' ? null : (
          <>
            <FileTrigger acceptedFileTypes={[...pictureTypes]} onSelect={(files) => void choose(files)}>
              <IconButton icon="picture" label={t('composer.picture')} isDisabled={isLooking} />
            </FileTrigger>
            <TimerMenu seconds={timer} onChange={(seconds) => void device.setTimer(groupId, seconds)} />
          </>
        )}
        <TextField
          aria-label={t('composer.label')}
          {...(isTimed && { 'aria-describedby': noteId })}
          value={text}
          onChange={setText}
          isReadOnly={isLooking}
          className="composer-field"
        >
          <TextArea ref={field} rows={1} dir="auto" placeholder={t('composer.placeholder')} onKeyDown={onKeyDown} />
        </TextField>
        <Button
          type="submit"
          className="button primary send"
          aria-disabled={isLooking}
          aria-label={t(mode.kind === 'edit' ? 'composer.save' : 'composer.send')}
        >
          <Icon name={mode.kind === 'edit' ? 'check' : 'send'} />
        </Button>
      </div>
    </Form>
  );
}
