// The three menus of deeds; each shows itself when it is open.

import { FailMenu } from './FailMenu.tsx';
import { FlowMenu } from './FlowMenu.tsx';
import { MoveMenu } from './MoveMenu.tsx';

export function DeedMenus() {
  return (
    <>
      <MoveMenu />
      <FlowMenu />
      <FailMenu />
    </>
  );
}
