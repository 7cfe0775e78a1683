// What RFC 5847, heartbeats between MAG and LMA, demands. Numbers are ids: a row may move, its
// number stays.

import { demandsOf } from './demands.ts';

export const heartbeatRequirements = demandsOf(
  'HB',
  'RFC 5847',
  `
§3 @pmip-lma-restart
1 property MAG and LMA each ask the other for a sign of life, one request per HEARTBEAT_INTERVAL.
2 property Sequence numbers of requests go up by one; the last one sent is kept, to know its
  response by it.
3 SHOULD NOT A MAG sends no request to an LMA that holds no binding of its nodes.
4 SHOULD NOT An LMA sends no request to a MAG that has no active binding with it.
5 MUST A request is always answered, also where there is no binding.
6 SHOULD NOT HEARTBEAT_INTERVAL is not set below 30 seconds.
7 property A node that does not know heartbeats answers with Binding Error, status 2.
8 MUST NOT After a Binding Error with status 2 no heartbeat goes to that peer any more.
9 property Sessions with a peer that failed or lost its state are marked invalid.
§3.1 @pmip-lma-restart
10 property A response belongs to the request with the same sequence number.
11 property A request without response is counted as missing before the next one goes out.
12 property A peer is unreachable once more are missing than MISSING_HEARTBEATS_ALLOWED.
13 property A response sets the count of missing heartbeats back to zero.
§3.2 @pmip-lma-restart
14 MUST A node counts its restarts, one up for each that lost its sessions.
15 MUST NOT A restart that kept all sessions leaves the counter as it is.
16 MUST The Restart Counter survives a restart.
17 property A response says the Restart Counter in an option.
18 MUST A node keeps the Restart Counter of each peer with which it has sessions.
19 property A Restart Counter that differs from the kept one tells that the peer lost its sessions.
20 property A Restart Counter that is new or different is kept.
21 SHOULD After a restart without its sessions a node sends unsolicited responses to its former
  peers.
22 property The sequence number of an unsolicited response says nothing, and nobody answers it.
§3.3 @pmip-lma-restart
23 MUST A heartbeat is a Mobility Header message of type 13.
24 property U is set in unsolicited responses only, R in all responses.
25 MUST Options that a receiver does not understand are skipped.
§3.4 @pmip-lma-restart
26 MUST The Restart Counter option has type 28, length 4, and alignment 4n+2.
27 property The Restart Counter option stands in responses only.
§4
28 property Over IPv4 a heartbeat is carried in UDP. ~ipv4
§5
29 property Interval and allowed misses can be configured; they begin with 60 seconds and 3.
30 SHOULD NOT HEARTBEAT_INTERVAL is not set above 3600 seconds.
§6
31 MUST Heartbeats can be protected by IPsec. ~ipsec
`,
);
