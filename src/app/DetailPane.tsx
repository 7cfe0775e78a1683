// The detail pane: tabs over what is chosen. Where the tables have no region of their own they come first.

import { Tabs } from '@base-ui/react/tabs';
import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from './parts/ErrorBoundary.tsx';
import { latestFrame, useRun } from './stores/run.ts';
import type { DetailTab } from './stores/view.ts';
import { useView, view } from './stores/view.ts';

const PARTS: Readonly<Record<DetailTab, { name: string; part: ComponentType }>> = {
  tables: {
    name: 'Tables',
    part: lazy(async () => {
      const { TablePane: part } = await import('./tables/TablePane.tsx');
      return { default: part };
    }),
  },
  packet: {
    name: 'Packet',
    part: lazy(async () => {
      const { Inspector: part } = await import('./inspector/Inspector.tsx');
      return { default: part };
    }),
  },
  explain: {
    name: 'Explain',
    part: lazy(async () => {
      const { ExplainPane: part } = await import('./explain/ExplainPane.tsx');
      return { default: part };
    }),
  },
  metrics: {
    name: 'Metrics',
    part: lazy(async () => {
      const { MetricsPane: part } = await import('./metrics/MetricsPane.tsx');
      return { default: part };
    }),
  },
  hooks: {
    name: 'Hooks',
    part: lazy(async () => {
      const { HooksPane: part } = await import('./hooks/HooksPane.tsx');
      return { default: part };
    }),
  },
};

/** Where the tables have a region of their own, and where they have none. */
const WIDE: readonly DetailTab[] = ['packet', 'explain', 'metrics'];
const DESK: readonly DetailTab[] = ['tables', ...WIDE];
/** Where an anchor tells flows apart. */
const HOOKS: readonly DetailTab[] = ['hooks'];

/** Before the first message there is no packet to show, and no need to load what would show it. */
function useHasPacket(): boolean {
  const chosen = useView(({ selection }) =>
    selection?.kind === 'message' || selection?.kind === 'field' ? selection.frame : undefined,
  );
  const latest = useRun(latestFrame);
  return chosen !== undefined || latest !== undefined;
}

export function DetailPane({ wide }: { readonly wide: boolean }) {
  const wish = useView((state) => state.detail);
  const title = useView((state) => state.detailTitle);
  const hasPacket = useHasPacket();
  const hasHooks = useRun(({ still }) => still?.scene.nodes.some(({ lma }) => lma?.flows) ?? false);
  const tabs: readonly DetailTab[] = [...(wide ? WIDE : DESK), ...(hasHooks ? HOOKS : [])];
  // What is not chosen follows the run: the tables, as soon as a row in them has changed.
  const hasChange = useRun(({ still }) => still?.accent !== undefined);
  const unasked = wide || !hasChange ? 'packet' : 'tables';
  const shown = wish !== undefined && tabs.includes(wish) ? wish : unasked;
  return (
    <section className="area-f" aria-label="Detail">
      <Tabs.Root
        className="detail"
        value={shown}
        onValueChange={(value) => view.showDetail(value as DetailTab)}
      >
        <div className="detail-head">
          <Tabs.List className="tabs" aria-label="Detail">
            {tabs.map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {PARTS[tab].name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <span className="sp" />
          {shown === 'packet' && hasPacket && <span className="detail-title">{title}</span>}
        </div>
        {tabs.map((tab) => {
          const { name, part: Part } = PARTS[tab];
          return (
            <Tabs.Panel key={tab} value={tab} className="detail-panel">
              {tab === 'packet' && !hasPacket ? (
                <p className="detail-empty">Select a message in the ladder or on the stage.</p>
              ) : (
                <ErrorBoundary name={name}>
                  <Suspense>
                    <Part />
                  </Suspense>
                </ErrorBoundary>
              )}
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
    </section>
  );
}
