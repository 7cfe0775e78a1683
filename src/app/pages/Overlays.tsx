// What opens over the screen; each part is loaded when it is first opened.

import type { ComponentType } from 'react';
import { lazy, Suspense, useState } from 'react';
import { useDeeds } from '#app/stores/deeds.ts';
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
const ActMenu = lazy(async () => {
  const { ActMenu: part } = await import('#app/menus/ActMenu.tsx');
  return { default: part };
});
const QuestionDialog = lazy(async () => {
  const { QuestionDialog: part } = await import('#app/faults/QuestionDialog.tsx');
  return { default: part };
});
const ReferencePage = lazy(async () => {
  const { ReferencePage: part } = await import('#app/reference/ReferencePage.tsx');
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
  const acting = useDeeds((state) => state.menu !== undefined);
  const asking = useDeeds((state) => state.question !== undefined);
  return (
    <>
      {acting && <Later part={ActMenu} />}
      {asking && <Later part={QuestionDialog} />}
      {open === 'reference' && <Later part={ReferencePage} />}
      {menus && <Later part={DeedMenus} />}
      {open === 'share' && <Later part={ShareDialog} />}
      {open === 'help' && <Later part={HelpSheet} />}
      {broken && <Later part={BrokenWorker} />}
    </>
  );
}
