import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { queue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'

export type RetryJobError = { type: 'job_not_found' }

/** Puts a failed job of this tenant back into its queue. */
export class RetryJob {
  async execute(jobId: string): Promise<Result<void, RetryJobError>> {
    const name = await inReadTransaction(async () => {
      const { rows } = await sql<{ name: string }>`
        select name from pgboss.job where id = ${jobId} and state = 'failed' and data ->> 'tenantId' = ${currentTenant().id}`.execute(
        db
      )
      return rows[0]?.name ?? null
    })
    if (name === null) return err({ type: 'job_not_found' })
    await queue().retry(name, jobId)
    return ok()
  }
}
