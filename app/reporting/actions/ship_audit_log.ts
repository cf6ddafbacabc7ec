import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { noHash } from '#app/reporting/domain/audit_chain'
import { type AuditCollector, findCollector, handOver } from '#app/reporting/drivers/audit_collector/driver'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'

/** Sealed stretches of one run; what is left waits for the next. */
const sealsMax = 50
const pauseMinutesMax = 60

/**
 * Hands what was sealed to a system that keeps it elsewhere, so that who breaks in here cannot make it unsaid there: in the order of the seals,
 * each with its facts and the hash that chains it to the one before, at least once, and none before the one before it was taken.
 */
@inject()
export class ShipAuditLog {
  constructor(private clock: Clock) {}

  /** @returns how many sealed stretches were taken */
  async execute(collector: AuditCollector | null = findCollector()): Promise<number> {
    if (!collector) return 0
    const now = this.clock.wall()
    const place = await inReadTransaction(() => auditSettings.findShipment())
    if (place.triedAt && place.failures > 0 && now < waitedUntil(place.triedAt, place.failures)) return 0
    let number = place.number
    for (let shipped = 0; shipped < sealsMax; shipped += 1) {
      const next = await inReadTransaction(() => readNext(number))
      if (!next) return shipped
      const taken = await handOver(collector, next)
      if (!taken.ok) {
        logger.error({ tenant: currentTenant().slug, reason: taken.error }, 'The audit log was not taken')
        await inTransaction(() => auditSettings.noteShipmentFailed(taken.error, now))
        return shipped
      }
      number = next.number
      await inTransaction(() => auditSettings.noteShipped(next.number, now))
    }
    return sealsMax
  }
}

/** Twice as long after each failure, up to an hour. */
function waitedUntil(triedAt: Date, failures: number): Date {
  return addDuration(triedAt, { minutes: Math.min(2 ** (failures - 1), pauseMinutesMax) })
}

async function readNext(after: bigint) {
  const [previous, seal] = await auditSeals.findWithPrevious(after + 1n)
  if (!seal) return null
  const tenant = currentTenant().slug
  const facts = await auditSeals.readFacts(previous?.last_seq ?? 0n, seal.last_seq)
  const hex = (bytes: Buffer) => bytes.toString('hex')
  const lines = facts.map(({ id, digest, ...fact }) => ({
    kind: 'fact',
    tenant,
    id: showId('event', id),
    digest: hex(digest),
    ...fact,
  }))
  const end = {
    kind: 'seal',
    tenant,
    number: String(seal.number),
    facts: seal.event_count,
    cleared: seal.entries === null,
    entries_digest: hex(seal.entries_digest),
    previous: hex(previous?.hash ?? noHash),
    hash: hex(seal.hash),
    sealed_at: seal.sealed_at.toISOString(),
  }
  return { number: seal.number, key: `${tenant}:${seal.number}`, lines: [...lines, end] }
}
