import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { showTrial, showTrialReport } from '#app/subscriptions/http/transformers/trial_transformers'
import { listTrialsQuery } from '#app/subscriptions/http/validators/subscription_validators'
import { listTrials, reportTrials } from '#app/subscriptions/queries/list_trials'

/** Free trials of the tenant, for staff. */
export default class TrialsController {
  async index({ request }: HttpContext) {
    const { status, cursor, limit } = await request.validateUsing(listTrialsQuery)
    return toListAnswer(await listTrials({ status, before: cursor, size: pageSize(limit) }), showTrial)
  }

  async report() {
    return showTrialReport(await reportTrials())
  }
}
