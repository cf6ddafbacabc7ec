/** What is wrong with a connection, and beside which field of the form it is said. */
export const connectionFaults = {
  certificate: 'base_url',
  no_tls: 'base_url',
  name_unknown: 'base_url',
  not_reached: 'base_url',
  slow: 'base_url',
  leads_elsewhere: 'base_url',
  other_product: 'base_url',
  broken: 'base_url',
  right_missing: 'token',
  token_refused: 'token',
} as const

export type ConnectionFault = keyof typeof connectionFaults

/** In this order: what the network says first, then what the drivers say of an answer. */
const signs: readonly [RegExp, ConnectionFault][] = [
  [/certificate|CERT_/i, 'certificate'],
  [/wrong version number|packet length too long|EPROTO|SSL routines/i, 'no_tls'],
  [/ENOTFOUND|EAI_AGAIN/, 'name_unknown'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'not_reached'],
  [/deadline|ETIMEDOUT|timed out/i, 'slow'],
  [/leads elsewhere/, 'leads_elsewhere'],
  [/HTTP\/1\.1 protocol|Parse Error/i, 'other_product'],
  [/Nothing answers at the address|is not the panel|without its|unreadable|else than data/, 'other_product'],
  [/may not do this|forbidden|not authorized to/i, 'right_missing'],
  [/refuses our|unauthori[sz]ed|invalid (api )?(key|token)/i, 'token_refused'],
]

/** Why a panel does not let itself be connected, by what its driver says; null where only the driver's own words help. */
export function connectionFaultIn({
  type,
  message,
}: {
  type: string
  message: string
}): ConnectionFault | null {
  const known = signs.find(([sign]) => sign.test(message))
  if (known) return known[1]
  return type === 'unknown' || type === 'retry_later' ? 'broken' : null
}
