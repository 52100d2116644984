import { Button, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';

/** A button of one drawing; `label` is what it is called, and says too what `count` counts. */
export function IconButton({
  icon,
  label,
  count = 0,
  ...rest
}: { icon: IconName; label: string; count?: number } & Omit<ButtonProps, 'children'>) {
  return (
    <Button
      {...rest}
      aria-label={label}
      className={`icon-button ${typeof rest.className === 'string' ? rest.className : ''}`}
    >
      <Icon name={icon} />
      {count > 0 && (
        <span className="badge icon-badge" aria-hidden="true">
          {count}
        </span>
      )}
    </Button>
  );
}
