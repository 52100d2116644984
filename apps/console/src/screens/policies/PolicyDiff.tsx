import type { PolicyVersion } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategories } from '../lists/use-categories.ts';
import { LadderTable } from './LadderTable.tsx';
import { diffWords } from './policy-diff.ts';

const languages = ['en', 'de', 'es', 'ar'] as const;

/** What one version changed of the one before it: in its words, its kinds, its ladder. */
export function PolicyDiff({ before, after }: { before: PolicyVersion | null; after: PolicyVersion }) {
  const { t } = useI18n();
  const { label } = useCategories();
  if (before === null) return <p className="muted">{t('policies.first')}</p>;
  const fields = (['titles', 'summaries', 'texts'] as const).flatMap((field) =>
    languages.flatMap((language) => {
      const [was, is] = [before[field][language] ?? '', after[field][language] ?? ''];
      return was === is ? [] : [{ field, language, was, is }];
    }),
  );
  const gone = before.categories.filter((one) => !after.categories.includes(one));
  const come = after.categories.filter((one) => !before.categories.includes(one));
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const steps = same(before.ladder, after.ladder) && same(before.strikeRule, after.strikeRule);
  if (fields.length === 0 && gone.length === 0 && come.length === 0 && steps) {
    return <p className="muted">{t('policies.unchanged')}</p>;
  }
  return (
    <div className="policy-diff">
      {fields.map(({ field, language, was, is }) => (
        <div key={`${field} ${language}`}>
          <p className="label">{`${t(`policies.field.${field}`)} · ${t(`policies.language.${language}`)}`}</p>
          <p className="diff-text" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
            {diffWords(was, is).map((part, index) =>
              part.kind === 'same' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
                <span key={index}>{part.text}</span>
              ) : part.kind === 'added' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
                <ins key={index}>{part.text}</ins>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
                <del key={index}>{part.text}</del>
              ),
            )}
          </p>
        </div>
      ))}
      {(gone.length > 0 || come.length > 0) && (
        <p>
          {gone.map((one) => (
            <del key={one}>{label(one)} </del>
          ))}
          {come.map((one) => (
            <ins key={one}>{label(one)} </ins>
          ))}
        </p>
      )}
      {!steps && (
        <div className="diff-ladders">
          <div>
            <p className="label">{t('policies.before')}</p>
            <LadderTable ladder={before.ladder} rule={before.strikeRule} />
          </div>
          <div>
            <p className="label">{t('policies.after')}</p>
            <LadderTable ladder={after.ladder} rule={after.strikeRule} />
          </div>
        </div>
      )}
    </div>
  );
}
