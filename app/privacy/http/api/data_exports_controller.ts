import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { sendCopy } from '#app/privacy/http/send_copy'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { RequestExport } from '#app/privacy/actions/request_export'
import { mayHaveCopy } from '#app/privacy/domain/data_export'
import { showExport } from '#app/privacy/http/transformers/privacy_transformers'
import { findDownload, findPrivacy } from '#app/privacy/queries/find_privacy'

/** Copies of everything that is kept about the customer. They are few: the list has one page. */
@inject()
export default class DataExportsController {
  constructor(
    private clock: Clock,
    private request: RequestExport
  ) {}

  async index({ caller }: HttpContext) {
    const { exports } = await findPrivacy(visibleCustomer(caller!)!, this.clock.now())
    return { data: exports.map(showExport), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const caller = ctx.caller!
    if (!mayHaveCopy(caller)) return refuseCopy(ctx)
    const asked = await this.request.execute({ customerId: visibleCustomer(caller)!, userId: caller.userId })
    if (asked.ok) return showExport(asked.value)
    if (asked.error.type === 'email_unverified') {
      return sendProblem(ctx, {
        status: 403,
        code: 'email_unverified',
        detail: 'Confirm your address first.',
      })
    }
    return sendProblem(ctx, {
      status: 409,
      code: 'export_under_way',
      detail: 'A copy is being made already.',
    })
  }

  async show(ctx: HttpContext) {
    if (!mayHaveCopy(ctx.caller!)) return refuseCopy(ctx)
    const id = readId('dataExport', ctx.params.id)
    const found = id ? await findDownload(id, visibleCustomer(ctx.caller!)!, this.clock.now()) : null
    if (!found) {
      return sendProblem(ctx, {
        status: 404,
        code: 'export_not_found',
        detail: 'There is no such copy to download.',
      })
    }
    return sendCopy(ctx, found)
  }
}

function refuseCopy(ctx: HttpContext): void {
  const detail = 'A copy holds everything, and you may not read everything.'
  sendProblem(ctx, { status: 403, code: 'not_yours_to_read', detail })
}
