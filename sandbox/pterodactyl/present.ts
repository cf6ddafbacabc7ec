/** The panel's transformers: what each thing looks like on the application interface. */
import { findEgg, NESTS, type EggSpec, type VariableSpec } from './eggs.ts'
import { ceiling, findNode, LOCATIONS, type LocationSpec, type NodeSpec } from './nodes.ts'
import { type Item, listOf } from './pages.ts'
import type { Panel } from './panel.ts'
import type { AllocationRecord, DatabaseRecord, ServerRecord, UserRecord } from './records.ts'

const SINCE = '2025-01-10T09:00:00+00:00'

export function presentLocation({ id, short, long }: LocationSpec): Item {
  return {
    object: 'location',
    attributes: { id, short, long, updated_at: SINCE, created_at: SINCE },
  }
}

export function presentNode(
  panel: Panel,
  node: NodeSpec,
  { includes = new Set<string>(), isFull = false } = {}
): Item {
  const relationships = {
    ...(includes.has('location')
      ? { location: presentLocation(LOCATIONS.find(({ id }) => id === node.locationId)!) }
      : {}),
    ...(includes.has('allocations')
      ? {
          allocations: listOf(
            panel.allocations.list({ filter: ({ nodeId }) => nodeId === node.id }).map(presentAllocation)
          ),
        }
      : {}),
  }
  return {
    object: 'node',
    attributes: {
      id: node.id,
      uuid: node.uuid,
      public: node.isPublic,
      name: node.name,
      description: null,
      location_id: node.locationId,
      fqdn: node.fqdn,
      scheme: 'https',
      behind_proxy: false,
      maintenance_mode: panel.isInMaintenance(node.id),
      memory: node.memory,
      memory_overallocate: node.memoryOverallocate,
      disk: node.disk,
      disk_overallocate: node.diskOverallocate,
      upload_size: 100,
      daemon_listen: 8080,
      daemon_sftp: 2022,
      daemon_base: '/var/lib/pterodactyl/volumes',
      created_at: SINCE,
      updated_at: SINCE,
      mounts: [],
      allocated_resources: isFull
        ? {
            memory: ceiling(node.memory, node.memoryOverallocate),
            disk: ceiling(node.disk, node.diskOverallocate),
          }
        : panel.promised(node.id),
      ...(includes.size > 0 ? { relationships } : {}),
    },
  }
}

export function presentAllocation({ id, ip, alias, port, notes, serverId }: AllocationRecord): Item {
  return { object: 'allocation', attributes: { id, ip, alias, port, notes, assigned: serverId !== null } }
}

export function presentNest({ id, uuid, name, description }: (typeof NESTS)[number]): Item {
  const author = 'support@pterodactyl.io'
  return {
    object: 'nest',
    attributes: { id, uuid, author, name, description, created_at: SINCE, updated_at: SINCE },
  }
}

export function presentEgg(egg: EggSpec, includes: Set<string>): Item {
  const images = egg.images
  return {
    object: 'egg',
    attributes: {
      id: egg.id,
      uuid: egg.uuid,
      name: egg.name,
      nest: egg.nestId,
      author: egg.author,
      description: egg.description,
      docker_image: Object.values(images)[0],
      docker_images: images,
      config: { files: {}, startup: { done: egg.done }, stop: egg.stop, logs: [], file_denylist: [], extends: null },
      startup: egg.startup,
      script: { privileged: true, install: '#!/bin/ash', entry: 'ash', container: 'alpine:3.4', extends: null },
      created_at: SINCE,
      updated_at: SINCE,
      ...(includes.has('variables')
        ? {
            relationships: {
              variables: listOf(egg.variables.map((variable) => presentVariable(egg, variable))),
            },
          }
        : {}),
    },
  } // prettier-ignore
}

export function presentVariable(egg: EggSpec, variable: VariableSpec): Item {
  return {
    object: 'egg_variable',
    attributes: {
      id: variable.id,
      egg_id: egg.id,
      name: variable.name,
      description: variable.description,
      env_variable: variable.env,
      default_value: variable.defaultValue,
      user_viewable: variable.userViewable,
      user_editable: variable.userEditable,
      rules: variable.rules,
      created_at: SINCE,
      updated_at: SINCE,
    },
  }
}

export function presentUser(user: UserRecord): Item {
  return {
    object: 'user',
    attributes: {
      id: user.id,
      external_id: user.externalId,
      uuid: user.uuid,
      username: user.username,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      language: user.language,
      root_admin: user.rootAdmin,
      '2fa': false,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
    },
  }
}

export function presentServer(panel: Panel, server: ServerRecord, includes: Set<string>): Item {
  const { limits } = server
  const egg = findEgg(server.eggId)!
  return {
    object: 'server',
    attributes: {
      id: server.id,
      external_id: server.externalId,
      uuid: server.uuid,
      identifier: server.identifier,
      name: server.name,
      description: server.description,
      status: server.status,
      suspended: server.status === 'suspended',
      limits: { ...limits, oom_disabled: server.oomDisabled },
      feature_limits: server.featureLimits,
      user: server.userId,
      node: server.nodeId,
      allocation: server.allocationId,
      nest: egg.nestId,
      egg: server.eggId,
      container: {
        startup_command: server.startup,
        image: server.image,
        installed: server.isInstalled ? 1 : 0,
        environment: environmentOf(server),
      },
      updated_at: server.updatedAt,
      created_at: server.createdAt,
      ...(includes.size > 0 ? { relationships: relationshipsOf(panel, server, includes) } : {}),
    },
  }
}

/** What the daemon is given: the variables, and what the panel adds of its own. */
export function environmentOf(server: ServerRecord): Record<string, string | number> {
  const { short } = LOCATIONS.find(({ id }) => id === findNode(server.nodeId)!.locationId)!
  return {
    ...server.environment,
    STARTUP: server.startup,
    P_SERVER_LOCATION: short,
    P_SERVER_UUID: server.uuid,
    P_SERVER_ALLOCATION_LIMIT: server.featureLimits.allocations ?? 0,
  }
}

export function presentDatabase(database: DatabaseRecord, includes = new Set<string>()): Item {
  return {
    object: 'server_database',
    attributes: {
      id: database.id,
      server: database.serverId,
      host: 1,
      database: database.name,
      username: database.username,
      remote: database.remote,
      max_connections: database.maxConnections,
      created_at: database.createdAt,
      updated_at: database.createdAt,
      ...(includes.has('password')
        ? {
            relationships: {
              password: { object: 'database_password', attributes: { password: database.password } },
            },
          }
        : {}),
    },
  }
}

function relationshipsOf(panel: Panel, server: ServerRecord, includes: Set<string>) {
  const egg = findEgg(server.eggId)!
  const parts: Record<string, () => unknown> = {
    allocations: () => listOf(panel.allocationsOf(server.id).map(presentAllocation)),
    user: () => presentUser(panel.findUser(server.userId)!),
    subusers: () => listOf([]),
    nest: () => presentNest(NESTS.find(({ id }) => id === egg.nestId)!),
    egg: () => presentEgg(egg, new Set()),
    variables: () =>
      listOf(
        egg.variables.map((variable) => {
          const { attributes } = presentVariable(egg, variable)
          const value = server.environment[variable.env] ?? variable.defaultValue
          return { object: 'server_variable', attributes: { ...attributes, server_value: value } }
        })
      ),
    location: () => presentLocation(LOCATIONS.find(({ id }) => id === findNode(server.nodeId)!.locationId)!),
    node: () => presentNode(panel, findNode(server.nodeId)!),
    databases: () =>
      listOf(
        panel.databases
          .list({ filter: ({ serverId }) => serverId === server.id })
          .map((row) => presentDatabase(row))
      ),
    transfer: () => ({ object: 'null_resource', attributes: null }),
  }
  return Object.fromEntries([...includes].flatMap((name) => (parts[name] ? [[name, parts[name]()]] : [])))
}
