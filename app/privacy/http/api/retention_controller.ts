import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { Clock } from '#app/shared/time/clock'
import { SetRetention } from '#app/privacy/actions/set_retention'
import { showPreview, showRetention } from '#app/privacy/http/transformers/retention_transformers'
import { previewQuery, retentionForm } from '#app/privacy/http/validators/privacy_validators'
import { findRetention } from '#app/privacy/queries/find_retention'
import { previewRetention } from '#app/privacy/queries/preview_retention'
import { leastDaysOf } from '#app/privacy/domain/retention'

/** After how long what is forgotten by itself, and what would be. */
@inject()
export default class RetentionController {
  constructor(
    private clock: Clock,
    private setRetention: SetRetention
  ) {}

  async show() {
    return showRetention(await findRetention())
  }

  async update(ctx: HttpContext) {
    const { rules } = await ctx.request.validateUsing(retentionForm)
    const wishes = rules.map(({ kind, keep_days }) => ({ kind, keepDays: keep_days }))
    const set = await this.setRetention.execute(wishes, ctx.caller!.userId)
    if (set.ok) return showRetention(await findRetention())
    const { kind, least, most } = set.error
    return refuseDays(ctx, { field: kind, least, most })
  }

  /** Takes nothing away. */
  async preview(ctx: HttpContext) {
    const { kind, keep_days } = await ctx.request.validateUsing(previewQuery)
    return showPreview(await previewRetention(kind, Math.max(keep_days, leastDaysOf(kind)), this.clock.now()))
  }
}

function refuseDays(
  ctx: HttpContext,
  { field, least, most }: { field: string; least: number; most: number }
): void {
  const message = ctx.i18n.t('privacy.retention.out_of_range', { least, most })
  sendProblem(ctx, { status: 422, code: 'days_out_of_range', detail: message, errors: [{ field, message }] })
}
