// Top bar: menu, title, the figures of the draft, export, share, help.

import { library } from '#scenario/library.ts';
import { KEYS } from '../keys.ts';
import { Icon } from '../parts/Icon.tsx';
import { Tip } from '../parts/Tip.tsx';
import { openBundled } from '../start.ts';
import { useDocument } from '../stores/document.ts';
import { view } from '../stores/view.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { MainMenu } from './MainMenu.tsx';
import { Title } from './Title.tsx';

function Logo() {
  return (
    <svg className="logo" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <path className="logo-far" d="M2 15a10 10 0 0 1 12-9" />
      <path className="logo-near" d="M10 18a10 10 0 0 1 12-9" />
      <circle cx="14" cy="16" r="3.5" />
    </svg>
  );
}

/** `Figure 4` from `draft-05, Figure 4`; figures only, so that the row stays short. */
const figureOf = (cite: string): string | undefined => /Figure \d+$/.exec(cite)?.[0];

function Figures() {
  const id = useDocument((state) => state.scenario?.id);
  const figures = library.filter(({ cite }) => figureOf(cite) !== undefined);
  return (
    <fieldset className="seg top-figures" aria-label="Figures of the draft">
      {figures.map((entry) => (
        <button
          key={entry.id}
          type="button"
          aria-pressed={entry.id === id}
          title={entry.title}
          onClick={() => openBundled(entry.id)}
        >
          {figureOf(entry.cite)}
        </button>
      ))}
    </fieldset>
  );
}

export function TopBar() {
  const cite = useDocument((state) => state.scenario?.cite);
  return (
    <header className="top">
      <MainMenu />
      <Logo />
      <Title />
      <span className="ref top-cite">{cite}</span>
      <span className="sp" />
      <Figures />
      <span className="sp" />
      <div className="top-set">
        <ExportMenu />
        <button type="button" className="btn main" onClick={() => view.open('share')}>
          <Icon name="share" size={16} />
          Share
        </button>
        <Tip text="Keys" keys={KEYS.help.print} side="bottom">
          <button
            type="button"
            className="btn quiet icon"
            aria-label="Help"
            onClick={() => view.open('help')}
          >
            <Icon name="help" />
          </button>
        </Tip>
      </div>
    </header>
  );
}
