import type { Action, ActionGroup } from '../actions/action.ts';
import { useActionList } from '../actions/use-actions.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Keys } from '../ui/Keys.tsx';

const order: readonly ActionGroup[] = ['queue', 'case', 'evidence', 'decide', 'held', 'go', 'view'];

/** Every key of the current page, out of the registry. */
export function HelpOverlay({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const actions = useActionList().filter((action) => action.keys.length > 0 && action.when() !== false);
  return (
    <Dialog title={t('help.title')} onClose={onClose} size="large">
      <p className="muted">{t('help.text')}</p>
      <div className="help">
        {order.map((group) => (
          <HelpGroup
            key={group}
            title={t(`group.${group}`)}
            actions={actions.filter((action) => action.group === group)}
          />
        ))}
      </div>
    </Dialog>
  );
}

function HelpGroup({ title, actions }: { title: string; actions: readonly Action[] }) {
  const { t } = useI18n();
  if (actions.length === 0) return null;
  return (
    <section className="help-group">
      <h3>{title}</h3>
      <dl>
        {actions.map((action) => {
          const available = action.when();
          return (
            <div key={action.id} className="help-row" data-off={available !== true}>
              <dt>
                {action.title}
                {typeof available === 'object' && <span className="help-reason">{available.reason}</span>}
              </dt>
              <dd>
                {action.keys.map((binding, index) => (
                  <span key={binding}>
                    {index > 0 && <span className="help-or">{t('help.or')}</span>}
                    <Keys binding={binding} />
                    <span className="visually-hidden">{binding}</span>
                  </span>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
