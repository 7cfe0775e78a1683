// Start and stop flows of user data, those of the scenario and new ones.

import { Menu } from '@base-ui/react/menu';
import type { FlowSpec, Scenario, Still } from '#session/protocol.ts';
import { currentMobile } from '#app/stage/moving.ts';
import { act, useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { spanText } from '#app/time-text.ts';
import { DeedMenu } from './DeedMenu.tsx';

const wordsOf = (still: Still, flow: FlowSpec): string =>
  `${nameOf(still, flow.from)} to ${nameOf(still, flow.to)}, ${flow.mode}, ${flow.octets} octets each ${spanText(flow.every)}`;

/** Flows that this branch knows: of the scenario, and defined by its commands. */
function flowsOf(scenario: Scenario, still: Still): readonly FlowSpec[] {
  const made = still.script.flatMap((one) => (one.do === 'flow' && one.define ? [one.define] : []));
  const ids = new Set(made.map(({ id }) => id));
  return [...scenario.flows.filter(({ id }) => !ids.has(id)), ...made];
}

/** A new voice-like echo flow from the chosen mobile node to a host. */
function newFlow(still: Still, flows: readonly FlowSpec[], to: string): FlowSpec | undefined {
  const from = currentMobile(still);
  let n = 1;
  while (flows.some(({ id }) => id === `F${n}`)) n += 1;
  return from ? { id: `F${n}`, from, to, every: 20_000, octets: 160, mode: 'echo' } : undefined;
}

export function FlowMenu() {
  const still = useRun((state) => state.still);
  const scenario = useDocument((state) => state.scenario);
  if (!still || !scenario) return null;
  const flows = flowsOf(scenario, still);
  const running = new Set(still.scene.flows.filter((one) => one.running).map(({ id }) => id));
  const hosts = still.scene.nodes.filter(({ kind }) => kind === 'cn' || kind === 'localnet');
  return (
    <DeedMenu what="flow" name="Flows">
      {flows.map((flow) => {
        const change = running.has(flow.id) ? 'stop' : 'start';
        return (
          <Menu.Item
            key={flow.id}
            className="menu-item"
            onClick={() => act({ do: 'flow', flow: flow.id, change })}
          >
            <span className="two">
              {change === 'stop' ? 'Stop' : 'Start'} {flow.id}
              <small>{wordsOf(still, flow)}</small>
            </span>
          </Menu.Item>
        );
      })}
      <div className="menu-rule" />
      {hosts.map((host) => {
        const define = newFlow(still, flows, host.id);
        return (
          define && (
            <Menu.Item
              key={host.id}
              className="menu-item"
              onClick={() => act({ do: 'flow', flow: define.id, change: 'start', define })}
            >
              <span className="two">
                New flow to {host.name}
                <small>{wordsOf(still, define)}</small>
              </span>
            </Menu.Item>
          )
        );
      })}
    </DeedMenu>
  );
}
