import { type FormEvent, useState } from 'react';
import { Button, Checkbox, CheckboxGroup, Form, Input, Label, Text, TextField } from 'react-aria-components';
import type { Account } from '../../../wire.ts';
import { albumLimits } from '../../../wire-albums.ts';
import { useTranslate } from '../../i18n/messages.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { explainNow } from '../../parts/errors.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useSession } from '../../state/use-session.ts';

/** A title, and who sees the album besides oneself: nobody at first, if one likes. */
export function NewAlbum(props: { accounts: Account[]; onClose: () => void; onCreated: (albumId: string) => void }) {
  const t = useTranslate();
  const { device, config } = useSession();
  const people = props.accounts.filter((account) => account.accountId !== device.accountId);
  const [title, setTitle] = useState(config.suggestedNames.length > 0 ? t('newAlbum.demo') : '');
  const [chosen, setChosen] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '') return setProblem(t('newAlbum.needTitle'));
    setBusy(true);
    setProblem(null);
    try {
      props.onCreated(await device.albums.create(title.trim(), chosen));
    } catch (error) {
      setProblem(explainNow(error, t));
      setBusy(false);
    }
  };

  return (
    <Sheet title={t('albums.new')} onClose={props.onClose}>
      <Form className="form" onSubmit={(event) => void create(event)}>
        <TextField value={title} onChange={setTitle} maxLength={albumLimits.titleCharacters} autoFocus>
          <Label>{t('newAlbum.title')}</Label>
          <Input dir="auto" />
          <Text slot="description">{t('newAlbum.hint')}</Text>
        </TextField>
        <CheckboxGroup value={chosen} onChange={setChosen} className="people">
          <Label>{t('new.members')}</Label>
          {people.length === 0 && <p className="fine-print">{t('newAlbum.nobody')}</p>}
          {people.map((person) => (
            <Checkbox key={person.accountId} value={person.accountId} className="person">
              <Avatar id={person.accountId.split('@')[0] ?? ''} name={person.name} />
              <span className="person-name">{person.name}</span>
              <span className="tick">
                <Icon name="check" />
              </span>
            </Checkbox>
          ))}
        </CheckboxGroup>
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="form-foot">
          <Button className="button" onPress={props.onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" className="button primary" isDisabled={busy}>
            {t('newAlbum.create')}
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
