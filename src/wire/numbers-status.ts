// Status codes, reasons and indicators, each with its origin.

import { registry } from './numbers.ts';

export const bindingStatus = registry(
  'Binding Acknowledgement Status',
  ['MIP6 §6.1.8', [0, 'accepted'], [1, 'accepted, prefix discovery needed']],
  ['RFC 5845', [2, 'GRE key option not required'], [3, 'TLV-header format not supported']],
  ['RFC 5648', [4, 'MCoA not complete'], [5, 'MCoA return home without NDP']],
  ['RFC 6058', [6, 'accepted, transient binding ignored']],
  [
    'MIP6 §6.1.8',
    [128, 'reason unspecified'],
    [129, 'administratively prohibited'],
    [130, 'insufficient resources'],
    [131, 'home registration not supported'],
    [132, 'not home subnet'],
    [133, 'not home agent for this mobile node'],
    [134, 'duplicate address detection failed'],
    [135, 'sequence number out of window'],
    [136, 'expired home nonce index'],
    [137, 'expired care-of nonce index'],
    [138, 'expired nonces'],
    [139, 'registration type change disallowed'],
  ],
  [
    'RFC 3963',
    [140, 'mobile router operation not permitted'],
    [141, 'invalid prefix'],
    [142, 'not authorized for prefix'],
    [143, 'forwarding setup failed'],
  ],
  ['RFC 4285', [144, 'MIPV6-ID-MISMATCH'], [145, 'MIPV6-MESG-ID-REQD'], [146, 'MIPV6-AUTH-FAIL']],
  [
    'RFC 4866',
    [147, 'permanent home keygen token unavailable'],
    [148, 'CGA and signature verification failed'],
    [149, 'permanent home keygen token exists'],
    [150, 'non-null home nonce index expected'],
  ],
  ['RFC 5149', [151, 'service authorization failed']],
  [
    'PMIP §8.9',
    [152, 'PROXY_REG_NOT_ENABLED'],
    [153, 'NOT_LMA_FOR_THIS_MOBILE_NODE'],
    [154, 'MAG_NOT_AUTHORIZED_FOR_PROXY_REG'],
    [155, 'NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX'],
    [156, 'TIMESTAMP_MISMATCH'],
    [157, 'TIMESTAMP_LOWER_THAN_PREV_ACCEPTED'],
    [158, 'MISSING_HOME_NETWORK_PREFIX_OPTION'],
    [159, 'BCE_PBU_PREFIX_SET_DO_NOT_MATCH'],
    [160, 'MISSING_MN_IDENTIFIER_OPTION'],
    [161, 'MISSING_HANDOFF_INDICATOR_OPTION'],
    [162, 'MISSING_ACCESS_TECH_TYPE_OPTION'],
  ],
  ['RFC 5845', [163, 'GRE_KEY_OPTION_REQUIRED']],
  [
    'RFC 5648',
    [164, 'MCoA malformed'],
    [165, 'non-MCoA binding exists'],
    [166, 'MCoA prohibited'],
    [167, 'MCoA unknown care-of address'],
    [168, 'MCoA bulk registration prohibited'],
    [169, 'MCoA simultaneous home and foreign prohibited'],
  ],
  [
    'RFC 5844',
    [170, 'NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE'],
    [171, 'NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS'],
    [172, 'NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE'],
    [173, 'MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED'],
  ],
  ['RFC 5555', [174, 'invalid care-of address']],
  ['RFC 6602', [175, 'INVALID_MOBILE_NODE_GROUP_IDENTIFIER']],
  ['RFC 6618', [176, 'reinitialize security association with the home agent controller']],
  ['RFC 7148', [177, 'NOT_AUTHORIZED_FOR_DELEGATED_MNP'], [178, 'REQUESTED_DMNP_IN_USE']],
  ['RFC 7222', [179, 'CANNOT_MEET_QOS_SERVICE_REQUEST']],
  ['RFC 8278', [180, 'CANNOT_SUPPORT_MULTIPATH_BINDING']],
);

export const bindingErrorStatus = registry('Binding Error Status', [
  'MIP6 §6.1.9',
  [1, 'unknown binding for Home Address destination option'],
  [2, 'unrecognized MH Type'],
]);

export const handoffIndicators = registry(
  'Handoff Indicator',
  [
    'PMIP §8.4',
    [0, 'reserved'],
    [1, 'attachment over a new interface'],
    [2, 'handoff between two interfaces of the mobile node'],
    [3, 'handoff between gateways for the same interface'],
    [4, 'handoff state unknown'],
    [5, 'handoff state not changed'],
  ],
  ['RFC 7864', [6, 'attachment over a new interface sharing prefixes']],
);

export const accessTechnologies = registry(
  'Access Technology Type',
  [
    'PMIP §8.5',
    [0, 'reserved'],
    [1, 'virtual'],
    [2, 'PPP'],
    [3, 'IEEE 802.3'],
    [4, 'IEEE 802.11a/b/g'],
    [5, 'IEEE 802.16e'],
  ],
  ['IANA', [6, '3GPP GERAN'], [7, '3GPP UTRAN'], [8, '3GPP E-UTRAN'], [9, '3GPP2 eHRPD']],
  ['IANA', [10, '3GPP2 HRPD'], [11, '3GPP2 1xRTT'], [12, '3GPP2 UMB'], [13, '3GPP NB-IoT']],
);

export const identifierSubtypes = registry(
  'Mobile Node Identifier Subtype',
  ['RFC 4283', [1, 'NAI']],
  ['RFC 8371', [2, 'IPv6 address'], [3, 'IMSI'], [4, 'P-TMSI'], [5, 'EUI-48'], [6, 'EUI-64']],
  ['RFC 8371', [7, 'GUTI'], [8, 'DUID']],
);

export const revocationTriggers = registry('Binding Revocation Trigger', [
  'RFC 5846',
  [0, 'unspecified'],
  [1, 'administrative reason'],
  [2, 'inter-MAG handover, same access type'],
  [3, 'inter-MAG handover, different access type'],
  [4, 'inter-MAG handover, unknown'],
  [5, 'user-initiated session termination'],
  [6, 'access network session termination'],
  [7, 'possible out-of-sync binding cache state'],
  [128, 'per-peer policy'],
  [129, 'revoking mobility node local policy'],
]);

export const revocationStatus = registry('Binding Revocation Acknowledgement Status', [
  'RFC 5846',
  [0, 'success'],
  [1, 'partial success'],
  [128, 'binding does not exist'],
  [129, 'IPv4 home address option required'],
  [130, 'global revocation not authorized'],
  [131, 'revoked mobile nodes identity required'],
  [132, 'revocation failed, mobile node is attached'],
  [133, 'revocation trigger not supported'],
  [134, 'revocation function not supported'],
  [135, 'proxy binding revocation not supported'],
]);

export const updateReasons = registry(
  'Update Notification Reason',
  ['RFC 7077', [0, 'reserved'], [1, 'FORCE-REREGISTRATION'], [2, 'UPDATE-SESSION-PARAMETERS']],
  ['RFC 7077', [3, 'VENDOR-SPECIFIC-REASON'], [4, 'ANI-PARAMS-REQUESTED']],
  ['IANA', [5, 'QoS service request'], [6, 'P-CSCF restoration'], [7, 'P-CSCF restoration']],
  ['RFC 7864', [8, 'FLOW-MOBILITY']],
);

export const updateStatus = registry(
  'Update Notification Acknowledgement Status',
  ['RFC 7077', [0, 'success'], [128, 'failed to update session parameters']],
  ['RFC 7077', [129, 'missing vendor specific option']],
  ['IANA', [130, 'cannot meet QoS service request']],
  ['RFC 7864', [131, 'reason unspecified'], [132, 'mobile node not attached']],
);

export const flowStatus = registry('Flow Identification Status', [
  'RFC 6089',
  [0, 'flow binding successful'],
  [128, 'administratively prohibited'],
  [129, 'flow binding rejected'],
  [130, 'flow identification option malformed'],
  [131, 'BID not found'],
  [132, 'FID not found'],
  [133, 'traffic selector format not supported'],
]);

export const flowBindingTriggers = registry('Flow Binding Indication Trigger', [
  'RFC 7109',
  [0, 'reserved'],
  [1, 'unspecified'],
  [2, 'administrative reason'],
  [3, 'possible out-of-sync binding cache state'],
]);

export const flowBindingStatus = registry('Flow Binding Acknowledgement Status', [
  'RFC 7109',
  [0, 'success'],
  [128, 'target care-of address does not exist'],
  [129, 'action not authorized'],
]);

export const flowActions = registry(
  'Flow Binding Action',
  ['RFC 7109', [11, 'add'], [12, 'delete'], [13, 'modify'], [14, 'refresh'], [15, 'move']],
  ['RFC 7109', [16, 'revoke']],
);

export const flowSubOptionTypes = registry(
  'Flow Identification Sub-Option',
  ['RFC 6089', [0, 'Pad1'], [1, 'PadN'], [2, 'Binding Reference'], [3, 'Traffic Selector']],
  ['RFC 7109', [4, 'Flow Binding Action'], [5, 'Target Care-of Address']],
);

export const ipv4AddressStatus = registry('IPv4 Home Address Reply Status', [
  'RFC 5844',
  [0, 'success'],
  [128, 'reason unspecified'],
  [129, 'administratively prohibited'],
  [130, 'incorrect IPv4 home address'],
  [131, 'invalid IPv4 address'],
  [132, 'dynamic IPv4 home address assignment not available'],
]);

export const routerPreferences = registry('Router Preference', [
  'RTR §2.1',
  [0, 'medium'],
  [1, 'high'],
  [2, 'reserved'],
  [3, 'low'],
]);

export const unreachableCodes = registry('Destination Unreachable Code', [
  'RFC 4443',
  [0, 'no route to destination'],
  [1, 'administratively prohibited'],
  [2, 'beyond scope of source address'],
  [3, 'address unreachable'],
  [4, 'port unreachable'],
  [5, 'source address failed ingress/egress policy'],
  [6, 'reject route to destination'],
]);

export const timeExceededCodes = registry('Time Exceeded Code', [
  'RFC 4443',
  [0, 'hop limit exceeded in transit'],
  [1, 'fragment reassembly time exceeded'],
]);

export const parameterProblemCodes = registry('Parameter Problem Code', [
  'RFC 4443',
  [0, 'erroneous header field'],
  [1, 'unrecognized next header type'],
  [2, 'unrecognized IPv6 option'],
]);
