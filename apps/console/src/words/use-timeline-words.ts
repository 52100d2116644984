import type { ReportRemark, TimelineSaid } from '@wellhouse/protocol';
import { useI18n } from '../i18n/I18n.tsx';
import { useCategoryLabel } from '../i18n/use-category-label.ts';
import { isolated } from './isolated.ts';

/** A line of a timeline in the reader's language, and what somebody wrote along in theirs. */
export interface TimelineWords {
  /** Empty: its name says it all. */
  text: string;
  quote: string | null;
}

export function useTimelineWords(): (said: TimelineSaid) => TimelineWords {
  const { t, maybe, dateTime, list } = useI18n();
  const category = useCategoryLabel();

  const remark = (one: ReportRemark): string => {
    switch (one.code) {
      case 'unknown-category':
        return t('line.remark.unknown-category', { named: isolated(one.named) });
      case 'unproven':
        return t('line.remark.unproven', { count: one.count, of: one.of });
      default:
        return t(`line.remark.${one.code}`);
    }
  };

  const textOf = (said: TimelineSaid): string | readonly string[] => {
    switch (said.code) {
      case 'opened':
        return category(said);
      case 'report':
        return [t('line.report', { reference: isolated(said.reference) }), ...said.remarks.map(remark)];
      case 'contradicted':
        return [
          t('line.contradicted', { references: list(said.references.map(isolated)) }),
          said.late ? t('line.late') : '',
        ];
      case 'reverified':
        return [
          t('line.reverified', { proven: said.proven, of: said.of, reference: isolated(said.reference) }),
          said.elsewhere === null ? '' : t(`line.elsewhere.${said.elsewhere}`),
          said.late ? t('line.late') : '',
        ];
      case 'claimed':
      case 'released':
        return '';
      case 'handed-over':
      case 'assigned':
        return t('line.to', { to: isolated(said.to) });
      case 'help-asked':
        return said.to === null ? t('line.toLeads') : t('line.to', { to: isolated(said.to) });
      case 'ordered': {
        const { reference, authority, receivedAt } = said;
        const names = { reference: isolated(reference), authority: isolated(authority) };
        return t('line.ordered', { ...names, at: dateTime(receivedAt) });
      }
      case 'rerouted':
        return t('line.rerouted', { to: isolated(said.to), from: isolated(said.from) });
      case 'viewed':
        return t(`purpose.${said.purpose}`);
      case 'decided': {
        const what = { action: t(`decision.${said.action}`), reference: isolated(said.reference) };
        return [
          said.policy === null
            ? `${what.action} (${what.reference}).`
            : t('line.decidedUnder', { ...what, policy: isolated(said.policy) }),
          said.held ? t('line.held') : '',
          said.begins === null ? '' : t('line.begins', { at: dateTime(said.begins) }),
        ];
      }
      case 'decided-instead': {
        const names = { reference: isolated(said.reference), instead: isolated(said.instead) };
        return t('line.decided-instead', { ...names, action: t(`decision.${said.action}`) });
      }
      case 'drill-over':
      case 'nothing-left':
      case 'note-erased':
        return t(`line.${said.code}`);
      case 'approved':
      case 'refused':
      case 'began':
        return said.reference;
      case 'ended':
        return t(`line.ended.${said.why}`, { reference: isolated(said.reference) });
      case 'appealed':
        return t(`line.appealed.${said.side}`, { hearing: isolated(said.hearing) });
      case 'heard': {
        const names = { hearing: isolated(said.hearing), reference: isolated(said.reference) };
        return t('line.heard', { ...names, outcome: t(`hearing.outcome.${said.outcome}`) });
      }
      case 'note-sent':
        return t('line.note-sent', { references: list(said.references.map(isolated)) });
      case 'unfounded':
        return t('line.unfounded', { count: said.count });
      case 'picture-held': {
        const { picture, entries, lists } = said;
        return entries === 0
          ? t('line.picture-undecoded', { picture })
          : t('line.picture-held', { picture, entries, lists });
      }
      case 'picture-answered':
        return t(`line.picture-answered.${said.answer}`, { picture: said.picture });
      case 'picture-freed':
        return t('line.picture-freed', { picture: said.picture });
      case 'picture-again':
        return said.from === null
          ? t('line.picture-again', { picture: said.picture })
          : t('line.picture-againFrom', { picture: said.picture, from: isolated(said.from) });
      case 'picture-left':
        return t(`line.picture-left.${said.why}`, { picture: said.picture, to: isolated(said.to) });
      case 'picture-came':
        return t('line.picture-came', { picture: said.picture, from: isolated(said.from) });
      case 'fell':
        return t(said.here ? 'line.fell.here' : 'line.fell.anew', { reference: isolated(said.reference) });
      case 'goes-on':
        return t('line.goes-on', { to: isolated(said.to) });
      case 'look-at-both':
        return t('line.look-at-both', { from: isolated(said.from) });
      case 'delivered':
        return t('line.delivered', {
          event: maybe(`event.${said.type}`) ?? isolated(said.type),
          hub: isolated(said.hubId),
        });
      default:
        return said satisfies never;
    }
  };

  return (said) => {
    const text = textOf(said);
    const sentences = typeof text === 'string' ? text : text.filter((one) => one !== '').join(' ');
    return { text: sentences, quote: 'reason' in said ? said.reason : null };
  };
}
