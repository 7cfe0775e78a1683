// What opens over the screen; each part is loaded when it is first opened.

import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { FailMenu } from '../menus/FailMenu.tsx';
import { FlowMenu } from '../menus/FlowMenu.tsx';
import { MoveMenu } from '../menus/MoveMenu.tsx';
import { useRun } from '../stores/run.ts';
import { useView } from '../stores/view.ts';

const ShareDialog = lazy(async () => {
  const { ShareDialog: part } = await import('../share/ShareDialog.tsx');
  return { default: part };
});
const HelpSheet = lazy(async () => {
  const { HelpSheet: part } = await import('../help/HelpSheet.tsx');
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
  const broken = useRun((state) => state.broken !== undefined);
  return (
    <>
      <MoveMenu />
      <FlowMenu />
      <FailMenu />
      {open === 'share' && <Later part={ShareDialog} />}
      {open === 'help' && <Later part={HelpSheet} />}
      {broken && <Later part={BrokenWorker} />}
    </>
  );
}
