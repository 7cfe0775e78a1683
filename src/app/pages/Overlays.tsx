// What opens over the screen; each part is loaded when it is first opened.

import type { ComponentType } from 'react';
import { lazy, Suspense, useState } from 'react';
import { useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';

const DeedMenus = lazy(async () => {
  const { DeedMenus: part } = await import('#app/menus/DeedMenus.tsx');
  return { default: part };
});
const ShareDialog = lazy(async () => {
  const { ShareDialog: part } = await import('#app/share/ShareDialog.tsx');
  return { default: part };
});
const HelpSheet = lazy(async () => {
  const { HelpSheet: part } = await import('#app/help/HelpSheet.tsx');
  return { default: part };
});
const BrokenWorker = lazy(async () => {
  const { BrokenWorker: part } = await import('./BrokenWorker.tsx');
  return { default: part };
});

function Later({ part: Part }: { readonly part: ComponentType }) {
  return (
    <Suspense>
      <Part />
    </Suspense>
  );
}

export function Overlays() {
  const open = useView((state) => state.open);
  const [menus, setMenus] = useState(false);
  if (!menus && (open === 'move' || open === 'flow' || open === 'fail')) setMenus(true);
  const broken = useRun((state) => state.broken !== undefined);
  return (
    <>
      {menus && <Later part={DeedMenus} />}
      {open === 'share' && <Later part={ShareDialog} />}
      {open === 'help' && <Later part={HelpSheet} />}
      {broken && <Later part={BrokenWorker} />}
    </>
  );
}
