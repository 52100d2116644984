import { type FormEvent, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Icon } from '../parts/Icon.tsx';

/** The sample's sign-in: say who you are. A real messenger proves it. */
export function SignIn({
  suggested,
  ages,
  onChoose,
}: {
  suggested: string[];
  ages: Record<string, number>;
  onChoose: (name: string) => void;
}) {
  const t = useTranslate();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (/[\p{L}\p{N}]/u.test(name)) onChoose(name.trim());
  };
  return (
    <main className="card-screen">
      <div className="card">
        <span className="card-mark">
          <Icon name="lock" />
        </span>
        <h1>{t('signin.title')}</h1>
        <p>{t('signin.lead')}</p>
        {suggested.length > 0 && (
          <ul className="people-choice">
            {suggested.map((person) => (
              <li key={person}>
                <Button
                  className="person-choice"
                  onPress={() => onChoose(person)}
                  aria-label={t('signin.as', { name: person })}
                >
                  <Avatar id={`${person.toLowerCase()}`} name={person} />
                  <span>
                    {ages[person] === undefined ? person : t('signin.age', { name: person, age: ages[person] })}
                  </span>
                </Button>
                <a href={`?as=${encodeURIComponent(person)}`} target="_blank" rel="noopener">
                  {t('signin.newTab', { name: person })}
                </a>
              </li>
            ))}
          </ul>
        )}
        <Form onSubmit={submit} className="name-form">
          <TextField value={name} onChange={setName} maxLength={40}>
            <Label>{t(suggested.length > 0 ? 'signin.other' : 'signin.title')}</Label>
            <Input autoComplete="nickname" />
          </TextField>
          <Button type="submit" className="button primary">
            {t('signin.continue')}
          </Button>
        </Form>
        <p className="fine-print">{t('signin.sample')}</p>
      </div>
    </main>
  );
}
