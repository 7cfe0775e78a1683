// What gateways and anchors of RFC 5213 are set up with alike.

/**
 * What a node understands beyond RFC 5213: revocation (RFC 5846), also of proxy bindings, heartbeat
 * (RFC 5847), update notification (RFC 7077), GRE keys (RFC 5845),
 * several attachments of one node (MIF, RFC 7864).
 */
export type Support =
  'revocation' | 'proxyRevocation' | 'heartbeat' | 'notification' | 'gre' | 'multihoming';
