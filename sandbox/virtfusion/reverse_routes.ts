/**
 * Reverse names. Frankfurt is a panel of version 7.1; New York is older and knows no such call. How names of IPv6 are written is documented
 * nowhere: Frankfurt has the twin of the call for IPv4, and tells them as likely as anything (`addressesDetailed`).
 */
import type { Panel } from './panel.ts'
import { notFound, Refusal } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { validate } from './validation.ts'

const NAME = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i
const OLD_PANELS = ['nyc']

export function registerReverseRoutes(router: Router): void {
  router.on('PUT', '/connectivity/ipv4/rdns', setReverseName)
  router.on('PUT', '/connectivity/ipv6/rdns', setNameOfSixth)
  router.on('GET', '/connectivity/rdns/zones', (panel) => {
    refuseOnOldPanel(panel)
    return { status: 200, body: { data: [] } }
  })
}

function setReverseName(panel: Panel, call: Call): Answer {
  refuseOnOldPanel(panel)
  const { address, ptr } = validate(call.body, {
    address: { type: 'string', required: true },
    ptr: { type: 'string', pattern: NAME },
  })
  const server = panel.servers.list().find(({ ipv4 }) => ipv4.some((own) => own.address === address))
  if (!server) throw notFound('address not found')
  const rdns = typeof ptr === 'string' ? ptr : null
  const ipv4 = server.ipv4.map((own) => (own.address === address ? { ...own, rdns } : own))
  panel.saveServer({ ...server, ipv4 })
  return { status: 200, body: { data: { address, ptr: rdns } } }
}

function setNameOfSixth(panel: Panel, call: Call): Answer {
  refuseOnOldPanel(panel)
  const { address, ptr } = validate(call.body, {
    address: { type: 'string', required: true },
    ptr: { type: 'string', pattern: NAME },
  })
  const wanted = String(address).toLowerCase()
  const server = panel.servers.list().find(({ ipv6 }) => ipv6 !== null && wanted.startsWith(ipv6))
  if (!server) throw notFound('address not found')
  const rdns = typeof ptr === 'string' ? ptr : null
  const others = (server.ipv6Names ?? []).filter((known) => known.address !== wanted)
  const ipv6Names = rdns === null ? others : [...others, { address: wanted, rdns }]
  panel.saveServer({ ...server, ipv6Names })
  return { status: 200, body: { data: { address: wanted, ptr: rdns } } }
}

/** As for any address that the panel does not know: without its own sentence. */
function refuseOnOldPanel(panel: Panel): void {
  if (OLD_PANELS.includes(panel.spec.slug)) {
    throw new Refusal(404, { message: 'The route could not be found.' })
  }
}
