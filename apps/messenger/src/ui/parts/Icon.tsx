const paths = {
  send: 'M4 12 20 4l-5 16-3.5-6.5z M11.5 13.5 20 4',
  picture:
    'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z M4 16l4.5-4.5 4 4L15 13l5 4.5 M15.5 9a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z',
  more: 'M5.5 12h.01 M12 12h.01 M18.5 12h.01',
  back: 'M14.5 5 8 12l6.5 7',
  next: 'M9.5 5l6.5 7-6.5 7',
  people:
    'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11z M3 19.5c.3-3.2 2.7-5 6-5s5.7 1.8 6 5 M16 5.2a3 3 0 0 1 0 5.6 M18 14.8c1.8.700 2.8 2.3 3 4.7',
  add: 'M12 5v14 M5 12h14',
  settings:
    'M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  flag: 'M6 21V4 M6 4.5h11.5l-2.5 4 2.5 4H6',
  mute: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4z M16 9.5l5 5 M21 9.5l-5 5',
  block: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M6.2 6.2l11.6 11.6',
  shield: 'M12 3.5 19 6v5.5c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6z',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3 M6 11h12v9H6z',
  close: 'M6 6l12 12 M18 6 6 18',
  reply: 'M9.5 6 4 11.5 9.5 17 M4 11.5h10c3.5 0 6 2 6 6',
  edit: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  trash: 'M5 7h14 M10 4h4 M7 7l1 13h8l1-13',
  leave: 'M10 4H5v16h5 M14 8l4 4-4 4 M18 12H9',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M12 7.5V12l3 2',
  check: 'M5 12.5 10 17.5 19.5 7',
} as const;
export type IconName = keyof typeof paths;

/** A line drawing beside words that say the same: hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths[name].split(' M').map((path, index) => (
        <path key={path} d={index === 0 ? path : `M${path}`} />
      ))}
    </svg>
  );
}
