import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ChangeAuditRetention } from '#app/reporting/actions/change_audit_retention'
import { auditRetention } from '#app/reporting/http/shapes'
import { auditStandingToWire } from '#app/reporting/http/transformers/audit'
import { findAuditStanding } from '#app/reporting/queries/find_audit_standing'

/** How far the log is sealed, and for how long it is kept. */
@inject()
export default class AuditRetentionsController {
  constructor(private changeRetention: ChangeAuditRetention) {}

  async show() {
    return auditStandingToWire(await findAuditStanding())
  }

  async update({ request }: HttpContext) {
    const { keep_months } = await request.validateUsing(auditRetention)
    await this.changeRetention.execute(keep_months)
    return this.show()
  }
}
