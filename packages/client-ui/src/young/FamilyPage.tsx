import {
  type CoverSetting,
  canDisown,
  type FamilyChange,
  type FamilyLink,
  guardianNeverSees,
  guardianSees,
  isMinor,
  standsNow,
} from '@wellhouse/client';
import { type ReactNode, useId, useState } from 'react';
import { Button, I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import type { MessageId } from '../i18n/message-id.ts';
import { CheckIcon, CloseIcon } from '../parts/icons.tsx';
import { coverLabels } from './YoungSettings.tsx';
import { useYoung } from './young-context.ts';

export interface FamilyPageProps {
  /** Asks that account; rejects where that cannot be. */
  onAsk: (accountId: string) => Promise<void>;
  /** Rejects where this person may not. */
  onChange: (linkId: string, change: FamilyChange) => Promise<void>;
  headingLevel?: 2 | 3;
}

const seen: Record<(typeof guardianSees)[number], MessageId> = {
  link: 'family.sees.link',
  settings: 'family.sees.settings',
};
const neverSeen: Record<(typeof guardianNeverSees)[number], MessageId> = {
  messages: 'family.never.messages',
  pictures: 'family.never.pictures',
  people: 'family.never.people',
  noticed: 'family.never.noticed',
  help: 'family.never.help',
  reports: 'family.never.reports',
};

/** The page of a family link: both sides read the same, and only the guardian has something to set. */
export function FamilyPage(props: FamilyPageProps): ReactNode {
  return useWellhouseUi() === null ? null : <Loaded {...props} />;
}

function Loaded({ onAsk, onChange, headingLevel = 2 }: FamilyPageProps): ReactNode {
  const { text, theme, now } = useUi();
  const { t } = text;
  const { links } = useYoung();
  const [failure, setFailure] = useState<MessageId | null>(null);
  const Title = `h${headingLevel}` as const;
  const current = links.filter((link) => standsNow(link, now()));
  const attempt = (work: Promise<void>, failed: MessageId): void => {
    setFailure(null);
    work.catch(() => setFailure(failed));
  };
  const change = (linkId: string, what: FamilyChange): void =>
    attempt(onChange(linkId, what), what.type === 'not-me' ? 'family.notice.failed' : 'family.ask.failed');
  return (
    <I18nProvider locale={text.locale}>
      <section className="wh-young wh-young-page" data-theme={theme} dir={text.direction} lang={text.locale}>
        <Title className="wh-question">{t('family.title')}</Title>
        <p className="wh-hint">{t('family.what')}</p>
        {current.length === 0 ? <p>{t('family.none')}</p> : null}
        <ul className="wh-family-links">
          {current.map((link) => (
            <li key={link.linkId} className="wh-family-link">
              <Link link={link} onChange={(what) => change(link.linkId, what)} level={headingLevel} />
            </li>
          ))}
        </ul>
        <Ask onAsk={(accountId) => attempt(onAsk(accountId), 'family.ask.failed')} taken={current} />
        <p className="wh-status" role="status">
          {failure === null ? '' : t(failure)}
        </p>
      </section>
    </I18nProvider>
  );
}

interface LinkProps {
  link: FamilyLink;
  onChange: (change: FamilyChange) => void;
  level: 2 | 3;
}

function Link({ link, onChange, level }: LinkProps): ReactNode {
  const { text, wellhouse, now } = useUi();
  const { t } = text;
  const { name, band } = useYoung();
  const self = wellhouse.accountId;
  const people = { guardian: name(link.guardian), young: name(link.young) };
  const Pair = `h${level + 1}` as 'h3' | 'h4';
  const mayEnd = self === link.guardian || band !== 'under-13';
  return (
    <>
      <Pair className="wh-section">{t('family.pair', people)}</Pair>
      <Lists {...people} />
      <p>{t('family.trust', people)}</p>
      {link.state === 'asked' ? (
        self === link.young ? (
          <>
            <p className="wh-comfort">{t('family.youAsked', { name: people.guardian })}</p>
            <Button className="wh-small" onPress={() => onChange({ type: 'end' })}>
              {t('family.takeBack')}
            </Button>
          </>
        ) : (
          <>
            <p className="wh-comfort">{t('family.asksYou', { name: people.young })}</p>
            <div className="wh-family-acts">
              <Button className="wh-button wh-button-quiet" onPress={() => onChange({ type: 'answer', yes: false })}>
                {t('family.no')}
              </Button>
              <Button className="wh-button wh-button-quiet" onPress={() => onChange({ type: 'answer', yes: true })}>
                {t('family.yes')}
              </Button>
            </div>
          </>
        )
      ) : (
        <>
          <Settings link={link} onChange={onChange} />
          {mayEnd ? (
            <Button className="wh-small" onPress={() => onChange({ type: 'end' })}>
              {t('family.end')}
            </Button>
          ) : (
            <>
              <p className="wh-hint">{t('family.end.guardian', people)}</p>
              {canDisown(link, now()) ? (
                <>
                  <Button className="wh-small" onPress={() => onChange({ type: 'not-me' })}>
                    {t('family.notice.notMe')}
                  </Button>
                  <p className="wh-hint">{t('family.notMe.week')}</p>
                </>
              ) : null}
            </>
          )}
        </>
      )}
    </>
  );
}

function Lists(people: { guardian: string; young: string }): ReactNode {
  const { t } = useUi().text;
  const sees = useId();
  const never = useId();
  return (
    <div className="wh-family-lists">
      <p id={sees} className="wh-option-label">
        {t('family.sees', people)}
      </p>
      <ul aria-labelledby={sees}>
        {guardianSees.map((one) => (
          <li key={one}>
            <CheckIcon />
            {t(seen[one], people)}
          </li>
        ))}
      </ul>
      <p id={never} className="wh-option-label">
        {t('family.never', people)}
      </p>
      <ul aria-labelledby={never}>
        {guardianNeverSees.map((one) => (
          <li key={one}>
            <CloseIcon />
            {t(neverSeen[one], people)}
          </li>
        ))}
      </ul>
      <p className="wh-hint">{t('family.holder', people)}</p>
    </div>
  );
}

const floors: readonly CoverSetting[] = ['off', 'noticed', 'every'];

function Settings({ link, onChange }: Omit<LinkProps, 'level'>): ReactNode {
  const { text, wellhouse } = useUi();
  const { t } = text;
  const { name } = useYoung();
  const id = useId();
  const people = { guardian: name(link.guardian), young: name(link.young) };
  const label = (covers: CoverSetting): string =>
    covers === 'off' ? t('family.covers.off', people) : t(coverLabels[covers]);
  if (wellhouse.accountId !== link.guardian) {
    return (
      <p className="wh-reference">
        <span>{t('family.covers')}</span>
        <b>{label(link.settings.covers)}</b>
        {link.settings.covers === 'off' ? null : <span>{t('family.set', people)}</span>}
      </p>
    );
  }
  return (
    <>
      <label className="wh-field-label" htmlFor={id}>
        {t('family.covers')}
      </label>
      <select
        id={id}
        className="wh-select"
        value={link.settings.covers}
        onChange={(event) => {
          const covers = floors.find((floor) => floor === event.target.value);
          if (covers !== undefined) onChange({ type: 'set', settings: { covers } });
        }}
      >
        {floors.map((floor) => (
          <option key={floor} value={floor}>
            {label(floor)}
          </option>
        ))}
      </select>
    </>
  );
}

function Ask({ onAsk, taken }: { onAsk: (accountId: string) => void; taken: readonly FamilyLink[] }): ReactNode {
  const { text, wellhouse } = useUi();
  const { t } = text;
  const { people, name, band } = useYoung();
  const [chosen, setChosen] = useState('');
  const id = useId();
  const offered = people.filter(
    (person) => !taken.some(({ guardian, young }) => guardian === person || young === person),
  );
  // asked for on the young person's own device, and by nobody else
  if (
    band === null ||
    !isMinor(band) ||
    offered.length === 0 ||
    taken.some(({ young }) => young === wellhouse.accountId)
  )
    return null;
  return (
    <div className="wh-family-ask">
      <label className="wh-field-label" htmlFor={id}>
        {t('family.ask.who')}
      </label>
      <select id={id} className="wh-select" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        <option value="">{t('country.none')}</option>
        {offered.map((person) => (
          <option key={person} value={person}>
            {name(person)}
          </option>
        ))}
      </select>
      <Button
        className="wh-small"
        isDisabled={chosen === ''}
        onPress={() => onAsk(chosen)}
        aria-label={t('family.ask')}
      >
        {t('family.ask.do')}
      </Button>
    </div>
  );
}
