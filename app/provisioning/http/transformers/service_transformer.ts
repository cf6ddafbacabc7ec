import vine from '@vinejs/vine'
import { showSpec, specShape } from '#app/catalogue/index'
import { showId } from '#app/shared/ids'
import { isUsable } from '#app/provisioning/domain/service'
import type { ConsoleLink } from '#app/provisioning/drivers/contract'
import { findPanelDriver } from '#app/provisioning/drivers/registry'
import { toldData } from '#app/shared/events/told_data'
import type { ServiceActivity } from '#app/provisioning/queries/list_service_activity'
import type { ListedService } from '#app/provisioning/queries/list_services'

/** A service as its customer sees it. Credentials are asked for on their own. */
export function showService(service: ListedService) {
  return {
    id: showId('service', service.id),
    subscription_id: showId('subscription', service.subscriptionId),
    hostname: service.hostname,
    status: service.status,
    power: service.powerState,
    is_usable: isUsable(service),
    holds: service.holds as string[],
    product: service.productName,
    plan: { id: showId('plan', service.planId), name: service.planName },
    location: service.location,
    spec: showSpec(service.spec),
    addresses: service.addresses.map(
      ({ family, address, prefix, gateway, reverseName = null, block, names = [] }) => ({
        family,
        address,
        prefix,
        gateway,
        reverse_name: reverseName,
        block: block ?? null,
        names,
      })
    ),
    facts: service.facts,
    has_credentials: service.credentials !== null,
    credentials_seen_at: service.credentialsSeenAt?.toISOString() ?? null,
    capabilities: capabilitiesOf(service),
    observed_at: service.observedAt?.toISOString() ?? null,
    created_at: service.createdAt.toISOString(),
    activated_at: service.activatedAt?.toISOString() ?? null,
    suspended_at: service.suspendedAt?.toISOString() ?? null,
    terminated_at: service.terminatedAt?.toISOString() ?? null,
  }
}

/** What staff see besides: whose it is, where it runs, what should be and what is. */
export function showServiceToStaff(service: ListedService) {
  return {
    ...showService(service),
    customer: { id: showId('customer', service.customerId), name: service.customerName },
    panel: { id: showId('panel', service.panelId), code: service.panelCode, name: service.panelName },
    external_reference: service.externalReference,
    desired: service.desired,
    observed: service.observed,
  }
}

function capabilitiesOf({ driver, panelConfig }: ListedService) {
  const has = findPanelDriver(driver).capabilitiesFor(panelConfig)
  return {
    power: has.power,
    console: has.console,
    sign_in: has.signIn,
    rebuild: has.rebuild,
    resize: has.resize,
    password_reset: has.passwordReset,
    usage: has.usage,
    domains: has.domains,
    hardware: has.hardware,
    traffic_graph: has.trafficGraph,
    switch_ports: has.switchPorts,
    extra_traffic: has.extraTraffic,
    startup: has.startup,
    sessions: has.sessions,
    reverse_names: has.reverseNames,
    block_names: has.reverseNames && has.blockNames,
    backups: has.backupList,
    backup_creation: has.backupCreation,
    backup_restore: has.backupRestore,
    backup_removal: has.backupRemoval,
    databases: has.databases,
    schedules: has.schedules,
    ssh_keys: has.sshKeys,
  }
}

const text = () => vine.string().nullable()

const serviceFields = {
  id: vine.string(),
  subscription_id: vine.string(),
  hostname: vine.string(),
  status: vine.enum([
    'pending',
    'provisioning',
    'active',
    'suspended',
    'terminating',
    'terminated',
    'failed',
  ] as const),
  power: vine.enum(['running', 'stopped', 'unknown'] as const).nullable(),
  is_usable: vine.boolean(),
  holds: vine.array(vine.string()),
  product: vine.string(),
  plan: vine.object({ id: vine.string(), name: vine.string() }),
  location: vine.string(),
  spec: specShape(),
  addresses: vine.array(
    vine.object({
      family: vine.number(),
      address: vine.string(),
      prefix: text(),
      gateway: text(),
      reverse_name: text(),
      /** Length of the network of which every address is the server's own. */
      block: vine.number().nullable(),
      /** What single addresses of that network point back to. */
      names: vine.array(vine.object({ address: vine.string(), name: vine.string() })),
    })
  ),
  facts: vine.record(vine.string()),
  has_credentials: vine.boolean(),
  credentials_seen_at: text(),
  capabilities: vine.object({
    power: vine.boolean(),
    console: vine.boolean(),
    sign_in: vine.boolean(),
    rebuild: vine.boolean(),
    resize: vine.boolean(),
    password_reset: vine.boolean(),
    startup: vine.boolean(),
    sessions: vine.boolean(),
    usage: vine.boolean(),
    domains: vine.boolean(),
    hardware: vine.boolean(),
    traffic_graph: vine.boolean(),
    switch_ports: vine.boolean(),
    extra_traffic: vine.boolean(),
    reverse_names: vine.boolean(),
    block_names: vine.boolean(),
    backups: vine.boolean(),
    backup_creation: vine.boolean(),
    backup_restore: vine.boolean(),
    backup_removal: vine.boolean(),
    databases: vine.boolean(),
    schedules: vine.boolean(),
    ssh_keys: vine.boolean(),
  }),
  observed_at: text(),
  created_at: vine.string(),
  activated_at: text(),
  suspended_at: text(),
  terminated_at: text(),
}

export const serviceShape = vine.create(serviceFields)

export const staffServiceShape = vine.create({
  ...serviceFields,
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  panel: vine.object({ id: vine.string(), code: vine.string(), name: vine.string() }),
  external_reference: text(),
  desired: vine.enum(['running', 'suspended', 'gone'] as const),
  observed: vine.enum(['absent', 'building', 'running', 'suspended'] as const).nullable(),
})

export function showActivity(activity: ServiceActivity) {
  return {
    id: showId('event', activity.id),
    name: activity.name,
    actor: activity.actorKind,
    note: typeof activity.data.note === 'string' ? activity.data.note : null,
    reason: typeof activity.data.reason === 'string' ? activity.data.reason : null,
    occurred_at: activity.occurredAt.toISOString(),
  }
}

/** What staff noted is for colleagues. */
export function showActivityToCustomer(activity: ServiceActivity) {
  return showActivity({ ...activity, data: toldData(activity.actorKind, activity.data) })
}

export const activityShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  actor: vine.string(),
  note: text(),
  reason: text(),
  occurred_at: vine.string(),
})

export const credentialsShape = vine.create({ user: vine.string(), password: vine.string() })
/** How a console is opened. `token` is what a websocket of the panel's own wants first; empty elsewhere. */
export function showConsole({ kind, url, password, token = '' }: ConsoleLink) {
  return { kind, url, password, token }
}

export const consoleShape = vine.create({
  kind: vine.enum(['vnc', 'websocket', 'link'] as const),
  url: vine.string(),
  password: vine.string(),
  token: vine.string(),
})
export const signInShape = vine.create({ url: vine.string() })

export const templateShape = vine.create({
  name: vine.string(),
  group: vine.string(),
  variant: vine.string(),
  is_end_of_life: vine.boolean(),
})

export const serviceCountsShape = vine.create({
  pending: vine.number(),
  provisioning: vine.number(),
  active: vine.number(),
  suspended: vine.number(),
  terminating: vine.number(),
  terminated: vine.number(),
  failed: vine.number(),
})
