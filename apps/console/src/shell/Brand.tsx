export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="brand-field" />
        <path d="M6.5 14 16 6.5 25.5 14M9.5 14.5V25h13V14.5" className="brand-line" />
        <path d="M16 14.2c1.9 2.3 2.9 3.9 2.9 5.2a2.9 2.9 0 0 1-5.8 0c0-1.3 1-2.9 2.9-5.2z" className="brand-drop" />
      </svg>
      <span className="brand-name" translate="no">
        Wellhouse
      </span>
    </span>
  );
}
