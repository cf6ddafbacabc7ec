import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Panels } from '#app/shared/database/schema'
import type { SealedSecret } from '#app/shared/secrets/keyring'
import type { PanelConfig } from '#app/provisioning/drivers/contract'

export type PanelStatus = 'active' | 'draining' | 'disabled'

export interface PanelRow {
  id: string
  code: string
  driver: string
  name: string
  location: string
  baseUrl: string
  /** The token, sealed in the context `panel:<id>`. */
  secrets: SealedSecret
  config: PanelConfig
  status: PanelStatus
  maxConcurrentCalls: number
  /** Where its machines stand; null where nobody said. */
  datacenterId: string | null
  lastCheckedAt: Date | null
  lastSeenAt: Date | null
  lastError: string | null
  createdAt: Date
}

export async function findPanel(id: string): Promise<PanelRow | null> {
  const row = await db.selectFrom('panels').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPanel(row) : null
}

export async function findPanelByCode(code: string): Promise<PanelRow | null> {
  const row = await db.selectFrom('panels').selectAll().where('code', '=', code).executeTakeFirst()
  return row ? toPanel(row) : null
}

/** Locked, so that two orders never count the same free room. */
export async function lockPanel(id: string): Promise<PanelRow | null> {
  const row = await db
    .selectFrom('panels')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toPanel(row) : null
}

export async function listPanels(): Promise<PanelRow[]> {
  const rows = await db.selectFrom('panels').selectAll().orderBy('code').execute()
  return rows.map(toPanel)
}

export async function insertPanel(
  panel: Omit<PanelRow, 'lastCheckedAt' | 'lastSeenAt' | 'lastError'>
): Promise<void> {
  await db
    .insertInto('panels')
    .values({
      id: panel.id,
      code: panel.code,
      driver: panel.driver,
      name: panel.name,
      location: panel.location,
      base_url: panel.baseUrl,
      secrets: JSON.stringify(panel.secrets),
      config: JSON.stringify(panel.config),
      status: panel.status,
      max_concurrent_calls: panel.maxConcurrentCalls,
      datacenter_id: panel.datacenterId,
      created_at: panel.createdAt,
    })
    .execute()
}

export interface PanelChanges {
  name?: string
  location?: string
  baseUrl?: string
  secrets?: SealedSecret
  config?: PanelConfig
  status?: PanelStatus
  maxConcurrentCalls?: number
  datacenterId?: string | null
  lastCheckedAt?: Date
  lastSeenAt?: Date
  lastError?: string | null
}

export async function updatePanel(id: string, changes: PanelChanges): Promise<void> {
  const {
    baseUrl,
    secrets,
    config,
    maxConcurrentCalls,
    datacenterId,
    lastCheckedAt,
    lastSeenAt,
    lastError,
    ...same
  } = changes
  await db
    .updateTable('panels')
    .set({
      ...same,
      ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
      ...(secrets === undefined ? {} : { secrets: JSON.stringify(secrets) }),
      ...(config === undefined ? {} : { config: JSON.stringify(config) }),
      ...(maxConcurrentCalls === undefined ? {} : { max_concurrent_calls: maxConcurrentCalls }),
      ...(datacenterId === undefined ? {} : { datacenter_id: datacenterId }),
      ...(lastCheckedAt === undefined ? {} : { last_checked_at: lastCheckedAt }),
      ...(lastSeenAt === undefined ? {} : { last_seen_at: lastSeenAt }),
      ...(lastError === undefined ? {} : { last_error: lastError }),
    })
    .where('id', '=', id)
    .execute()
}

function toPanel(row: Selectable<Panels>): PanelRow {
  return {
    id: row.id,
    code: row.code,
    driver: row.driver,
    name: row.name,
    location: row.location,
    baseUrl: row.base_url,
    secrets: row.secrets as unknown as SealedSecret,
    config: row.config as PanelConfig,
    status: row.status as PanelStatus,
    maxConcurrentCalls: row.max_concurrent_calls,
    datacenterId: row.datacenter_id,
    lastCheckedAt: row.last_checked_at,
    lastSeenAt: row.last_seen_at,
    lastError: row.last_error,
    createdAt: row.created_at,
  }
}
