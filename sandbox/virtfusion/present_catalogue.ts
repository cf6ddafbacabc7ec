/** The vendor's shapes for packages, images, machines, groups and address blocks. */
import { createHash } from 'node:crypto'
import type { PackageSpec, TemplateGroupSpec } from './catalogue.ts'
import type { BlockSpec, GroupSpec, HypervisorSpec, PanelSpec } from './panels.ts'
import type { Allocation } from './placement.ts'

const INSTALLED_AT = '2025-01-10T09:00:00+00:00'

export function presentPackage(spec: PackageSpec) {
  return {
    id: spec.id,
    name: spec.name,
    description: null,
    enabled: spec.enabled,
    memory: spec.memoryMb,
    primaryStorage: spec.storageGb,
    traffic: spec.trafficGb,
    cpuCores: spec.cpuCores,
    primaryNetworkSpeedIn: spec.speedKbps,
    primaryNetworkSpeedOut: spec.speedKbps,
    primaryDiskType: 'inherit',
    backupPlanId: 0,
    primaryStorageReadBytesSec: null,
    primaryStorageWriteBytesSec: null,
    primaryStorageReadIopsSec: null,
    primaryStorageWriteIopsSec: null,
    primaryStorageProfile: 0,
    primaryNetworkProfile: 0,
    created: INSTALLED_AT,
  }
}

export function presentTemplateGroup(group: TemplateGroupSpec, now: Date) {
  return {
    name: group.name,
    description: group.description,
    icon: group.icon,
    templates: group.templates.map((template) => ({
      id: template.id,
      name: template.name,
      version: template.version,
      variant: template.variant,
      arch: 1,
      description: `${template.name} ${template.version} ${template.variant}`,
      icon: template.icon,
      eol: template.endOfLifeOn < now.toISOString().slice(0, 10),
      eol_date: `${template.endOfLifeOn} 00:00:00`,
      eol_warning: false,
      deploy_type: 1,
      vnc: template.family === 'windows',
      type: template.family,
    })),
    id: group.id,
  }
}

export function presentGroup(group: GroupSpec) {
  return {
    id: group.id,
    name: group.name,
    label: null,
    description: group.description,
    distributionType: 1,
    enabled: group.enabled,
    default: group.isDefault,
    created: INSTALLED_AT,
    updated: INSTALLED_AT,
  }
}

export function presentHypervisor(panel: PanelSpec, host: HypervisorSpec) {
  const group = panel.groups.find((candidate) => candidate.id === host.groupId)
  return {
    id: host.id,
    commissioned: 3,
    ip: host.ip,
    ipAlt: null,
    hostname: null,
    port: 8892,
    sshPort: 22,
    name: host.name,
    maintenance: host.maintenance,
    enabled: host.enabled,
    nfType: 4,
    group: group ? presentGroup(group) : null,
    // The real panel answers with this secret, so that whoever logs whole answers is found out.
    encryptedToken: createHash('sha256').update(`${panel.slug}-${host.id}`).digest('base64'),
    maxServers: host.maxServers,
    maxCpu: host.maxCpuCores,
    maxMemory: host.maxMemoryMb,
    created: INSTALLED_AT,
    updated: INSTALLED_AT,
    storage: [],
    networks: [
      {
        id: 1,
        type: 'simpleBridge',
        bridge: 'br0',
        primary: true,
        default: true,
        created: INSTALLED_AT,
        updated: INSTALLED_AT,
      },
    ],
  }
}

/** A counter of one resource; a machine told to be full reports everything as taken. */
function counter(units: string, max: number, allocated: number) {
  const percent = max === 0 ? null : Math.round((allocated / max) * 1000) / 10
  return { units, max, allocated, free: Math.max(0, max - allocated), percent }
}

export interface ResourceState {
  allocation: Allocation
  freeAddresses: number
  isFull: boolean
}

export function presentHostResources(
  host: HypervisorSpec,
  { allocation, isFull }: Omit<ResourceState, 'freeAddresses'>
) {
  return {
    servers: counter('#', host.maxServers, isFull ? host.maxServers : allocation.servers),
    memory: counter('MB', host.maxMemoryMb, isFull ? host.maxMemoryMb : allocation.memoryMb),
    cpuCores: counter('#', host.maxCpuCores, isFull ? host.maxCpuCores : allocation.cpuCores),
    localStorage: {
      enabled: 1,
      name: 'Default',
      storageType: 1,
      ...counter('GB', host.maxStorageGb, isFull ? host.maxStorageGb : allocation.storageGb),
    },
    otherStorage: [],
  }
}

export function presentResources(host: HypervisorSpec, state: ResourceState) {
  return {
    hypervisor: {
      id: host.id,
      name: host.name,
      enabled: host.enabled,
      prohibit: host.maintenance,
      accept: host.enabled && !host.maintenance,
      commissioned: true,
    },
    resources: {
      ...presentHostResources(host, state),
      network: { total: { ipv4: { free: state.freeAddresses } } },
    },
  }
}

export function presentBlock(block: BlockSpec, used: number) {
  return {
    id: block.id,
    type: 4,
    name: block.name,
    ipv4: {
      gateway: block.gateway,
      netmask: block.netmask,
      resolvers: { primary: '9.9.9.9', secondary: '149.112.112.112' },
      total: block.size,
      usedTotal: used,
      freeTotal: block.size - used,
    },
    ipv6: {
      gateway: null,
      resolvers: { primary: null, secondary: null },
      subnet: null,
      from: 0,
      to: 0,
      restricted: [],
      total: 0,
      generatedTotal: 0,
      usedTotal: 0,
      freeTotal: 0,
      freeGenerated: 0,
      blacklistedTotal: 0,
    },
    rdnsType: 0,
    rdnsZoneId: null,
    networkProfile: 0,
    routeBlock: null,
    dhcp: 1,
    enabled: true,
    created: INSTALLED_AT,
    updated: INSTALLED_AT,
  }
}
