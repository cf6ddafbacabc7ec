/** Everything that is read before a server exists: connection, packages, images, machines, addresses. */
import { findPackage, PACKAGES, templateGroupsFor } from './catalogue.ts'
import { blockOf } from './addresses.ts'
import { paginate } from './pages.ts'
import type { Panel } from './panel.ts'
import { allocationOf } from './placement.ts'
import {
  presentBlock,
  presentGroup,
  presentHypervisor,
  presentPackage,
  presentResources,
  presentTemplateGroup,
} from './present_catalogue.ts'
import { notFound } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'

export function registerCatalogueRoutes(router: Router): void {
  router.on('GET', '/connect', () => ok({ msg: 'Connection successful.' }))
  router.on('GET', '/packages', () => ok({ data: PACKAGES.map(presentPackage) }))
  router.on('GET', '/packages/:id', (_panel, call) => ok({ data: presentPackage(packageOf(call)) }))
  router.on('GET', '/media/templates/fromServerPackageSpec/:id', (panel, call) =>
    ok({ data: templateGroupsFor(packageOf(call)).map((group) => presentTemplateGroup(group, panel.now())) })
  )
  router.on('GET', '/media/iso/:id', () => {
    throw notFound('iso not found')
  })
  registerMachineRoutes(router)
  registerBlockRoutes(router)
}

function registerMachineRoutes(router: Router): void {
  router.on('GET', '/compute/hypervisors', (panel, call) =>
    ok(
      paginate(
        panel.spec.hypervisors.map((host) => presentHypervisor(panel.spec, host)),
        pageOf(call)
      )
    )
  )
  router.on('GET', '/compute/hypervisors/:id', (panel, call) => {
    const host = panel.spec.hypervisors.find((candidate) => String(candidate.id) === call.params.id)
    if (!host) throw notFound('hypervisor not found')
    return ok({ data: presentHypervisor(panel.spec, host) })
  })
  router.on('GET', '/compute/hypervisors/groups', (panel, call) =>
    ok(paginate(panel.spec.groups.map(presentGroup), pageOf(call)))
  )
  router.on('GET', '/compute/hypervisors/groups/:id', (panel, call) =>
    ok({ data: presentGroup(groupOf(panel, call)) })
  )
  router.on('GET', '/compute/hypervisors/groups/:id/resources', (panel, call) =>
    ok(paginate(resourcesOf(panel, call), pageOf(call)))
  )
}

function registerBlockRoutes(router: Router): void {
  router.on('GET', '/connectivity/ipblocks', (panel, call) => {
    const used = usedPerBlock(panel)
    return ok(
      paginate(
        panel.spec.blocks.map((block) => presentBlock(block, used.get(block.id) ?? 0)),
        pageOf(call)
      )
    )
  })
  router.on('GET', '/connectivity/ipblocks/:id', (panel, call) => {
    const block = panel.spec.blocks.find((candidate) => String(candidate.id) === call.params.id)
    if (!block) throw notFound('ip block not found')
    return ok({ data: presentBlock(block, usedPerBlock(panel).get(block.id) ?? 0) })
  })
}

export function pageOf(call: Call) {
  return { path: call.url, query: call.query }
}

function resourcesOf(panel: Panel, call: Call) {
  const group = groupOf(panel, call)
  const servers = panel.servers.view()
  const isFull = panel.kit.faults.strikes('panel_full', call)
  const total = panel.spec.blocks.reduce((sum, block) => sum + block.size, 0)
  const freeAddresses = isFull ? 0 : total - panel.usedAddresses().size
  return panel.spec.hypervisors
    .filter((host) => host.groupId === group.id)
    .map((host) =>
      presentResources(host, { allocation: allocationOf(host.id, servers), freeAddresses, isFull })
    )
}

function usedPerBlock(panel: Panel): Map<number, number> {
  const used = new Map<number, number>()
  for (const address of panel.usedAddresses()) {
    const block = blockOf(panel.spec, address)
    if (block) used.set(block.id, (used.get(block.id) ?? 0) + 1)
  }
  return used
}

function groupOf(panel: Panel, call: Call) {
  const group = panel.spec.groups.find((candidate) => String(candidate.id) === call.params.id)
  if (!group) throw notFound('hypervisor group not found')
  return group
}

function packageOf(call: Call) {
  const spec = findPackage(Number(call.params.id))
  if (!spec) throw notFound('package not found')
  return spec
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
