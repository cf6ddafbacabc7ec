import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { showErasure } from '#app/privacy/http/transformers/privacy_transformers'
import { listErasures } from '#app/privacy/queries/list_erasures'

/** Who wants to be forgotten, who was, and with which certificate. */
export default class ErasuresController {
  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(pageQuery)
    return toListAnswer(await listErasures(cursor ?? null, pageSize(limit)), showErasure)
  }
}
