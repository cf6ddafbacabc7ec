import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { showLegalHold } from '#app/privacy/http/transformers/privacy_transformers'
import { listLegalHolds } from '#app/privacy/queries/list_erasures'

/** Of whom nothing may be erased, and of whom that was so. */
export default class LegalHoldsController {
  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(pageQuery)
    return toListAnswer(await listLegalHolds(cursor ?? null, pageSize(limit)), showLegalHold)
  }
}
