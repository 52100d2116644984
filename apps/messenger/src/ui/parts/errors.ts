import { DeviceError } from '../../device/context.ts';
import { DeliveryRefusal, DeliveryUnreachable } from '../../device/delivery-api.ts';
import type { Translate } from '../i18n/messages.ts';
import type { NameOf } from '../state/names.ts';

/** What went wrong, in a sentence for the person in front of it. */
export function explain(error: unknown, t: Translate, nameOf: NameOf): string {
  if (error instanceof DeliveryUnreachable) return t('error.offline');
  if (error instanceof DeviceError) {
    if (error.code === 'not-in-group') return t('error.notInGroup');
    if (error.code === 'picture-refused') return t('composer.unreadable');
  }
  if (error instanceof DeliveryRefusal) {
    if (error.standing) return error.message;
    if (error.code === 'rate-limited') return t('error.rateLimited');
    if (error.code === 'no-key-package') return t('error.noKeys', { name: nameOf(error.message.split(' ')[0] ?? '') });
  }
  return t('error.tryAgain');
}

/** The same for what is not kept to be sent later. */
export function explainNow(error: unknown, t: Translate): string {
  if (error instanceof DeliveryUnreachable) return t('error.offlineNow');
  if (error instanceof DeliveryRefusal) {
    if (error.standing) return error.message;
    if (error.code === 'rate-limited') return t('error.rateLimited');
  }
  return t('error.tryAgain');
}
