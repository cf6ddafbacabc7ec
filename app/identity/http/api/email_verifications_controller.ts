import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { AskForProofOfEmail } from '#app/identity/actions/ask_for_proof_of_email'
import { mayTry } from '#app/identity/http/try_limits'

/** The link that proves the person's address, sent again. It is used in a browser. */
@inject()
export default class EmailVerificationsController {
  constructor(private askForProof: AskForProofOfEmail) {}

  async store(ctx: HttpContext) {
    const id = ctx.caller!.userId
    if (!(await mayTry(ctx, 'link', id))) {
      return sendProblem(ctx, {
        status: 429,
        code: 'too_many_tries',
        detail: 'Too many links were asked for. Wait an hour.',
      })
    }
    const asked = await this.askForProof.execute(id)
    if (!asked.ok) {
      return sendProblem(ctx, {
        status: 409,
        code: asked.error.type,
        detail: 'The address is confirmed already.',
      })
    }
    ctx.response.noContent()
  }
}
