import type { Translator } from '../i18n/translator.ts';

/** A role in the person's language, or as the installation has named it. */
export function roleName(
  roleId: string,
  names: Readonly<Record<string, string>>,
  { t, maybe }: Pick<Translator, 't' | 'maybe'>,
): string {
  return names[roleId] ?? maybe(`role.${roleId}`) ?? t('team.roleChoice.custom');
}
