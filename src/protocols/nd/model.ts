// The model of a host (RFC 1122 §3.3.4.2), weak or strong, and what an operator or a network may tell
// it about its interfaces (MIF §4.1, §5.4). The stack acts by it; here it is switched.

import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import type { RouterAdvertisement } from './interpret.ts';
import { ignored, warning, type Desk } from './turn.ts';

type Order = Extract<Command, { readonly do: 'operate' }>;

const CITE = 'RFC 1122 §3.3.4.2';

/** An order of the host's operator. */
export function onOrder(desk: Desk, order: Order): readonly Effect[] {
  switch (order.order) {
    case 'weakHost':
    case 'strongHost':
      return desk.config.fixedModel === true
        ? [warning('this system has one host model alone', 'MIF §4.1')]
        : switchModel(desk, order.order === 'strongHost');
    case 'hostRoute':
      return setHostRoute(desk, order);
    default:
      return [];
  }
}

/** Makes all interfaces of the host weak or strong. */
function switchModel({ config, sight }: Desk, isStrong: boolean): readonly Effect[] {
  const changes = config.ifaces.flatMap((id): readonly Effect[] => {
    const iface = sight.interfaces.get(id);
    if (iface === undefined || (iface.strong === true) === isStrong) return [];
    const { strong: _strong, ...weak } = iface;
    return [{ do: 'addInterface', iface: isStrong ? { ...weak, strong: true } : weak }];
  });
  if (changes.length === 0) return [];
  const text = `the host is ${isStrong ? 'strong' : 'weak'} now`;
  return [...changes, { do: 'note', text, cite: CITE, level: 'info' }];
}

/** A route to one host by an interface; without one the routes of the advertisements decide. */
function setHostRoute({ tables, config }: Desk, { peer = '', iface }: Order): readonly Effect[] {
  const destination = config.addressOf?.[peer];
  if (destination === undefined)
    return [warning(`the address of ${peer} is not known`, 'MIF §5.4')];
  if (iface === undefined) tables.hostRoutes.delete(destination);
  else if (!config.ifaces.includes(iface)) return [warning(`no interface ${iface}`, 'MIF §5.4')];
  else tables.hostRoutes.set(destination, { destination, iface });
  return [];
}

/** MIF §4.1: a network asks for a weak host. Few systems would know the bit. */
export function onWeakHostBit(desk: Desk, message: RouterAdvertisement): readonly Effect[] {
  const isAsked = message.options.some((one) => one.is === 'FlagsExtension' && one.weakHost);
  if (!isAsked) return [];
  if (desk.config.weakHostBit !== true)
    return [ignored('weak host bit: not understood', 'MIF §4.1')];
  return desk.config.fixedModel === true ? [] : switchModel(desk, false);
}
