// Top bar: menu, title, the figures of the draft, export, share, help.

import { lazy } from 'react';
import type { LibraryEntry } from '#scenario/library.ts';
import { library } from '#scenario/library.ts';
import { KEYS } from '#app/keys.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { OnDemand } from '#app/parts/OnDemand.tsx';
import { tip } from '#app/parts/Tip.tsx';
import { openBundled } from '#app/start.ts';
import { useDocument } from '#app/stores/document.ts';
import { view } from '#app/stores/view.ts';
import { Title } from './Title.tsx';

const MainMenu = lazy(async () => {
  const { MainMenu: part } = await import('./MainMenu.tsx');
  return { default: part };
});
const ExportMenu = lazy(async () => {
  const { ExportMenu: part } = await import('./ExportMenu.tsx');
  return { default: part };
});

function Logo() {
  return (
    <svg className="logo" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <path className="logo-far" d="M2 15a10 10 0 0 1 12-9" />
      <path className="logo-near" d="M10 18a10 10 0 0 1 12-9" />
      <circle cx="14" cy="16" r="3.5" />
    </svg>
  );
}

/** `Figure 4` from `draft-05, Figure 4`; of what is no figure, a word or two from its id. */
function shortName({ id, cite }: LibraryEntry): string | undefined {
  const figure = /Figure \d+$/.exec(cite)?.[0];
  if (figure !== undefined) return figure;
  return SHORT[id];
}

const SHORT: Readonly<Record<string, string>> = {
  'pmip-attach': 'Attach',
  'pmip-handoff': 'Handoff',
  'pmip-lost-pba': 'Lost PBA',
  'pmip-overtaking-pbus': 'Overtaking',
  'pmip-lma-restart': 'LMA restart',
  'pmip-revocation': 'Revocation',
};

/** The scenarios of the group that is open, those with a short name, so that the row stays short. */
function Figures() {
  const id = useDocument((state) => state.scenario?.id);
  const group = library.find((entry) => entry.id === id)?.group ?? library[0]?.group;
  return (
    <fieldset className="seg top-figures" aria-label={group}>
      {library.map((entry) => {
        const name = entry.group === group ? shortName(entry) : undefined;
        if (name === undefined) return null;
        return (
          <button
            key={entry.id}
            type="button"
            aria-pressed={entry.id === id}
            title={entry.title}
            onClick={() => openBundled(entry.id)}
          >
            {name}
          </button>
        );
      })}
    </fieldset>
  );
}

export function TopBar() {
  const cite = useDocument((state) => state.scenario?.cite);
  return (
    <header className="top">
      <OnDemand className="btn quiet icon" label="Menu" part={MainMenu}>
        <Icon name="menu" />
      </OnDemand>
      <Logo />
      <Title />
      <span className="ref top-cite">{cite}</span>
      <span className="sp" />
      <Figures />
      <span className="sp" />
      <div className="top-set">
        <OnDemand className="btn quiet" part={ExportMenu}>
          Export
          <Icon name="down" size={16} />
        </OnDemand>
        <button type="button" className="btn main" onClick={() => view.open('share')}>
          <Icon name="share" size={16} />
          Share
        </button>
        <button
          type="button"
          className="btn quiet icon"
          aria-label="Help"
          data-side="bottom"
          {...tip('Keys', KEYS.help.print)}
          onClick={() => view.open('help')}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}
