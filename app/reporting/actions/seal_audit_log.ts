import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { findSettledNumber } from '#app/shared/events/settled_number'
import { seal, unseal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { auditKeyContext } from '#app/reporting/domain/audit_key'
import { digestEntries, hashSeal, markHead, noHash } from '#app/reporting/domain/audit_chain'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'

/** So long facts lie unsealed, at least: sealing them one by one would cost more than what they tell of. */
const restSeconds = 60
/** Numbers of the log that one seal looks through. */
const stretch = 1_000n
/** Seals of one run; what is left waits for the next. */
const sealsMax = 200

/**
 * Seals what happened since the last seal. Writers of facts never wait for it: facts are sealed in stretches, after every transaction that
 * could still add to the stretch has ended.
 */
@inject()
export class SealAuditLog {
  constructor(private clock: Clock) {}

  /** @param atOnce also what is younger than a minute @returns how many facts were sealed */
  async execute({ atOnce = false }: { atOnce?: boolean } = {}): Promise<number> {
    const oldest = await inReadTransaction(async () => {
      const head = await auditSeals.findHead()
      return auditSeals.findAgeOfUnsealed(head?.last_event_id ?? null)
    })
    if (!oldest || (!atOnce && oldest.seconds < restSeconds)) return 0
    const through = await findSettledNumber()
    if (through === null) return 0
    return inTransaction(() => this.sealThrough(through))
  }

  private async sealThrough(through: bigint): Promise<number> {
    const tenantId = currentTenant().id
    await auditSeals.lockChain(tenantId)
    const key = await this.findKey(tenantId)
    const state = { head: await auditSeals.findHead(), count: 0 }
    for (let links = 0; links < sealsMax; links += 1) {
      const next = await this.findNextStretch(state.head, through)
      if (!next) break
      state.head = await this.addSeal(key, state.head, next)
      state.count += next.event_count
    }
    if (state.head && state.count > 0)
      await auditSettings.markHead(state.head.number, markHead(key, state.head))
    return state.count
  }

  private async addSeal(
    key: Buffer,
    head: auditSeals.SealHead | undefined,
    next: auditSeals.Stretch
  ): Promise<auditSeals.SealHead> {
    const content = {
      number: (head?.number ?? 0n) + 1n,
      lastSeq: next.last_seq,
      eventCount: next.event_count,
      entriesDigest: digestEntries(next.entries),
      times: { sealedAt: this.clock.now(), lastOccurredAt: next.last_occurred_at },
    }
    const made = {
      ...next,
      number: content.number,
      entries_digest: content.entriesDigest,
      hash: hashSeal(key, head?.hash ?? noHash, content),
      sealed_at: content.times.sealedAt,
      form: 2,
    }
    await auditSeals.insert(made)
    return made
  }

  /** Goes straight to the next fact of the tenant: others may have written millions in between. */
  private async findNextStretch(head: auditSeals.SealHead | undefined, through: bigint) {
    const next = await auditSeals.findAgeOfUnsealed(head?.last_event_id ?? null)
    if (!next) return null
    const last = head?.last_seq ?? 0n
    const after = next.seq - 1n > last ? next.seq - 1n : last
    const until = after + stretch < through ? after + stretch : through
    const found = until > after ? await auditSeals.readStretch({ after, through: until }) : null
    if (!found || !head) return found
    // Ids and numbers grow together, but not in step: the larger of the two stays the mark.
    return found.last_event_id > head.last_event_id ? found : { ...found, last_event_id: head.last_event_id }
  }

  private async findKey(tenantId: string): Promise<Buffer> {
    const context = auditKeyContext(tenantId)
    const known = await auditSettings.findKey()
    if (known) return Buffer.from(unseal(known, context), 'base64')
    const key = randomBytes(32)
    await auditSettings.insertKey(seal(key.toString('base64'), context), this.clock.now())
    return key
  }
}
