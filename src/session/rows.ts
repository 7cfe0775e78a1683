// Row types of the tables that a scene is read from, under one roof.

import type { IfaceId, Micros, NodeId } from '#base/ids.ts';

export type { AttachmentRow } from '#protocols/l2/station.ts';
export type { BindingRow, DlifRow, TunnelRow, UpdateRow } from '#protocols/dmm/rows.ts';
export type { BindingRow as LmaBindingRow } from '#protocols/lma/rows.ts';
export type { TunnelRow as SharedTunnelRow } from '#protocols/pmipv6/tunnels.ts';
export type { HssRecord } from '#protocols/dmm/hss.ts';
export type {
  AddressRow as HostAddressRow,
  RouteRow as HostRouteRow,
  RouterRow as HostRouterRow,
} from '#protocols/nd/rows.ts';
export type { FlowRow } from '#protocols/traffic/rows.ts';
export type { CatchRow, ClockRow, HeldRow, LinkRow, NodeRow, PositionRow } from '#sim/world.ts';

/** A row of `mag/updates`, as far as the stage shows it (PMIP §6.1). */
export interface AccessRow {
  readonly mnId: string;
  readonly mn: NodeId;
  readonly iface: IfaceId;
  readonly prefixes: readonly string[];
  readonly lma: string;
  readonly tunnel?: IfaceId | undefined;
  readonly state: string;
  readonly status?: number | undefined;
  readonly acceptedAt?: Micros | undefined;
  readonly refreshAt?: Micros | undefined;
  readonly expiresAt?: Micros | undefined;
}
