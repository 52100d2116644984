import type { ReactNode } from 'react';

/** A drawing that says nothing which the words beside it do not say. */
function Icon({ children }: { children: ReactNode }): ReactNode {
  return (
    <svg className="wh-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function BackIcon(): ReactNode {
  return (
    <Icon>
      <path d="m15 5-7 7 7 7" />
    </Icon>
  );
}

export function ChevronIcon(): ReactNode {
  return (
    <Icon>
      <path d="m9 5 7 7-7 7" />
    </Icon>
  );
}

export function ExitIcon(): ReactNode {
  return (
    <Icon>
      <path d="M14 4H6v16h8M10 12h10m-4-4 4 4-4 4" />
    </Icon>
  );
}

export function LockIcon(): ReactNode {
  return (
    <Icon>
      <path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
    </Icon>
  );
}

export function QuietIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 4l16 16M9.5 5.2A9.6 9.6 0 0 1 12 5c5 0 8 4.5 9 7a12 12 0 0 1-2.7 3.8M6.3 7.6A12 12 0 0 0 3 12c1 2.5 4 7 9 7 1.5 0 2.9-.4 4.1-1" />
    </Icon>
  );
}

export function CheckIcon(): ReactNode {
  return (
    <Icon>
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </Icon>
  );
}

export function ClockIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2" />
    </Icon>
  );
}

export function AlertIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 4 2.8 19.5h18.4zM12 10v4.5m0 2.6v.1" />
    </Icon>
  );
}

export function StopIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6.2 6.2l11.6 11.6" />
    </Icon>
  );
}

export function HelpIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 20s-7.5-4.4-7.5-10A4.2 4.2 0 0 1 12 7.4 4.2 4.2 0 0 1 19.5 10c0 5.6-7.5 10-7.5 10z" />
    </Icon>
  );
}

export function PhoneIcon(): ReactNode {
  return (
    <Icon>
      <path d="M6 4h3.5l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5L16 13l4 1.5V18a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z" />
    </Icon>
  );
}

export function ShieldIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.5 7 9 4.1-1.5 7-4.7 7-9V6zm-3 8.2 2.2 2.2L15.2 10" />
    </Icon>
  );
}

export function PictureIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 5h16v14H4zm0 11 5-5 4 4 2.5-2.5L20 17M15.5 9.2v.1" />
    </Icon>
  );
}

export function FileIcon(): ReactNode {
  return (
    <Icon>
      <path d="M7 3.5h7l4 4V20.5H7zM14 3.5v4h4" />
    </Icon>
  );
}

export function CloseIcon(): ReactNode {
  return (
    <Icon>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  );
}
