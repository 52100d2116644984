/** Drawn on a 20 × 20 field, 1.6 wide lines, in the colour of the text. */
const paths = {
  queue: 'M3.5 5h13M3.5 10h13M3.5 15h8',
  held: 'M7 4v12M13 4v12M4 4h6M10 4h6M4 16h6M10 16h6',
  team: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5M13 4a2.7 2.7 0 0 1 0 5.2M15 12.3c1.7.6 2.7 2 3 4.2',
  audit: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M8 10h5M8 13.5h5',
  deliveries: 'M2.5 10 17.5 3l-5 14-3-6zM9.5 11l8-8',
  search: 'M8.8 14.6a5.8 5.8 0 1 0 0-11.6 5.8 5.8 0 0 0 0 11.6zM13 13l4 4',
  lock: 'M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 6 0V9',
  unlock: 'M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 5.8-1',
  eye: 'M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  covered:
    'M3 3l14 14M8 4.7A8.5 8.5 0 0 1 10 4.5c5.2 0 8.2 5.5 8.2 5.5a15 15 0 0 1-2.4 3M5.4 6.2A14.6 14.6 0 0 0 1.8 10s3 5.5 8.2 5.5a8 8 0 0 0 3.8-1',
  check: 'M4 10.5 8.2 15 16 5.5',
  close: 'M5 5l10 10M15 5 5 15',
  alert: 'M10 3 1.8 17h16.4zM10 8v4.2M10 14.4v.4',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.8V10l3 2',
  person: 'M10 9.8a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM3.5 17c.5-3.3 3-5 6.5-5s6 1.7 6.5 5',
  group: 'M3 6.5A2.5 2.5 0 0 1 5.5 4h9A2.5 2.5 0 0 1 17 6.5v5a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3a2 2 0 0 1-2-2z',
  flag: 'M5 17.5V3.5c3-1.6 6 1.6 10 0v8c-4 1.6-7-1.6-10 0',
  note: 'M4 3.5h12v9l-4 4H4zM12 16.5v-4h4M7 7.5h6M7 10.5h4',
  picture: 'M3 4h14v12H3zM3 13.5l4-4 3 3 2.5-2.5L17 14M12.8 8.2a.9.9 0 1 0 0-1.8.9.9 0 0 0 0 1.8z',
  copy: 'M7 7h9.5v9.5H7zM4 13H3.5V3.5H13V4',
  chevron: 'M5.5 8 10 12.5 14.5 8',
  back: 'M11.5 4.5 6 10l5.5 5.5',
  next: 'M4 10h11M10.5 5.5 15 10l-4.5 4.5',
  keyboard: 'M2 5h16v10H2zM5 8.2h.5M8.2 8.2h.5M11.5 8.2h.5M14.6 8.2h.5M6 11.8h8',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  hand: 'M6 10.5V5.2a1.2 1.2 0 0 1 2.4 0V9V3.7a1.2 1.2 0 0 1 2.4 0V9V4.7a1.2 1.2 0 0 1 2.4 0v5-2.2a1.2 1.2 0 0 1 2.4 0v4.7c0 3-2 5.3-5 5.3-2.6 0-3.8-1.2-5-3.3L3.4 11a1.3 1.3 0 0 1 2.2-1.3z',
  logout: 'M12 3.5H4v13h8M8.5 10H17M14 7l3 3-3 3',
  reports: 'M4 3.5h12v9.5H9l-3.5 3.5V13H4zM10 6v3.2M10 11v.2',
  history: 'M3.5 10a6.5 6.5 0 1 1 2 4.7M3.5 5.5V10H8M10 6.5V10l2.5 1.8',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className === undefined ? 'icon' : `icon ${className}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
