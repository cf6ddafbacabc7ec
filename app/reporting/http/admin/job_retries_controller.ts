import type { HttpContext } from '@adonisjs/core/http'
import { isUuid } from '#app/shared/ids'
import { RetryJob } from '#app/reporting/actions/retry_job'
import { goBackWith } from '#app/shared/http/notice'

/** Puts a failed job back into its queue. */
export default class JobRetriesController {
  async store(ctx: HttpContext) {
    const jobId = String(ctx.params.id)
    const result = isUuid(jobId) ? await new RetryJob().execute(jobId) : null
    return result?.ok
      ? goBackWith(ctx, 'success', 'staff_notices.job_retried')
      : goBackWith(ctx, 'error', 'job_not_found')
  }
}
