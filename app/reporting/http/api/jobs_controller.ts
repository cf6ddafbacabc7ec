import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { isUuid } from '#app/shared/ids'
import { RetryJob } from '#app/reporting/actions/retry_job'
import { jobsQuery } from '#app/reporting/http/shapes'
import { jobsToWire } from '#app/reporting/http/transformers/jobs'
import { listJobs } from '#app/reporting/queries/list_jobs'

/** The queues, jobs of one state, recurring searches and reactions that gave up. */
export default class JobsController {
  async index({ request }: HttpContext) {
    const { state } = await request.validateUsing(jobsQuery)
    return jobsToWire(await listJobs(state ?? 'open'))
  }

  /** Puts a failed job back into its queue. */
  async update(ctx: HttpContext) {
    const id = String(ctx.params.id)
    const result = isUuid(id) ? await new RetryJob().execute(id) : null
    if (result?.ok) return ctx.response.status(204)
    return sendProblem(ctx, { status: 404, code: 'job_not_found', detail: 'There is no such failed job.' })
  }
}
