import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { jobsToWire } from '#app/reporting/http/transformers/jobs'
import { listJobs } from '#app/reporting/queries/list_jobs'

const states = ['open', 'failed', 'completed'] as const

/** The queues behind everything: what waits, what failed, what is looked for by date. */
export default class JobsController {
  async index(ctx: HttpContext) {
    const asked: unknown = ctx.request.qs().state
    const state = states.find((candidate) => candidate === asked) ?? 'open'
    return renderPage(ctx, 'reporting/admin/jobs', { state, ...jobsToWire(await listJobs(state)) })
  }
}
