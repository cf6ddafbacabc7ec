import vine from '@vinejs/vine'
import type { ConnectionReport } from '#app/provisioning/drivers/contract'
import { showId } from '#app/shared/ids'
import type { PanelOverview } from '#app/provisioning/queries/list_panel_overviews'

/** A connected panel. Its token is never shown again. */
export function showPanel(panel: PanelOverview) {
  return {
    id: showId('panel', panel.id),
    code: panel.code,
    driver: panel.driver,
    name: panel.name,
    location: panel.location,
    base_url: panel.baseUrl,
    config: panel.config as Record<string, unknown>,
    status: panel.status,
    max_concurrent_calls: panel.maxConcurrentCalls,
    is_reachable: panel.lastError === null && panel.lastSeenAt !== null,
    last_error: panel.lastError,
    last_seen_at: panel.lastSeenAt?.toISOString() ?? null,
    last_checked_at: panel.lastCheckedAt?.toISOString() ?? null,
    service_count: panel.serviceCount,
    held_count: panel.heldCount,
    waiting_operation_count: panel.waitingOperationCount,
    created_at: panel.createdAt.toISOString(),
  }
}

const text = () => vine.string().nullable()

export const panelShape = vine.create({
  id: vine.string(),
  code: vine.string(),
  driver: vine.string(),
  name: vine.string(),
  location: vine.string(),
  base_url: vine.string(),
  config: vine.record(vine.any()),
  status: vine.enum(['active', 'draining', 'disabled'] as const),
  max_concurrent_calls: vine.number(),
  is_reachable: vine.boolean(),
  last_error: text(),
  last_seen_at: text(),
  last_checked_at: text(),
  service_count: vine.number(),
  held_count: vine.number(),
  waiting_operation_count: vine.number(),
  created_at: vine.string(),
})

/** What the connection test found. */
export function showConnection({ packages, groups, version = null, warnings = [] }: ConnectionReport) {
  return { packages, groups, version, warnings }
}

export const connectionShape = vine.create({
  version: text(),
  warnings: vine.array(vine.string()),
  packages: vine.array(vine.string()),
  groups: vine.array(vine.string()),
})
