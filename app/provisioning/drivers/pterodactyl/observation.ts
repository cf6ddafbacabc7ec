import { familyOf } from '#app/network/index'
import type { ListedServer, ObservedServer } from '#app/provisioning/drivers/contract'
import type { PowerState } from '#app/provisioning/domain/service'
import type { PterodactylServer } from '#app/provisioning/drivers/pterodactyl/shapes'

const megabytesPerGigabyte = 1024
const percentPerCore = 100

/** Reads a server with its allocations, node and user. `status` alone decides what it is; power is asked for elsewhere. */
export function readServer(
  server: PterodactylServer,
  { power, root }: { power: PowerState; root: string }
): ObservedServer {
  const { status, identifier, relationships } = server
  return {
    reference: String(server.id),
    state: stateOf(status),
    isBusy: isBusy(status),
    power,
    addresses: allocationsOf(server)
      .toSorted((a, b) => Number(b.id === server.allocation) - Number(a.id === server.allocation))
      .slice(0, 1)
      .map(({ ip }) => ({ family: familyOf(ip), address: ip, prefix: null, gateway: null, isShared: true })),
    // A second installation does no harm, so nothing has to be told apart by its time.
    builtAt: server.created_at,
    adminUser: sftpUser(server),
    name: server.external_id ?? server.name,
    facts: {
      ...addressFact(server),
      ...(relationships?.node
        ? {
            sftp_host: relationships.node.attributes.fqdn,
            sftp_port: String(relationships.node.attributes.daemon_sftp),
          }
        : {}),
      ...(relationships?.node?.attributes.maintenance_mode ? { maintenance: 'on' } : {}),
      ...(sftpUser(server) ? { sftp_user: sftpUser(server) } : {}),
      panel_url: `${root}/server/${identifier}`,
    },
  }
} // prettier-ignore

export function readListedServer(server: PterodactylServer): ListedServer {
  return {
    reference: String(server.id),
    name: server.external_id ?? server.name,
    ownerReference: String(server.user),
    ownerEmail: server.relationships?.user?.attributes.email ?? null,
    isSuspended: server.status === 'suspended',
    isUnfinished: server.status === 'installing' || server.status === 'install_failed',
    sizes: {
      memoryMb: server.limits.memory,
      storageGb: Math.ceil(server.limits.disk / megabytesPerGigabyte),
      cpuCores: Math.ceil(server.limits.cpu / percentPerCore),
    },
    package: null,
  }
}

/** Who signs in to the files: the panel's user name and the short id of the server, as its daemon takes them. Empty where the user is not told. */
export function sftpUser({ identifier, relationships }: PterodactylServer): string {
  const name = relationships?.user?.attributes.username
  return name ? `${name}.${identifier}` : ''
}

/** A word that we do not know is no readiness either: somebody looks again, and is told when it stays. */
export function isBusy(status: string | null): boolean {
  return Boolean(status) && !['suspended', 'install_failed', 'reinstall_failed'].includes(status!)
}

/** The words of the daemon; what we do not know is no knowledge. */
export function readPower(state: string): PowerState {
  if (state === 'running' || state === 'starting') return 'running'
  if (state === 'offline' || state === 'stopped' || state === 'stopping') return 'stopped'
  return 'unknown'
}

function stateOf(status: string | null): ObservedServer['state'] {
  if (status === 'suspended') return 'suspended'
  if (status === 'installing') return 'building'
  return status === 'install_failed' || status === 'reinstall_failed' ? 'build_failed' : 'running'
}

function allocationsOf({ relationships }: PterodactylServer) {
  return (relationships?.allocations?.data ?? []).map(({ attributes }) => attributes)
}

/** Players join by address and port. */
function addressFact(server: PterodactylServer): Record<string, string> {
  const first = allocationsOf(server).find(({ id }) => id === server.allocation)
  return first ? { game_address: `${first.alias || first.ip}:${first.port}` } : {}
}
