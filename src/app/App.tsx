// The panes and where they stand. Wide: tables have a region of their own; desk: they are a tab of the
// detail pane, and the rail is a strip that opens over the stage.

import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { DetailPane } from './DetailPane.tsx';
import { ErrorBoundary } from './parts/ErrorBoundary.tsx';
import { LiveRegion, Summary } from './parts/Narration.tsx';
import { Notices } from './pages/Notices.tsx';
import { Overlays } from './pages/Overlays.tsx';
import { Tips } from './parts/Tip.tsx';
import { useWide } from './parts/use-wide.tsx';
import { Rail } from './rail/Rail.tsx';
import { Stage } from './stage/Stage.tsx';
import { useTheme } from './parts/use-theme.tsx';
import { Transport } from './timeline/Transport.tsx';
import { TopBar } from './top/TopBar.tsx';
import { useKeys } from './use-keys.tsx';
import { useView } from './stores/view.ts';

const LadderPane = lazy(async () => {
  const { LadderPane: part } = await import('./ladder/LadderPane.tsx');
  return { default: part };
});
const TablePane = lazy(async () => {
  const { TablePane: part } = await import('./tables/TablePane.tsx');
  return { default: part };
});

function Pane(props: { name: string; className: string; part: ComponentType }) {
  const Part = props.part;
  return (
    <section className={props.className} aria-label={props.name}>
      <ErrorBoundary name={props.name}>
        <Suspense>
          <Part />
        </Suspense>
      </ErrorBoundary>
    </section>
  );
}

export function App() {
  const wide = useWide();
  const ui = useView((state) => state.ui);
  useTheme();
  useKeys();
  return (
    <div className="app" data-ui={ui}>
      <TopBar />
      <main className="app-main">
        <Summary />
        <Rail wide={wide} />
        <ErrorBoundary name="Stage">
          <Stage />
        </ErrorBoundary>
        <Pane name="Ladder" className="area-e" part={LadderPane} />
        {wide && <Pane name="Tables" className="area-d" part={TablePane} />}
        <DetailPane wide={wide} />
        <Transport />
      </main>
      <Notices />
      <LiveRegion />
      <Overlays />
      <Tips />
    </div>
  );
}
