import { type FormEvent, useEffect, useState } from 'react';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  FieldError,
  Form,
  Input,
  Label,
  Text,
  TextField,
} from 'react-aria-components';
import type { Account } from '../../wire.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { useNames } from '../state/names.ts';
import { useSession } from '../state/use-session.ts';

interface Person {
  accountId: string;
  name: string;
  ready: boolean;
}

/** Everyone who could be asked: the service's accounts, and in the demo its people even before they came. */
function peopleOf(accounts: Account[], suggested: string[], hubId: string, self: string): Person[] {
  const people = new Map<string, Person>();
  for (const name of suggested) {
    const accountId = `${name.toLowerCase()}@${hubId}`;
    people.set(accountId, { accountId, name, ready: false });
  }
  for (const account of accounts) people.set(account.accountId, account);
  people.delete(self);
  return [...people.values()];
}

export function NewGroup(props: {
  accounts: Account[];
  onRefresh: () => void;
  onClose: () => void;
  onCreated: (groupId: string) => void;
}) {
  const t = useTranslate();
  const nameOf = useNames();
  const { device, config } = useSession();
  const people = peopleOf(props.accounts, config.suggestedNames, config.hubId, device.accountId);
  const [name, setName] = useState(config.suggestedNames.length > 0 ? t('groups.demo.name') : '');
  const [chosen, setChosen] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { onRefresh } = props;

  // Someone may open the messenger in another tab meanwhile.
  useEffect(() => {
    const timer = setInterval(onRefresh, 2_000);
    return () => clearInterval(timer);
  }, [onRefresh]);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setProblem(t('new.needName'));
    if (chosen.length === 0) return setProblem(t('new.needMember'));
    setBusy(true);
    setProblem(null);
    try {
      props.onCreated(await device.createGroup(name.trim(), chosen));
    } catch (error) {
      setProblem(explain(error, t, nameOf));
      setBusy(false);
    }
  };

  return (
    <Sheet title={t('new.title')} onClose={props.onClose}>
      <Form className="form" onSubmit={(event) => void create(event)}>
        <TextField value={name} onChange={setName} maxLength={60} autoFocus>
          <Label>{t('new.name')}</Label>
          <Input dir="auto" />
          <Text slot="description">{t('new.name.hint')}</Text>
          <FieldError />
        </TextField>
        <CheckboxGroup value={chosen} onChange={setChosen} className="people">
          <Label>{t('new.members')}</Label>
          {people.length === 0 && <p className="fine-print">{t('new.nobody')}</p>}
          {people.map((person) =>
            person.ready ? (
              <Checkbox key={person.accountId} value={person.accountId} className="person">
                <Avatar id={person.name.toLowerCase()} name={person.name} />
                <span className="person-name">{person.name}</span>
                <span className="tick">
                  <Icon name="check" />
                </span>
              </Checkbox>
            ) : (
              <p key={person.accountId} className="person absent">
                <Avatar id={person.name.toLowerCase()} name={person.name} />
                <span className="person-name">
                  {t('new.notReady', { name: person.name })}
                  <a href={`?as=${encodeURIComponent(person.name)}`} target="_blank" rel="noopener">
                    {t('new.openAs', { name: person.name })}
                  </a>
                </span>
              </p>
            ),
          )}
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
            {t('new.create')}
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
