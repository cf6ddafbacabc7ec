import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { showSignIn } from '#app/identity/http/transformers/identity_transformers'
import { listPage } from '#app/identity/http/validators/identity_validators'
import { listSignIns } from '#app/identity/queries/list_sign_ins'

export default class SignInsController {
  async index({ request, caller }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listPage)
    const page = await listSignIns(caller!.userId, { before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showSignIn)
  }
}
