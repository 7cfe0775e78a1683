// A mobile node on the stage: its radios, its addresses, and the routers that it believes in.

import type { NodeId } from '#base/ids.ts';
import { WLAN } from '#scenario/defaults.ts';
import { VIRTUAL } from '#scenario/names.ts';
import type { ScenarioNode } from '#scenario/schema.ts';
import { technologyName } from '#wire/technologies.ts';
import { rowsOf } from './reader.ts';
import type {
  AttachmentRow,
  HostAddressRow,
  HostRouteRow,
  HostRouterRow,
  VifPrefixRow,
  VifSubRow,
} from './rows.ts';
import { homeAddressRows } from './scene-mip6.ts';
import { anchorOf, type SceneSource } from './scene-source.ts';
import { stackScene } from './scene-stack.ts';
import type { NodeScene, RadioScene, VirtualScene } from './scene-types.ts';

/** Where it is, in words. */
export function mnRole(source: SceneSource, node: NodeId): string {
  const attachment = attachmentOf(source, node);
  if (attachment?.state === 'attached' && attachment.accessPoint !== undefined) {
    return `on ${source.cast.nameOf(attachment.accessPoint)}`;
  }
  if (attachment?.state === 'joining' && attachment.accessPoint !== undefined) {
    return `joining ${source.cast.nameOf(attachment.accessPoint)}`;
  }
  return 'not attached';
}

function attachmentOf(source: SceneSource, node: NodeId): AttachmentRow | undefined {
  const rows = rowsOf<AttachmentRow>(source.reader, node, 'station', 'attachment');
  const isIn = (state: AttachmentRow['state']) => rows.find((row) => row.state === state);
  return isIn('attached') ?? isIn('joining') ?? rows[0];
}

/** All of it. */
export function mnScene(source: SceneSource, node: ScenarioNode): NonNullable<NodeScene['mn']> {
  const attachment = attachmentOf(source, node.id);
  const homes = homeAddressRows(source, node);
  const own = rowsOf<HostAddressRow>(source.reader, node.id, 'host', 'addresses');
  const addresses = [...homes, ...own];
  const routers = rowsOf<HostRouterRow>(source.reader, node.id, 'host', 'routers');
  const routes = rowsOf<HostRouteRow>(source.reader, node.id, 'host', 'routes');
  const name = source.cast.nameOf(node.id);
  const radios = radiosOf(source, node);
  const stack = stackScene(source, node, radios);
  return {
    mnId: node.mnId ?? '',
    mac: node.mac ?? '',
    attachedTo: attachment?.state === 'attached' ? attachment.accessPoint : undefined,
    joining: attachment?.state === 'joining' ? attachment.accessPoint : undefined,
    radios,
    ...virtualOf(source, node),
    ...(stack === undefined ? {} : { stack }),
    ...(attachment?.cameFrom === undefined ? {} : { cameFrom: attachment.cameFrom }),
    addresses: addresses
      .filter((row) => !row.prefix.startsWith('fe80'))
      .map((row) => ({
        address: row.address,
        short: `${source.cast.prefixes.nameOf(row.prefix)}::${name}`,
        anchor: anchorOf(source, row.prefix),
        state: row.state,
        validUntil: row.validUntil,
        preferredUntil: row.preferredUntil,
        ...(homes.includes(row) && { home: true }),
      })),
    believes: routers.map((row) => ({
      linkLocal: row.address,
      mac: row.mac,
      anchor: anchorOf(source, row.prefixes[0] ?? ''),
      preference: row.preference,
      routes: routes.filter((route) => route.router === row.address).map((route) => route.prefix),
    })),
  };
}

/** The virtual interface of a node, if it has one. */
function virtualOf(source: SceneSource, node: ScenarioNode): { readonly virtual?: VirtualScene } {
  if (node.virtual === undefined) return {};
  const { mac, path: mode = 'prefix' } = node.virtual;
  const subs = rowsOf<VifSubRow>(source.reader, node.id, 'vif', 'subs');
  const paths = rowsOf<VifPrefixRow>(source.reader, node.id, 'vif', 'prefixes');
  return {
    virtual: {
      iface: VIRTUAL,
      mac,
      mode,
      subs: subs.map(({ iface, up, active }) => ({ iface, up, active })),
      paths: paths.map(({ prefix, over }) => ({
        prefix,
        name: source.cast.prefixes.nameOf(prefix),
        over,
      })),
    },
  };
}

/** The radios that the scenario gives the node, or its one WLAN. */
function radiosOf(source: SceneSource, node: ScenarioNode): readonly RadioScene[] {
  const rows = rowsOf<AttachmentRow>(source.reader, node.id, 'station', 'attachment');
  const given = node.interfaces ?? [{ id: 'if1' }];
  return given.map(({ id, mac = node.mac ?? '', att = WLAN }) => {
    const row = rows.find((one) => one.iface === id) ?? (given.length === 1 ? rows[0] : undefined);
    return {
      iface: id,
      att,
      technology: technologyName(att),
      mac,
      attachedTo: row?.state === 'attached' ? row.accessPoint : undefined,
      joining: row?.state === 'joining' ? row.accessPoint : undefined,
      ...(row?.off === true && { off: true }),
    };
  });
}
