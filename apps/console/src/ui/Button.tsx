import { type ReactNode, useId } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { ariaKeys } from '../actions/keys.ts';
import { useActionList } from '../actions/use-actions.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Keys } from './Keys.tsx';

export type ButtonLook = 'primary' | 'quiet' | 'plain' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  look?: ButtonLook;
  icon?: IconName;
  children?: ReactNode;
  className?: string;
}

export function Button({ look = 'quiet', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button ${className}`} data-look={look}>
      {icon !== undefined && <Icon name={icon} />}
      {children !== undefined && <span className="button-text">{children}</span>}
    </AriaButton>
  );
}

export interface ActionButtonProps {
  /** Id in the registry. */
  action: string;
  look?: ButtonLook;
  icon?: IconName;
  /** Keep the reason to screen readers and the tooltip. */
  quietReason?: boolean;
}

/** The button of an action: its title, its key, and if it cannot be run now the reason. Absent where it is not offered. */
export function ActionButton({ action: id, look = 'quiet', icon, quietReason = false }: ActionButtonProps) {
  const action = useActionList().find((candidate) => candidate.id === id);
  const reasonId = useId();
  const available = action?.when() ?? false;
  if (action === undefined || available === false) return null;
  const binding = action.keys[0];
  const shortcuts = ariaKeys(action.keys);
  return (
    <span className="action">
      <AriaButton
        className="button"
        data-look={look}
        data-action={id}
        isDisabled={available !== true}
        onPress={() => action.run()}
        {...(shortcuts === undefined ? {} : { 'aria-keyshortcuts': shortcuts })}
        {...(available === true ? {} : { 'aria-describedby': reasonId })}
      >
        {icon !== undefined && <Icon name={icon} />}
        <span className="button-text">{action.title}</span>
        {binding !== undefined && available === true && <Keys binding={binding} />}
      </AriaButton>
      {available !== true && (
        <span id={reasonId} className={quietReason ? 'visually-hidden' : 'reason'}>
          {available.reason}
        </span>
      )}
    </span>
  );
}
