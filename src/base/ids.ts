// Names of things that live in a scenario, and the one unit of time.

/** Integer microseconds of virtual time since the start of the scenario. */
export type Micros = number;
/** Milliseconds as `Micros`. */
export const ms = (n: number): Micros => Math.round(n * 1000);
/** Seconds as `Micros`. */
export const seconds = (n: number): Micros => Math.round(n * 1_000_000);

/** Name of a node: `mn1`, `dgw2`, `cn1`. Never looks like a whole number (key order). */
export type NodeId = string;
/** Name of a link or of a radio cell: `core-dgw1`, `radio-dgw1`. */
export type LinkId = string;
/** Name of an interface, unique on its node: `if1`, `phy`, `mn1dgw1`, `tun-2001:db8:d2::1`. */
export type IfaceId = string;
/** Name of a timer, unique on its node within its role. */
export type TimerKey = string;
/** Name of a flow: `F1`. */
export type FlowId = string;
/** Ordinal of a trace event, from 0. */
export type Seq = number;
/** Ordinal of a frame: one transmission of octets over one link, from 0. */
export type FrameId = number;
/** Ordinal of a datagram: it keeps its number over every hop and inside every tunnel. */
export type DatagramId = number;

/** Place of a rule: `PMIP §5.3.2`, `DMM §4.3.3`, `RFC 4861 §6.3.4`. */
export type Cite = string;
