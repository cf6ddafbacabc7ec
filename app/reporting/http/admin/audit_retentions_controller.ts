import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ChangeAuditRetention } from '#app/reporting/actions/change_audit_retention'
import { auditRetention } from '#app/reporting/http/shapes'

/** For how long the audit log is kept. */
@inject()
export default class AuditRetentionsController {
  constructor(private changeRetention: ChangeAuditRetention) {}

  async update(ctx: HttpContext) {
    const { keep_months } = await ctx.request.validateUsing(auditRetention)
    await this.changeRetention.execute(keep_months)
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('audit_log.retention_saved') })
    return ctx.response.redirect().toPath('/audit')
  }
}
