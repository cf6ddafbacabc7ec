/** The primary interface of a server with its addresses, and the compact server of the lists by user. */
import { hostOf, screenName } from './present_server.ts'
import { INTERFACE_FIXED } from './server_constants.ts'
import type { PanelSpec } from './panels.ts'
import type { ServerRecord } from './records.ts'

const RESOLVER_FIRST = '9.9.9.9'
const RESOLVER_SECOND = '149.112.112.112'

export function presentInterface(server: ServerRecord, panel: PanelSpec) {
  return {
    ...INTERFACE_FIXED,
    mac: server.mac,
    inAverage: server.speedInKbps,
    outAverage: server.speedOutKbps,
    ipv4: presentIpv4(server, panel).map((address, index) => ({
      ...address,
      rdns: server.ipv4[index]?.rdns ?? null,
      mac: null,
    })),
    ipv6: presentIpv6(server, panel),
  }
}

/** Rows of `GET /servers/user/{userId}`, which the vendor names half in camel and half in snake case. */
export function presentServerOfUser(server: ServerRecord, panel: PanelSpec) {
  const { memoryMb, storageGb, trafficGb, cpuCores } = server.sizes
  return {
    id: server.id,
    ownerId: server.ownerId,
    hypervisorId: server.hypervisorId,
    name: server.name,
    hostname: server.hostname,
    commissionStatus: server.commissionStatus,
    uuid: server.uuid,
    state: server.builtAt === null ? 'queued' : 'complete',
    rebuild: false,
    suspended: server.suspended,
    protected: server.isProtected,
    buildFailed: server.buildFailed,
    backup_level: 0,
    backup_plan: server.backupPlanId || null,
    os: { screen: screenName(server) },
    server_info: { show: false, icon: null, name: null, label: null },
    vnc: {
      expose_details: false,
      ip: hostOf(server, panel).ip,
      hostname: null,
      port: server.vnc.port,
      enabled: server.vnc.enabled ? 1 : 0,
    },
    resources: { memory: memoryMb, storage: storageGb, traffic: trafficGb, cpuCores, cpu_model: null },
    network: {
      interfaces: [
        {
          order: 1,
          enabled: true,
          tag: 1,
          name: 'eth0',
          mac: server.mac,
          inAverage: server.speedInKbps,
          inPeak: 0,
          inBurst: 0,
          outAverage: server.speedOutKbps,
          outPeak: 0,
          outBurst: 0,
          isNat: false,
          ipv4: presentIpv4(server, panel).map(({ id: _id, blockId: _blockId, ...address }) => address),
          ipv6: [],
        },
      ],
    },
    config: { uefi: false, bootOrder: ['hd', 'cdrom'] },
    media: { isoMounted: false, isoName: '' },
  }
}

function presentIpv4(server: ServerRecord, panel: PanelSpec) {
  return server.ipv4.map((record, index) => {
    const block = panel.blocks.find((candidate) => candidate.id === record.blockId)
    return {
      id: record.id,
      order: index + 1,
      enabled: true,
      blockId: record.blockId,
      address: record.address,
      gateway: block?.gateway ?? '',
      netmask: block?.netmask ?? '',
      resolver1: RESOLVER_FIRST,
      resolver2: RESOLVER_SECOND,
    }
  })
}

function presentIpv6(server: ServerRecord, panel: PanelSpec) {
  if (server.ipv6 === null) return []
  return [
    {
      id: server.id,
      block: { id: 1, name: `${panel.ipv6Prefix}::/48` },
      order: 1,
      enabled: true,
      addresses: [`${server.ipv6}1`],
      addressesDetailed: server.ipv6Names ?? [],
      subnet: server.ipv6,
      cidr: 64,
      exhausted: false,
      gateway: 'fe80::1',
      resolver1: '2620:fe::fe',
      resolver2: '2620:fe::9',
      routeNet: false,
    },
  ]
}
