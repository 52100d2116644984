import type { ReporterOutcome } from '@wellhouse/protocol';
import { type LabelLocale, matchLocale } from '@wellhouse/taxonomy';
import type { z } from 'zod';

type Outcome = z.infer<typeof ReporterOutcome>;

/** One plain sentence an outcome. None names the sanction's details: they are between the team and the other person. */
const words: Readonly<Record<LabelLocale, Readonly<Record<Outcome, string>>>> = {
  en: {
    'action-taken': 'We looked at your report and acted against the account. Thank you for telling us.',
    'warning-given': 'We looked at your report and warned the account. Thank you for telling us.',
    'content-removed': 'We looked at your report and removed what you reported. Thank you for telling us.',
    'no-action':
      'We looked at your report and found that it does not break the rules. You can still block this person, or ask us to look again.',
  },
  es: {
    'action-taken': 'Hemos revisado tu denuncia y hemos tomado medidas contra la cuenta. Gracias por avisarnos.',
    'warning-given': 'Hemos revisado tu denuncia y hemos advertido a la cuenta. Gracias por avisarnos.',
    'content-removed': 'Hemos revisado tu denuncia y hemos eliminado lo que denunciaste. Gracias por avisarnos.',
    'no-action':
      'Hemos revisado tu denuncia y no incumple las normas. Aun así puedes bloquear a esta persona o pedirnos que lo revisemos de nuevo.',
  },
  de: {
    'action-taken':
      'Wir haben deine Meldung geprüft und Maßnahmen gegen das Konto ergriffen. Danke für deinen Hinweis.',
    'warning-given': 'Wir haben deine Meldung geprüft und das Konto verwarnt. Danke für deinen Hinweis.',
    'content-removed': 'Wir haben deine Meldung geprüft und den gemeldeten Inhalt entfernt. Danke für deinen Hinweis.',
    'no-action':
      'Wir haben deine Meldung geprüft und keinen Verstoß gegen die Regeln gefunden. Du kannst die Person trotzdem blockieren oder uns bitten, noch einmal hinzusehen.',
  },
  ar: {
    'action-taken': 'راجعنا بلاغك واتخذنا إجراءً ضد الحساب. شكرًا لإبلاغنا.',
    'warning-given': 'راجعنا بلاغك ووجّهنا تحذيرًا إلى الحساب. شكرًا لإبلاغنا.',
    'content-removed': 'راجعنا بلاغك وأزلنا ما أبلغت عنه. شكرًا لإبلاغنا.',
    'no-action': 'راجعنا بلاغك ولم نجد مخالفة للقواعد. لا يزال بإمكانك حظر هذا الشخص أو أن تطلب منا المراجعة مرة أخرى.',
  },
};

/** In the language of the report, or in English. */
export function outcomeSentence(outcome: Outcome, locale: string): string {
  return words[matchLocale(locale)][outcome];
}
