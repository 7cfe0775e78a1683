// Line icons of the controls, drawn on an 18-pixel grid. An icon never stands alone: its button has a name.

const PATHS = {
  menu: 'M3 5h12M3 9h12M3 13h12',
  share: 'M9 11V3M6 5.5L9 3l3 2.5M4 9v6h10V9',
  help: 'M6.5 6.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.5v.4M9 13.8v.1',
  move: 'M3 9h12M12 6l3 3-3 3',
  flow: 'M2 11c3 0 3-4 6-4s3 4 8 4',
  cut: 'M3 9h4M11 9h4M8 6l2 6',
  outline: 'M3 4h3M3 9h3M3 14h3M9 4h6M9 9h6M9 14h6',
  point: 'M5 3l9 6-5 1-2 5z',
  knobs: 'M4 3v12M9 3v12M14 3v12M2 11h4M7 6h4M12 12h4',
  home: 'M4 4v10M14 4L7 9l7 5z',
  back: 'M13 4L6 9l7 5z',
  play: 'M5 3l10 6-10 6z',
  pause: 'M6 4v10M12 4v10',
  step: 'M5 4l7 5-7 5zM14 4v10',
  end: 'M4 4l7 5-7 5zM14 4v10',
  plus: 'M9 4v10M4 9h10',
  minus: 'M4 9h10',
  fit: 'M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4',
  close: 'M5 5l8 8M13 5l-8 8',
  tick: 'M4 9.5l3.5 3.5L14 6',
  down: 'M5 7l4 4 4-4',
  warn: 'M9 3l7 12H2zM9 8v3M9 13v.1',
  skip: 'M3 4l6 5-6 5zM9 4l6 5-6 5z',
  copy: 'M6 6h8v9H6zM4 12V3h8',
  act: 'M3 9h.1M9 9h.1M15 9h.1',
  catch: 'M4 3v6a5 5 0 0 0 10 0V3M4 6h3M11 6h3',
  barred: 'M9 2.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM4.5 13.5l9-9',
  stop: 'M6 2.5h6L15.5 6v6L12 15.5H6L2.5 12V6zM6 9h6',
  undo: 'M6 4L3 7l3 3M3 7h8a4 4 0 0 1 0 8H8',
  theme: 'M9 3a6 6 0 1 0 0 12zM9 3a6 6 0 0 1 0 12',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
