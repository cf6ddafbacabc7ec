import { inject } from '@adonisjs/core'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { withoutSecretVariables } from '#app/catalogue/index'
import { findCreditNoteDocument, findInvoiceDocument, renderDocument } from '#app/billing/index'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { exportAttempts, exportDays, exportLeaseMinutes, progressOf } from '#app/privacy/domain/data_export'
import { exportReady } from '#app/privacy/events'
import { collectData } from '#app/privacy/queries/collect_data'
import * as dataExports from '#app/privacy/records/data_exports'

/** How often a long copy says how far it is: after so many papers. */
const papersPerNote = 10

/** Makes the copy that was asked for: JSON of every table, PDF of every invoice and credit note, in one ZIP. */
@inject()
export class MakeExport {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** Repeated, it finds nothing to do; after a lost process it begins again, and gives up after a few tries. */
  async execute({ exportId }: { exportId: string }): Promise<void> {
    const now = this.clock.now()
    const until = addDuration(now, { minutes: exportLeaseMinutes })
    const wanted = await inTransaction(() => dataExports.claim(exportId, now, until))
    if (!wanted) return
    if (wanted.attempts > exportAttempts) return this.giveUp(exportId)
    const content = Buffer.from(await this.collect(wanted))
    await inTransaction(async () => {
      const expiresAt = addDuration(this.clock.now(), { days: exportDays })
      await dataExports.update(exportId, {
        status: 'ready',
        progress: 100,
        next_attempt_at: null,
        ready_at: this.clock.now(),
        expires_at: expiresAt,
        content,
        size_bytes: BigInt(content.length),
      })
      const data = { exportId, userId: wanted.user_id, expiresAt: expiresAt.toISOString() }
      const subject = { kind: 'data_export', id: exportId }
      await this.events.record([fact(exportReady, subject, { customerId: wanted.customer_id, data })])
    })
  }

  /** Setting pages is slow and happens outside of any transaction. */
  private async collect({ id, customer_id }: dataExports.DataExport): Promise<Uint8Array> {
    const { files, invoiceIds, creditNoteIds } = await collectData(customer_id)
    const zip: Zippable = {}
    for (const [name, value] of Object.entries(files)) zip[`${name}.json`] = strToU8(toJson(value))
    const papers = [
      ...invoiceIds.map((paperId) => ({ paperId, find: findInvoiceDocument, folder: 'invoices' })),
      ...creditNoteIds.map((paperId) => ({ paperId, find: findCreditNoteDocument, folder: 'credit_notes' })),
    ]
    for (const [index, { paperId, find, folder }] of papers.entries()) {
      const document = await find(paperId, customer_id)
      const rendered = document && (await renderDocument(document))
      if (rendered?.ok)
        zip[`${folder}/${rendered.value.fileName}`] = [new Uint8Array(rendered.value.bytes), { level: 0 }]
      if (index % papersPerNote === papersPerNote - 1)
        await this.note(id, progressOf(index + 1, papers.length))
    }
    return zipSync(zip, { level: 6 })
  }

  private async note(id: string, progress: number): Promise<void> {
    await inTransaction(() => dataExports.update(id, { progress }))
  }

  private async giveUp(id: string): Promise<void> {
    await inTransaction(() => dataExports.update(id, { status: 'failed', next_attempt_at: null }))
  }
}

/** Whole numbers beyond those of JavaScript travel as text. */
function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) => {
      if (typeof inner === 'bigint') return inner.toString()
      // What opens a game is for whoever may change it, and they read it there.
      return typeof inner === 'object' && inner !== null ? withoutSecretVariables(inner) : inner
    },
    2
  )
}
