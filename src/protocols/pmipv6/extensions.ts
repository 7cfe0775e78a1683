// Options that RFC 5845 (GRE keys) and RFC 5844 (IPv4 home addresses) add to a PBU and a PBA: read
// into facts, written back.

import type { MobilityOption } from '#wire/packet.ts';
import { optionOf, optionsOf } from './options.ts';

type Ipv4 = Extract<MobilityOption, { readonly is: 'Ipv4HomeAddressRequest' }>['address'];

/** 0.0.0.0: "assign one", RFC 5844 §3.3.1. */
export const ANY_IPV4 = '0.0.0.0';

/** A wish for an IPv4 home address, or the address itself. */
export interface Ipv4Wish {
  readonly address: string;
  readonly prefixLength: number;
}

/** What a PBU asks for beyond RFC 5213. */
export interface Extensions {
  /** RFC 5845 §6.1: GRE, with the gateway's key for what comes down or without keys. */
  readonly gre: { readonly key: number | undefined } | undefined;
  /** More than one is refused, so all are told. */
  readonly ipv4: readonly Ipv4Wish[];
}

/** Reads them. */
export function readExtensions(options: readonly MobilityOption[]): Extensions {
  const gre = optionOf(options, 'GreKey');
  return {
    gre: gre && { key: gre.key },
    ipv4: optionsOf(options, 'Ipv4HomeAddressRequest').map(({ address, prefixLength }) => ({
      address,
      prefixLength,
    })),
  };
}

/** RFC 5845 §6.1: without a key it asks for, or grants, GRE alone. */
export const greKeyOption = (key: number | undefined): MobilityOption => ({
  is: 'GreKey',
  ...(key !== undefined && { key }),
});

/** RFC 5844 §3.3.1. */
export const ipv4Request = ({ address, prefixLength }: Ipv4Wish): MobilityOption => ({
  is: 'Ipv4HomeAddressRequest',
  prefixLength,
  address: address as Ipv4, // checked where it is configured
});

/** RFC 5844 §3.3.2. */
export const ipv4Reply = (status: number, wish: Ipv4Wish): MobilityOption => ({
  is: 'Ipv4HomeAddressReply',
  status,
  prefixLength: wish.prefixLength,
  address: wish.address as Ipv4, // checked where it is configured
});

/** RFC 5844 §3.3.3. */
export const ipv4DefaultRouter = (address: string): MobilityOption => ({
  is: 'Ipv4DefaultRouterAddress',
  address: address as Ipv4, // checked where it is configured
});

/** RFC 5844 §3.3.2: status of a reply. */
export const IPV4_STATUS = {
  success: 0,
  unspecified: 128,
  administrativelyProhibited: 129,
  incorrectAddress: 130,
  invalidAddress: 131,
  noDynamicAssignment: 132,
} as const;
