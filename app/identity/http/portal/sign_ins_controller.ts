import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { renderPage } from '#app/shared/http/render_page'
import { showSignIn } from '#app/identity/http/transformers/identity_transformers'
import { listPage } from '#app/identity/http/validators/identity_validators'
import { listSignIns } from '#app/identity/queries/list_sign_ins'

/** The whole history of the person's sign-ins, page by page. */
export default class SignInsController {
  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(listPage)
    const page = await listSignIns(ctx.caller!.userId, { before: cursor ?? null, size: pageSize(limit) })
    const name = ctx.host.surface === 'admin' ? 'identity/admin/sign_ins' : 'identity/portal/sign_ins'
    return renderPage(ctx, name, {
      sign_ins: toListAnswer(page, showSignIn),
    })
  }
}
