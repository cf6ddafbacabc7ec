import { type Selectable, sql, type Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import { tell } from '#app/shared/database/unit'
import type { Services } from '#app/shared/database/schema'
import type { SealedSecret } from '#app/shared/secrets/keyring'
import type { ServerAddress } from '#app/provisioning/drivers/contract'
import type {
  DesiredState,
  Hold,
  ObservedState,
  PowerState,
  ServiceStatus,
} from '#app/provisioning/domain/service'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

export interface ServiceRow {
  id: string
  customerId: string
  subscriptionId: string
  planId: string
  panelId: string
  hostname: string
  status: ServiceStatus
  desired: DesiredState
  holds: Hold[]
  spec: ServiceSpec
  externalReference: string | null
  observed: ObservedState | null
  powerState: PowerState | null
  addresses: ServerAddress[]
  /** What its owner wants to see besides, by names from the translations of services. */
  facts: Record<string, string>
  /** `{ user, password }`, sealed in the context `service:<id>`. */
  credentials: SealedSecret | null
  credentialsSeenAt: Date | null
  /** Of the real world, as are leases: panels do not follow a tenant's clock. */
  observedAt: Date | null
  createdAt: Date
  activatedAt: Date | null
  suspendedAt: Date | null
  terminatedAt: Date | null
}

export type ServiceChanges = Partial<Omit<ServiceRow, 'id' | 'customerId' | 'subscriptionId' | 'createdAt'>>

export async function findService(id: string): Promise<ServiceRow | null> {
  const row = await db.selectFrom('services').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toService(row) : null
}

export async function lockService(id: string): Promise<ServiceRow | null> {
  const row = await db
    .selectFrom('services')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toService(row) : null
}

export async function lockServiceOfSubscription(subscriptionId: string): Promise<ServiceRow | null> {
  const row = await db
    .selectFrom('services')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toService(row) : null
}

/** Servers on a panel that services of one customer are linked to. */
export async function listKnownReferences(owner: { panelId: string; customerId: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('services')
    .select('external_reference')
    .where('panel_id', '=', owner.panelId)
    .where('customer_id', '=', owner.customerId)
    .where('external_reference', 'is not', null)
    .execute()
  return rows.map((row) => row.external_reference!)
}

/** One claim at a time on a server of a panel, so that of two the second sees the first. */
export function lockReference({ panelId, reference }: { panelId: string; reference: string }): void {
  takeTurn(`server:${panelId}:${reference}`)
}

/** Whether another service is linked to a server of a panel, as the database would say. */
export async function isReferenceTaken(at: {
  panelId: string
  reference: string
  exceptId: string
}): Promise<boolean> {
  const row = await db
    .selectFrom('services')
    .select('id')
    .where('panel_id', '=', at.panelId)
    .where('external_reference', '=', at.reference)
    .where('id', '<>', at.exceptId)
    .executeTakeFirst()
  return row !== undefined
}

/** Sizes of services that will take room on a panel which its own figures may not show yet. */
export async function listSpecsUnderConstruction(panelId: string): Promise<ServiceSpec[]> {
  const rows = await db
    .selectFrom('services')
    .select('spec')
    .where('panel_id', '=', panelId)
    .where('status', 'in', ['pending', 'provisioning'])
    // A real machine that is handed over is counted as taken by the panel itself, however long its system is being installed.
    .where(sql<boolean>`(external_reference is null or coalesce(spec ->> 'kind', 'vps') <> 'dedicated')`)
    .execute()
  return rows.map((row) => row.spec as unknown as ServiceSpec)
}

/** A subscription has one service: the database refuses a second. */
export async function insertService(service: ServiceRow): Promise<void> {
  tell(
    db
      .insertInto('services')
      .values({
        id: service.id,
        customer_id: service.customerId,
        subscription_id: service.subscriptionId,
        plan_id: service.planId,
        panel_id: service.panelId,
        hostname: service.hostname,
        status: service.status,
        desired: service.desired,
        holds: service.holds,
        spec: JSON.stringify(service.spec),
        created_at: service.createdAt,
      })
      .compile()
  )
}

export async function updateService(id: string, changes: ServiceChanges): Promise<void> {
  const columns = toColumns(changes)
  if (Object.keys(columns).length === 0) return
  tell(db.updateTable('services').set(columns).where('id', '=', id).compile())
}

function toColumns(changes: ServiceChanges): Updateable<Services> {
  const columns: Updateable<Services> = {
    plan_id: changes.planId,
    panel_id: changes.panelId,
    hostname: changes.hostname,
    status: changes.status,
    desired: changes.desired,
    holds: changes.holds,
    spec: changes.spec && JSON.stringify(changes.spec),
    external_reference: changes.externalReference,
    observed: changes.observed,
    power_state: changes.powerState,
    addresses: changes.addresses && JSON.stringify(changes.addresses),
    facts: changes.facts && JSON.stringify(changes.facts),
    credentials: changes.credentials && JSON.stringify(changes.credentials),
    credentials_seen_at: changes.credentialsSeenAt,
    observed_at: changes.observedAt,
    activated_at: changes.activatedAt,
    suspended_at: changes.suspendedAt,
    terminated_at: changes.terminatedAt,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

export function toService(row: Selectable<Services>): ServiceRow {
  return {
    id: row.id,
    customerId: row.customer_id,
    subscriptionId: row.subscription_id,
    planId: row.plan_id,
    panelId: row.panel_id,
    hostname: row.hostname,
    status: row.status as ServiceStatus,
    desired: row.desired as DesiredState,
    holds: row.holds as Hold[],
    spec: row.spec as unknown as ServiceSpec,
    externalReference: row.external_reference,
    observed: row.observed as ObservedState | null,
    powerState: row.power_state as PowerState | null,
    addresses: row.addresses as unknown as ServerAddress[],
    facts: row.facts as Record<string, string>,
    credentials: row.credentials as unknown as SealedSecret | null,
    credentialsSeenAt: row.credentials_seen_at,
    observedAt: row.observed_at,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    suspendedAt: row.suspended_at,
    terminatedAt: row.terminated_at,
  }
}
