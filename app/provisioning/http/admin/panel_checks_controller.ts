import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { CheckPanel } from '#app/provisioning/actions/check_panel'

/** Asks a panel whether it is there and lets us do what selling needs. */
@inject()
export default class PanelChecksController {
  constructor(private checkPanel: CheckPanel) {}

  async store(ctx: HttpContext) {
    const result = await this.checkPanel.execute(readRecordId(ctx, 'panel'))
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.panel_answers')
    switch (result.error.type) {
      case 'panel_not_found':
        throw notFound(ctx)
      case 'panel_failed':
        return goBackWith(ctx, 'error', 'staff_notices.panel_failed', {
          reason: result.error.failure.message,
        })
      default:
        return unreachable(result.error)
    }
  }
}
