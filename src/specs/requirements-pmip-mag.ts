// What RFC 5213 demands of a mobile access gateway (section 6). Numbers are ids: a row may move,
// its number stays.

import { demandsOf } from './demands.ts';

/** Data, attachment, and what a PBA brings about. */
const registration = demandsOf(
  'PMIP',
  'PMIP',
  `
§6
151 MAY The MAG is spread over several systems. ~choice
§6.1 @pmip-attach
152 MUST The MAG keeps a list of its binding updates.
153 property An entry has the identifiers of node and interface, prefixes, link-local address, LMA,
  access link, and tunnel.
154 MUST An unknown link-layer identifier is kept as two octets of zero. ~layer2
§6.2 @pmip-attach
155 MUST LMA and MAG have the policy profile of a node.
156 MAY The profile comes with a context transfer, or is made by the MAG. ~choice
157 MUST A MAG that serves a node has its profile.
158 property A profile has the identifier of the node and the address of its LMA at least.
159 property A profile may name prefixes per interface, their lifetime, and ways of configuration.
§6.3 @pmip-attach
160 property An access link has two ends, the MAG and one node.
§6.4
161 property How addresses are configured is advertised alike on all links of a node.
§6.5
162 SHOULD Mobility service is given after the node has been authenticated and authorised. ~access
§6.6 @pmip-attach
163 MUST All gateways know a node by its identifier.
164 MUST The identifier is stable, and one node's only.
165 MAY The identifier is that of the user, if nobody else has it. ~access
166 MUST From a passing identifier the MAG finds the stable one. ~access
167 MUST A pseudonym serves as identifier as well. ~access
168 MUST The MAG knows which link belongs to which identifier.
§6.7 @pmip-handoff
169 property A node that moves within the domain sees no change of its layer 3 attachment.
170 property Router Advertisements bring the home network prefixes in prefix options.
171 SHOULD They do so after the registration has been completed, not before.
172 MAY The advertised lifetime of a prefix is the MAG's choice.
173 MAY It follows the lifetime of the binding. ~choice
§6.8 @pmip-attach
174 property A link-local address made by the LMA stays the same for the whole session.
175 MAY One link-local address is fixed for all access links of the domain.
§6.9.1.1 rule 1 @pmip-attach
176 MUST The MAG finds out who has attached.
177 MUST For a node that has mobility service it sends a PBU.
§6.9.1.1 rule 2 @pmip-attach
178 MUST A PBU has a Mobile Node Identifier option.
§6.9.1.1 rule 3 @pmip-attach
179 MUST A PBU has a Home Network Prefix option.
180 MAY A MAG that knows prefixes of the node asks for them.
181 MAY A MAG leaves the prefix to the LMA by an empty option.
182 MUST An empty Home Network Prefix option stands alone.
§6.9.1.1 rule 4 @pmip-handoff
183 MUST A PBU has a Handoff Indicator option with the hint of layer 2.
184 MUST An attachment that is known to be no handoff has HI 1. @pmip-attach
185 MUST An attachment that is known to come from another interface has HI 2.
186 MUST An attachment of the same interface that is known to come from another MAG has HI 3.
187 MUST An attachment of which nothing is known has HI 4.
§6.9.1.1 rule 5
188 MUST HI 2 is for a node that changes interfaces on purpose and gives up the former.
189 MUST NOT HI 2 and 3 are not used on a guess.
§6.9.1.1 rule 6 @pmip-attach
190 MUST A PBU has a timestamp, or a sequence number that is kept per session.
191 SHOULD With timestamps, the sequence number is a counter of the MAG that only goes up.
§6.9.1.1 rule 7 @pmip-attach
192 MUST A PBU has the link-layer identifier of the interface, if the MAG knows it.
193 MUST NOT An unknown or empty link-layer identifier is not sent.
§6.9.1.1 rule 8 @pmip-attach
194 MUST A PBU has an Access Technology Type option.
195 SHOULD The type is that of the link on which the node is attached.
§6.9.1.1 rule 9 @pmip-attach
196 MUST A PBU has a Link-local Address option if no such address is fixed in the domain, only then.
197 MUST It is empty to ask the LMA for one.
§6.9.1.1 rule 10
198 MUST Every PBU is made in the one way that section 6.9.1.5 has.
§6.9.1.1 rule 11 @pmip-attach
199 MUST The first PBU for a node makes an entry in the list.
§6.9.1.2 rule 1
200 MUST The sender of a PBA is authenticated; here: it is one of the configured peers.
§6.9.1.2 rule 2
201 MUST The checks of any Mobility Header message come first.
§6.9.1.2 rule 3
202 MUST Sequence number and timestamp of a PBA are read by the scheme that is in use.
§6.9.1.2 rule 4 @pmip-attach
203 MUST That a PBA has no type 2 routing header is no fault.
§6.9.1.2 rule 5 @pmip-lost-pba
204 MAY A PBA is matched by its node, and among several PBUs by its sequence number.
205 MUST A PBA that fits no recent PBU is ignored.
§6.9.1.2 rule 6
206 MUST A PBA whose HI, technology, link-layer or node identifier differs from the PBU is ignored.
207 MUST NOT After that the PBU is not sent again until an operator acts.
§6.9.1.2 rule 7
208 SHOULD NOT After 152 no PBU goes out for the node until an operator acts.
209 MUST After 152 the node gets no mobility service.
§6.9.1.2 rule 8 @pmip-overtaking-pbus
210 SHOULD After 157 the MAG registers again, if the node is still there; its clock may stay.
§6.9.1.2 rule 9
211 SHOULD After 156 the MAG sets its clock by the common source before it registers again.
212 SHOULD NOT It does not set it by the time in the PBA.
§6.9.1.2 rule 10
213 SHOULD NOT After 155 the MAG does not ask for the same prefixes again.
214 MAY After 155 it leaves the prefix to the LMA.
§6.9.1.2 rule 11
215 MUST NOT After any refusal no prefix is advertised.
216 MUST After any refusal nothing is forwarded from addresses of the home network prefixes.
217 MAY After a refusal the link is taken down. ~choice
§6.9.1.2 rule 12 @pmip-attach
218 MUST After status 0 a tunnel to the LMA is set up, if there is none.
§6.9.1.2 rule 13 @pmip-attach
219 MUST What comes from addresses of the prefixes is routed into that tunnel.
§6.9.1.2 rule 14 @pmip-attach
220 MUST The entry of the list takes the accepted values.
221 MUST The prefixes are advertised as on-link.
§6.9.1.2 rule 15
222 SHOULD A link-local address from the LMA is set on the link, and no other without DAD.
223 MUST NOT One that the node already has is not used.
224 SHOULD The MAG then takes another and tells the LMA at once by a PBU.
§6.9.1.3 rule 1 @pmip-attach
225 MUST A PBU that extends a lifetime has the options of the first one, with two exceptions.
§6.9.1.3 rule 2 @pmip-attach
226 MUST It has one Home Network Prefix option per prefix of the session.
§6.9.1.3 rule 3 @pmip-attach
227 MUST It has HI 5.
§6.9.1.4 rule 1 @pmip-handoff
228 SHOULD When a node has left, or its session is ended, the MAG sends a PBU of lifetime zero.
229 MUST It has the options of the first one, with two exceptions.
§6.9.1.4 rule 2 @pmip-handoff
230 MUST It has one Home Network Prefix option per prefix of the session.
§6.9.1.4 rule 3 @pmip-handoff
231 MUST It has HI 4.
§6.9.1.4 @pmip-handoff
232 MUST At the PBA of status 0, or INITIAL_BINDACK_TIMEOUT later, the entry of the list goes.
233 MUST Then the routes of the node go.
234 MUST Then the tunnel goes, if no other node uses it.
235 MUST Then the link of the node is taken down.
§6.9.1.5 @pmip-attach
236 property A and P of a PBU are set, and its options are those of the figure.
237 MUST A PBU comes from a global address of the MAG's egress interface.
238 property That is the care-of address, unless an Alternate Care-of Address option names another.
239 MUST A PBU goes to the address of the LMA.
240 MUST A PBU has identifier, prefix, handoff indicator and access technology.
241 MAY A PBU has timestamp, link-layer identifier and link-local address.
242 MUST A PBU is protected by IPsec, where that is used. ~ipsec
243 MUST NOT A PBU has no Home Address option.
`,
);

/** Advertising, repeating, forwarding, cleaning up. */
const operation = demandsOf(
  'PMIP',
  'PMIP',
  `
§6.9.2 rule 1 @pmip-attach
244 SHOULD A Router Solicitation is answered with the home network prefixes as on-link.
245 SHOULD The registration is completed before that.
§6.9.2 rule 2
246 MUST NOT Without a completed registration the prefixes are not advertised.
247 MAY A prefix of the visited network is advertised instead.
§6.9.2 rule 3 @pmip-attach
248 SHOULD Advertisements have an MTU option with the MTU of the tunnel.
§6.9.3 @pmip-handoff
249 SHOULD All MAGs have the same link-local and link-layer address on every access link.
§6.9.4
250 property PBUs are sent no oftener than Mobile IPv6 allows: 3 per second to one peer (R-11).
§6.9.4 rule 1 @pmip-lost-pba
251 property The first wait for a PBA is INITIAL_BINDACK_TIMEOUT, also at the first registration.
§6.9.4 rule 2 @pmip-lost-pba
252 SHOULD A PBU without answer is sent again until one comes.
253 MUST Before that the MAG makes sure that the node is still attached.
§6.9.4 rule 3 @pmip-lost-pba
254 MUST The wait doubles with each repetition, up to MAX_BINDACK_TIMEOUT.
255 MAY At that rate the PBU is repeated without end.
§6.9.4 rule 4 @pmip-lost-pba
256 MUST A repeated PBU has a new timestamp.
257 MUST With sequence numbers, a repeated PBU has a higher one.
§6.9.5
258 MAY The path MTU between LMA and MAG is discovered.
259 MUST ICMPv6 Packet Too Big is heard for that.
260 MAY Packetization layer discovery is used. ~probing
261 SHOULD The path can be probed by Echo Requests. ~probing
262 MAY All paths are probed at the start and from time to time. ~probing
263 MUST Where nothing is discovered, a configured default holds.
264 MUST The MTU of a tunnel follows from that of its path.
265 SHOULD The advertised MTU is that of the tunnel. @pmip-attach
266 MUST If the access link has a lower MTU, that one is advertised.
267 MUST A change of the path's MTU changes the tunnel's.
268 SHOULD A change of the MTU is told to the nodes by Router Advertisements.
269 MUST All later Router Advertisements have the changed MTU.
§6.10.3
270 MAY Between nodes of one MAG packets may be routed there, as EnableMAGLocalRouting says.
271 SHOULD That is decided by a policy that the LMA enforces. ~choice
§6.10.4 @pmip-handoff
272 property The tunnels of a MAG are managed as those of an LMA.
§6.10.5 @pmip-attach
273 MUST A packet out of the tunnel goes to the link on which its inner destination prefix stands.
274 MUST Its outer header is taken off.
275 MUST Without such a link the packet is dropped silently.
276 MUST Errors inside a tunnel are reported as RFC 2473 has it.
277 MUST A visitor's packet to a node of the same MAG goes by the LMA, unless local routing is on.
278 MUST Nothing is forwarded for a node that has no binding.
279 MUST From node to node of one MAG a packet goes by the LMA, unless local routing is on.
280 MUST All else from the node goes through the tunnel to the LMA.
281 MUST NOT A packet with a link-local source is not forwarded.
282 MUST Packets are encapsulated as RFC 2473 has it.
§6.11
283 MUST The MAG is a DHCP relay, where DHCP is used. ~dhcp
284 MUST The LMA assigns all prefixes of a link, where DHCP is used. ~dhcp
285 MUST By DHCP a node always gets the same addresses. ~dhcp
§6.12
286 MUST A prefix that is renumbered is advertised with zero lifetimes.
287 MUST Its routes go at MAG and LMA.
§6.13
288 MUST Before it extends a lifetime the MAG makes sure that the node is still attached.
289 MUST NOT If it cannot tell, it does not extend. ~layer2
290 SHOULD It then ends the session by a PBU of lifetime zero.
291 MUST Then its own state of the node goes as well.
§6.14
292 MUST The MAG finds out whether a node has mobility service.
293 MAY A node without mobility service gets plain IPv6 access.
294 SHOULD It then configures addresses from a local prefix in the usual way.
`,
);

export const gatewayRequirements = [...registration, ...operation];
