// Row types of the tables that a scene is read from, under one roof.

export type { AttachmentRow } from '#protocols/l2/station.ts';
export type { BindingRow, DlifRow, TunnelRow, UpdateRow } from '#protocols/dmm/rows.ts';
export type { BindingRow as LmaBindingRow, FlowEntryRow, GroupRow } from '#protocols/lma/rows.ts';
export type { UpdateRow as MagUpdateRow } from '#protocols/mag/rows.ts';
export type { HomeBindingRow } from '#protocols/mip6/home-rows.ts';
export type { CachedBindingRow } from '#protocols/mip6/correspondent-rows.ts';
export type { HomeUpdateRow } from '#protocols/mip6/mobile-rows.ts';
export type { TunnelRow as SharedTunnelRow } from '#protocols/pmipv6/tunnels.ts';
export type { RelayRow } from '#protocols/dmm/home-rows.ts';
export type { CmdBindingRow } from '#protocols/dmm/cmd-rows.ts';
export type { HssRecord } from '#protocols/dmm/hss.ts';
export type {
  AddressRow as HostAddressRow,
  HostRouteRow as HostOneRouteRow,
  RouteRow as HostRouteRow,
  RouterRow as HostRouterRow,
} from '#protocols/nd/rows.ts';
export type { FlowRow } from '#protocols/traffic/rows.ts';
export type { PrefixRow as VifPrefixRow, SubRow as VifSubRow } from '#protocols/virtual/rows.ts';
export type { CatchRow, ClockRow, HeldRow, LinkRow, NodeRow, PositionRow } from '#sim/world.ts';
