import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { AskForProofOfEmail } from '#app/identity/actions/ask_for_proof_of_email'
import { mayTry } from '#app/identity/http/try_limits'

/** The link that proves the person's address, sent again. */
@inject()
export default class EmailVerificationsController {
  constructor(private askForProof: AskForProofOfEmail) {}

  async store(ctx: HttpContext) {
    const { id, email } = ctx.user!
    if (!(await mayTry(ctx, 'link', id))) tell(ctx, 'error', 'identity.too_many_tries')
    else {
      const asked = await this.askForProof.execute(id)
      tell(ctx, 'success', `identity.address.${asked.ok ? 'link_sent' : asked.error.type}`, { email })
    }
    return ctx.response.redirect().back()
  }
}
