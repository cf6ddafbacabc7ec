/** Names of addresses: the vendor's optional package. A fault makes it an installation without that package. */
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import type { EntityRecord, PtrRecord } from './records.ts'
import { conflict, forbidden, invalid, notFound } from './refusal.ts'
import { type Answer, type Call, type Router } from './routing.ts'
import { readBody } from './validation.ts'

const PATH = '/pkg/rdns/ptr'
const NAME = /^[a-zA-Z0-9._-]{1,253}$/

export function registerRdnsRoutes(router: Router): void {
  router.onAny('GET', PATH, (panel, call) => {
    refuseWhenAbsent(panel, call)
    const { q, entity } = call.query
    const found = panel.pointers.list({
      filter: (item) =>
        (q === undefined || item.ip.includes(String(q)) || item.ptr.includes(String(q))) &&
        (entity === undefined || String(entityOf(panel, item.ip)?.id) === entity),
    })
    return paged(
      found.map((item) => presentPtr(panel, item)),
      call
    )
  })
  router.onAny('POST', PATH, setPtr)
  router.onAny('DELETE', `${PATH}/:ptr`, (panel, call) => {
    refuseWhenAbsent(panel, call)
    if (!panel.pointers.remove(call.params.ptr ?? '')) throw notFound('Ptr')
    return { data: null, text: 'PTR deleted.' }
  })
}

/** Creates, or overwrites what the address had. A name of `.invalid` stands for one that points elsewhere. */
function setPtr(panel: Installation, call: Call): Answer {
  refuseWhenAbsent(panel, call)
  const body = readBody(call.body, { ip: 'string', ptr: 'string' })
  const ip = String(body.ip)
  const name = String(body.ptr)
  if (!NAME.test(name)) throw invalid('The ptr format is invalid.')
  const entity = entityOf(panel, ip)
  if (!entity || entity.serverId === null) throw forbidden('The address is not within your ranges.')
  if (name.endsWith('.invalid')) throw conflict(`${name} has no A or AAAA record that points to ${ip}.`)
  const [known] = panel.pointers.list({ filter: (item) => item.ip === ip, limit: 1 })
  const id = known?.id ?? panel.nextId('ptr')
  const saved = panel.pointers.put(String(id), { id, ip, ptr: name })
  return { data: presentPtr(panel, saved), text: 'PTR saved.' }
}

function presentPtr(panel: Installation, { id, ip, ptr }: PtrRecord) {
  const entity = entityOf(panel, ip)
  const server = entity?.serverId ? panel.servers.get(String(entity.serverId)) : undefined
  return {
    id,
    ip,
    ptr,
    name: ip,
    entity: entity
      ? {
          id: entity.id,
          name: entity.name,
          server: server ? { id: server.id, name: server.nickname } : null,
        }
      : null,
  }
}

function entityOf(panel: Installation, ip: string): EntityRecord | undefined {
  if (ip.includes(':')) return panel.entities.list().find(({ v6 }) => networkOf(v6) === networkOf(ip))
  const [start, last] = [ip.slice(0, ip.lastIndexOf('.') + 1), Number(ip.slice(ip.lastIndexOf('.') + 1))]
  return panel.entities.list().find(({ network }) => {
    const first = Number(network.slice(network.lastIndexOf('.') + 1))
    return network.startsWith(start) && last > first && last < first + 7
  })
}

function refuseWhenAbsent(panel: Installation, call: Call): void {
  if (panel.kit.faults.strikes('rdns_absent', call)) throw notFound('The requested URL')
}

/** The first half of an address of the newer kind, written out: the /64 of a machine. */
function networkOf(ip: string): string {
  const [front = '', back = ''] = ip.split('::')
  const [before, after] = [front, back].map((part) => part.split(':').filter(Boolean)) as [string[], string[]]
  const gap = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...gap, ...after].slice(0, 4)
  return groups.map((group) => parseInt(group, 16)).join(':')
}
