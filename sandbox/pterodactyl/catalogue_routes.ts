/** What is read before a server exists: locations, nodes and their ports, nests and their eggs. */
import { EGGS, findEgg, NESTS } from './eggs.ts'
import { findNode, LOCATIONS, NODES, type NodeSpec } from './nodes.ts'
import { listOf, paginate } from './pages.ts'
import type { Panel } from './panel.ts'
import { presentAllocation, presentEgg, presentLocation, presentNest, presentNode } from './present.ts'
import { displayed, notFound } from './refusal.ts'
import { type Answer, type Call, noContent, ok, type Router } from './routing.ts'
import { validateBody } from './rules.ts'

const PORT_MIN = 1024
const PORT_MAX = 65_535
const PORTS_AT_ONCE_MAX = 1000

export function registerCatalogueRoutes(router: Router): void {
  router.application('GET', '/locations', (_panel, call) => ok(paginate(LOCATIONS, call, presentLocation)))
  router.application('GET', '/locations/:id', (_panel, call) => {
    const location = LOCATIONS.find(({ id }) => String(id) === call.params.id)
    if (!location) throw notFound()
    return ok(presentLocation(location))
  })
  router.application('GET', '/nodes', (panel, call) => {
    const isFull = panel.kit.faults.strikes('nodes_full', call)
    return ok(
      paginate(NODES, call, (node) => presentNode(panel, node, { includes: includesOf(call), isFull }))
    )
  })
  router.application('GET', '/nodes/deployable', listDeployable)
  router.application('GET', '/nodes/:id', (panel, call) =>
    ok(presentNode(panel, nodeOf(call), { includes: includesOf(call) }))
  )
  router.application('GET', '/nodes/:id/allocations', (panel, call) => {
    const { id } = nodeOf(call)
    return ok(paginate(panel.allocations.list({ filter: ({ nodeId }) => nodeId === id }), call, presentAllocation))
  }) // prettier-ignore
  router.application('POST', '/nodes/:id/allocations', addAllocations)
  router.application('DELETE', '/nodes/:id/allocations/:allocation', removeAllocation)
  registerNestRoutes(router)
}

function registerNestRoutes(router: Router): void {
  router.application('GET', '/nests', (_panel, call) => ok(paginate(NESTS, call, presentNest)))
  router.application('GET', '/nests/:nest', (_panel, call) => ok(presentNest(nestOf(call))))
  router.application('GET', '/nests/:nest/eggs', (_panel, call) => {
    const { id } = nestOf(call)
    return ok(listOf(EGGS.filter(({ nestId }) => nestId === id).map((egg) => presentEgg(egg, includesOf(call)))))
  }) // prettier-ignore
  router.application('GET', '/nests/:nest/eggs/:egg', (_panel, call) => {
    const { id } = nestOf(call)
    const egg = findEgg(Number(call.params.egg))
    if (!egg || egg.nestId !== id) throw notFound()
    return ok(presentEgg(egg, includesOf(call)))
  })
}

/** Names after `include=`, separated by commas; unknown ones are passed over. */
export function includesOf(call: Call): Set<string> {
  const { include } = call.query
  return new Set(typeof include === 'string' ? include.split(',').filter(Boolean) : [])
}

export function noViableNode() {
  return displayed(
    'NoViableNodeException',
    'No nodes satisfying the requirements specified for automatic deployment could be found.'
  )
}

function listDeployable(panel: Panel, call: Call): Answer {
  const fields = validateBody(call.query, {
    memory: 'required|integer|min:0',
    disk: 'required|integer|min:0',
  })
  const locations = [call.query['location_ids[]'] ?? call.query.location_ids ?? []].flat().map(Number)
  const wanted = { memory: Number(fields.memory), disk: Number(fields.disk), locations }
  const isFull = panel.kit.faults.strikes('nodes_full', call)
  const nodes = isFull ? [] : panel.viableNodes(wanted)
  if (nodes.length === 0) throw noViableNode()
  return ok(paginate(nodes, call, (node) => presentNode(panel, node, { includes: includesOf(call) })))
}

function addAllocations(panel: Panel, call: Call): Answer {
  const node = nodeOf(call)
  const fields = validateBody(call.body, { ip: 'required|string', alias: 'nullable|string|max:191', ports: 'required|array' }) // prettier-ignore
  const ports = (fields.ports as unknown[]).flatMap((port) => portsIn(String(port)))
  const taken = panel.allocations.list({ filter: ({ nodeId, ip }) => nodeId === node.id && ip === fields.ip })
  for (const port of ports) {
    if (taken.some((allocation) => allocation.port === port)) continue
    const id = panel.nextId('allocation')
    const alias = typeof fields.alias === 'string' ? fields.alias : null
    panel.saveAllocation({ id, nodeId: node.id, ip: String(fields.ip), alias, port, notes: null, serverId: null })
  } // prettier-ignore
  return noContent
}

function removeAllocation(panel: Panel, call: Call): Answer {
  const allocation = panel.allocation(Number(call.params.allocation))
  if (!allocation || allocation.nodeId !== nodeOf(call).id) throw notFound()
  if (allocation.serverId !== null) {
    throw displayed('ServerUsingAllocationException', 'A server is currently assigned to this allocation. An allocation can only be deleted if no server is currently assigned.')
  } // prettier-ignore
  panel.allocations.remove(String(allocation.id))
  return noContent
}

/** `25565` or `25570-25580`. */
function portsIn(text: string): number[] {
  const [, first, last = first] = /^(\d{4,5})(?:-(\d{4,5}))?$/.exec(text) ?? []
  if (first === undefined) {
    throw displayed('InvalidPortMappingException', `The mapping provided for ${text} was invalid and could not be processed.`)
  } // prettier-ignore
  const [from, to] = [Number(first), Number(last)]
  if (from < PORT_MIN || to > PORT_MAX || to < from) {
    throw displayed('PortOutOfRangeException', 'Ports in an allocation must be greater than or equal to 1024 and less than or equal to 65535.')
  } // prettier-ignore
  if (to - from >= PORTS_AT_ONCE_MAX) {
    throw displayed('TooManyPortsInRangeException', 'Adding more than 1000 ports in a single range at once is not supported.')
  } // prettier-ignore
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

function nodeOf(call: Call): NodeSpec {
  const node = findNode(Number(call.params.id))
  if (!node) throw notFound()
  return node
}

function nestOf(call: Call) {
  const nest = NESTS.find(({ id }) => String(id) === call.params.nest)
  if (!nest) throw notFound()
  return nest
}
