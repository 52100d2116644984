import { Button, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';

/** A button of one drawing; `label` is what it is called. */
export function IconButton({
  icon,
  label,
  ...rest
}: { icon: IconName; label: string } & Omit<ButtonProps, 'children'>) {
  return (
    <Button
      {...rest}
      aria-label={label}
      className={`icon-button ${typeof rest.className === 'string' ? rest.className : ''}`}
    >
      <Icon name={icon} />
    </Button>
  );
}
