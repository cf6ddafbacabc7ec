import app from '@adonisjs/core/services/app'
import { clearRemovedNotes } from '#app/customers/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import type { Sweep } from '#app/shared/jobs/sweep'
import { Clock } from '#app/shared/time/clock'
import { ApplyRetention } from '#app/privacy/actions/apply_retention'
import { EraseCustomer } from '#app/privacy/actions/erase_customer'
import { makeExport } from '#app/privacy/domain/jobs'
import * as dataExports from '#app/privacy/records/data_exports'
import * as erasures from '#app/privacy/records/erasures'

const batchSize = 50

/** Copies whose job was lost are made again; old ones are thrown away. */
export function sweepExports(): Promise<number> {
  return inTransaction(async () => {
    const now = new Clock().now()
    const ids = await dataExports.listDue(now, batchSize)
    await enqueueMany(
      makeExport,
      ids.map((exportId) => ({ exportId }))
    )
    return ids.length + (await dataExports.expire(now))
  })
}

/** Forgets those whose day has come, each in a transaction of its own. */
export async function sweepErasures(): Promise<number> {
  const erase = await app.container.make(EraseCustomer)
  const due = await inReadTransaction(() => erasures.listDue(new Clock().now(), batchSize))
  for (const customerId of due) await erase.execute(customerId)
  return due.length
}

/** Forgets what is too old by the tenant's rules, and notes that were taken away a day ago. */
export async function sweepRetention(): Promise<number> {
  const apply = await app.container.make(ApplyRetention)
  return (await clearRemovedNotes(new Clock().now())) + (await apply.execute())
}

export const privacySweeps: Sweep[] = [
  { name: 'make_lost_exports', everyMs: 60_000, run: sweepExports },
  { name: 'apply_retention', everyMs: 86_400_000, run: sweepRetention },
  { name: 'erase_due_customers', everyMs: 3_600_000, run: sweepErasures },
]
