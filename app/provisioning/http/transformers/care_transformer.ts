import vine from '@vinejs/vine'
import type {
  DatabaseSecret,
  ServerBackup,
  ServerDatabase,
  ServerSchedule,
} from '#app/provisioning/drivers/contract'
import { showReference } from '#app/provisioning/http/api/belongings_refusals'

export function showBackup({ reference, name, state, sizeBytes, createdAt }: ServerBackup) {
  return { id: showReference(reference), name, state, size_bytes: sizeBytes, created_at: createdAt }
}

export const backupShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  state: vine.enum(['running', 'done', 'failed', 'restoring', 'deleting'] as const),
  size_bytes: vine.number().nullable(),
  created_at: vine.string(),
})

export function showDatabase({ reference, name, host, port, user, from }: ServerDatabase) {
  return { id: showReference(reference), name, host, port, user, from }
}

const databaseFields = {
  id: vine.string(),
  name: vine.string(),
  host: vine.string(),
  port: vine.number(),
  user: vine.string(),
  from: vine.string(),
}
export const databaseShape = vine.create(databaseFields)

export function showDatabaseSecret({ database, password }: DatabaseSecret) {
  return { ...showDatabase(database), password }
}

export const databaseSecretShape = vine.create({ ...databaseFields, password: vine.string() })

export function showSchedule({ name, cron, isActive, lastRunAt, nextRunAt }: ServerSchedule) {
  return { name, cron, is_active: isActive, last_run_at: lastRunAt, next_run_at: nextRunAt }
}

export const scheduleShape = vine.create({
  name: vine.string(),
  cron: vine.string(),
  is_active: vine.boolean(),
  last_run_at: vine.string().nullable(),
  next_run_at: vine.string().nullable(),
})

/** Of one plan at one place. */
export const machineStockShape = vine.create({
  plan_id: vine.string(),
  location: vine.string(),
  place: vine.string(),
  /** Choices of the catalogue that stand for this place. */
  value_ids: vine.array(vine.string()),
  free: vine.number().nullable(),
  is_available: vine.boolean().nullable(),
})
